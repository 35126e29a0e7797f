//! Readers of what is replaced see all of the old or all of the new: of a table, and of an as-of time in the store.

use std::sync::atomic::{AtomicBool, Ordering};

use super::harness::{errors, plan, run_once, table, view};
use crate::engine::Engine;
use crate::engine::duckdb::DuckDb;
use crate::plan::{Action, Plan, StoreWrite};
use crate::project::model::TableWrite;

/// A version of the table: `version` in each of its rows, ten rows more each time, another column in every other one.
fn version(version: u32) -> Plan {
    let rows = 1_000 + version * 10;
    let more = if version.is_multiple_of(2) {
        ", 'x' AS \"MORE\""
    } else {
        ""
    };
    let query = format!("SELECT range AS \"K\", {version} AS \"V\"{more} FROM range({rows})");
    plan(vec![table("t", &[], &query, TableWrite::Rebuild)])
}

#[test]
fn a_reader_never_sees_the_table_missing_empty_or_half_full() {
    let engine = DuckDb::in_memory().unwrap();
    assert_eq!(errors(&run_once(&version(0), &engine, 1)), [""; 0]);
    let is_over = AtomicBool::new(false);
    let seen = std::thread::scope(|scope| {
        let readers: Vec<_> = (0..2)
            .map(|_| scope.spawn(|| poll(&engine, &is_over)))
            .collect();
        for number in 1..=25 {
            let results = run_once(&version(number), &engine, number);
            assert_eq!(errors(&results), [""; 0]);
        }
        is_over.store(true, Ordering::SeqCst);
        readers
            .into_iter()
            .map(|reader| reader.join().unwrap())
            .collect::<Vec<_>>()
    });
    for versions in seen {
        assert!(versions.len() > 25, "the reader polled throughout");
        assert!(versions.is_sorted(), "no reader goes back in time");
        let mut different = versions;
        different.dedup();
        assert!(
            different.len() > 5,
            "it read while tables were swapped: {different:?}"
        );
    }
}

/// The versions that one reader saw; every look at the table shows one of them whole.
fn poll(engine: &DuckDb, is_over: &AtomicBool) -> Vec<u32> {
    let mut session = engine.session().unwrap();
    let mut versions = Vec::new();
    while !is_over.load(Ordering::SeqCst) {
        let rows = session
            .query(
                "SELECT COUNT(*), SUM(k), MIN(v), MAX(v), COUNT(COLUMNS('(?i)more')) FROM made.t",
            )
            .or_else(|error| {
                // An odd version: it has no such column, and nothing else is wrong with it.
                assert!(error.to_string().contains("No matching columns"), "{error}");
                session.query("SELECT COUNT(*), SUM(k), MIN(v), MAX(v) FROM made.t")
            })
            .unwrap();
        let numbers: Vec<u64> = rows.rows[0]
            .iter()
            .map(|cell| cell.as_ref().unwrap().parse().unwrap())
            .collect();
        let version = u32::try_from(numbers[2]).unwrap();
        let count = 1_000 + u64::from(version) * 10;
        assert_eq!(
            numbers[..4],
            [count, count * (count - 1) / 2, numbers[2], numbers[2]]
        );
        if let Some(more) = numbers.get(4) {
            assert_eq!((version % 2, *more), (0, count));
        }
        versions.push(version);
    }
    versions
}

/// A version of a replaced view: `version` in each of its rows, ten keys more each time, none of them the last one's.
fn replacement(version: u32) -> Plan {
    let (from, to) = (version * 10_000, version * 10_010 + 500);
    let query = format!("SELECT range AS \"K\", {version} AS \"F\" FROM range({from}, {to})");
    let mut node = view("v", "f", &[], &query);
    if let Action::FeatureView(action) = &mut node.action {
        action.write = StoreWrite::Replace;
    }
    plan(vec![node])
}

#[test]
fn a_reader_never_sees_an_as_of_time_empty_or_half_replaced() {
    let engine = DuckDb::in_memory().unwrap();
    assert_eq!(errors(&run_once(&replacement(0), &engine, 1)), [""; 0]);
    let is_over = AtomicBool::new(false);
    let looks = "SELECT COUNT(*), MIN(value)::INT, MAX(value)::INT FROM feature_store.features_long
        UNION ALL SELECT COUNT(*), MIN(f)::INT, MAX(f)::INT FROM feature_store.v";
    let seen = std::thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let mut session = engine.session().unwrap();
            let mut versions = Vec::new();
            while !is_over.load(Ordering::SeqCst) {
                // Both halves of one query are of one moment.
                let mut rows = session.query(looks).unwrap().rows;
                rows.dedup();
                let row: Vec<u32> = rows
                    .concat()
                    .iter()
                    .map(|cell| cell.as_ref().unwrap().parse().unwrap())
                    .collect();
                assert_eq!(row, [row[1] * 10 + 500, row[1], row[1]]);
                versions.push(row[1]);
            }
            versions
        });
        for number in 1..=25 {
            let results = run_once(&replacement(number), &engine, number);
            assert_eq!(errors(&results), [""; 0]);
        }
        is_over.store(true, Ordering::SeqCst);
        reader.join().unwrap()
    });
    assert!(seen.len() > 25, "the reader polled throughout");
    assert!(seen.is_sorted(), "no reader goes back in time");
    let mut different = seen;
    different.dedup();
    assert!(
        different.len() > 5,
        "it read while days were replaced: {different:?}"
    );
}
