//! Copies on a real DuckDB.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};

use super::{Copy, Moment, Refused, Shelf, State, find_copy, relation_of, short};
use crate::emit;
use crate::engine::duckdb::DuckDb;
use crate::engine::recording::Recording;
use crate::engine::{Engine, EngineError, Session};
use crate::plan;
use crate::project::load::load;
use crate::project::model::Project;
use crate::project::resolve::resolve;
use crate::sql::name::Dialect;

fn copy(table: &str, snapshot: &str, taken_at: &str, state: State) -> Copy {
    Copy {
        table: table.into(),
        snapshot: snapshot.into(),
        as_of: "2023-08-01".into(),
        taken_at: taken_at.into(),
        run_id: "x".into(),
        rows: None,
        state,
    }
}

#[test]
fn a_copy_is_found_by_its_name_the_end_of_it_or_as_the_latest() {
    let copies = [
        copy(
            "s.t",
            "T__SNAPSHOT__20230801",
            "2023-08-05 06:00:00",
            State::There,
        ),
        copy(
            "s.t",
            "T__SNAPSHOT__20230802",
            "2023-08-03 06:00:00",
            State::There,
        ),
        copy(
            "s.t",
            "T__SNAPSHOT__20230803",
            "2023-08-06 06:00:00",
            State::Missing,
        ),
        copy(
            "s.u",
            "U__SNAPSHOT__20230804",
            "2023-08-09 06:00:00",
            State::There,
        ),
    ];
    let found = |name| {
        let found = find_copy(&copies, "s.t", name).ok();
        found.map(|copy| copy.snapshot.as_str())
    };
    assert_eq!(
        found("t__snapshot__20230802"),
        Some("T__SNAPSHOT__20230802")
    );
    assert_eq!(found("20230803"), Some("T__SNAPSHOT__20230803"));
    assert_eq!(found("20230804"), None, "of another table");
    assert_eq!(found("2023"), None);
    assert_eq!(found("latest"), Some("T__SNAPSHOT__20230801"));
}

#[test]
fn names_of_the_ledger_are_read_back() {
    let quoted = |name| relation_of(name).quoted();
    assert_eq!(quoted("search.daily"), "\"SEARCH\".\"DAILY\"");
    assert_eq!(quoted("db.search.Daily"), "\"DB\".\"SEARCH\".\"Daily\"");
    assert_eq!(quoted("search.net sales"), "\"SEARCH\".\"net sales\"");
}

#[test]
fn moments_are_told_without_zeros() {
    assert_eq!(short("2023-08-01 00:00:00.000000"), "2023-08-01");
    assert_eq!(short("2023-08-01 06:00:00.000000"), "2023-08-01 06:00:00");
    assert_eq!(
        short("2023-08-01 00:00:00.123000"),
        "2023-08-01 00:00:00.123000"
    );
}

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
        project: project.name.clone(),
        target: "dev".into(),
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

/// Restores the copy of a day.
fn restored(engine: &dyn Engine, project: &Project, day: usize) -> Result<(), Refused> {
    let mut session = engine.session().unwrap();
    let mut shelf = shelf(session.as_mut(), project);
    let copies = shelf.copies(project).unwrap();
    assert_eq!(copies.len(), 2);
    let moment = Moment {
        now: "2023-08-09 06:00:00.000000",
        run_id: "restoring",
    };
    shelf.restore(&project.tables[0], &copies[day - 1], moment)
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

#[test]
fn what_fails_on_the_way_leaves_the_table_as_it_was() {
    let project = project();
    let counting = Recording::new(filled(&project), |_, _| Ok(()));
    restored(&counting, &project, 2).unwrap();
    let total = counting.statements().len();
    assert_eq!(count(&counting), "200");
    let mut failed = 0;
    for failing in 4..=total {
        let engine = Recording::new(filled(&project), move |number, _| {
            if number == failing {
                Err(EngineError::Statement("injected".into()))
            } else {
                Ok(())
            }
        });
        if restored(&engine, &project, 2).is_err() {
            failed += 1;
            assert_eq!(count(&engine.engine), "1000", "{failing}");
        }
        let engine = engine.engine;
        restored(&engine, &project, 2).unwrap();
        assert_eq!(count(&engine), "200", "{failing}");
    }
    assert!(failed > 8, "{failed} of {total}");
}
