//! What definitions leave behind that were renamed, removed, or given another interval.

use std::fs;

use super::{asked, edit, fsc, shop, values, view};
use crate::harness::Sandbox;

/// A view of the feature `n`, whatever it is called.
fn named(name: &str, more: &str, query: &str) -> String {
    view(name, more, query).replace(&format!("{name}_n"), "n")
}

/// How many orders each of some customers has.
fn count(customers: &str) -> String {
    format!(
        "select cid, count(*) as n from shop.o where at < '{{{{ ds }}}}' and {customers} group by cid"
    )
}

/// Puts other views in the place of those that there were.
fn define(project: &Sandbox, views: &str) {
    fs::write(project.path().join("feature.toml"), views).unwrap();
}

fn actions(project: &Sandbox, line: &str) -> String {
    let line = format!("{line} --dry-run");
    project.fsc(line.split(' ')).run().assert_exit(0).stdout
}

const LIVE: &str =
    "select cid, count(*) as live_n from shop.o where at < '{{ ds }}' and cid = 3 group by cid";

#[test]
fn a_renamed_view_takes_over_what_the_old_name_left() {
    let live = view("live", "", LIVE);
    let project = shop("", &(named("old", "", &count("cid > 0")) + &live));
    fsc(
        &project,
        "backfill --select * --start 2024-01-02 --end 2024-01-06",
    );
    let renamed = named("new", "", &count("cid = 2")) + &live;
    define(&project, &renamed);
    let days = "backfill --select * --start 2024-01-02 --end 2024-01-05 --batch-size 3";
    fsc(&project, days);
    fsc(&project, "run --ds 2024-01-06");
    let fresh = shop("", &renamed);
    fsc(&fresh, days);
    fsc(&fresh, "run --ds 2024-01-06");
    assert_eq!(values(&project), values(&fresh));
    // Where the old name was never computed, and where the new one was since, nothing has to go.
    for line in ["run --ds 2024-01-06", "run --ds 2024-01-07"] {
        let shown = actions(&project, line);
        assert!(!shown.contains("replace"), "{shown}");
    }
}

#[test]
fn two_views_that_become_one_leave_no_keys_behind_though_one_run_computed_both() {
    let first = named("a", "", &count("cid > 0"));
    let second = view("b", "", &count("cid > 0").replace("as n", "as b_n"));
    let project = shop("", &(first + &second));
    fsc(&project, "run --ds 2024-01-02");
    let query = count("cid <> 1").replace(" from", ", count(*) as b_n from");
    let one = view("b", "", &query) + "[feature_view.features.n]\n";
    define(&project, &one);
    fsc(&project, "run --ds 2024-01-02");
    let fresh = shop("", &one);
    fsc(&fresh, "run --ds 2024-01-02");
    assert_eq!(values(&project), values(&fresh));
}

#[test]
fn what_a_view_yielded_stays_when_another_one_is_removed() {
    let known = named("b", "", &count("cid > 0"));
    let other = view("other", "", &count("cid > 0").replace("as n", "as other_n"));
    let project = shop("", &known);
    fsc(&project, "run --ds 2024-01-02");
    define(&project, &(known.clone() + &other));
    fsc(&project, "run --ds 2024-01-02");
    define(&project, &known);
    let shown = actions(&project, "run --ds 2024-01-02");
    assert!(!shown.contains("replace"), "{shown}");
}

#[test]
fn a_renamed_static_view_takes_over_whatever_the_day() {
    let query =
        |customers: &str| format!("select cid, 1 as n from shop.o where {customers} group by cid");
    let project = shop("", &named("old", "static = true", &query("cid > 0")));
    fsc(&project, "run --ds 2024-01-03");
    define(&project, &named("new", "static = true", &query("cid = 2")));
    fsc(&project, "run --ds 2024-01-31");
    let keys = "SELECT entity_id FROM feature_store.features_static";
    assert_eq!(asked(&project, keys), ["2"]);
}

/// How many orders each of some customers had on each of the last three days.
fn last_days(feature: &str, customers: &str) -> String {
    format!(
        "select cid, date_trunc('day', at) as at, count(*) as {feature} from shop.o where at < '{{{{ ds }}}}' \
         and at >= dateadd(day, -3, '{{{{ ds }}}}') and {customers} group by 1, 2"
    )
}

#[test]
fn what_is_left_of_another_view_does_not_matter_to_rows_that_a_view_wrote_itself() {
    // Each day yields other customers: what the days before yielded of the same three days stays.
    let partial = "cid = 1 + day(cast('{{ ds }}' as date)) % 3";
    let events = view(
        "event",
        "event_timestamp = 'at'",
        &last_days("event_n", partial),
    );
    let days = "backfill --select * --start 2024-01-02 --end 2024-01-06";
    let fresh = shop("", &events);
    fsc(&fresh, days);
    let project = shop("", &named("old", "", &count("cid > 0")));
    fsc(&project, days);
    define(&project, &events);
    fsc(&project, days);
    let of_event = |project: &Sandbox| {
        let mut rows = values(project);
        rows.retain(|row| row.starts_with("event_n"));
        rows
    };
    assert_eq!(of_event(&project), of_event(&fresh));
    fsc(&project, "run --ds 2024-01-05");
    assert_eq!(of_event(&project), of_event(&fresh));
}

