//! What is written over what was there before, and what a restored copy is said to hold.

use std::fs;

use serde_json::{Value, json};

use super::{OnSnowflake, kinds, simple};

fn values(on: &OnSnowflake) -> Value {
    let sql = "select entity_id, to_char(as_of, 'DD'), value from feature_store.features_long \
               where feature = 'largest' order by 1, 2";
    on.server.control("POST", "read", &json!({"sql": sql}))["rows"].take()
}

#[test]
fn an_edited_view_with_times_of_its_own_keeps_what_its_new_query_yields() {
    let on = kinds::new(1);
    on.fsc(["run", "--ds", "2024-01-03"]).assert_exit(0);
    assert_eq!(
        values(&on),
        json!([
            ["1", "01", "10.5"],
            ["1", "02", "40.0"],
            ["2", "01", "20.0"],
            ["2", "02", "1.0"],
            ["3", "02", "30.75"]
        ])
    );
    // The last day of each customer, and the second customer not at all.
    let path = on.project.path().join("feature.toml");
    let text = fs::read_to_string(&path).unwrap();
    let edited = text.replace(
        "max(amount) as largest from production.orders where ordered_at < '{{ ds }}' group by 1, 2",
        "max(amount) as largest from production.orders where ordered_at < '{{ ds }}' and customer_id <> 2 group by 1, 2 \
         qualify row_number() over (partition by customer_id order by at_time desc) = 1",
    );
    assert_ne!(text, edited);
    fs::write(&path, edited).unwrap();
    let days = ["--start", "2024-01-02", "--end", "2024-01-03"];
    let args = [&["backfill", "--select", "own_time"][..], &days].concat();
    on.fsc(args).assert_exit(0);
    assert_eq!(
        values(&on),
        json!([
            ["1", "01", "10.5"],
            ["1", "02", "40.0"],
            ["3", "02", "30.75"]
        ])
    );
}

const DAILY: &str = r#"
author = "mina"
[[table]]
name = "daily"
schema = "commerce"
description = "merged"
rebuild = false
unique_key = ["day"]
snapshot = "daily"
query = "select '{{ ds }}'::date as day, sum(amount) as total from production.orders"
"#;

#[test]
fn a_newer_copy_that_is_restored_after_an_older_one_has_its_days() {
    let on = simple::with("table.toml", DAILY, "customer_id,amount\na,1\n");
    let states = || {
        let args = ["status", "--select", "daily", "--start", "2024-01-01"];
        let args = [&args[..], &["--end", "2024-01-04", "--output", "json"]].concat();
        let status: Value = serde_json::from_str(&on.fsc(args).assert_exit(0).stdout).unwrap();
        (status[0]["present"].clone(), status[0]["missing"].clone())
    };
    for day in ["2024-01-01", "2024-01-02", "2024-01-03", "2024-01-04"] {
        on.fsc(["run", "--select", "daily", "--ds", day])
            .assert_exit(0);
    }
    let restore = |copy: &str| {
        let args = ["snapshots", "restore", "daily", copy, "--yes"];
        on.fsc(args).assert_exit(0);
        states()
    };
    let span = |first: &str, last: &str, times: u64| json!([{"first": first, "last": last, "times": times}]);
    assert_eq!(
        restore("20240102"),
        (
            span("2024-01-01", "2024-01-02", 2),
            span("2024-01-03", "2024-01-04", 2)
        )
    );
    assert_eq!(
        restore("20240104"),
        (span("2024-01-01", "2024-01-04", 4), json!([]))
    );
}
