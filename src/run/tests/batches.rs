//! Batches: several as-of times in one stage and one MERGE, and what becomes of the times that fail.

use std::path::Path;

use super::harness::{
    contents_of_store, errors, options, plan, run, run_once, texts, view, view_with,
};
use crate::diagnostic::Level;
use crate::engine::duckdb::DuckDb;
use crate::engine::recording::Recording;
use crate::engine::{Engine, EngineError};
use crate::intervals::BackfillJob;
use crate::plan::{Action, Plan, PlannedNode, PlannedTime, Slice, StoreWrite};
use crate::project::model::Checks;
use crate::project::time::AsOf;
use crate::run::{Cancellation, RunResults, Silent, Status};

fn day(day: u32) -> AsOf {
    format!("2023-08-{day:02}").parse().unwrap()
}

/// A node at the days of August, its query by `query`.
fn at_days(node: PlannedNode, days: &[u32], query: impl Fn(u32) -> String) -> PlannedNode {
    let (last, earlier) = days.split_last().unwrap();
    PlannedNode {
        as_of: PlannedTime::At(day(*last)),
        query: query(*last),
        earlier: earlier
            .iter()
            .map(|number| Slice {
                as_of: day(*number),
                query: query(*number),
            })
            .collect(),
        ..node
    }
}

fn backfill(nodes: Vec<PlannedNode>) -> Plan {
    Plan {
        by_interval: true,
        backfill: Some(BackfillJob {
            name: "feature_store_backfill_august_2023-08-01_2023-08-31".into(),
            namespace: "august".into(),
        }),
        ..plan(nodes)
    }
}

/// As many keys as the day has a number, a value that is the day's.
fn growing(day: u32) -> String {
    format!("SELECT range AS \"K\", {day} AS \"F\" FROM range({day})")
}

fn ledger(engine: &dyn Engine) -> Vec<String> {
    texts(
        engine,
        "SELECT node, strftime(as_of, '%d'), status, rows_staged, rows_changed, namespace
         FROM feature_store.fsc_intervals ORDER BY ALL",
    )
}

#[test]
fn a_batch_writes_what_its_days_write_one_by_one() {
    for write in [StoreWrite::Merge, StoreWrite::Replace] {
        let days = [1, 2, 4, 5];
        let node = || {
            let mut node = view("v", "f", &[], "");
            if let Action::FeatureView(action) = &mut node.action {
                action.write = write;
            }
            node
        };
        let alone = days.map(|number| at_days(node(), &[number], growing));
        let (one_by_one, together) = (DuckDb::in_memory().unwrap(), DuckDb::in_memory().unwrap());
        for engine in [&one_by_one, &together] {
            // What stood there: a key more on day 4, another value on day 2, a day that is not asked for.
            let before = |number| match number {
                4 => growing(9),
                2 => "SELECT 0 AS \"K\", NULL AS \"F\"".to_owned(),
                number => growing(number),
            };
            let before = [2, 3, 4].map(|number| at_days(node(), &[number], before));
            let results = run_once(&backfill(before.into()), engine, 1);
            assert_eq!(errors(&results), [""; 0]);
        }
        run_once(&backfill(alone.into()), &one_by_one, 2);
        let results = run_once(
            &backfill(vec![at_days(node(), &days, growing)]),
            &together,
            2,
        );
        assert_eq!(errors(&results), [""; 0]);
        assert_eq!(results.nodes[0].rows_staged, Some(12));
        assert_eq!(contents_of_store(&together), contents_of_store(&one_by_one));
        let counts = "SELECT strftime(as_of, '%d'), rows_staged, namespace FROM feature_store.fsc_intervals WHERE run_id = 'run-2' ORDER BY ALL";
        assert_eq!(texts(&together, counts), texts(&one_by_one, counts));
        let again = run_once(
            &backfill(vec![at_days(node(), &days, growing)]),
            &together,
            3,
        );
        assert_eq!(again.nodes[0].rows_changed, Some(0), "{write:?}");
    }
}

