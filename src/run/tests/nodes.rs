//! What nodes do, fail at and leave undone.

use super::harness::{
    contents, errors, options, plan, run, run_once, table, texts, view, view_with, whole_plan,
};
use crate::engine::EngineError;
use crate::engine::duckdb::DuckDb;
use crate::engine::recording::Recording;
use crate::plan::{Action, Plan, PlannedNode};
use crate::project::model::{Checks, SchemaChange, TableWrite};
use crate::run::{Cancellation, NodeResult, Observer, RunOptions, RunResults, Status};
use crate::sql::name::Identifier;

#[test]
fn a_run_computes_everything_and_a_second_one_changes_nothing() {
    let engine = DuckDb::in_memory().unwrap();
    let first = run_once(&whole_plan(), &engine, 1);
    assert_eq!(errors(&first), [""; 0]);
    assert_eq!(first.status, Status::Ok);
    let rows: Vec<_> = first
        .nodes
        .iter()
        .map(|node| (node.rows_staged, node.rows_changed))
        .collect();
    assert_eq!(
        rows,
        [
            (Some(5), None),
            (Some(5), Some(5)),
            (Some(5), Some(5)),
            (Some(4), Some(4))
        ]
    );
    let stored = contents(&engine);
    assert!(stored.contains(&"brand|3|twice|2023-08-01 00:00:00|6.0".to_owned()));
    assert!(stored.contains(&"brand|2|one|2023-08-01 00:00:00|NULL".to_owned()));

    // The third run is more than a day after the first: the first run's snapshots go.
    run_once(&whole_plan(), &engine, 2);
    let third = run_once(&whole_plan(), &engine, 3);
    assert_eq!(third.nodes[2].rows_changed, Some(0));
    assert_eq!(contents(&engine), stored);
    assert_eq!(
        texts(
            &engine,
            "SELECT table_name FROM duckdb_tables() WHERE table_name LIKE 'BASE__SNAP%' ORDER BY 1"
        ),
        [
            "BASE__SNAPSHOT__20230803T060000000_2",
            "BASE__SNAPSHOT__20230804T060000000_3"
        ]
    );
    assert_eq!(
        texts(
            &engine,
            "SELECT run_id, status FROM feature_store.fsc_runs ORDER BY rowid LIMIT 2"
        ),
        ["run-1|running", "run-1|ok"]
    );
}

#[test]
fn what_needs_a_failed_node_is_skipped_and_the_rest_finishes() {
    let engine = DuckDb::in_memory().unwrap();
    let results = run_once(
        &plan(vec![
            table(
                "bad",
                &[],
                "SELECT error('no luck') AS k",
                TableWrite::Rebuild,
            ),
            view("second", "f", &[0], "SELECT 1 AS k, 1 AS f"),
            view("third", "f", &[1], "SELECT 1 AS k, 1 AS f"),
            view("free", "g", &[], "SELECT 1 AS k, 1 AS g"),
        ]),
        &engine,
        1,
    );
    let ends: Vec<_> = results
        .nodes
        .iter()
        .map(|node| (node.status, node.skipped_because.as_deref()))
        .collect();
    assert_eq!(
        ends,
        [
            (Status::Failed, None),
            (Status::Skipped, Some("table.bad")),
            (Status::Skipped, Some("table.bad")),
            (Status::Ok, None)
        ]
    );
    assert_eq!(
        errors(&results),
        ["FSC510 table.bad failed: Invalid Input Error: no luck"]
    );
    let notes = &results.nodes[0].errors[0].notes;
    assert!(notes[0].contains("build"), "{notes:?}");
    assert_eq!(
        notes.last().unwrap(),
        "its statements stand in `target/compiled/bad.sql`"
    );
    assert_eq!(results.exit_code(), 1);
    assert_eq!(
        texts(
            &engine,
            "SELECT DISTINCT feature FROM feature_store.features_long"
        ),
        ["g"]
    );
}

/// What the audit says of a view over `rows` of (k, f), and that nothing was written.
fn audited(rows: &str, checks: Checks) -> Vec<String> {
    let engine = DuckDb::in_memory().unwrap();
    let query = format!("SELECT * FROM (VALUES {rows}) AS v (\"K\", \"F\")");
    let results = run_once(
        &plan(vec![view_with("odd", "f", &[], &query, checks)]),
        &engine,
        1,
    );
    assert_eq!(results.nodes[0].status, Status::Failed);
    assert_eq!(
        texts(&engine, "SELECT COUNT(*) FROM feature_store.features_long"),
        ["0"]
    );
    results.nodes[0]
        .errors
        .iter()
        .flat_map(|error| {
            let head = format!("{} {}", error.rule.code, error.message);
            [head, error.notes.first().cloned().unwrap_or_default()]
        })
        .collect()
}

