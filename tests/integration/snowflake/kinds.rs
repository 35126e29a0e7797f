//! A small project with every kind of node, on a server of its own, and what its store holds.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::OnSnowflake;
use super::server::Server;
use super::simple::ON_PROD;
use crate::harness::Sandbox;

/// Written before anything is broken.
pub const DAY_ONE: &str = "2024-01-02";

/// Written while things are.
pub const DAY_TWO: &str = "2024-01-03";

const ENTITIES: &str = r#"
[[entity]]
name = "customer"
description = "Who orders"
keys = [{ name = "customer_id", type = "number" }]
[[entity]]
name = "customer_product"
description = "Who orders what"
keys = ["customer_id", "product"]
"#;

const SOURCES: &str = r#"
[[source]]
schema = "production"
name = "orders"
description = "Every order"
path = "orders.csv"
[source.columns]
customer_id = "number(38,0)"
product = "varchar"
amount = "number(10,2)"
ordered_at = "timestamp_ntz"
"#;

const VIEWS: &str = r#"
author = "mina"
[[feature_view]]
name = "totals"
entity = "customer"
description = "merged"
query = "select customer_id, count(*) as num_orders, sum(amount) as total_amount from production.orders where ordered_at < '{{ ds }}' group by 1"
features.num_orders = { description = "n" }
features.total_amount = { description = "n" }
[[feature_view]]
name = "plan"
entity = "customer"
description = "static"
static = true
query = "select customer_id, iff(max(amount) > 20, 1, 0) as is_large from production.orders where ordered_at < '{{ ds }}' group by 1"
features.is_large = { description = "n" }
[[feature_view]]
name = "pairs"
entity = "customer_product"
description = "replaced"
rebuild = true
query = "select customer_id, product, sum(amount) as pair_amount from production.orders where ordered_at >= dateadd('day', -1, '{{ ds }}'::date) and ordered_at < '{{ ds }}' group by 1, 2"
features.pair_amount = { description = "n" }
[[feature_view]]
name = "own_time"
entity = "customer"
description = "with its own time"
event_timestamp = "at_time"
query = "select customer_id, date_trunc('day', ordered_at) as at_time, max(amount) as largest from production.orders where ordered_at < '{{ ds }}' group by 1, 2"
features.largest = { description = "n" }
[[feature_view]]
name = "from_table"
entity = "customer"
description = "reads a table of the project"
query = "select customer_id, sum(units) as num_units from commerce.daily_orders group by 1"
features.num_units = { description = "n" }
"#;

const TABLES: &str = r#"
author = "mina"
[[table]]
name = "latest_orders"
schema = "commerce"
description = "rebuilt"
rebuild = true
snapshot = "every_run"
snapshot_retention = "30 days"
cluster_by = ["customer_id"]
transient = true
grants = { select = ["ML_READER"] }
query = "select customer_id, max(ordered_at) as ordered_at from production.orders where ordered_at < '{{ ds }}' group by 1"
[[table]]
name = "daily_orders"
schema = "commerce"
description = "merged"
rebuild = false
unique_key = ["customer_id", "day"]
snapshot = "daily"
snapshot_retention = "1 second"
query = "select customer_id, date_trunc('day', ordered_at) as day, count(*) as units from production.orders where ordered_at < '{{ ds }}' group by 1, 2"
"#;

const ORDERS: &str = "\
customer_id,product,amount,ordered_at
1,apple,10.50,2024-01-01 08:00:00
1,pear,3.25,2024-01-01 09:00:00
2,apple,20.00,2024-01-01 10:00:00
2,it's | a \\ pear,1.00,2024-01-02 11:00:00
3,apple,30.75,2024-01-02 12:00:00
1,apple,40.00,2024-01-02 13:00:00
";

/// The project on a server, where its first day was computed; `restore` brings that moment back.
pub fn after_day_one() -> OnSnowflake {
    let on = new(1);
    on.fsc(["run", "--ds", DAY_ONE]).assert_exit(0);
    // Its snapshot is past its retention of a second by the next run.
    std::thread::sleep(std::time::Duration::from_millis(1100));
    on.server
        .control("POST", "save", &json!({"name": "day one"}));
    on
}

/// The project on a server where nothing was computed.
pub fn new(threads: u8) -> OnSnowflake {
    let project = Sandbox::empty()
        .file(
            "fsc.toml",
            format!("name = \"kinds\"{ON_PROD}{ENTITIES}")
                .replace("database =", &format!("threads = {threads}\ndatabase =")),
        )
        .file("sources.toml", SOURCES)
        .file("feature.toml", VIEWS)
        .file("table.toml", TABLES)
        .file("orders.csv", ORDERS);
    let server = Server::start();
    server.become_target_of(&project);
    server.load_sources_of(&project);
    OnSnowflake { project, server }
}

/// Brings back the first day.
pub fn restore(on: &OnSnowflake) {
    on.server
        .control("POST", "restore", &json!({"name": "day one"}));
}

