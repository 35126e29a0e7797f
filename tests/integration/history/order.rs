//! In what order the days of a backfill are computed.

use super::{CURRENT, asked, fsc, shop, view};

#[test]
fn what_changes_below_a_rebuilt_table_is_read_as_each_day_left_it() {
    let below = r#"
[[table]]
name = "whole"
schema = "an"
query = "select cid, n from an.cur"

[[table]]
name = "below"
schema = "an"
rebuild = false
unique_key = ["cid"]
query = "select cid, n, '{{ ds }}'::date as day from an.whole"
"#;
    let seen = view("seen", "", "select cid, day(day) as seen_n from an.below");
    let project = shop(&format!("{CURRENT}{below}"), &seen);
    fsc(
        &project,
        "backfill --select * --start 2024-01-02 --end 2024-01-05 --threads 1",
    );
    let wrong = "SELECT as_of, value FROM feature_store.features_long WHERE value <> day(as_of)";
    assert_eq!(asked(&project, wrong), [""; 0]);
}