#[test]
fn the_audit_stops_a_view_before_it_writes_and_shows_the_keys() {
    assert_eq!(
        audited("('a', 1), ('b', 2), ('b', 3), (NULL, 4)", Checks::default()),
        [
            "FSC512 `feature_view.odd` was not written: 1 row with NULL in the key `k`",
            "offending rows: `NULL` (f = 4)",
            "FSC513 `feature_view.odd` was not written: 1 row that repeats the key `k`",
            "offending rows: `b` (2 times)"
        ]
    );
    assert_eq!(
        audited(
            "('a', 'inf'::DOUBLE), ('b', 'nan'::DOUBLE)",
            Checks::default()
        ),
        [
            "FSC515 `feature_view.odd` was not written: 2 values of `f` that are NaN or infinite",
            "offending rows: `a` (inf), `b` (nan)"
        ]
    );
    let checks = Checks {
        min: Some(0.0),
        ..Checks::default()
    };
    assert_eq!(
        audited(
            "(1, -1), (2, -2), (3, -3), (4, -4), (5, -5), (6, -6), (7, 7)",
            checks
        ),
        [
            "FSC516 `feature_view.odd` was not written: 6 values of `f` that break `min = 0`",
            "offending rows: `1` (-1), `2` (-2), `3` (-3), `4` (-4), `5` (-5), …"
        ]
    );
}

#[test]
fn columns_of_types_that_cannot_be_stored_are_named_with_a_cast() {
    let engine = DuckDb::in_memory().unwrap();
    let results = run_once(
        &plan(vec![view(
            "odd",
            "f",
            &[],
            "SELECT 1.5::DOUBLE AS k, DATE '2023-08-01' AS f",
        )]),
        &engine,
        1,
    );
    assert_eq!(
        errors(&results),
        [
            "FSC511 `feature_view.odd` yields `k` as DOUBLE, but a join key is text, an integer, a boolean or a date",
            "FSC511 `feature_view.odd` yields `f` as DATE, but a feature is a number or a boolean"
        ]
    );
    assert_eq!(
        results.nodes[0].errors[1].help[0].text,
        "yield a length of time: `datediff('day', f, '{{ ds }}'::date) as f`"
    );
    assert_eq!(results.exit_code(), 1);
}

#[test]
fn no_two_writes_to_the_store_are_under_way_at_once() {
    use std::sync::atomic::{AtomicBool, Ordering};
    let writing = AtomicBool::new(false);
    let engine = Recording::new(DuckDb::in_memory().unwrap(), move |_, sql| {
        if sql.starts_with("MERGE INTO \"FEATURE_STORE\".\"FEATURES_LONG\"") {
            assert!(!writing.swap(true, Ordering::SeqCst), "two writers");
            std::thread::sleep(std::time::Duration::from_millis(10));
        } else if sql == "COMMIT" {
            writing.store(false, Ordering::SeqCst);
        }
        Ok(())
    });
    let views = (0..8)
        .map(|number| {
            view(
                &format!("v{number}"),
                &format!("f{number}"),
                &[],
                &format!("SELECT 1 AS k, 1 AS f{number}"),
            )
        })
        .collect();
    let results = run_once(&plan(views), &engine, 1);
    assert_eq!(errors(&results), [""; 0]);
    assert_eq!(results.count(Status::Ok), 8);
}

