//! Copies of tables: one a day or one a run, never lost early, never somebody else's.

use std::path::Path;

use chrono::NaiveDate;

use super::harness::{errors, options, plan, run, run_once, table, texts};
use crate::engine::duckdb::DuckDb;
use crate::engine::recording::Recording;
use crate::engine::{Engine, EngineError};
use crate::plan::{Action, Plan, PlannedNode, PlannedTime};
use crate::project::model::{Snapshot, TableWrite};
use crate::project::time::AsOf;
use crate::run::{Cancellation, RunOptions, RunResults, Silent};

fn copied(snapshot: Snapshot, retention: Option<&str>, value: u32, day: u32) -> Plan {
    let query = format!("SELECT 1 AS \"K\", {value} AS \"V\"");
    let mut node: PlannedNode = table("t", &[], &query, TableWrite::Rebuild);
    if let Action::Table(action) = &mut node.action {
        action.snapshot = snapshot;
        action.snapshot_retention = retention.map(|length| length.parse().unwrap());
    }
    let day = NaiveDate::from_ymd_opt(2023, 8, day).unwrap();
    node.as_of = PlannedTime::At(AsOf::midnight(day));
    plan(vec![node])
}

/// Runs with a clock that says `time` on 2023-08-`day`.
fn run_at(plan: &Plan, engine: &dyn Engine, day: u32, time: &str, run_id: &str) -> RunResults {
    let now = format!("2023-08-{day:02} {time}");
    let options = RunOptions {
        now: now.parse::<chrono::NaiveDateTime>().unwrap_or_else(|_| {
            chrono::NaiveDateTime::parse_from_str(&now, "%Y-%m-%d %H:%M:%S%.f").unwrap()
        }),
        run_id: run_id.to_owned(),
        ..options(1, Path::new("/nowhere"))
    };
    run(plan, engine, &options, &Silent, &Cancellation::default()).unwrap()
}

fn copies(engine: &dyn Engine) -> Vec<String> {
    texts(
        engine,
        "SELECT table_name FROM duckdb_tables() WHERE table_name LIKE 'T\\_\\_SNAP%' ESCAPE '\\' ORDER BY 1",
    )
}

fn listed(engine: &dyn Engine) -> Vec<String> {
    texts(
        engine,
        "SELECT DISTINCT snapshot_name FROM feature_store.fsc_snapshots ORDER BY 1",
    )
}

#[test]
fn a_rerun_of_a_day_replaces_that_days_copy_and_no_other() {
    let engine = DuckDb::in_memory().unwrap();
    for (number, (day, value)) in [(1, 10), (2, 20), (1, 11), (1, 12)].into_iter().enumerate() {
        let number = u32::try_from(number).unwrap() + 1;
        let plan = copied(Snapshot::Daily, None, value, day);
        assert_eq!(errors(&run_once(&plan, &engine, number)), [""; 0]);
    }
    assert_eq!(
        copies(&engine),
        ["T__SNAPSHOT__20230801", "T__SNAPSHOT__20230802"]
    );
    assert_eq!(listed(&engine), copies(&engine));
    assert_eq!(
        texts(&engine, "SELECT v FROM made.\"T__SNAPSHOT__20230801\""),
        ["12"]
    );
    assert_eq!(
        texts(&engine, "SELECT v FROM made.\"T__SNAPSHOT__20230802\""),
        ["20"]
    );
}

#[test]
fn runs_of_one_millisecond_and_a_clock_that_is_set_back_each_have_a_copy() {
    let engine = DuckDb::in_memory().unwrap();
    let every = |value| copied(Snapshot::EveryRun, Some("1 day"), value, 1);
    for (value, (day, time, run_id)) in [
        (10, "06:00:00.123", "x-00000001"),
        (10, "06:00:00.123", "x-00000002"),
        // The clock is set back by days, and comes to the same moment again.
        (5, "06:00:00.123", "x-00000003"),
        (10, "06:00:00.123", "x-00000004"),
    ]
    .into_iter()
    .enumerate()
    {
        let plan = every(u32::try_from(value).unwrap());
        assert_eq!(errors(&run_at(&plan, &engine, day, time, run_id)), [""; 0]);
    }
    // Names sort by time; a run whose clock is set back counts as just after the last one.
    assert_eq!(
        copies(&engine),
        [
            "T__SNAPSHOT__20230810T060000123_00000001",
            "T__SNAPSHOT__20230810T060000124_00000002",
            "T__SNAPSHOT__20230810T060000125_00000003",
            "T__SNAPSHOT__20230810T060000126_00000004",
        ]
    );
    let values: Vec<_> = copies(&engine)
        .iter()
        .flat_map(|copy| texts(&engine, &format!("SELECT v FROM made.\"{copy}\"")))
        .collect();
    assert_eq!(
        values,
        ["0", "1", "2", "3"],
        "each holds the rows of its run"
    );
}

