//! What the store and the ledger say of each other when the past is computed, edited, restored and built anew.

mod copies;
mod dropped;
mod edits;
mod gaps;
mod order;
mod renames;

use std::fmt::Write as _;
use std::fs;

use duckdb::Connection;

use crate::harness::Sandbox;

/// Orders of three customers, one every two hours from the first of January 2024 on.
fn shop(tables: &str, views: &str) -> Sandbox {
    let mut orders = String::from("oid,cid,at,amount\n");
    for number in 0..120 {
        let (day, hour) = (1 + number / 12, number % 12 * 2);
        let (cid, amount) = (number % 3 + 1, number % 7);
        writeln!(
            orders,
            "{number},{cid},2024-01-{day:02} {hour:02}:30:00,{amount}"
        )
        .unwrap();
    }
    let project = Sandbox::empty()
        .file(
            "fsc.toml",
            r#"
name = "shop"
[target.dev]
type = "duckdb"
path = "dev.duckdb"

[[entity]]
name = "customer"
keys = ["cid"]
"#,
        )
        .file(
            "sources.toml",
            r#"
[[source]]
schema = "shop"
name = "o"
path = "o.csv"
columns = { oid = "NUMBER(38, 0)", cid = "NUMBER(38, 0)", at = "TIMESTAMP_NTZ", amount = "NUMBER(38, 0)" }
"#,
        )
        .file("o.csv", orders);
    [("table.toml", tables), ("feature.toml", views)]
        .into_iter()
        .filter(|(_, text)| !text.is_empty())
        .fold(project, |project, (file, text)| project.file(file, text))
}

/// The latest order of each customer, merged over what was before; `n` orders so far.
const CURRENT: &str = r#"
[[table]]
name = "cur"
schema = "an"
rebuild = false
unique_key = ["cid"]
query = "select cid, max(at) as last_at, count(*) as n from shop.o where at < '{{ ds }}' group by cid"
"#;

/// A merged table `t` to which each day adds how many orders each customer has so far.
fn daily(more: &str) -> String {
    format!(
        r#"
[[table]]
name = "t"
schema = "an"
rebuild = false
unique_key = ["cid", "day"]
{more}
query = "select cid, '{{{{ ds }}}}'::date as day, count(*) as n from shop.o where at < '{{{{ ds }}}}' group by cid"
"#
    )
}

/// A view of one feature.
fn view(name: &str, more: &str, query: &str) -> String {
    format!(
        r#"
[[feature_view]]
name = "{name}"
entity = "customer"
{more}
query = "{query}"
[feature_view.features.{name}_n]
"#
    )
}

fn fsc(project: &Sandbox, line: &str) -> String {
    let ended = project.fsc(line.split(' ')).run().assert_exit(0);
    ended.stderr
}

fn asked(project: &Sandbox, sql: &str) -> Vec<String> {
    let database = Connection::open(project.path().join("dev.duckdb")).unwrap();
    let sql = format!("SELECT concat_ws('|', *COLUMNS(*)) FROM ({sql})");
    let mut statement = database.prepare(&sql).unwrap();
    let rows = statement.query_map([], |row| row.get(0)).unwrap();
    rows.map(Result::unwrap).collect()
}

/// All values, with their day.
fn values(project: &Sandbox) -> Vec<String> {
    asked(
        project,
        "SELECT feature, strftime(as_of, '%d') AS day, entity_id, value FROM feature_store.features_long ORDER BY ALL",
    )
}

/// The calendar's strip of a node over the first eight days of January 2024.
fn strip(project: &Sandbox, node: &str) -> String {
    let line =
        format!("status --select {node} --start 2024-01-01 --end 2024-01-08 --output calendar");
    let shown = project.fsc(line.split(' ')).run().assert_exit(0);
    let lines = shown.stdout.lines();
    let strip = lines
        .rev()
        .find(|line| line.trim_start().starts_with("2024-01"));
    strip.unwrap().trim_start()[8..].trim().to_owned()
}

fn edit(project: &Sandbox, file: &str, from: &str, to: &str) {
    let path = project.path().join(file);
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{text}");
    fs::write(path, text.replace(from, to)).unwrap();
}

#[test]
fn a_backfill_reads_a_merged_table_as_each_day_left_it() {
    let reader = view(
        "seen",
        "",
        "select cid, n as seen_n from an.cur where last_at < '{{ ds }}'",
    );
    let through = view(
        "through",
        "",
        "select cid, seen_n as through_n from feature_store.seen where as_of = '{{ ds }}'",
    );
    let views = format!("{reader}{through}");
    let daily = shop(CURRENT, &views);
    for day in 2..=6 {
        fsc(&daily, &format!("run --ds 2024-01-{day:02}"));
    }
    assert_eq!(values(&daily).len(), 30);
    for line in [
        "backfill --select * --start 2024-01-02 --end 2024-01-06",
        "backfill --select * --start 2024-01-02 --end 2024-01-06 --batch-size 2 --threads 1",
    ] {
        let at_once = shop(CURRENT, &views);
        fsc(&at_once, line);
        assert_eq!(values(&at_once), values(&daily), "{line}");
    }
    let begun = |definitions: &str, key: &str| {
        definitions.replace(key, &format!("start_date = 2024-01-02\n{key}"))
    };
    let caught_up = shop(&begun(CURRENT, "unique_key"), &begun(&views, "entity ="));
    fsc(&caught_up, "run --catch-up --ds 2024-01-06");
    assert_eq!(values(&caught_up), values(&daily));
}

