//! Copies that are restored and dropped on a real DuckDB, with the lease of the store.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use chrono::NaiveDate;

use crate::emit;
use crate::engine::duckdb::DuckDb;
use crate::engine::recording::Recording;
use crate::engine::{Engine, EngineError, Session};
use crate::plan::{self, Plan};
use crate::project::load::load;
use crate::project::model::Project;
use crate::project::resolve::resolve;
use crate::rules::query_failed;
use crate::run::{Cancellation, Held, NotHeld, Retries, RunOptions, Stopped, holding_the_store};
use crate::snapshots::{Copy, Shelf, State, removal, restoration};
use crate::sql::name::Dialect;

/// A project with one table.
fn project() -> Project {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in [
        (
            "fsc.toml",
            "name = \"shop\"\n[target.dev]\ntype = \"duckdb\"\n",
        ),
        (
            "table.toml",
            "[[table]]\nname = \"daily_sales\"\nschema = \"commerce\"\nquery = \"select 1 as k\"\nsnapshot = \"daily\"\n",
        ),
    ] {
        std::fs::write(folder.path().join(path), text).unwrap();
    }
    resolve(load(folder.path())).project.unwrap()
}

fn shelf<'s>(session: &'s mut dyn Session, project: &Project) -> Shelf<'s> {
    Shelf {
        session,
        dialect: Dialect::DuckDb,
        store: project.store.clone(),
    }
}

/// A table of 1000 rows and two copies, of 100 and of 200.
fn filled(project: &Project) -> DuckDb {
    let engine = DuckDb::in_memory().unwrap();
    let mut session = engine.session().unwrap();
    for schema in ["feature_store", "commerce"] {
        session.execute(&format!("CREATE SCHEMA {schema}")).unwrap();
    }
    let plan = plan::without_nodes(project, &"dev".into(), Dialect::DuckDb);
    for statement in emit::setup(&plan, &BTreeSet::new()).statements() {
        session.execute(&statement.sql.to_string()).unwrap();
    }
    for (name, rows) in [
        ("DAILY_SALES", 1000),
        ("DAILY_SALES__SNAPSHOT__20230801", 100),
        ("DAILY_SALES__SNAPSHOT__20230802", 200),
    ] {
        for sql in [
            format!("CREATE TABLE commerce.\"{name}\" AS SELECT range AS k FROM range({rows})"),
            format!("COMMENT ON TABLE commerce.\"{name}\" IS 'made by fsc'"),
        ] {
            session.execute(&sql).unwrap();
        }
    }
    for day in [1, 2] {
        session
            .execute(&format!(
                "INSERT INTO feature_store.fsc_snapshots VALUES ('commerce.daily_sales',
                 'DAILY_SALES__SNAPSHOT__2023080{day}', '2023-08-0{day}', '2023-08-0{day} 06:00:00', 'run-{day}')"
            ))
            .unwrap();
    }
    engine
}

fn count(engine: &dyn Engine) -> String {
    let mut session = engine.session().unwrap();
    let rows = session
        .query("SELECT COUNT(*) FROM commerce.daily_sales")
        .unwrap();
    rows.rows[0][0].clone().unwrap()
}

