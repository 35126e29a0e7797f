//! Tables on the fake Snowflake: columns that change, snapshots, and whose a table is.

use serde_json::json;

use super::kinds::{DAY_ONE, DAY_TWO, after_day_one};
use super::server::Server;
use super::{OnSnowflake, rows};
use crate::harness::{Finished, Sandbox};

pub fn on_snowflake() -> OnSnowflake {
    let project = Sandbox::empty()
        .file(
            "fsc.toml",
            "name = \"shop\"\ndefault_target = \"prod\"\n[target.prod]\ntype = \"snowflake\"\naccount = \"x\"\nuser = \"x\"\n\
             private_key_path = \"x\"\nrole = \"FEATURE_ENGINEER\"\nwarehouse = \"TRANSFORMING\"\ndatabase = \"ANALYTICS\"\n",
        )
        .file(
            "table.toml",
            r#"
[[table]]
name = "daily_sales"
schema = "commerce"
query = "select '{{ ds }}' as day, 1 as k"
snapshot = "daily"
snapshot_retention = "30 days"
transient = true
cluster_by = ["k"]
grants = { select = ["ml_reader"] }

[[table]]
name = "merged"
schema = "commerce"
rebuild = false
unique_key = ["k"]
on_schema_change = "sync"
snapshot = "every_run"
sql = "merged.sql"
"#,
        )
        .file("merged.sql", MERGED);
    let server = Server::start();
    server.become_target_of(&project);
    OnSnowflake { project, server }
}

/// Another column each day: `first` on the 1st, `second` afterwards.
const MERGED: &str = "select '{{ ds }}' as k,\n\
    {% if ds < '2023-08-02' %} 1 as first {% else %} 2 as second {% endif %}";

pub fn held(on: &OnSnowflake, sql: &str) -> Vec<String> {
    let found = on.fsc(["query", "--output", "csv", sql]).assert_exit(0);
    rows(&found).into_iter().map(|row| row.join("|")).collect()
}

fn run(on: &OnSnowflake, day: &str) -> Finished {
    on.fsc(["run", "--ds", day])
}

#[test]
fn columns_follow_the_query_and_copies_come_back() {
    let on = on_snowflake();
    run(&on, "2023-08-01").assert_exit(0);
    run(&on, "2023-08-02").assert_exit(0);
    run(&on, "2023-08-02").assert_exit(0);
    assert_eq!(
        held(&on, "select k, second from commerce.merged order by k"),
        ["2023-08-01|", "2023-08-02|2"]
    );
    let columns =
        "select column_name from information_schema.columns where table_name = 'MERGED' order by 1";
    assert_eq!(held(&on, columns), ["K", "SECOND"]);
    let listed = on
        .fsc(["snapshots", "ls", "--output", "json"])
        .assert_exit(0);
    let listed: Vec<serde_json::Value> = serde_json::from_str(&listed.stdout).unwrap();
    let states: Vec<&str> = listed
        .iter()
        .map(|copy| copy["state"].as_str().unwrap())
        .collect();
    assert_eq!(states, ["there"; 5], "two of days, three of runs");
    on.fsc(["snapshots", "restore", "daily_sales", "20230801", "--yes"])
        .assert_exit(0);
    assert_eq!(
        held(&on, "select day from commerce.daily_sales"),
        ["2023-08-01"]
    );
    let grants = on.server.control("GET", "grants", &json!({}));
    assert!(grants.to_string().contains("ML_READER"), "{grants}");
    run(&on, "2023-08-02").assert_exit(0);
    assert_eq!(
        held(&on, "select day from commerce.daily_sales"),
        ["2023-08-02"]
    );
    let dropped = on.fsc(["snapshots", "drop", "daily_sales", "20230801", "--yes"]);
    assert_eq!(
        dropped.assert_exit(0).stdout,
        "DAILY_SALES__SNAPSHOT__20230801\n"
    );
    assert_eq!(
        held(
            &on,
            "select table_name from information_schema.tables where table_name like 'DAILY%SNAP%'"
        ),
        ["DAILY_SALES__SNAPSHOT__20230802"]
    );
    let marks =
        "select count(*) from information_schema.tables where comment like 'made by fsc: table.%'";
    assert_eq!(
        held(&on, marks),
        ["7"],
        "two tables, the one beside is gone, and five copies"
    );
}

