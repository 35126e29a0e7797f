//! What an unattended run meets: tokens that end at the wrong moment, another run beside it, names that nobody expects,
//! results of many parts.

use serde_json::json;

use super::kinds::{DAY_TWO, after_day_one, contents, restore};
use super::server::PASSWORD;
use super::{OnSnowflake, rows, simple};

#[test]
fn tokens_that_expire_at_any_moment_change_nothing() {
    let on = after_day_one();
    on.fsc(["run", "--ds", DAY_TWO]).assert_exit(0);
    let expected = contents(&on);
    // A statement of longer than Snowflake waits, whose session's token expires while it is asked for.
    restore(&on);
    let quick = json!({"in_progress_after": 0.2});
    on.server.control("POST", "settings", &quick);
    on.server
        .fault(&json!({"action": "delay", "seconds": 1.5, "sql": "^MERGE"}));
    on.server
        .fault(&json!({"action": "expire_session", "at": "result", "nth": 3}));
    on.fsc(["run", "--ds", DAY_TWO]).assert_exit(0);
    assert_eq!(contents(&on), expected);
    let log = on.server.control("GET", "log", &json!({}));
    let log = log.as_array().unwrap();
    let count = |place: &str| {
        log.iter()
            .filter(|entry| entry["endpoint"] == place)
            .count()
    };
    assert!(count("result") > 3, "{}", count("result"));
    assert!(count("renew") > 0);
    for statement in on
        .server
        .control("GET", "statements", &json!({}))
        .as_array()
        .unwrap()
    {
        assert_eq!(statement["executions"], 1, "{statement}");
    }
    // The master token between BEGIN and COMMIT: the session is gone, its node begins again in another.
    for sql in ["^MERGE", "^INSERT INTO .*FSC_INTERVALS", "^COMMIT"] {
        restore(&on);
        on.server
            .fault(&json!({"action": "expire_master", "sql": sql, "nth": 2}));
        on.fsc(["run", "--ds", DAY_TWO]).assert_exit(0);
        assert_eq!(contents(&on), expected, "{sql}");
    }
}

#[test]
fn two_runs_at_once_leave_what_one_leaves() {
    let on = after_day_one();
    on.fsc(["run", "--ds", DAY_TWO]).assert_exit(0);
    let expected = contents(&on);
    restore(&on);
    let beside = || {
        let args = ["run", "--ds", DAY_TWO, "--target", "prod", "--threads", "2"];
        let command = on.project.fsc(args).env("FAKE_PASSWORD", PASSWORD);
        let mut command = command.into_command();
        command
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null());
        command.spawn().unwrap()
    };
    let mut both = [beside(), beside()];
    for process in &mut both {
        // One may find a table that the other rebuilds: that node fails, and is not half done.
        let code = process.wait().unwrap().code();
        assert!(code.is_some_and(|code| code <= 2), "{code:?}");
    }
    on.fsc(["run", "--ds", DAY_TWO]).assert_exit(0);
    assert_eq!(contents(&on), expected);
}

/// Letters of all the world, quotes, and what a statement must not take for its own.
const NAMES: &str = r#"
author = "Zoë 'O''Hara'"
[[feature_view]]
name = "totals"
entity = "customer"
description = "naïve; -- '日本' \"🍐\""
query = """select customer_id, sum(amount) as "Größe ""x"" '🍐'", count(*) as "日本;--" from production.orders group by 1"""
[feature_view.features.'"Größe ""x"" ''🍐''"']
description = "a"
[feature_view.features.'"日本;--"']
description = "b"
"#;