#[test]
fn a_backfill_reads_a_view_with_times_of_its_own_as_each_day_left_it() {
    let events = view(
        "event",
        "event_timestamp = 'at'",
        "select cid, date_trunc('day', at) as at, count(*) + 10 * day(cast('{{ ds }}' as date)) as event_n from shop.o \
         where at < '{{ ds }}' and at >= dateadd(day, -3, '{{ ds }}') group by 1, 2",
    );
    let reader = view(
        "sum_of",
        "",
        "select cid, sum(event_n) as sum_of_n from feature_store.event where as_of < '{{ ds }}' group by cid",
    );
    let views = format!("{events}{reader}");
    let (daily, at_once) = (shop("", &views), shop("", &views));
    for day in 2..=6 {
        fsc(&daily, &format!("run --ds 2024-01-{day:02}"));
    }
    fsc(
        &at_once,
        "backfill --select * --start 2024-01-02 --end 2024-01-06",
    );
    assert_eq!(values(&at_once), values(&daily));
}

#[test]
fn an_edit_makes_stale_what_is_computed_from_it() {
    let base = view(
        "base",
        "",
        "select cid, count(*) as base_n from shop.o where at < '{{ ds }}' group by cid",
    );
    let twice = view(
        "twice",
        "",
        "select cid, 2 * base_n as twice_n from feature_store.base where as_of = '{{ ds }}'",
    );
    let project = shop("", &format!("{base}{twice}"));
    fsc(
        &project,
        "backfill --select * --start 2024-01-02 --end 2024-01-04",
    );
    edit(
        &project,
        "feature.toml",
        "count(*) as base_n",
        "count(*) + 100 as base_n",
    );
    assert_eq!(strip(&project, "base"), ".~~~....");
    assert_eq!(strip(&project, "twice"), ".~~~....");
    // Computed from what is still old, it stays as stale as before.
    fsc(
        &project,
        "backfill --select twice --start 2024-01-02 --end 2024-01-03",
    );
    assert_eq!(strip(&project, "twice"), ".~~~....");
    fsc(&project, "run --ds 2024-01-04 --select twice");
    assert_eq!(strip(&project, "twice"), ".~~~....");
    fsc(
        &project,
        "backfill --select +twice --start 2024-01-02 --end 2024-01-03",
    );
    fsc(&project, "run --ds 2024-01-04");
    assert_eq!(strip(&project, "twice"), ".###....");
    let wrong = "SELECT b.as_of FROM feature_store.base AS b JOIN feature_store.twice AS t USING (cid, as_of) WHERE t.twice_n <> 2 * b.base_n";
    assert_eq!(asked(&project, wrong), [""; 0]);
}

#[test]
fn keys_that_an_edit_leaves_out_are_gone_when_it_was_computed() {
    let query =
        "select cid, count(*) as few_n from shop.o where at < '{{ ds }}' and cid < 9 group by cid";
    let days = "SELECT strftime(as_of, '%d'), COUNT(*) FROM feature_store.features_long GROUP BY 1 ORDER BY 1";
    let project = shop("", &view("few", "", query));
    fsc(
        &project,
        "backfill --select few --start 2024-01-02 --end 2024-01-04",
    );
    assert_eq!(asked(&project, days), ["02|3", "03|3", "04|3"]);
    edit(&project, "feature.toml", "cid < 9", "cid < 2");
    fsc(
        &project,
        "backfill --select few --start 2024-01-02 --end 2024-01-03",
    );
    fsc(&project, "run --ds 2024-01-04");
    assert_eq!(asked(&project, days), ["02|1", "03|1", "04|1"]);
}

