//! Ctrl-C: what runs on the server is stopped, too.

#![cfg(unix)]

use std::process::{Command, Stdio};

use serde_json::{Value, json};

use super::server::PASSWORD;
use super::{OnSnowflake, simple, tables};

/// Starts a command, waits for a statement that never ends, and presses Ctrl-C.
fn ctrl_c(on: &OnSnowflake, args: &[&str], sql: &str) {
    let rule = json!({"action": "freeze", "sql": sql});
    let id = on.server.control("POST", "faults", &rule);
    let args = args.iter().copied().chain(["--target", "prod"]);
    let command = on.project.fsc(args).env("FAKE_PASSWORD", PASSWORD);
    let mut process = command
        .into_command()
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    on.server.control("POST", "await", &json!({"id": id["id"]}));
    let id = process.id().to_string();
    let mut kill = Command::new("kill");
    assert!(kill.args(["-INT", &id]).status().unwrap().success());
    assert_eq!(process.wait().unwrap().code(), Some(130), "{sql}");
    on.server.control("DELETE", "faults", &json!({}));
    let stopped = statements(on)
        .into_iter()
        .rfind(|statement| statement["error"] == "000604");
    let stopped = stopped.unwrap_or_else(|| panic!("{sql} still runs"));
    let log = on.server.control("GET", "log", &json!({}));
    let aborts = log
        .as_array()
        .unwrap()
        .iter()
        .filter(|entry| entry["aborts"] == stopped["request_id"]);
    assert!(aborts.count() > 0, "{sql}");
    let sessions = on.server.control("GET", "sessions", &json!({}));
    assert_eq!(sessions, json!([]), "all sessions are closed");
}

fn statements(on: &OnSnowflake) -> Vec<Value> {
    let statements = on.server.control("GET", "statements", &json!({}));
    statements.as_array().unwrap().clone()
}

#[test]
fn a_query_a_shown_node_and_a_run_are_stopped_on_the_server() {
    let on = simple::new();
    ctrl_c(&on, &["query", "select 17 as a"], "select 17");
    on.server.control("POST", "reset", &json!({}));
    on.server.load_sources_of(&on.project);
    ctrl_c(
        &on,
        &["show", "totals", "--run", "--ds", "2024-01-02"],
        r"^SELECT \* FROM \(",
    );
    on.server.control("POST", "reset", &json!({}));
    on.server.load_sources_of(&on.project);
    ctrl_c(&on, &["run", "--ds", "2024-01-02"], r"^MERGE");
    let locks = on.server.control("GET", "locks", &json!({}));
    assert_eq!(locks, json!({}));
    on.fsc(["run", "--ds", "2024-01-02"]).assert_exit(0);
}

#[test]
fn a_restoration_and_a_removal_are_stopped_on_the_server_and_change_nothing() {
    let on = tables::on_snowflake();
    for day in ["2023-08-01", "2023-08-02"] {
        on.fsc(["run", "--ds", day]).assert_exit(0);
    }
    let restore = ["snapshots", "restore", "daily_sales", "20230801", "--yes"];
    let days = "select day from commerce.daily_sales";
    ctrl_c(&on, &restore, "^CREATE OR REPLACE TRANSIENT TABLE");
    assert_eq!(tables::held(&on, days), ["2023-08-02"]);
    // Before anything is told: while it is set up.
    ctrl_c(&on, &restore, "^CREATE TABLE IF NOT EXISTS .*FSC_RUNS");
    assert_eq!(tables::held(&on, days), ["2023-08-02"]);
    on.fsc(restore).assert_exit(0);
    assert_eq!(tables::held(&on, days), ["2023-08-01"]);
    let drop = ["snapshots", "drop", "daily_sales", "20230801", "--yes"];
    ctrl_c(&on, &drop, "^DROP TABLE IF EXISTS .*SNAPSHOT");
    let copies = "select table_name from information_schema.tables where table_name like 'DAILY%SNAP%' order by 1";
    assert_eq!(tables::held(&on, copies).len(), 2);
    on.fsc(drop).assert_exit(0);
    assert_eq!(
        tables::held(&on, copies),
        ["DAILY_SALES__SNAPSHOT__20230802"]
    );
}