#[test]
fn names_and_values_of_all_letters_arrive_as_they_are() {
    let names = NAMES.replace(r#"'"Größe ""x"" ''🍐''"'"#, r#""\"Größe \"\"x\"\" '🍐'\"""#);
    let on = simple::with(
        "feature.toml",
        &names,
        "customer_id,amount\nit's | a \\ 🍐,1\nnaïve 日本,2\n\"a \"\"quoted\"\" one\",\n",
    );
    on.fsc(["run", "--ds", "2024-01-02"]).assert_exit(0);
    let read = |sql: &str| on.server.control("POST", "read", &json!({"sql": sql}))["rows"].clone();
    let found = read(
        "select entity_id, feature, value from feature_store.features_long where feature like 'Gr%' order by 1",
    );
    let feature = "Größe \"x\" '🍐'";
    assert_eq!(
        found,
        json!([
            ["a \"quoted\" one", feature, null],
            ["it's | a \\ 🍐", feature, "1.0"],
            ["naïve 日本", feature, "2.0"],
        ])
    );
    let shown = on.fsc([
        "query",
        "--output",
        "csv",
        "select \"日本;--\" from feature_store.totals where customer_id = 'naïve 日本'",
    ]);
    assert_eq!(shown.stdout, "日本;--\n1.0\n");
    on.fsc(["run", "--ds", "2024-01-02"]).assert_exit(0);
}

#[test]
fn a_result_of_many_parts_comes_whole_and_in_order() {
    let count = 100_000;
    let mut orders = String::from("customer_id,amount\n");
    for number in 0..count {
        let amount = if number % 7 == 0 {
            String::new()
        } else {
            format!("{number}.25")
        };
        orders.push_str(&format!("customer {number},{amount}\n"));
    }
    let on = simple::with("notes.txt", "", &orders);
    on.server
        .control("POST", "settings", &json!({"chunk_rows": 7_000}));
    // One part is late, and one connection breaks in its middle.
    on.server
        .fault(&json!({"action": "delay", "at": "chunk", "seconds": 1, "nth": 2}));
    on.server
        .fault(&json!({"action": "cut", "at": "chunk", "nth": 5}));
    on.server
        .fault(&json!({"action": "status", "at": "chunk", "status": 503, "nth": 9, "headers": {"Retry-After": "1"}}));
    let sql = "select customer_id, amount from production.orders order by to_number(substr(customer_id, 10))";
    let args = ["query", "--limit", "200000", "--output", "csv", sql];
    let found = rows(&on.fsc(args).assert_exit(0));
    assert_eq!(found.len(), count);
    for (number, row) in found.iter().enumerate() {
        let amount = if number % 7 == 0 {
            String::new()
        } else {
            format!("{number}.25")
        };
        assert_eq!(row, &[format!("customer {number}"), amount]);
    }
    let none = on.fsc([
        "query",
        "--output",
        "csv",
        "select customer_id, amount from production.orders where false",
    ]);
    assert_eq!(none.assert_exit(0).stdout, "CUSTOMER_ID,AMOUNT\n");
}

#[test]
fn a_server_that_has_too_much_to_do_is_given_the_time_it_asks_for() {
    let on: OnSnowflake = simple::new();
    for (nth, status) in [(1, 429), (2, 503)] {
        on.server.fault(&json!({
            "action": "status", "status": status, "sql": "^MERGE INTO .*FEATURES_", "nth": nth, "headers": {"Retry-After": "2"},
        }));
    }
    let begun = std::time::Instant::now();
    on.fsc(["run", "--ds", "2024-01-02"]).assert_exit(0);
    assert!(begun.elapsed() > std::time::Duration::from_secs(4));
    let log = on.server.control("GET", "log", &json!({}));
    let merges: Vec<_> = log
        .as_array()
        .unwrap()
        .iter()
        .filter(|entry| {
            entry["sql"]
                .as_str()
                .is_some_and(|sql| sql.starts_with("MERGE") && sql.contains("FEATURES_"))
        })
        .collect();
    assert_eq!(merges.len(), 3);
    assert_eq!(merges[0]["request_id"], merges[2]["request_id"]);
}

#[test]
fn what_a_node_scanned_is_told() {
    let on = simple::new();
    let run = on.fsc(["run", "--ds", "2024-01-02"]).assert_exit(0);
    let lines: Vec<&str> = run
        .stderr
        .lines()
        .filter(|line| line.contains(" scanned"))
        .collect();
    assert_eq!(lines.len(), 2, "{}", run.stderr);
    assert!(
        lines[0].contains("totals") && lines[1].contains("fsc run: 1 ok"),
        "{lines:?}"
    );
    let told = |on: &OnSnowflake| {
        let file = on.project.path().join("target/run_results.json");
        let results: serde_json::Value =
            serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
        results["nodes"][0]["bytes_scanned"].clone()
    };
    let query_ids = on.server.control("GET", "statements", &json!({}));
    let asked = on.server.control("GET", "log", &json!({}));
    let asked = asked.as_array().unwrap().iter();
    let asked = asked
        .filter(|entry| entry["endpoint"] == "monitoring")
        .count();
    assert!(asked > 0 && asked < query_ids.as_array().unwrap().len());
    assert!(told(&on).as_u64().is_some_and(|bytes| bytes > 0));
    // Where it is not told, nothing is said and nothing fails.
    on.server
        .fault(&json!({"action": "status", "status": 404, "at": "monitoring", "times": -1}));
    let run = on.fsc(["run", "--ds", "2024-01-02"]).assert_exit(0);
    assert!(!run.stderr.contains("scanned"), "{}", run.stderr);
    assert_eq!(told(&on), serde_json::Value::Null);
}
