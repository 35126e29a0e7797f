//! Locks that are not given and sessions that get lost, at any statement: the run ends as if nothing had been.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use super::harness::{contents, errors, run_once, texts, whole_plan};
use crate::engine::duckdb::DuckDb;
use crate::engine::recording::Recording;
use crate::engine::{Engine, EngineError};
use crate::run::Status;

/// The store after an undisturbed run, and how many statements that sent.
fn undisturbed() -> (Vec<String>, usize) {
    let engine = Recording::new(DuckDb::in_memory().unwrap(), |_, _| Ok(()));
    run_once(&whole_plan(), &engine, 1);
    (contents(&engine), engine.statements().len())
}

/// What must hold after a run that was disturbed at `place`.
fn assert_undisturbed(engine: &dyn Engine, expected: &[String], place: usize) {
    assert_eq!(contents(engine), expected, "at {place}");
    let doubled = texts(
        engine,
        "SELECT node || status FROM feature_store.fsc_intervals GROUP BY ALL HAVING COUNT(*) > 1
         UNION ALL SELECT status FROM feature_store.fsc_runs GROUP BY ALL HAVING COUNT(*) > 1",
    );
    assert_eq!(doubled, [""; 0], "at {place}");
}

#[test]
fn a_lock_that_comes_late_is_waited_for_at_any_statement() {
    let (expected, total) = undisturbed();
    for place in (1..=total).step_by(2) {
        let failures = AtomicUsize::new(0);
        let engine = Recording::new(DuckDb::in_memory().unwrap(), move |number, sql| {
            let is_late = number >= place && sql != "ROLLBACK";
            if is_late && failures.fetch_add(1, Ordering::SeqCst) < 3 {
                return Err(EngineError::Contention("too many waiters".into()));
            }
            Ok(())
        });
        let results = run_once(&whole_plan(), &engine, 1);
        assert_eq!(errors(&results), [""; 0], "at {place}");
        assert_eq!(results.status, Status::Ok, "at {place}");
        assert_undisturbed(&engine.engine, &expected, place);
    }
}

#[test]
fn a_lock_that_never_comes_fails_the_node_with_how_often_it_was_tried() {
    let engine = Recording::new(DuckDb::in_memory().unwrap(), |_, sql| {
        if sql.starts_with("MERGE INTO \"FEATURE_STORE\".\"FEATURES") {
            return Err(EngineError::Contention("too many waiters".into()));
        }
        Ok(())
    });
    let results = run_once(&whole_plan(), &engine, 1);
    let failed: Vec<_> = results
        .nodes
        .iter()
        .filter(|node| node.status == Status::Failed)
        .collect();
    assert_eq!(failed.len(), 2);
    for node in failed {
        assert!(
            node.errors[0]
                .notes
                .iter()
                .any(|note| note.contains("11 times")),
            "{:?}",
            node.errors[0].notes
        );
    }
    let merges = engine
        .statements()
        .iter()
        .filter(|sql| sql.starts_with("MERGE INTO \"FEATURE_STORE\".\"FEATURES"))
        .count();
    assert_eq!(merges, 22);
}

#[test]
fn other_errors_are_not_tried_again() {
    let (_, total) = undisturbed();
    let seen: &'static Mutex<BTreeSet<String>> = Box::leak(Box::default());
    let engine = Recording::new(DuckDb::in_memory().unwrap(), |_, sql| {
        let is_lease = sql.contains("FSC_LEASES");
        if !is_lease && (sql.contains("AUDIT") || sql.starts_with("MERGE")) {
            assert!(seen.lock().unwrap().insert(sql.to_owned()), "{sql}");
            return Err(EngineError::Statement("no".into()));
        }
        Ok(())
    });
    let results = run_once(&whole_plan(), &engine, 1);
    assert_eq!(results.status, Status::Failed);
    assert!(!seen.lock().unwrap().is_empty());
    assert!(engine.statements().len() < total);
}

/// `is_answer`: the statement is executed, and its answer gets lost with the session.
fn lose_the_session_once(is_answer: bool) {
    let (expected, total) = undisturbed();
    // An answer that is lost is the harder case: every statement.
    for place in (1..=total).step_by(if is_answer { 1 } else { 3 }) {
        let lost = AtomicUsize::new(0);
        let intervene = move |number, sql: &str| {
            if number >= place && sql != "ROLLBACK" && lost.fetch_add(1, Ordering::SeqCst) == 0 {
                return Err(EngineError::SessionLost("gone".into()));
            }
            Ok(())
        };
        let memory = DuckDb::in_memory().unwrap();
        let engine = if is_answer {
            Recording::answering(memory, intervene)
        } else {
            Recording::new(memory, intervene)
        };
        let results = run_once(&whole_plan(), &engine, 1);
        assert_eq!(errors(&results), [""; 0], "at {place}");
        assert_undisturbed(&engine.engine, &expected, place);
    }
}

#[test]
fn a_session_that_is_lost_before_any_statement_is_replaced() {
    lose_the_session_once(false);
}

#[test]
fn a_session_that_is_lost_with_the_answer_of_any_statement_is_replaced() {
    lose_the_session_once(true);
}

/// What was logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl std::io::Write for Log {
    fn write(&mut self, text: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(text)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_set_up_that_is_sent_again_does_not_take_its_own_row_for_a_later_run() {
    let (expected, _) = undisturbed();
    let lost = AtomicUsize::new(0);
    let engine = Recording::answering(DuckDb::in_memory().unwrap(), move |_, sql| {
        let is_noted = sql.starts_with("INSERT INTO \"FEATURE_STORE\".\"FSC_RUNS\"");
        if is_noted && lost.fetch_add(1, Ordering::SeqCst) == 0 {
            return Err(EngineError::SessionLost("the answer".into()));
        }
        Ok(())
    });
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_writer(move || writer.clone())
        .finish();
    let results =
        tracing::subscriber::with_default(subscriber, || run_once(&whole_plan(), &engine, 1));
    assert_eq!(errors(&results), [""; 0]);
    assert_undisturbed(&engine.engine, &expected, 0);
    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(
        log.contains("the set-up of the run") && log.contains("beginning again"),
        "{log}"
    );
    assert!(!log.contains("the clock says"), "{log}");
}