/// Does `work` while the store is held, with the plan and the copies that are listed.
fn holding(
    engine: &dyn Engine,
    project: &Project,
    cancellation: &Cancellation,
    mut work: impl FnMut(&mut Held<'_>, &Plan, &[Copy]) -> Result<(), Stopped>,
) -> Result<(), NotHeld> {
    static HOLDERS: AtomicUsize = AtomicUsize::new(0);
    let holder = HOLDERS.fetch_add(1, Ordering::SeqCst);
    let now = NaiveDate::from_ymd_opt(2023, 8, 9).and_then(|day| day.and_hms_opt(6, 0, 0));
    let options = RunOptions {
        retries: Retries {
            first_pause: Duration::from_millis(1),
            ..Retries::default()
        },
        ..RunOptions::new(
            format!("held-{holder:08}"),
            now.unwrap(),
            Path::new("/nowhere"),
        )
    };
    let plan = plan::without_nodes(project, &"dev".into(), Dialect::DuckDb);
    holding_the_store(&plan, engine, &options, cancellation, |held| {
        let copies = shelf(held.session(), project).copies(project);
        let copies = copies.map_err(|error| {
            let said = query_failed::refused("the list", &error.to_string());
            Stopped::by(&error, said)
        })?;
        assert_eq!(copies.len(), 2);
        work(held, &plan, &copies)
    })
}

/// Restores the copy of a day.
fn restored_until(
    engine: &dyn Engine,
    project: &Project,
    day: usize,
    cancellation: &Cancellation,
) -> Result<(), NotHeld> {
    holding(engine, project, cancellation, |held, plan, copies| {
        let script = restoration(plan, &project.tables[0], &copies[day - 1]);
        held.send("restoring the snapshot", &script)
    })
}

fn restored(engine: &dyn Engine, project: &Project, day: usize) -> Result<(), NotHeld> {
    restored_until(engine, project, day, &Cancellation::default())
}

/// The errors of what did not happen.
fn said(not_held: NotHeld) -> Option<String> {
    match not_held {
        NotHeld::Cancelled => None,
        NotHeld::Failed(errors) => Some(errors.into_iter().map(|error| error.message).collect()),
        NotHeld::Busy(_) => panic!("{not_held:?}"),
    }
}

#[test]
fn readers_see_the_rows_of_before_or_those_of_the_copy() {
    let project = project();
    let engine = filled(&project);
    restored(&engine, &project, 1).unwrap();
    let is_over = AtomicBool::new(false);
    let mut seen = std::thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let mut session = engine.session().unwrap();
            let mut seen = Vec::new();
            while !is_over.load(Ordering::SeqCst) {
                let rows = session.query("SELECT COUNT(*), MAX(k) FROM commerce.daily_sales");
                let row = rows.unwrap().rows.remove(0);
                seen.push(row.into_iter().map(Option::unwrap).collect::<Vec<_>>());
            }
            seen
        });
        for number in 0..30 {
            restored(&engine, &project, 1 + number % 2).unwrap();
        }
        is_over.store(true, Ordering::SeqCst);
        reader.join().unwrap()
    });
    seen.dedup();
    assert!(
        seen.len() > 4,
        "it read while the rows were restored: {seen:?}"
    );
    for row in seen {
        assert!(row == ["100", "99"] || row == ["200", "199"], "{row:?}");
    }
}

/// How many statements a restoration sends.
fn total(project: &Project) -> usize {
    let counting = Recording::new(filled(project), |_, _| Ok(()));
    restored(&counting, project, 2).unwrap();
    assert_eq!(count(&counting), "200");
    counting.statements().len() - 1
}

#[test]
fn what_fails_on_the_way_leaves_the_table_as_it_was() {
    let project = project();
    let total = total(&project);
    let mut failed = 0;
    for failing in 1..=total {
        let engine = Recording::new(filled(&project), move |number, _| {
            if number == failing {
                Err(EngineError::Statement("injected".into()))
            } else {
                Ok(())
            }
        });
        if let Err(not_held) = restored(&engine, &project, 2) {
            failed += 1;
            let said = said(not_held).unwrap();
            assert!(said.contains("injected"), "{failing}: {said}");
            assert_eq!(count(&engine.engine), "1000", "{failing}");
        }
        let engine = engine.engine;
        restored(&engine, &project, 2).unwrap();
        assert_eq!(count(&engine), "200", "{failing}");
    }
    assert!(failed > 8, "{failed} of {total}");
}

#[test]
fn a_request_to_stop_at_any_statement_leaves_the_table_as_it_was_or_restored() {
    let project = project();
    let mut stopped = 0;
    for place in 1..=total(&project) {
        let cancellation = Arc::new(Cancellation::default());
        let asked = Arc::clone(&cancellation);
        let engine = Recording::new(filled(&project), move |number, _| {
            if number == place {
                asked.request();
            }
            Ok(())
        });
        match restored_until(&engine, &project, 2, &cancellation) {
            Ok(()) => assert_eq!(count(&engine.engine), "200", "{place}"),
            Err(not_held) => {
                stopped += 1;
                assert_eq!(said(not_held), None, "{place}");
                assert_eq!(count(&engine.engine), "1000", "{place}");
            }
        }
        // The store is free again.
        restored(&engine.engine, &project, 1).unwrap();
        assert_eq!(count(&engine.engine), "100", "{place}");
    }
    assert!(stopped > 12, "{stopped}");
}