#[test]
fn a_restored_snapshot_lacks_what_was_computed_after_it_was_taken() {
    let days = "
[[table]]
name = \"t\"
schema = \"an\"
rebuild = false
unique_key = [\"d\", \"cid\"]
snapshot = \"daily\"
query = \"select cast(at as date) as d, cid, count(*) as n from shop.o where at < '{{ ds }}' and at >= dateadd(day, -1, '{{ ds }}') group by 1, 2\"
";
    let project = shop(days, "");
    for day in [2, 4, 5] {
        fsc(&project, &format!("run --ds 2024-01-{day:02}"));
    }
    let warned = fsc(
        &project,
        "backfill --select t --start 2024-01-03 --end 2024-01-03",
    );
    assert!(warned.contains("FSC098"), "{warned}");
    assert_eq!(strip(&project, "t"), ".####...");
    fsc(&project, "snapshots restore t 20240105 --yes");
    assert_eq!(strip(&project, "t"), ".#.##...");
    fsc(
        &project,
        "backfill --select t --start 2024-01-02 --end 2024-01-05",
    );
    let rows = "SELECT strftime(d, '%d'), COUNT(*) FROM an.t GROUP BY 1 ORDER BY 1";
    assert_eq!(asked(&project, rows), ["01|3", "02|3", "03|3", "04|3"]);
}

#[test]
fn a_copy_of_every_run_has_all_days_of_the_run() {
    let all = "
[[table]]
name = \"t\"
schema = \"an\"
rebuild = false
unique_key = [\"oid\"]
snapshot = \"every_run\"
query = \"select oid, cid from shop.o where at < '{{ ds }}' and at >= dateadd(day, -1, '{{ ds }}')\"
";
    let project = shop(all, "");
    fsc(
        &project,
        "backfill --select t --start 2024-01-02 --end 2024-01-05",
    );
    let rows = "SELECT COUNT(*) FROM an.t";
    assert_eq!(asked(&project, rows), ["48"]);
    fsc(&project, "run --ds 2024-01-06");
    fsc(&project, "snapshots ls");
    let copies = "SELECT DISTINCT snapshot_name FROM feature_store.fsc_snapshots ORDER BY 1";
    let copies = asked(&project, copies);
    assert_eq!(copies.len(), 2);
    fsc(
        &project,
        &format!("snapshots restore t {} --yes", copies[0]),
    );
    assert_eq!(asked(&project, rows), ["48"]);
    assert_eq!(strip(&project, "t"), ".####...");
}

#[test]
fn a_merged_table_that_is_built_anew_has_what_its_query_yields() {
    let by_day =
        "select oid, cid from shop.o where at < '{{ ds }}' and at >= dateadd(day, -1, '{{ ds }}')";
    let whole = "select oid, cid from shop.o where at < '{{ ds }}' {% if is_incremental() %} and at >= dateadd(day, -1, '{{ ds }}') {% endif %}";
    for (query, left, rows) in [(by_day, "...#....", "12"), (whole, ".###....", "36")] {
        let table = format!(
            "[[table]]\nname = \"t\"\nschema = \"an\"\nrebuild = false\nunique_key = [\"oid\"]\nquery = \"{query}\"\n"
        );
        let project = shop(&table, "");
        fsc(
            &project,
            "backfill --select t --start 2024-01-02 --end 2024-01-05",
        );
        assert_eq!(strip(&project, "t"), ".####...");
        fsc(&project, "run --full-refresh --ds 2024-01-04");
        assert_eq!(asked(&project, "SELECT COUNT(*) FROM an.t"), [rows]);
        assert_eq!(strip(&project, "t"), left, "{query}");
    }
}

#[test]
fn a_rebuilt_table_is_not_taken_back_by_a_backfill() {
    let table = r#"
[[table]]
name = "t"
schema = "an"
query = "select oid, cid, at from shop.o where at < '{{ ds }}'"
"#;
    let reader = view(
        "reader",
        "",
        "select cid, count(*) as reader_n from an.t where at < '{{ ds }}' group by cid",
    );
    let project = shop(table, &reader);
    let rows = "SELECT COUNT(*) FROM an.t";
    fsc(&project, "run --ds 2024-01-04");
    fsc(&project, "run --ds 2024-01-08");
    let told = fsc(
        &project,
        "backfill --select * --start 2024-01-03 --end 2024-01-04 --force",
    );
    assert!(told.contains("FSC097"), "{told}");
    assert_eq!(asked(&project, rows), ["84"]);
    edit(
        &project,
        "table.toml",
        "select oid, cid, at from",
        "select oid, cid, at, amount from",
    );
    fsc(
        &project,
        "backfill --select * --start 2024-01-03 --end 2024-01-04",
    );
    assert_eq!(asked(&project, rows), ["84"]);
    assert_eq!(strip(&project, "reader"), "..##...~");
    let told = fsc(&project, "run --ds 2024-01-05 --select t");
    assert!(told.contains("FSC099"), "{told}");
    assert_eq!(asked(&project, rows), ["48"]);
}

#[test]
fn what_a_table_reads_as_of_now_is_needed_as_of_then() {
    let tables = r#"
[[table]]
name = "a"
schema = "an"
query = "select cid, count(*) as n from shop.o where at < '{{ ds }}' group by cid"

[[table]]
name = "dim"
schema = "an"
query = "select cid, n from an.a"

[[table]]
name = "fixed"
schema = "an"
query = "select distinct cid from {{ source('shop', 'o') }}"
"#;
    let reader = view("reader", "", "select cid, n as reader_n from an.dim");
    let steady = view(
        "steady",
        "",
        "select cid, day(cast('{{ ds }}' as date)) as steady_n from an.fixed",
    );
    let project = shop(tables, &format!("{reader}{steady}"));
    fsc(&project, "run --ds 2024-01-02 --select a dim fixed");
    let refused = project
        .fsc(["run", "--ds", "2024-01-05", "--select", "reader"])
        .run();
    let refused = refused.assert_exit(1);
    assert!(refused.stderr.contains("FSC550"), "{}", refused.stderr);
    fsc(&project, "run --ds 2024-01-05 --select steady");
}