#[test]
fn what_fails_after_the_commit_is_said_to_be_written() {
    let view = || view("v", "f", &[], "SELECT 1 AS k, 1 AS f");
    let merge = TableWrite::Merge {
        unique_key: vec![Identifier::new("k")],
        on_schema_change: SchemaChange::Fail,
    };
    let table = || table("t", &[], "SELECT 1 AS k, 1 AS v", merge.clone());
    let cases: [(&str, PlannedNode, bool); 4] = [
        (
            "MERGE INTO \"FEATURE_STORE\".\"FEATURES_LONG\"",
            view(),
            false,
        ),
        ("COMMIT", view(), false),
        ("CREATE OR REPLACE VIEW", view(), false),
        (
            "CREATE TABLE IF NOT EXISTS \"MADE\".\"T__SNAPSHOT__",
            table(),
            true,
        ),
    ];
    for (statement, planned, is_written) in cases {
        let engine = Recording::new(DuckDb::in_memory().unwrap(), move |_, sql| {
            if sql.starts_with(statement) {
                Err(EngineError::Statement("no luck".into()))
            } else {
                Ok(())
            }
        });
        let id = planned.id.clone();
        let results = run_once(&plan(vec![planned]), &engine, 1);
        let node = &results.nodes[0];
        assert_eq!(node.status, Status::Failed, "{statement}");
        assert_eq!(node.is_written, is_written, "{statement}");
        assert_eq!(node.rows_changed, is_written.then_some(1), "{statement}");
        let said = if is_written {
            format!("FSC510 {id} was written, and failed after that: no luck")
        } else {
            format!("FSC510 {id} failed: no luck")
        };
        assert_eq!(errors(&results), [said]);
        // What is there but for its copy is vouched for as that.
        let vouched = texts(
            &engine,
            "SELECT status FROM feature_store.fsc_intervals WHERE status <> 'failed'",
        );
        let expected: &[&str] = if is_written { &["uncopied"] } else { &[] };
        assert_eq!(vouched, expected, "{statement}");
    }
}

#[test]
fn a_panic_fails_its_node_and_no_other() {
    let engine = Recording::new(DuckDb::in_memory().unwrap(), |_, sql| {
        assert!(!sql.contains("'bad'"), "no luck");
        Ok(())
    });
    let results = run_once(
        &plan(vec![
            view("first", "bad", &[], "SELECT 1 AS k, 1 AS bad"),
            view("second", "f", &[0], "SELECT 1 AS k, 1 AS f"),
            view("third", "g", &[], "SELECT 1 AS k, 1 AS g"),
        ]),
        &engine,
        1,
    );
    let ends: Vec<_> = results.nodes.iter().map(|node| node.status).collect();
    assert_eq!(ends, [Status::Failed, Status::Skipped, Status::Ok]);
    assert_eq!(
        errors(&results),
        ["FSC510 feature_view.first failed: an error in fsc itself: no luck"]
    );
    assert_eq!(
        texts(
            &engine,
            "SELECT DISTINCT feature FROM feature_store.features_long"
        ),
        ["g"]
    );
}

/// Takes its time to tell that the first node has ended: until the third has started.
struct Slow {
    third_started: std::sync::mpsc::Sender<()>,
    waiting: std::sync::Mutex<std::sync::mpsc::Receiver<()>>,
    waited: std::sync::atomic::AtomicBool,
}

impl Observer for Slow {
    fn run_started(&self, _: &Plan, _: &str) {}
    fn run_finished(&self, _: &RunResults) {}

    fn node_started(&self, node: &PlannedNode) {
        if node.name.as_str() == "third" {
            self.third_started.send(()).unwrap();
        }
    }

    fn node_finished(&self, result: &NodeResult) {
        if result.name == "first" {
            let waiting = self.waiting.lock().unwrap();
            let heard = waiting.recv_timeout(std::time::Duration::from_secs(20));
            self.waited
                .store(heard.is_ok(), std::sync::atomic::Ordering::SeqCst);
        }
    }
}

#[test]
fn a_slow_observer_keeps_no_other_node_from_starting() {
    let engine = DuckDb::in_memory().unwrap();
    let plan = plan(vec![
        view("first", "a", &[], "SELECT 1 AS k, 1 AS a"),
        view("second", "b", &[], "SELECT 1 AS k, 1 AS b"),
        view("third", "c", &[], "SELECT 1 AS k, 1 AS c"),
    ]);
    let (third_started, waiting) = std::sync::mpsc::channel();
    let observer = Slow {
        third_started,
        waiting: waiting.into(),
        waited: false.into(),
    };
    let options = RunOptions {
        threads: 2.try_into().unwrap(),
        ..options(1, std::path::Path::new("/nowhere"))
    };
    let results = run(
        &plan,
        &engine,
        &options,
        &observer,
        &Cancellation::default(),
    )
    .unwrap();
    assert_eq!(results.count(Status::Ok), 3);
    assert!(observer.waited.into_inner());
}

#[test]
fn set_up_that_fails_leaves_all_nodes_undone() {
    let engine = DuckDb::in_memory().unwrap();
    engine_with_view(&engine);
    let results = run_once(&whole_plan(), &engine, 1);
    assert_eq!(results.status, Status::Failed);
    assert_eq!(results.count(Status::Skipped), 4);
    assert_eq!(results.exit_code(), 2);
    assert!(errors(&results)[0].starts_with("FSC510 the set-up of the run failed: "));
}

