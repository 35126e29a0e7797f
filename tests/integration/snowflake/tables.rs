//! Tables on the fake Snowflake: columns that change, snapshots, and whose a table is.

use serde_json::json;

use super::server::Server;
use super::{OnSnowflake, rows};
use crate::harness::{Finished, Sandbox};

fn on_snowflake() -> OnSnowflake {
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

fn held(on: &OnSnowflake, sql: &str) -> Vec<String> {
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
    let dropped = on.fsc(["snapshots", "drop", "daily_sales", "20230801"]);
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