#[test]
fn versions_of_what_is_taken_over_are_kept() {
    let project = shop("", &named("old", "", &count("cid > 0")));
    fsc(&project, "run --ds 2024-01-02");
    define(
        &project,
        &named("new", "keep_versions = true", &count("cid = 2")),
    );
    fsc(&project, "run --ds 2024-01-02");
    let kept = "SELECT entity_id, value FROM feature_store.features_versions ORDER BY ALL";
    assert_eq!(asked(&project, kept), ["1|4.0", "3|4.0"]);
}

#[test]
fn what_another_project_computed_in_the_same_store_is_not_left_over() {
    let project = shop("", &named("a", "", &count("cid > 0")));
    fsc(&project, "run --ds 2024-01-02");
    edit(&project, "fsc.toml", "\"shop\"", "\"mart\"");
    define(&project, &view("live", "", LIVE));
    let shown = actions(&project, "run --ds 2024-01-02");
    assert!(!shown.contains("replace"), "{shown}");
    let status = project.fsc(["status"]).run().assert_exit(0);
    assert!(!status.stdout.contains("left over"), "{}", status.stdout);
}

#[test]
fn a_longer_interval_leaves_nothing_between_its_times() {
    for more in ["", "keep_versions = true"] {
        let daily = named("a", more, &count("cid > 0"));
        let weekly = daily.replace("query =", "interval = \"1 week\"\nquery =");
        let project = shop("", &daily);
        let days = "backfill --select a --start 2024-01-05 --end 2024-01-12";
        fsc(&project, days);
        define(&project, &weekly);
        let status = || project.fsc(["status"]).run().assert_exit(0).stdout;
        assert!(
            status().contains("feature_view.a  2024-01-05  2024-01-12  7"),
            "{}",
            status()
        );
        // A Wednesday: of that week.
        fsc(&project, "run --ds 2024-01-10");
        let days_there =
            "SELECT DISTINCT strftime(as_of, '%d') FROM feature_store.features_long ORDER BY 1";
        assert_eq!(asked(&project, days_there), ["05", "06", "07", "08"]);
        fsc(
            &project,
            "backfill --select a --start 2024-01-01 --end 2024-01-08",
        );
        assert_eq!(asked(&project, days_there), ["08"]);
        assert!(!status().contains("left over"), "{}", status());
        let versions = "SELECT COUNT(*) FROM feature_store.features_versions";
        if !more.is_empty() {
            assert_eq!(asked(&project, versions), ["21"]);
        }
        // The ledger knows that the days are gone.
        define(&project, &daily);
        fsc(&project, days);
        let fresh = shop("", &daily);
        fsc(&fresh, days);
        assert_eq!(values(&project), values(&fresh));
    }
}

#[test]
fn what_is_left_over_is_told_and_can_be_removed() {
    let project = shop(
        "",
        &(named("old", "", &count("cid > 0")) + &view("live", "", LIVE)),
    );
    fsc(
        &project,
        "backfill --select * --start 2024-01-02 --end 2024-01-04",
    );
    define(&project, &view("live", "", LIVE));
    let status = |line: &str| project.fsc(line.split(' ')).run().assert_exit(0).stdout;
    let told = "feature_view.old  2024-01-02  2024-01-04  3";
    assert!(status("status").contains(told), "{}", status("status"));
    let within = "feature_view.old  2024-01-03  2024-01-04  2";
    let of_days = status("status --start 2024-01-03");
    assert!(of_days.contains(within), "{of_days}");
    assert!(!status("status --select live").contains("left over"));
    let described: serde_json::Value =
        serde_json::from_str(&status("status --output json")).unwrap();
    assert_eq!(described[0]["is_defined"], true);
    assert_eq!(described[0]["left_over"], serde_json::json!([]));
    assert_eq!(described[1]["id"], "feature_view.old");
    assert_eq!(described[1]["is_defined"], false);
    let span = serde_json::json!({ "first": "2024-01-02", "last": "2024-01-04", "times": 3 });
    assert_eq!(described[1]["left_over"], serde_json::json!([span]));
    assert_eq!(described[1]["stale"], serde_json::json!([]));
    // As docs/backfills.md says.
    let page = include_str!("../../../docs/backfills.md");
    let (_, removing) = page.split_once("```sql\ndelete").unwrap();
    let (statements, _) = removing.split_once("```").unwrap();
    let statements = format!("delete{statements}")
        .replace("'brand'", "'customer'")
        .replace("'num_orders', 'num_returns'", "'n'")
        .replace("old_orders", "old");
    duckdb::Connection::open(project.path().join("dev.duckdb"))
        .unwrap()
        .execute_batch(&statements)
        .unwrap();
    assert!(!status("status").contains("left over"));
    let features = "SELECT DISTINCT feature FROM feature_store.features_long";
    assert_eq!(asked(&project, features), ["live_n"]);
    fsc(&project, "run --ds 2024-01-05");
}