#[test]
fn a_request_to_stop_interrupts_what_runs() {
    let project = project();
    let engine = filled(&project);
    let cancellation = Cancellation::default();
    let stopped = holding(&engine, &project, &cancellation, |held, _, _| {
        std::thread::scope(|scope| {
            scope.spawn(|| {
                std::thread::sleep(Duration::from_millis(50));
                cancellation.request();
            });
            let endless = "SELECT COUNT(*) FROM range(100000000) a, range(100000000) b";
            let interrupted = held.session().query(endless).unwrap_err();
            assert_eq!(interrupted, EngineError::Interrupted);
            let said = query_failed::refused("the query", &interrupted.to_string());
            Err(Stopped::by(&interrupted, said))
        })
    });
    assert_eq!(said(stopped.unwrap_err()), None);
}

#[test]
fn who_has_lost_the_lease_changes_nothing() {
    let project = project();
    for is_removal in [false, true] {
        let engine = Recording::new(filled(&project), |_, _| Ok(()));
        let cancellation = Cancellation::default();
        let stopped = holding(&engine, &project, &cancellation, |held, plan, copies| {
            let mut thief = engine.engine.session().unwrap();
            let taken = "UPDATE feature_store.fsc_leases SET run_id = 'thief', user_name = 'rafay'";
            assert_eq!(thief.execute(taken).unwrap().rows_changed, 1);
            let table = &project.tables[0];
            let script = if is_removal {
                removal(plan, &table.relation, &copies[0])
            } else {
                restoration(plan, table, &copies[0])
            };
            held.send("what is done", &script)
        });
        let said = said(stopped.unwrap_err()).unwrap();
        assert!(said.contains("its lease of target `dev` was taken over by"));
        let sent = engine.statements();
        let begun = sent.iter().rposition(|sql| sql.starts_with("BEGIN"));
        let after: Vec<_> = sent[begun.unwrap() + 1..]
            .iter()
            .map(|sql| sql.split(' ').next().unwrap())
            .collect();
        assert_eq!(after, ["SELECT", "SELECT", "ROLLBACK"], "{sent:#?}");
        assert_eq!(count(&engine.engine), "1000");
        let mut session = engine.engine.session().unwrap();
        let copies = shelf(session.as_mut(), &project).copies(&project).unwrap();
        assert!(copies.iter().all(|copy| copy.state == State::There));
    }
}

#[test]
fn what_may_have_been_committed_is_sent_again_and_told_once() {
    let project = project();
    let engine = filled(&project);
    let mut session = engine.session().unwrap();
    for day in 1..=3 {
        let row = format!(
            "INSERT INTO feature_store.fsc_intervals (node, as_of, definition_hash, status, rows_staged, rows_changed, computed_at, run_id)
             VALUES ('table.daily_sales', '2023-08-0{day}', 'abc', 'ok', 1, 1, '2023-08-0{day} 06:00:00', 'run-{day}')"
        );
        session.execute(&row).unwrap();
    }
    let lost = AtomicBool::new(false);
    let engine = Recording::answering(engine, move |_, sql| {
        if sql == "COMMIT" && !lost.swap(true, Ordering::SeqCst) {
            return Err(EngineError::SessionLost("the answer".into()));
        }
        Ok(())
    });
    restored(&engine, &project, 1).unwrap();
    assert_eq!(count(&engine), "100");
    let commits = engine.statements();
    let commits = commits.iter().filter(|sql| *sql == "COMMIT");
    assert_eq!(commits.count(), 2);
    let told = "SELECT concat_ws(' ', day(as_of), status, definition_hash, rows_staged) FROM feature_store.fsc_intervals
        WHERE computed_at > '2023-08-09'
        UNION ALL SELECT status FROM feature_store.fsc_runs ORDER BY 1";
    let told = session.query(told).unwrap().rows;
    let told: Vec<_> = told
        .into_iter()
        .map(|row| row[0].clone().unwrap())
        .collect();
    assert_eq!(
        told,
        [
            "1 ok abc 100",
            "1 undone abc 0",
            "2 undone abc 0",
            "3 undone abc 0",
            "restored"
        ]
    );
}