#[test]
fn what_was_made_by_hand_is_left_alone() {
    let on = on_snowflake();
    let load = on.project.path().join("mine.csv");
    std::fs::write(&load, "mine\n9\n").unwrap();
    for table in ["daily_sales", "merged"] {
        on.server.control(
            "POST",
            "load",
            &json!({ "schema": "commerce", "table": table, "path": load, "columns": { "mine": "number" } }),
        );
    }
    let refused = run(&on, "2023-08-01").assert_exit(1);
    assert_eq!(
        refused.stderr.matches("FSC530").count(),
        2,
        "{}",
        refused.stderr
    );
    for table in ["daily_sales", "merged"] {
        assert_eq!(held(&on, &format!("select * from commerce.{table}")), ["9"]);
    }
    let others = "select table_name from information_schema.tables where table_schema = 'COMMERCE' order by 1";
    assert_eq!(held(&on, others), ["DAILY_SALES", "MERGED"]);
}

#[test]
fn a_table_that_somebody_dropped_is_not_made_anew_in_silence() {
    let on = on_snowflake();
    for day in ["2023-08-02", "2023-08-03"] {
        run(&on, day).assert_exit(0);
    }
    let drop = |table: &str| {
        let sql = json!({ "sql": format!("drop table {table}") });
        on.server.control("POST", "read", &sql);
    };
    drop("commerce.merged");
    let refused = run(&on, "2023-08-04").assert_exit(1).stderr;
    assert!(
        refused.contains("error[FSC553]: table.merged was not computed: `commerce.merged` is gone, of which the ledger has 2 as-of times"),
        "{refused}"
    );
    assert!(
        refused.contains(r#"`undrop table "COMMERCE"."MERGED"`"#),
        "{refused}"
    );
    let anew = "backfill --select merged --start 2023-08-02 --end 2023-08-03 --force";
    assert!(
        refused.contains(&format!("`fsc {anew} --target prod`")),
        "{refused}"
    );
    on.fsc(anew.split(' ')).assert_exit(0);
    let keys = "select k from commerce.merged order by k";
    assert_eq!(held(&on, keys), ["2023-08-02", "2023-08-03"]);
    run(&on, "2023-08-04").assert_exit(0);
    drop("commerce.merged");
    on.fsc(["snapshots", "restore", "merged", "latest", "--yes"])
        .assert_exit(0);
    assert_eq!(held(&on, keys).len(), 3);
    run(&on, "2023-08-05").assert_exit(0);
    let killed = "select run_id from feature_store.fsc_runs where status = 'abandoned'";
    assert_eq!(held(&on, killed), [""; 0]);
}

#[test]
fn values_that_somebody_dropped_are_computed_anew_on_demand() {
    let on = after_day_one();
    let stored = on.store();
    let sql = json!({ "sql": "drop table feature_store.features_long" });
    on.server.control("POST", "read", &sql);
    let refused = run(&on, DAY_TWO).assert_exit(1).stderr;
    assert!(
        refused.contains(r#"`undrop table "FEATURE_STORE"."FEATURES_LONG"`"#),
        "{refused}"
    );
    let anew = format!(
        "backfill --select resource_type:feature_view --start {DAY_ONE} --end {DAY_ONE} --force"
    );
    assert!(
        refused.contains(&format!("`fsc {anew} --target prod`")),
        "{refused}"
    );
    on.fsc(anew.split(' ')).assert_exit(0);
    assert_eq!(on.store(), stored);
    run(&on, DAY_TWO).assert_exit(0);
}

#[test]
fn a_change_of_columns_is_completed_after_a_break_anywhere() {
    let on = on_snowflake();
    run(&on, "2023-08-01").assert_exit(0);
    for (sql, nth) in [
        (r"add column", 1),
        (r"^\s*merge", 1),
        (r"drop column", 1),
        (r"insert into .*fsc_objects", 1),
    ] {
        on.server
            .fault(&json!({"action": "error", "name": "internal", "sql": sql, "nth": nth}));
        let _ = run(&on, "2023-08-02");
    }
    run(&on, "2023-08-02").assert_exit(0);
    assert_eq!(
        held(&on, "select k, second from commerce.merged order by k"),
        ["2023-08-01|", "2023-08-02|2"]
    );
    let columns =
        "select column_name from information_schema.columns where table_name = 'MERGED' order by 1";
    assert_eq!(held(&on, columns), ["K", "SECOND"]);
}

#[test]
fn a_break_between_a_clone_and_its_mark_is_mended_by_the_next_run() {
    let on = on_snowflake();
    let select = ["--select", "daily_sales"];
    let run = |day| {
        let args = ["run", "--ds", day].into_iter().chain(select);
        on.fsc(args)
    };
    for table in ["DAILY_SALES\" IS", "DAILY_SALES__SNAPSHOT__20230801\" IS"] {
        let sql = format!("COMMENT ON TABLE \"COMMERCE\"\\.\"{table}");
        on.server
            .fault(&json!({"action": "error", "name": "internal", "sql": sql}));
        run("2023-08-01").assert_exit(1);
        run("2023-08-01").assert_exit(0);
    }
    let fired = on.server.control("GET", "faults", &json!({}));
    assert!(!fired.to_string().contains("\"fired\": 0"), "{fired}");
    let making = "select count(*) from feature_store.fsc_objects where kind = 'making'";
    assert_eq!(held(&on, making), ["0"]);
}

/// Changes a text of a definition of the project.
fn edit(on: &OnSnowflake, from: &str, to: &str) {
    let file = on.project.path().join("table.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(text.contains(from));
    std::fs::write(file, text.replace(from, to)).unwrap();
}

fn says(finished: &Finished, text: &str) {
    let said = finished.stderr.split_whitespace().collect::<Vec<_>>();
    assert!(said.join(" ").contains(text), "{}", finished.stderr);
}

#[test]
fn a_table_that_is_transient_no_longer_is_told_before_it_is_written() {
    let on = on_snowflake();
    let is_transient = "on_schema_change = \"sync\"\ntransient = true\n";
    edit(&on, "on_schema_change = \"sync\"\n", is_transient);
    let select = ["--select", "merged"];
    let run = |day, more: &[&'static str]| {
        let args = ["run", "--ds", day].into_iter().chain(select);
        on.fsc(args.chain(more.iter().copied()))
    };
    run("2023-08-01", &[]).assert_exit(0);
    edit(&on, is_transient, "on_schema_change = \"sync\"\n");
    let refused = run("2023-08-02", &[]).assert_exit(1);
    says(&refused, "`commerce.merged` is transient");
    says(&refused, "`--full-refresh` makes it anew");
    let keys = "select k from commerce.merged order by k";
    assert_eq!(held(&on, keys), ["2023-08-01"], "nothing was written");
    run("2023-08-02", &["--full-refresh"]).assert_exit(0);
    run("2023-08-03", &[]).assert_exit(0);
    assert_eq!(held(&on, keys), ["2023-08-02", "2023-08-03"]);
    // The copy of the first day is transient still.
    let copies = "select snapshot_name from feature_store.fsc_snapshots order by 1";
    let first = held(&on, copies).remove(0);
    let restore = ["snapshots", "restore", "merged", &first, "--yes"];
    let undone = "select count(*) from feature_store.fsc_intervals where status = 'undone'";
    let before = held(&on, undone);
    let refused = on.fsc(restore).assert_exit(2);
    says(
        &refused,
        "Snowflake makes no permanent table of a transient one",
    );
    assert_eq!(held(&on, undone), before, "the table lacks nothing");
    edit(&on, "on_schema_change = \"sync\"\n", is_transient);
    on.fsc(restore).assert_exit(0);
    assert_eq!(held(&on, keys), ["2023-08-01"]);
}

#[test]
fn a_restoration_waits_for_locks_and_begins_again_where_a_session_is_lost() {
    let on = on_snowflake();
    run(&on, "2023-08-01").assert_exit(0);
    run(&on, "2023-08-02").assert_exit(0);
    let clone = r"^CREATE OR REPLACE TRANSIENT TABLE .* CLONE";
    for rule in [
        json!({"action": "close_session", "sql": "^CREATE TABLE IF NOT EXISTS .*FSC_INTERVALS"}),
        json!({"action": "error", "name": "lock_timeout", "sql": clone}),
        json!({"action": "close_session", "sql": "^COMMENT ON TABLE"}),
    ] {
        on.server.fault(&rule);
    }
    on.fsc(["snapshots", "restore", "daily_sales", "20230801", "--yes"])
        .assert_exit(0);
    let fired = on.server.control("GET", "faults", &json!({}));
    assert!(!fired.to_string().contains("\"fired\": 0"), "{fired}");
    let day = "select day from commerce.daily_sales";
    assert_eq!(held(&on, day), ["2023-08-01"]);
    let told = "select cast(as_of as date) as day, status from feature_store.fsc_intervals \
        where run_id in (select run_id from feature_store.fsc_runs where status = 'restored') order by 1, 2";
    let told_of = ["2023-08-01|ok", "2023-08-01|undone", "2023-08-02|undone"];
    assert_eq!(held(&on, told), told_of);
}

#[test]
fn a_plan_says_how_many_statements_a_run_sends() {
    let on = on_snowflake();
    run(&on, "2023-08-01").assert_exit(0);
    let count = || {
        let sent = on.server.control("GET", "statements", &json!({}));
        sent.as_array().unwrap().len()
    };
    let plan = on.fsc(["plan", "--ds", "2023-08-01"]).assert_exit(0);
    let before = count();
    run(&on, "2023-08-01").assert_exit(0);
    let said = format!("2 nodes, {} statements on target", count() - before);
    assert!(plan.stderr.contains(&said), "{said}\n{}", plan.stderr);
    let plan = on.fsc(["plan", "--ds", "2023-08-01", "--output", "json"]);
    let plan: serde_json::Value = serde_json::from_str(&plan.stdout).unwrap();
    let results = on.project.path().join("target/run_results.json");
    let results = std::fs::read_to_string(results).unwrap();
    let results: serde_json::Value = serde_json::from_str(&results).unwrap();
    let by_node = |list: &serde_json::Value| -> Vec<(String, u64)> {
        let nodes = list.as_array().unwrap().iter();
        nodes
            .map(|node| {
                let id = node["id"].as_str().unwrap().to_owned();
                (id, node["statements"].as_u64().unwrap())
            })
            .collect()
    };
    assert_eq!(by_node(&plan), by_node(&results["nodes"]));
}

#[test]
fn who_may_read_a_copy_of_a_day_may_do_so_after_a_rerun() {
    let on = on_snowflake();
    let run = || on.fsc(["run", "--ds", "2023-08-01", "--select", "daily_sales"]);
    run().assert_exit(0);
    let grants = || on.server.control("GET", "grants", &json!({}));
    let copy = "ANALYTICS.COMMERCE.DAILY_SALES__SNAPSHOT__20230801";
    assert!(grants().get(copy).is_none(), "{}", grants());
    let grant = format!("grant select on table {copy} to role ANALYST");
    on.server.control("POST", "read", &json!({"sql": grant}));
    run().assert_exit(0);
    assert_eq!(grants()[copy], json!([["SELECT", "ANALYST"]]));
}