/// What does not differ between an undisturbed run and one that was broken and completed.
#[derive(Debug, PartialEq, Eq)]
pub struct Contents {
    /// Every table and view with its rows, without when and by which run they were written.
    relations: BTreeMap<String, Vec<Vec<String>>>,
    /// What the ledger says of each node and as-of time.
    ledger: BTreeMap<String, BTreeSet<String>>,
    /// How many rows were changed in all for each, where a second time changes none.
    changed: BTreeMap<String, u64>,
    /// Who may do what.
    grants: Value,
}

/// What tells of a run, and not of the data.
const OF_THE_RUN: [&str; 4] = ["COMPUTED_AT", "RUN_ID", "QUERY_IDS", "TAKEN_AT"];

/// Tables that list runs, and are looked at by themselves.
const LEDGERS: [&str; 5] = [
    "FSC_RUNS",
    "FSC_INTERVALS",
    "FSC_SNAPSHOTS",
    "FSC_LEASES",
    "FSC_OBJECTS",
];

/// A snapshot that is named by its run: how many there are is the runs' affair.
fn is_of_a_run(name: &str) -> bool {
    name.split_once("__SNAPSHOT__")
        .is_some_and(|(_, stamp)| stamp.contains('T'))
}

/// The whole store.
pub fn contents(on: &OnSnowflake) -> Contents {
    let listed = read(
        on,
        "select table_schema, table_name from information_schema.tables \
         where table_schema in ('FEATURE_STORE', 'COMMERCE') order by 1, 2",
    );
    let names: Vec<(String, String)> = listed
        .1
        .into_iter()
        .map(|row| (row[0].clone(), row[1].clone()))
        .collect();
    let mut relations = BTreeMap::new();
    for (schema, name) in &names {
        if LEDGERS.contains(&name.as_str()) || is_of_a_run(name) {
            continue;
        }
        let (columns, rows) = read(on, &format!(r#"select * from "{schema}"."{name}""#));
        let kept: Vec<usize> = (0..columns.len())
            .filter(|at| !OF_THE_RUN.contains(&columns[*at].as_str()))
            .collect();
        let mut rows: Vec<Vec<String>> = rows
            .iter()
            .map(|row| kept.iter().map(|at| row[*at].clone()).collect())
            .collect();
        rows.sort();
        relations.insert(format!("{schema}.{name}"), rows);
    }
    assert_no_unknown_copy(on, &names);
    let mut ledger: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut changed = BTreeMap::new();
    let (_, rows) = read(
        on,
        "select node, to_char(as_of, 'YYYY-MM-DD'), definition_hash, namespace, status, rows_staged, rows_changed \
         from feature_store.fsc_intervals where status <> 'failed'",
    );
    for row in rows {
        let of = format!("{} {}", row[0], row[1]);
        ledger
            .entry(of.clone())
            .or_default()
            .insert(row[2..6].join(" "));
        // Where a copy is made, there are two rows: the first tells what was written.
        let counts = if row[0].ends_with("daily_orders") {
            "uncopied"
        } else {
            "ok"
        };
        if row[4] == counts && !row[0].ends_with("latest_orders") {
            *changed.entry(of).or_default() += row[6].parse::<u64>().unwrap();
        }
    }
    let doubled = read(
        on,
        "select run_id, node from feature_store.fsc_intervals group by run_id, node, as_of, status having count(*) > 1 \
         union all select run_id, status from feature_store.fsc_runs group by run_id, status having count(*) > 1",
    );
    assert_eq!(doubled.1, Vec::<Vec<String>>::new(), "twice in the ledger");
    Contents {
        relations,
        ledger,
        changed,
        grants: on.server.control("GET", "grants", &json!({})),
    }
}

/// Every copy that is there is listed, and none is left that was only built.
fn assert_no_unknown_copy(on: &OnSnowflake, names: &[(String, String)]) {
    let (_, listed) = read(
        on,
        "select distinct snapshot_name from feature_store.fsc_snapshots",
    );
    for (schema, name) in names {
        assert!(
            !name.starts_with("FSC_NEW__"),
            "{schema}.{name} is left over"
        );
        if name.contains("__SNAPSHOT__") {
            assert!(
                listed.iter().any(|row| row[0] == *name),
                "nobody knows {name}"
            );
        }
    }
}

/// The columns and rows of a query.
fn read(on: &OnSnowflake, sql: &str) -> (Vec<String>, Vec<Vec<String>>) {
    let answer = on.server.control("POST", "read", &json!({"sql": sql}));
    let texts = |values: &Value| -> Vec<String> {
        let values = values.as_array().unwrap().iter();
        values
            .map(|value| value.as_str().unwrap_or("NULL").to_owned())
            .collect()
    };
    let rows = answer["rows"].as_array().unwrap();
    (texts(&answer["columns"]), rows.iter().map(texts).collect())
}