/// A view stands where the store's table should be: the ledger row of the run cannot be inserted.
fn engine_with_view(engine: &DuckDb) {
    use crate::engine::Engine;
    let mut session = engine.session().unwrap();
    session.execute("CREATE SCHEMA feature_store").unwrap();
    session
        .execute("CREATE VIEW feature_store.fsc_runs AS SELECT 1 AS a")
        .unwrap();
}

#[test]
fn a_merged_table_keeps_its_columns_and_their_types() {
    let engine = DuckDb::in_memory().unwrap();
    let merged = |query: &str, number| {
        let write = TableWrite::Merge {
            unique_key: vec![Identifier::new("k")],
            on_schema_change: SchemaChange::Fail,
        };
        run_once(&plan(vec![table("t", &[], query, write)]), &engine, number)
    };
    let first = merged("SELECT 1 AS \"K\", 2 AS \"V\"", 1);
    assert_eq!(errors(&first), [""; 0]);
    let said = |query, number| errors(&merged(query, number));
    assert_eq!(
        said("SELECT 1.2 AS \"K\", 2.5::DOUBLE AS \"V\"", 2),
        [
            "FSC517 `table.t` yields `k` as DECIMAL(2,1), and `made.t` keeps it as INTEGER, which would change values",
            "FSC517 `table.t` yields `v` as DOUBLE, and `made.t` keeps it as INTEGER, which would change values",
        ]
    );
    assert_eq!(
        said("SELECT 1 AS \"K\", 3 AS \"W\"", 3),
        [
            "FSC517 `table.t` yields a column `w` that `made.t` does not have",
            "FSC517 `table.t` does not yield the column `v` of `made.t`",
        ]
    );
    assert_eq!(texts(&engine, "SELECT * FROM made.t"), ["1|2"]);
    assert_eq!(
        said("SELECT 2::BIGINT AS \"K\", 4::TINYINT AS \"V\"", 4),
        [""; 0]
    );
    assert_eq!(
        texts(&engine, "SELECT k, v FROM made.t ORDER BY 1"),
        ["1|2", "2|4"]
    );
}

#[test]
fn a_name_may_become_that_of_a_table_and_no_table_is_dropped_for_a_view() {
    let engine = DuckDb::in_memory().unwrap();
    let in_store = |mut node: PlannedNode| {
        if let Action::Table(action) = &mut node.action {
            action.relation.schema = Some(Identifier::new("feature_store"));
            action.columns = vec![Identifier::new("k"), Identifier::new("n")];
        }
        node
    };
    let query = "SELECT 1 AS \"K\", 2 AS \"N\"";
    let merge = || TableWrite::Merge {
        unique_key: vec![Identifier::new("k")],
        on_schema_change: SchemaChange::Fail,
    };
    let views = plan(vec![
        view("a", "n", &[], query),
        view("b", "m", &[], "SELECT 1 AS \"K\", 2 AS \"M\""),
    ]);
    assert_eq!(errors(&run_once(&views, &engine, 1)), [""; 0]);
    let tables = plan(vec![
        in_store(table("a", &[], query, TableWrite::Rebuild)),
        in_store(table("b", &[], query, merge())),
    ]);
    for number in [2, 3] {
        assert_eq!(errors(&run_once(&tables, &engine, number)), [""; 0]);
    }
    let again = run_once(&views, &engine, 4);
    assert_eq!(again.count(Status::Failed), 2);
    for node in &again.nodes {
        assert!(!node.is_written, "{}", node.id);
        let help = &node.errors[0].help[0].text;
        assert!(help.contains("drop it by hand"), "{help}");
    }
    assert_eq!(texts(&engine, "SELECT * FROM feature_store.a"), ["1|2"]);
}

#[test]
fn what_is_written_after_the_clock_went_back_is_not_older_than_what_stood_there() {
    let engine = DuckDb::in_memory().unwrap();
    let of = |value: u32| {
        plan(vec![view(
            "v",
            "f",
            &[],
            &format!("SELECT 1 AS k, {value} AS f"),
        )])
    };
    run_once(&of(1), &engine, 5);
    run_once(&of(2), &engine, 3);
    assert_eq!(
        texts(
            &engine,
            "SELECT value, strftime(computed_at, '%d %H:%M:%S.%g') FROM feature_store.features_long"
        ),
        ["2.0|06 06:00:00.001"]
    );
    assert_eq!(
        texts(
            &engine,
            "SELECT run_id FROM feature_store.fsc_intervals ORDER BY computed_at DESC LIMIT 1"
        ),
        ["run-3"]
    );
}
