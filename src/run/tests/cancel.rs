//! A request to stop.

use std::path::Path;
use std::sync::Barrier;
use std::time::Duration;

use super::harness::{contents, errors, options, plan, run, run_once, texts, view, whole_plan};
use crate::engine::duckdb::DuckDb;
use crate::plan::{Plan, PlannedNode};
use crate::run::{Cancellation, NodeResult, Observer, RunResults, Silent, Status};

/// Tells when the node `quick` has ended.
struct QuickIsDone<'b>(&'b Barrier);

impl Observer for QuickIsDone<'_> {
    fn run_started(&self, _: &Plan, _: &str) {}
    fn node_started(&self, _: &PlannedNode) {}
    fn node_finished(&self, result: &NodeResult) {
        if result.name == "quick" {
            self.0.wait();
        }
    }
    fn run_finished(&self, _: &RunResults) {}
}

#[test]
fn what_runs_is_interrupted_and_what_has_not_started_stays_undone() {
    let endless = "SELECT COUNT(*) AS k, 1 AS f FROM range(100000000) a, range(100000000) b";
    let plan = plan(vec![
        view("long", "f", &[], endless),
        view("after", "g", &[0], "SELECT 1 AS k, 1 AS g"),
        view("quick", "h", &[], "SELECT 1 AS k, 1 AS h"),
    ]);
    let engine = DuckDb::in_memory().unwrap();
    let cancellation = Cancellation::default();
    let quick = Barrier::new(2);
    let results = std::thread::scope(|scope| {
        scope.spawn(|| {
            // The quick node is done and the long one runs for ever.
            quick.wait();
            std::thread::sleep(Duration::from_millis(50));
            assert!(cancellation.request());
            assert!(!cancellation.request());
        });
        run(
            &plan,
            &engine,
            &options(1, Path::new("/nowhere")),
            &QuickIsDone(&quick),
            &cancellation,
        )
        .unwrap()
    });
    let ends: Vec<Status> = results.nodes.iter().map(|node| node.status).collect();
    assert_eq!(ends, [Status::Cancelled, Status::Cancelled, Status::Ok]);
    assert_eq!(errors(&results), [""; 0]);
    assert_eq!(
        (results.status, results.exit_code()),
        (Status::Cancelled, 130)
    );
    assert_eq!(
        texts(
            &engine,
            "SELECT DISTINCT feature FROM feature_store.features_long"
        ),
        ["h"]
    );
    assert_eq!(
        texts(
            &engine,
            "SELECT status FROM feature_store.fsc_runs ORDER BY rowid"
        ),
        ["running", "cancelled"]
    );
}

#[test]
fn a_request_at_any_moment_leaves_what_the_next_run_completes() {
    let expected = {
        let engine = DuckDb::in_memory().unwrap();
        run_once(&whole_plan(), &engine, 1);
        contents(&engine)
    };
    for delay in [0, 5, 15, 30, 50, 80, 150] {
        let engine = DuckDb::in_memory().unwrap();
        let cancellation = Cancellation::default();
        std::thread::scope(|scope| {
            scope.spawn(|| {
                std::thread::sleep(Duration::from_millis(delay));
                cancellation.request();
            });
            run(
                &whole_plan(),
                &engine,
                &options(1, Path::new("/nowhere")),
                &Silent,
                &cancellation,
            )
            .unwrap();
        });
        let again = run_once(&whole_plan(), &engine, 2);
        assert_eq!(errors(&again), [""; 0], "after {delay} ms");
        assert_eq!(contents(&engine), expected, "after {delay} ms");
    }
}
