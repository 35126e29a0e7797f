//! `fsc lineage` from a source on.

use serde_json::Value;

use crate::harness::Sandbox;

#[test]
fn a_column_of_a_source_names_what_breaks_with_it() {
    let sandbox = Sandbox::template();
    let shown = sandbox
        .fsc(["lineage", "shop.orders.amount"])
        .run()
        .assert_exit(0);
    let lines: Vec<Vec<&str>> = shown
        .stdout
        .lines()
        .map(|line| line.split_whitespace().collect())
        .collect();
    assert_eq!(lines[0], ["shop.orders.amount"]);
    assert!(
        lines.contains(&vec![
            "feature_view.customer_orders.amount_last_7_days",
            "feature",
            "value"
        ]),
        "{}",
        shown.stdout
    );
    assert!(
        !shown.stdout.contains("orders_last_7_days "),
        "{}",
        shown.stdout
    );
    // Through a table, and with the kind of use.
    let json = ["lineage", "SHOP.ORDERS.ordered_at", "--output", "json"];
    let found: Value =
        serde_json::from_str(&sandbox.fsc(json).run().assert_exit(0).stdout).unwrap();
    let used = found[0]["used_by"].as_array().unwrap();
    let recency = used
        .iter()
        .find(|used| used["column"] == "days_since_last_order")
        .unwrap_or_else(|| panic!("{found}"));
    assert_eq!(recency["node"], "feature_view.customer_recency");
    assert_eq!(recency["is_feature"], true);
    assert!(
        recency["uses"]
            .as_array()
            .unwrap()
            .contains(&"value".into()),
        "{recency}"
    );
}

#[test]
fn a_whole_source_is_told_column_by_column() {
    let shown = Sandbox::template()
        .fsc(["lineage", "shop.customers"])
        .run()
        .assert_exit(0);
    for column in ["customer_id", "country", "signed_up_at"] {
        let heading = format!("shop.customers.{column}");
        assert!(
            shown.stdout.lines().any(|line| line.starts_with(&heading)),
            "{}",
            shown.stdout
        );
    }
    assert!(
        shown
            .stdout
            .contains("shop.customers.signed_up_at is used by nothing"),
        "{}",
        shown.stdout
    );
}

#[test]
fn a_column_that_a_source_does_not_declare_is_an_error() {
    let finished = Sandbox::template()
        .fsc(["lineage", "shop.orders.amout"])
        .run()
        .assert_exit(2);
    assert!(
        finished
            .stderr
            .contains("no column `shop.orders.amout` is declared")
            && finished.stderr.contains("`shop.orders.amount`"),
        "{}",
        finished.stderr
    );
}
