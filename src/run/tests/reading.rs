//! In which sessions nodes read what the run has written: whatever a session that began before may miss.

use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::Barrier;

use super::harness::{errors, options, plan, run, view};
use crate::engine::duckdb::DuckDb;
use crate::engine::recording::Recording;
use crate::plan::PlannedNode;
use crate::run::{Cancellation, RunOptions, Silent};

fn node(name: &str, depends_on: &[usize]) -> PlannedNode {
    view(
        name,
        &format!("f_{name}"),
        depends_on,
        &format!("SELECT 1 AS \"K\", 2 AS \"F_{}\"", name.to_uppercase()),
    )
}

/// The session in which each of these nodes made its stage.
fn sessions(engine: &Recording<DuckDb>, names: &[&str]) -> Vec<usize> {
    let sent = engine.by_session();
    let stage = |name: &str| {
        let made = format!("FSC_STAGE__{}\"", name.to_uppercase());
        let is_stage = |sql: &str| sql.starts_with("CREATE") && sql.contains(&made);
        let found = sent.iter().find(|(_, sql)| is_stage(sql));
        found.unwrap().0
    };
    names.iter().map(|name| stage(name)).collect()
}

fn with_threads(threads: usize) -> RunOptions {
    RunOptions {
        threads: NonZeroUsize::new(threads).unwrap(),
        ..options(1, Path::new("/nowhere"))
    }
}

#[test]
fn what_another_session_wrote_is_read_in_one_that_began_after_it() {
    // Both are under way at once, so that each has a session; the third reads what both wrote.
    let both = Barrier::new(2);
    let engine = Recording::new(DuckDb::in_memory().unwrap(), move |_, sql| {
        if sql.starts_with("CREATE OR REPLACE TEMPORARY") && !sql.contains("__READER") {
            both.wait();
        }
        Ok(())
    });
    let plan = plan(vec![
        node("left", &[]),
        node("right", &[]),
        node("reader", &[0, 1]),
    ]);
    let done = run(
        &plan,
        &engine,
        &with_threads(2),
        &Silent,
        &Cancellation::default(),
    );
    assert_eq!(errors(&done.unwrap()), [""; 0]);
    let [left, right, reader] = sessions(&engine, &["left", "right", "reader"])[..] else {
        panic!("three");
    };
    assert_ne!(left, right);
    assert!(reader > left.max(right), "{left} {right} {reader}");
}

#[test]
fn what_a_session_wrote_itself_is_read_in_it() {
    let engine = Recording::new(DuckDb::in_memory().unwrap(), |_, _| Ok(()));
    let plan = plan(vec![
        node("first", &[]),
        node("second", &[0]),
        node("third", &[0, 1]),
    ]);
    let done = run(
        &plan,
        &engine,
        &with_threads(1),
        &Silent,
        &Cancellation::default(),
    );
    assert_eq!(errors(&done.unwrap()), [""; 0]);
    let found = sessions(&engine, &["first", "second", "third"]);
    assert_eq!(found, [found[0]; 3]);
}