#[test]
fn the_ledger_counts_each_day_of_a_batch() {
    let engine = DuckDb::in_memory().unwrap();
    let query = |number| match number {
        2 => "SELECT 1 AS \"K\", 1 AS \"F\" WHERE false".to_owned(),
        number => growing(number),
    };
    run_once(
        &backfill(vec![at_days(view("v", "f", &[], ""), &[1, 2, 3], query)]),
        &engine,
        1,
    );
    let row = |day: &str, staged: u32| format!("feature_view.v|{day}|ok|{staged}|{staged}|august");
    assert_eq!(ledger(&engine), [row("01", 1), row("02", 0), row("03", 3)]);
    assert_eq!(
        texts(
            &engine,
            "SELECT DISTINCT job FROM feature_store.fsc_runs ORDER BY 1"
        ),
        ["feature_store_backfill_august_2023-08-01_2023-08-31"]
    );
}

#[test]
fn a_node_without_rows_is_told_once_with_all_its_days() {
    let mut node = view("v", "f", &[], "");
    node.no_rows = Level::Warn;
    let query = |number| match number {
        1..=4 | 7 => "SELECT 1 AS \"K\", 1 AS \"F\" WHERE false".to_owned(),
        number => growing(number),
    };
    let batches: [&[u32]; 5] = [&[1, 2], &[3, 4], &[5], &[6], &[7]];
    let nodes = batches.map(|days| at_days(node.clone(), days, query));
    let results = run_once(&backfill(nodes.into()), &DuckDb::in_memory().unwrap(), 1);
    let said: Vec<_> = results.warnings.iter().map(|said| &said.message).collect();
    assert_eq!(
        said,
        ["feature_view.v as of 2023-08-01 to 2023-08-04, 2023-08-07 has no rows"]
    );
    let help = &results.warnings[0].help[0].text;
    assert!(help.ends_with("`fsc show v --ds 2023-08-07`"), "{help}");
}

/// A batch of eleven days of which day 4 breaks a check and day 9 cannot be computed; a view that reads it, and one that
/// reads that.
fn with_bad_days() -> Plan {
    let checks = Checks {
        max: Some(50.0),
        ..Checks::default()
    };
    let query = |number| match number {
        4 => "SELECT 1 AS \"K\", 99 AS \"F\"".to_owned(),
        9 => "SELECT error('no luck') AS \"K\", 1 AS \"F\"".to_owned(),
        number => growing(number),
    };
    let days: Vec<u32> = (1..=11).collect();
    let reader = |number: u32| {
        let source = day(number).sql();
        format!(
            "SELECT k AS \"K\", f + 0.5 AS \"G\" FROM feature_store.v WHERE as_of = TIMESTAMP '{source}'"
        )
    };
    backfill(vec![
        at_days(view_with("v", "f", &[], "", checks), &days, query),
        at_days(view("w", "g", &[0], ""), &days, reader),
        at_days(view("x", "h", &[1], ""), &[9], |_| {
            "SELECT 1 AS \"K\", 1 AS \"H\"".into()
        }),
    ])
}

fn assert_only_bad_days_are_missing(engine: &dyn Engine, results: &RunResults) {
    let said = errors(results);
    assert_eq!(said.len(), 2, "{said:?}");
    assert!(
        said[0].starts_with("FSC516") && said[0].contains("max = 50"),
        "{said:?}"
    );
    assert!(
        said[1].starts_with("FSC510") && said[1].contains("no luck"),
        "{said:?}"
    );
    let notes = |at: usize| results.nodes[0].errors[at].notes.last().unwrap().clone();
    assert_eq!(
        notes(0),
        "as of 2023-08-04: its statements: `fsc show v --ds 2023-08-04`"
    );
    assert!(notes(1).starts_with("as of 2023-08-09"));
    assert_eq!(
        results
            .nodes
            .iter()
            .map(|node| node.status)
            .collect::<Vec<_>>(),
        [Status::Failed, Status::Ok, Status::Skipped]
    );
    for node in &results.nodes[..2] {
        assert_eq!(node.left_out, [day(4), day(9)], "{}", node.id);
    }
    assert_eq!(
        results.nodes[2].skipped_because.as_deref(),
        Some("feature_view.v")
    );
    assert_eq!(
        texts(
            engine,
            "SELECT feature, string_agg(DISTINCT strftime(as_of, '%d'), ' ' ORDER BY strftime(as_of, '%d')) FROM feature_store.features_long GROUP BY 1 ORDER BY 1"
        ),
        [
            "f|01 02 03 05 06 07 08 10 11",
            "g|01 02 03 05 06 07 08 10 11"
        ]
    );
    assert_eq!(
        texts(
            engine,
            "SELECT node, strftime(as_of, '%d') FROM feature_store.fsc_intervals WHERE status = 'failed' ORDER BY ALL"
        ),
        ["feature_view.v|04", "feature_view.v|09"]
    );
}