/// Fails a statement that starts with a text.
fn failing(engine: DuckDb, start: &'static str) -> Recording<DuckDb> {
    Recording::new(engine, move |_, sql| {
        if sql.starts_with(start) {
            Err(EngineError::Statement("no luck".into()))
        } else {
            Ok(())
        }
    })
}

#[test]
fn an_old_copy_goes_only_when_the_new_one_stands() {
    let engine = DuckDb::in_memory().unwrap();
    let daily = |day| copied(Snapshot::Daily, Some("1 day"), day, day);
    run_at(&daily(1), &engine, 1, "06:00:00", "x-1");
    let engine = failing(engine, "CREATE OR REPLACE TABLE \"MADE\".\"T__SNAPSHOT__");
    let failed = run_at(&daily(5), &engine, 5, "06:00:00", "x-2");
    assert!(failed.nodes[0].is_written);
    assert_eq!(
        copies(&engine),
        ["T__SNAPSHOT__20230801"],
        "the old one is kept"
    );
    // Noted, and not made: the next run makes it.
    assert_eq!(
        listed(&engine),
        ["T__SNAPSHOT__20230801", "T__SNAPSHOT__20230805"]
    );
    let engine = engine.engine;
    assert_eq!(
        errors(&run_at(&daily(5), &engine, 5, "07:00:00", "x-3")),
        [""; 0]
    );
    assert_eq!(copies(&engine), ["T__SNAPSHOT__20230805"]);
    assert_eq!(listed(&engine), ["T__SNAPSHOT__20230805"]);
}

#[test]
fn a_copy_that_was_dropped_and_is_still_listed_goes_off_the_list() {
    let engine = DuckDb::in_memory().unwrap();
    let daily = |day| copied(Snapshot::Daily, Some("1 day"), day, day);
    run_at(&daily(1), &engine, 1, "06:00:00", "x-1");
    let engine = failing(engine, "DELETE FROM \"FEATURE_STORE\".\"FSC_SNAPSHOTS\"");
    run_at(&daily(5), &engine, 5, "06:00:00", "x-2");
    assert_eq!(copies(&engine), ["T__SNAPSHOT__20230805"]);
    assert_eq!(listed(&engine).len(), 2);
    let engine = engine.engine;
    assert_eq!(
        errors(&run_at(&daily(5), &engine, 5, "07:00:00", "x-3")),
        [""; 0]
    );
    assert_eq!(listed(&engine), ["T__SNAPSHOT__20230805"]);
}

#[test]
fn retention_drops_only_what_fsc_made() {
    let engine = DuckDb::in_memory().unwrap();
    let daily = |day| copied(Snapshot::Daily, Some("1 day"), day, day);
    run_at(&daily(1), &engine, 1, "06:00:00", "x-1");
    run_at(&daily(2), &engine, 2, "05:00:00", "x-2");
    let mut session = engine.session().unwrap();
    for statement in [
        // Never listed.
        "CREATE TABLE made.\"T__SNAPSHOT__20200101\" AS SELECT 9 AS mine",
        // Listed, and somebody has put something else in its place.
        "DROP TABLE made.\"T__SNAPSHOT__20230802\"",
        "CREATE TABLE made.\"T__SNAPSHOT__20230802\" AS SELECT 9 AS mine",
    ] {
        session.execute(statement).unwrap();
    }
    assert_eq!(
        errors(&run_at(&daily(9), &engine, 9, "06:00:00", "x-3")),
        [""; 0]
    );
    assert_eq!(
        copies(&engine),
        [
            "T__SNAPSHOT__20200101",
            "T__SNAPSHOT__20230802",
            "T__SNAPSHOT__20230809"
        ]
    );
}
