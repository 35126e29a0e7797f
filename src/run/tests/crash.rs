//! A run that fails, or whose process is killed, at any statement; the next run completes it.

use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use super::harness::{contents, errors, run_once, texts, whole_plan};
use crate::engine::duckdb::DuckDb;
use crate::engine::recording::Recording;
use crate::engine::{Engine, EngineError};
use crate::run::Status;

fn undisturbed() -> Vec<String> {
    let engine = DuckDb::in_memory().unwrap();
    run_once(&whole_plan(), &engine, 1);
    contents(&engine)
}

/// Values and the ledger rows that vouch for them stand together or not at all.
fn assert_whole(engine: &dyn Engine, case: &str) {
    let exists = texts(
        engine,
        "SELECT COUNT(*) FROM duckdb_tables() WHERE table_name IN ('features_long', 'fsc_intervals', 'FEATURES_LONG', 'FSC_INTERVALS')",
    );
    if exists != ["2"] {
        return;
    }
    let written = texts(
        engine,
        "SELECT feature, COUNT(*) FROM feature_store.features_long GROUP BY 1 ORDER BY 1",
    );
    let vouched = texts(
        engine,
        "SELECT CASE node WHEN 'feature_view.alone' THEN 'one|4' ELSE 'twice|5' END
         FROM feature_store.fsc_intervals WHERE status = 'ok' AND node LIKE 'feature_view.%' ORDER BY 1",
    );
    assert_eq!(written, vouched, "{case}");
}

#[test]
fn a_failure_at_any_statement_is_completed_by_the_next_run() {
    let expected = undisturbed();
    let counting = Recording::new(DuckDb::in_memory().unwrap(), |_, _| Ok(()));
    run_once(&whole_plan(), &counting, 1);
    let total = counting.statements().len();
    assert!(total > 40, "{total}");
    for failing in 1..=total {
        let engine = Recording::new(DuckDb::in_memory().unwrap(), move |number, _| {
            if number == failing {
                Err(EngineError::Statement("injected".into()))
            } else {
                Ok(())
            }
        });
        run_once(&whole_plan(), &engine, 1);
        let engine = engine.engine;
        assert_whole(&engine, &format!("failed at {failing}"));
        let again = run_once(&whole_plan(), &engine, 2);
        assert_eq!(errors(&again), [""; 0], "after failing at {failing}");
        assert_eq!(contents(&engine), expected, "after failing at {failing}");
    }
}

/// The variables through which a test tells its second process what to do.
const DATABASE: &str = "FSC_TEST_DATABASE";
const STOP_AT: &str = "FSC_TEST_STOP_AT";

/// Not a test of its own: the second process of the tests below. Runs the plan on a database file up to a statement,
/// says so by making a file, and waits to be killed.
#[test]
fn second_process() {
    let Some(database) = std::env::var_os(DATABASE).map(PathBuf::from) else {
        return;
    };
    let stop_at: usize = std::env::var(STOP_AT).unwrap().parse().unwrap();
    let reached = reached(&database);
    let engine = Recording::new(
        DuckDb::open(&database, "test.duckdb").unwrap(),
        move |number, _| {
            if number >= stop_at {
                std::fs::write(&reached, "").unwrap();
                std::thread::sleep(Duration::from_mins(1));
            }
            Ok(())
        },
    );
    run_once(&whole_plan(), &engine, 1);
}

fn reached(database: &Path) -> PathBuf {
    database.with_extension("reached")
}

/// A second process that has come to the statement and waits there.
fn stopped_at(database: &Path, statement: usize) -> Child {
    let child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "run::tests::crash::second_process"])
        .env(DATABASE, database)
        .env(STOP_AT, statement.to_string())
        .stdout(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let begun = Instant::now();
    while !reached(database).exists() {
        assert!(begun.elapsed() < Duration::from_secs(30), "never got there");
        std::thread::sleep(Duration::from_millis(5));
    }
    child
}

#[test]
fn a_process_killed_between_statements_is_completed_by_the_next_run() {
    let expected = undisturbed();
    let folder = tempfile::tempdir().unwrap();
    for statement in [1, 4, 9, 14, 18, 22, 26, 30, 34, 38, 42] {
        let database = folder.path().join(format!("{statement}.duckdb"));
        let mut child = stopped_at(&database, statement);
        child.kill().unwrap();
        child.wait().unwrap();
        let engine = DuckDb::open(&database, "test.duckdb").unwrap();
        assert_whole(&engine, &format!("killed at {statement}"));
        let again = run_once(&whole_plan(), &engine, 2);
        assert_eq!(errors(&again), [""; 0], "killed at {statement}");
        assert_eq!(again.status, Status::Ok);
        assert_eq!(contents(&engine), expected, "killed at {statement}");
    }
}

#[test]
fn a_database_that_another_process_holds_names_that_process() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("held.duckdb");
    let mut child = stopped_at(&database, 5);
    let error = DuckDb::open(&database, "held.duckdb").err().unwrap();
    let pid = child.id().to_string();
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(
        matches!(&error, EngineError::Locked(message) if message.contains("held.duckdb") && message.contains(&pid)),
        "{error}"
    );
}
