//! Versions of values: what the store knew at a time.

use std::path::Path;

use super::harness::{errors, options, plan, run, run_once, texts, view};
use crate::engine::Engine;
use crate::engine::duckdb::DuckDb;
use crate::plan::{Action, PlannedNode, RowTime, StoreWrite};
use crate::run::{Cancellation, RunOptions, Silent};

fn versioned(query: &str, change: impl Fn(&mut RowTime, &mut StoreWrite)) -> PlannedNode {
    let mut node = view("v", "f", &[], query);
    if let Action::FeatureView(action) = &mut node.action {
        action.keep_versions = true;
        change(&mut action.time, &mut action.write);
    }
    node
}

/// What was known of feature `f` after run `number`: key and value.
fn known_after(engine: &dyn Engine, number: u32) -> Vec<String> {
    let at = format!("TIMESTAMP '2023-08-{:02} 12:00:00'", 1 + number);
    texts(
        engine,
        &format!(
            "SELECT entity_id, value FROM feature_store.features_as_known
             WHERE known_from <= {at} AND (known_until IS NULL OR known_until > {at}) ORDER BY ALL"
        ),
    )
}

const RUNS: [&str; 4] = [
    "SELECT * FROM (VALUES ('a', 1), ('b', 2)) AS v (\"K\", \"F\")",
    "SELECT * FROM (VALUES ('a', 1), ('b', NULL), ('c', 3)) AS v (\"K\", \"F\")",
    "SELECT * FROM (VALUES ('a', 10), ('b', NULL), ('c', 3)) AS v (\"K\", \"F\")",
    "SELECT * FROM (VALUES ('a', 1), ('c', 3)) AS v (\"K\", \"F\")",
];

fn assert_all_are_known(time: &RowTime, write: StoreWrite, last: &[&str]) {
    let engine = DuckDb::in_memory().unwrap();
    for (number, query) in (1..).zip(RUNS) {
        let node = versioned(query, |own_time, own_write| {
            *own_time = time.clone();
            *own_write = write;
        });
        // Twice: a rerun that changes nothing makes no version.
        for _ in 0..2 {
            let results = run_once(&plan(vec![node.clone()]), &engine, number);
            assert_eq!(errors(&results), [""; 0]);
        }
    }
    assert_eq!(known_after(&engine, 1), ["a|1.0", "b|2.0"]);
    assert_eq!(known_after(&engine, 2), ["a|1.0", "b|NULL", "c|3.0"]);
    assert_eq!(known_after(&engine, 3), ["a|10.0", "b|NULL", "c|3.0"]);
    assert_eq!(known_after(&engine, 4), last);
    assert_eq!(
        texts(&engine, "SELECT k, f FROM feature_store.v ORDER BY ALL"),
        last
    );
}

#[test]
fn every_value_is_known_as_of_the_time_it_was_stored() {
    let merged = ["a|1.0", "b|NULL", "c|3.0"];
    assert_all_are_known(&RowTime::AsOf, StoreWrite::Merge, &merged);
    assert_all_are_known(&RowTime::None, StoreWrite::Merge, &merged);
}

#[test]
fn what_a_replacement_removes_was_known_until_then() {
    assert_all_are_known(&RowTime::AsOf, StoreWrite::Replace, &["a|1.0", "c|3.0"]);
    assert_all_are_known(&RowTime::None, StoreWrite::Replace, &["a|1.0", "c|3.0"]);
}

/// A clock that goes back by days, and forth again: each version is known from when the one before it is not known any more.
#[test]
fn versions_follow_each_other_when_the_clock_goes_back() {
    let engine = DuckDb::in_memory().unwrap();
    for (value, day) in (1..).zip([5, 2, 2, 9, 1]) {
        let query = format!("SELECT 'a' AS \"K\", {value} AS \"F\"");
        let node = versioned(&query, |_, _| {});
        let options = RunOptions {
            run_id: format!("run-{value}"),
            ..options(day, Path::new("/nowhere"))
        };
        let (plan, cancellation) = (plan(vec![node]), Cancellation::default());
        let results = run(&plan, &engine, &options, &Silent, &cancellation).unwrap();
        assert_eq!(errors(&results), [""; 0]);
    }
    let versions = "FROM feature_store.features_as_known SELECT";
    assert_eq!(
        texts(&engine, &format!("{versions} value ORDER BY known_from")),
        ["1.0", "2.0", "3.0", "4.0", "5.0"]
    );
    let wrong = format!(
        "{versions} known_from QUALIFY known_until IS DISTINCT FROM LEAD(known_from) OVER (ORDER BY known_from)
           OR known_until <= known_from"
    );
    assert_eq!(texts(&engine, &wrong), [""; 0]);
}
