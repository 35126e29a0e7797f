//! Runs that were killed, or whose last word did not get through.

use super::harness::{run_once, texts, whole_plan};
use crate::engine::duckdb::DuckDb;
use crate::engine::recording::Recording;
use crate::engine::{Engine, EngineError};

fn ends(engine: &dyn Engine) -> Vec<String> {
    texts(
        engine,
        "SELECT run_id, status FROM feature_store.fsc_runs ORDER BY ALL",
    )
}

#[test]
fn a_run_that_was_killed_is_noted_by_the_next_one_and_once() {
    let engine = DuckDb::in_memory().unwrap();
    run_once(&whole_plan(), &engine, 1);
    // What a killed run leaves: a row when it starts, and none when it ends.
    let mut session = engine.session().unwrap();
    let killed = "INSERT INTO feature_store.fsc_runs BY NAME SELECT * REPLACE ('killed' AS run_id) \
         FROM feature_store.fsc_runs WHERE status = 'running'";
    session.execute(killed).unwrap();
    let killed = "killed|running";
    assert_eq!(ends(&engine), [killed, "run-1|ok", "run-1|running"]);
    for number in 2..=3 {
        run_once(&whole_plan(), &engine, number);
    }
    let of_the_killed = "SELECT status, project, target, computed_at > (SELECT MIN(computed_at) FROM feature_store.fsc_runs) \
         FROM feature_store.fsc_runs WHERE run_id = 'killed' ORDER BY ALL";
    assert_eq!(
        texts(&engine, of_the_killed),
        ["abandoned|test|dev|true", "running|test|dev|false"]
    );
    let ends = ends(&engine);
    assert_eq!(ends[..2], ["killed|abandoned", killed]);
    assert_eq!(ends.len(), 8, "{ends:?}");
}

#[test]
fn a_run_that_could_not_note_its_end_is_abandoned() {
    let engine = Recording::new(DuckDb::in_memory().unwrap(), |_, sql| {
        if sql.contains("FSC_RUNS") && sql.contains("'ok'") {
            return Err(EngineError::Statement("no".into()));
        }
        Ok(())
    });
    run_once(&whole_plan(), &engine, 1);
    assert_eq!(ends(&engine.engine), ["run-1|running"]);
    run_once(&whole_plan(), &engine.engine, 2);
    assert_eq!(
        ends(&engine.engine)[..2],
        ["run-1|abandoned", "run-1|running"]
    );
}
