//! What users of dbt's microbatch and snapshots report as faults, and must not find here: one test each, named by the fault.
//!
//! | fault | test |
//! |---|---|
//! | the checkpoint is now, not what is there: gaps are never filled | `time::gaps_before_the_latest_time_are_filled` |
//! | delete and insert in two transactions: readers see an empty batch | `run::tests::swap`: `a_reader_never_sees_an_as_of_time_empty_or_half_replaced` |
//! | "now" drifts between nodes | `time::all_nodes_and_batches_have_one_now` |
//! | UTC only by accident: zones of machine and session | `time::zones_of_the_machine_change_nothing` |
//! | DATE columns: every batch is empty | `time::a_date_column_has_its_rows_on_each_day` |
//! | a delete that is joined to the batch removes other days, or multiplies | `writes::a_batch_replaces_its_days_and_no_others` |
//! | a first batch that fails skips the rest | `failures::a_first_batch_that_fails_does_not_skip_the_rest` |
//! | a retry loses variables and dates | `retry::a_retry_keeps_date_target_and_variables_and_leaves_what_went_well`; of a backfill: `failures::a_backfill_sent_again_keeps_its_days_and_computes_what_is_left` |
//! | a duplicate key wedges a table for ever | `failures::a_key_that_came_twice_is_forgotten_once_the_data_is_mended` |
//! | restating one day rebuilds all | `writes::restating_a_day_touches_that_day_only` |

mod failures;
mod time;
mod writes;

use std::fs;

use duckdb::Connection;

use crate::harness::{Finished, Sandbox};

const PROJECT: &str = r#"
name = "shop"
[vars]
days = 1
[target.dev]
type = "duckdb"
path = "target/dev.duckdb"
[[entity]]
name = "thing"
keys = ["k"]
"#;

const SOURCES: &str = r#"
[[source]]
schema = "production"
name = "events"
path = "events.csv"
columns = { k = "varchar", on_day = "date", at_time = "timestamp_ntz", amount = "number(38, 0)" }
"#;

/// Sums of a day's events: merged, replaced, and as a merged table with a copy a day.
const NODES: &str = r#"
[[feature_view]]
name = "merged"
entity = "thing"
start_date = 2023-08-02
query = "select k, sum(amount) as merged from production.events where at_time >= dateadd(day, -{{ var('days') }}, '{{ ds }}'::timestamp_ntz) and at_time < '{{ ds }}'::timestamp_ntz group by k"
features.merged = { checks = { max = 1000 } }
[[feature_view]]
name = "replaced"
entity = "thing"
start_date = 2023-08-02
rebuild = true
query = "select k, sum(amount) as replaced from production.events where on_day >= dateadd(day, -{{ var('days') }}, '{{ ds }}'::date) and on_day < '{{ ds }}'::date group by k"
features.replaced = {}
"#;

const TABLE: &str = r#"
[[table]]
name = "daily"
schema = "made"
rebuild = false
unique_key = ["on_day", "k"]
snapshot = "daily"
start_date = 2023-08-02
query = "select on_day, k, sum(amount) as amount from production.events where on_day >= dateadd(day, -1, '{{ ds }}'::date) and on_day < '{{ ds }}'::date group by 1, 2"
"#;

/// Six days of events of two keys, the first and the last of each day within seconds of midnight.
fn events() -> Vec<String> {
    let of_day = |day: u32| {
        let line = |key: &str, time: &str, amount: u32| {
            format!("{key},2023-08-{day:02},2023-08-{day:02} {time},{amount}")
        };
        [
            line("a", "00:00:00", day),
            line("a", "23:59:59.999", 10 * day),
            line("b", "12:00:00", 100),
        ]
    };
    (1..=6).flat_map(of_day).collect()
}

struct Shop {
    sandbox: Sandbox,
}

impl Shop {
    fn new() -> Self {
        let sandbox = Sandbox::empty()
            .file("fsc.toml", PROJECT)
            .file("sources.toml", SOURCES)
            .file("feature.toml", NODES)
            .file("table.toml", TABLE);
        let shop = Self { sandbox };
        shop.write(&events());
        shop
    }

    /// Replaces the data.
    fn write(&self, events: &[String]) {
        let text = format!("k,on_day,at_time,amount\n{}\n", events.join("\n"));
        fs::write(self.sandbox.path().join("events.csv"), text).unwrap();
    }

    fn fsc(&self, args: &str) -> Finished {
        self.sandbox.fsc(args.split(' ')).run()
    }

    /// The lines of a query, columns separated by `|`.
    fn ask(&self, sql: &str) -> Vec<String> {
        let database = Connection::open(self.sandbox.path().join("target/dev.duckdb")).unwrap();
        let sql = format!("SELECT concat_ws('|', *COLUMNS(*)) FROM ({sql})");
        let mut statement = database.prepare(&sql).unwrap();
        let rows = statement.query_map([], |row| row.get(0)).unwrap();
        rows.map(Result::unwrap).collect()
    }

    /// Days and values of a key of a view.
    fn values(&self, feature: &str, key: &str) -> Vec<String> {
        self.ask(&format!(
            "SELECT strftime(as_of, '%d'), value::INT FROM feature_store.features_long
             WHERE feature = '{feature}' AND entity_id = '{key}' ORDER BY as_of"
        ))
    }

    /// The days that the ledger says are there.
    fn days(&self, node: &str) -> Vec<String> {
        self.ask(&format!(
            "SELECT DISTINCT strftime(as_of, '%d') AS day FROM feature_store.fsc_intervals
             WHERE node = '{node}' AND status = 'ok' ORDER BY day"
        ))
    }
}

/// What a key `a` has on each of these days.
fn of_a(days: impl IntoIterator<Item = u32>) -> Vec<String> {
    let line = |day: u32| format!("{day:02}|{}", 11 * (day - 1));
    days.into_iter().map(line).collect()
}