#[test]
fn a_bad_day_fails_alone_and_what_reads_it_waits_for_that_day_only() {
    let engine = DuckDb::in_memory().unwrap();
    let results = run_once(&with_bad_days(), &engine, 1);
    assert_only_bad_days_are_missing(&engine, &results);
    assert_eq!(
        results.summary().split(" in ").next().unwrap(),
        "fsc run: 1 ok, 1 failed, 1 skipped, 2 as-of times left out"
    );
}

#[test]
fn a_type_that_cannot_be_stored_is_said_once() {
    let counting = Recording::new(DuckDb::in_memory().unwrap(), |_, _| Ok(()));
    let days: Vec<u32> = (1..=8).collect();
    let query = |_| "SELECT 1 AS \"K\", DATE '2023-08-01' AS \"F\"".to_owned();
    let results = run_once(
        &backfill(vec![at_days(view("v", "f", &[], ""), &days, query)]),
        &counting,
        1,
    );
    assert_eq!(errors(&results).len(), 1);
    let stages = counting.statements();
    let stages = stages
        .iter()
        .filter(|sql| sql.starts_with("CREATE OR REPLACE TEMP"));
    assert_eq!(stages.count(), 1);
}

#[test]
fn a_lost_connection_or_a_full_disk_is_not_looked_for_day_by_day() {
    let full = "Could not write file \"dev.duckdb.wal\": No space left on device";
    for (error, said) in [
        (EngineError::Connection("gone".into()), "gone"),
        (EngineError::Statement(full.into()), full),
    ] {
        let engine = Recording::new(DuckDb::in_memory().unwrap(), move |_, sql| {
            if sql.starts_with("CREATE OR REPLACE TEMP") {
                Err(error.clone())
            } else {
                Ok(())
            }
        });
        let days: Vec<u32> = (1..=8).collect();
        let results = run_once(
            &backfill(vec![at_days(view("v", "f", &[], ""), &days, growing)]),
            &engine,
            1,
        );
        let failed = format!("FSC510 feature_view.v failed: {said}");
        assert_eq!(errors(&results), [failed]);
        assert_eq!(results.nodes[0].left_out.len(), 8);
    }
}

#[test]
fn a_backfill_that_is_stopped_keeps_whole_batches() {
    let cancellation = std::sync::Arc::new(Cancellation::default());
    let asked = std::sync::Arc::clone(&cancellation);
    let engine = Recording::new(DuckDb::in_memory().unwrap(), move |_, sql| {
        if sql.starts_with("MERGE") && sql.contains("2023-08-06") {
            asked.request();
        }
        Ok(())
    });
    let batch = |days: &[u32]| at_days(view("v", "f", &[], ""), days, growing);
    let options = crate::run::RunOptions {
        threads: 1.try_into().unwrap(),
        ..options(1, Path::new("/nowhere"))
    };
    let plan = backfill(vec![
        batch(&[1, 2, 3]),
        batch(&[4, 5, 6]),
        batch(&[7, 8, 9]),
    ]);
    let results = run(&plan, &engine, &options, &Silent, &cancellation).unwrap();
    assert_eq!(results.exit_code(), 130);
    let days = texts(
        &engine,
        "SELECT DISTINCT strftime(as_of, '%d') FROM feature_store.features_long ORDER BY 1",
    );
    let vouched = texts(
        &engine,
        "SELECT DISTINCT strftime(as_of, '%d') FROM feature_store.fsc_intervals WHERE status = 'ok' ORDER BY 1",
    );
    assert_eq!(days, vouched);
    assert_eq!(days[..3], ["01", "02", "03"]);
    assert!(!days.contains(&"07".to_owned()));
}
