//! `fsc snapshots` on the embedded target.

use duckdb::Connection;

use crate::harness::{Finished, Sandbox};

/// A table whose only value is the day, a copy a day; and one a run.
fn project() -> Sandbox {
    Sandbox::empty()
        .file(
            "fsc.toml",
            "name = \"shop\"\n[target.dev]\ntype = \"duckdb\"\npath = \"dev.duckdb\"\n",
        )
        .file(
            "table.toml",
            r#"
[[table]]
name = "daily_sales"
schema = "commerce"
query = "select '{{ ds }}'::date as k"
snapshot = "daily"

[[table]]
name = "totals"
schema = "commerce"
query = "select '{{ ds }}'::date as day"
snapshot = "every_run"
"#,
        )
}

fn ran(days: &[&str]) -> Sandbox {
    let project = project();
    for day in days {
        project.fsc(["run", "--ds", day]).run().assert_exit(0);
    }
    project
}

fn asked(project: &Sandbox, sql: &str) -> Vec<String> {
    let database = Connection::open(project.path().join("dev.duckdb")).unwrap();
    let mut statement = database
        .prepare(&format!("SELECT concat_ws('|', *COLUMNS(*)) FROM ({sql})"))
        .unwrap();
    let rows = statement.query_map([], |row| row.get(0)).unwrap();
    rows.map(Result::unwrap).collect()
}

fn by_hand(project: &Sandbox, sql: &str) {
    let database = Connection::open(project.path().join("dev.duckdb")).unwrap();
    database.execute_batch(sql).unwrap();
}

fn listed(project: &Sandbox, args: &[&str]) -> Vec<serde_json::Value> {
    let args = ["snapshots", "ls", "--output", "json"].iter().chain(args);
    let found = project.fsc(args.copied()).run().assert_exit(0);
    serde_json::from_str(&found.stdout).unwrap()
}

fn snapshots<'a>(project: &'a Sandbox, args: &[&'a str]) -> Finished {
    let args = std::iter::once("snapshots").chain(args.iter().copied());
    project.fsc(args).run()
}

#[test]
fn copies_are_listed_with_those_that_are_missing() {
    let project = ran(&["2023-08-01", "2023-08-02"]);
    by_hand(
        &project,
        "DROP TABLE commerce.\"DAILY_SALES__SNAPSHOT__20230801\"",
    );
    by_hand(
        &project,
        "CREATE TABLE commerce.\"DAILY_SALES__SNAPSHOT__20230731\" AS SELECT 1 AS mine",
    );
    let copies = listed(&project, &["daily_sales"]);
    let told: Vec<String> = copies
        .iter()
        .map(|copy| {
            format!(
                "{} {} {} {}",
                copy["table"], copy["snapshot"], copy["as_of"], copy["state"]
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            r#""commerce.daily_sales" "DAILY_SALES__SNAPSHOT__20230801" "2023-08-01" "missing""#,
            r#""commerce.daily_sales" "DAILY_SALES__SNAPSHOT__20230802" "2023-08-02" "there""#,
        ]
    );
    assert_eq!(copies[1]["rows"], 1);
    assert_eq!(listed(&project, &[]).len(), 4);
    let shown = snapshots(&project, &["ls", "commerce.daily_sales"]).assert_exit(0);
    assert!(shown.stdout.starts_with("TABLE "), "{}", shown.stdout);
    assert_eq!(shown.stdout.lines().count(), 3);
    assert!(
        shown.stderr.contains("2 snapshots; 1 listed and missing"),
        "{}",
        shown.stderr
    );
}

#[test]
fn a_target_without_copies_has_an_empty_list() {
    let project = project();
    by_hand(&project, "CREATE TABLE other AS SELECT 1 AS a");
    assert_eq!(listed(&project, &[]), Vec::<serde_json::Value>::new());
    let shown = snapshots(&project, &["ls"]).assert_exit(0);
    assert!(shown.stdout.is_empty() && shown.stderr.contains("no snapshots"));
}

#[test]
fn a_copy_is_restored_and_the_ledger_knows() {
    let project = ran(&["2023-08-01", "2023-08-02", "2023-08-03"]);
    let held = || {
        asked(
            &project,
            "SELECT CAST(k AS VARCHAR) FROM commerce.daily_sales",
        )
    };
    let refused = snapshots(&project, &["restore", "daily_sales", "20230801"]).assert_exit(2);
    assert!(refused.stderr.contains("FSC533") && refused.stderr.contains("--yes"));
    assert_eq!(held(), ["2023-08-03"]);
    snapshots(&project, &["restore", "daily_sales", "20230801", "--yes"]).assert_exit(0);
    assert_eq!(held(), ["2023-08-01"]);
    let latest =
        "SELECT CAST(as_of AS DATE), arg_max(status, rowid) FROM feature_store.fsc_intervals
        WHERE node = 'table.daily_sales' GROUP BY as_of ORDER BY as_of";
    assert_eq!(
        asked(&project, latest),
        ["2023-08-01|ok", "2023-08-02|undone", "2023-08-03|undone"]
    );
    let hashes = "SELECT COUNT(DISTINCT definition_hash) FROM feature_store.fsc_intervals WHERE node = 'table.daily_sales'";
    assert_eq!(asked(&project, hashes), ["1"]);
    assert_eq!(
        asked(
            &project,
            "SELECT COUNT(*) FROM feature_store.fsc_runs WHERE status = 'restored'"
        ),
        ["1"]
    );
    // What was restored is fsc's: the next run replaces it.
    project
        .fsc(["run", "--ds", "2023-08-03"])
        .run()
        .assert_exit(0);
    assert_eq!(held(), ["2023-08-03"]);
    snapshots(
        &project,
        &[
            "restore",
            "commerce.daily_sales",
            "DAILY_SALES__SNAPSHOT__20230802",
            "-y",
        ],
    )
    .assert_exit(0);
    assert_eq!(held(), ["2023-08-02"]);
    assert_eq!(
        asked(
            &project,
            "SELECT table_name FROM duckdb_tables() WHERE table_name LIKE 'FSC_NEW%'"
        ),
        [""; 0]
    );
}

#[test]
fn what_is_not_fscs_is_neither_restored_over_nor_from() {
    let project = ran(&["2023-08-01", "2023-08-02"]);
    by_hand(
        &project,
        "DROP TABLE commerce.daily_sales;
         CREATE TABLE commerce.daily_sales AS SELECT 9 AS mine;
         DROP TABLE commerce.\"DAILY_SALES__SNAPSHOT__20230802\";
         CREATE TABLE commerce.\"DAILY_SALES__SNAPSHOT__20230802\" AS SELECT 9 AS mine;",
    );
    let over = snapshots(&project, &["restore", "daily_sales", "20230801", "--yes"]).assert_exit(2);
    assert!(over.stderr.contains("FSC530"), "{}", over.stderr);
    let from = snapshots(&project, &["restore", "daily_sales", "20230802", "--yes"]).assert_exit(2);
    assert!(from.stderr.contains("FSC532"), "{}", from.stderr);
    assert_eq!(asked(&project, "FROM commerce.daily_sales"), ["9"]);
    let dropped = snapshots(&project, &["drop", "daily_sales", "--all", "--yes"]).assert_exit(1);
    assert_eq!(dropped.stdout, "DAILY_SALES__SNAPSHOT__20230801\n");
    assert_eq!(
        asked(
            &project,
            "FROM commerce.\"DAILY_SALES__SNAPSHOT__20230802\""
        ),
        ["9"]
    );
}

#[test]
fn names_that_are_unknown_are_told_with_near_ones() {
    let project = ran(&["2023-08-01"]);
    for (args, near) in [
        (["restore", "daily_sale", "20230801"], "`daily_sales`"),
        (
            ["restore", "daily_sales", "DAILY_SALES__SNAPSHOT__20230811"],
            "`DAILY_SALES__SNAPSHOT__20230801`",
        ),
        (
            ["drop", "daily_sales", "DAILY_SALES__SNAPSHOT__20230811"],
            "`DAILY_SALES__SNAPSHOT__20230801`",
        ),
    ] {
        let refused = snapshots(&project, &args).assert_exit(2);
        assert!(refused.stderr.contains("FSC532"), "{}", refused.stderr);
        let said = format!("a similar name exists: {near}");
        assert!(refused.stderr.contains(&said), "{}", refused.stderr);
        assert!(refused.stdout.is_empty());
    }
    let nothing = snapshots(&project, &["drop", "daily_sales"]).assert_exit(2);
    assert!(nothing.stdout.is_empty());
}

#[test]
fn only_what_was_asked_for_is_dropped() {
    let project = ran(&["2023-08-01", "2023-08-02", "2023-08-03"]);
    by_hand(
        &project,
        "CREATE TABLE commerce.\"DAILY_SALES__SNAPSHOT__20230731\" AS SELECT 1 AS mine;
         UPDATE feature_store.fsc_snapshots SET taken_at = taken_at - INTERVAL 40 DAYS
         WHERE snapshot_name = 'DAILY_SALES__SNAPSHOT__20230802';",
    );
    let copies = || {
        asked(
            &project,
            "SELECT right(table_name, 8) FROM duckdb_tables() WHERE table_name LIKE 'DAILY_SALES__SNAP%' ORDER BY 1",
        )
    };
    let old = ["drop", "daily_sales", "--older-than", "30 days", "--yes"];
    let dry = snapshots(&project, &[&old[..], &["--dry-run"]].concat()).assert_exit(0);
    assert_eq!(dry.stdout, "DAILY_SALES__SNAPSHOT__20230802\n");
    assert!(
        dry.stderr.contains("would drop 1 snapshot"),
        "{}",
        dry.stderr
    );
    assert_eq!(copies(), ["20230731", "20230801", "20230802", "20230803"]);
    snapshots(&project, &old).assert_exit(0);
    assert_eq!(copies(), ["20230731", "20230801", "20230803"]);
    snapshots(&project, &["drop", "daily_sales", "20230801", "--yes"]).assert_exit(0);
    assert_eq!(copies(), ["20230731", "20230803"]);
    let all = snapshots(&project, &["drop", "daily_sales", "--all", "--yes"]).assert_exit(0);
    assert_eq!(all.stdout, "DAILY_SALES__SNAPSHOT__20230803\n");
    assert_eq!(
        copies(),
        ["20230731"],
        "made by hand, whatever it is called"
    );
    assert_eq!(listed(&project, &["daily_sales"]).len(), 0);
    assert_eq!(listed(&project, &["totals"]).len(), 3);
}
