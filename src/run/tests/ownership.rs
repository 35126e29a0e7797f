//! What fsc did not make is neither dropped nor altered.

use super::harness::{errors, plan, run_once, table, texts, view};
use crate::engine::Engine;
use crate::engine::duckdb::DuckDb;
use crate::plan::{Action, PlannedNode};
use crate::project::model::{SchemaChange, Snapshot, TableWrite};
use crate::run::{RunResults, Status};
use crate::sql::name::Identifier;

fn merge() -> TableWrite {
    TableWrite::Merge {
        unique_key: vec![Identifier::new("k")],
        on_schema_change: SchemaChange::Sync,
    }
}

fn made(write: TableWrite) -> PlannedNode {
    table("t", &[], "SELECT 1 AS \"K\", 2 AS \"V\"", write)
}

fn daily(mut node: PlannedNode) -> PlannedNode {
    if let Action::Table(action) = &mut node.action {
        action.snapshot = Snapshot::Daily;
    }
    node
}

/// A database in which somebody has done something.
fn with(statements: &[&str]) -> DuckDb {
    let engine = DuckDb::in_memory().unwrap();
    by_hand(
        &engine,
        &["CREATE SCHEMA made", "CREATE SCHEMA feature_store"],
    );
    by_hand(&engine, statements);
    engine
}

fn by_hand(engine: &DuckDb, statements: &[&str]) {
    let mut session = engine.session().unwrap();
    for statement in statements {
        session.execute(statement).unwrap();
    }
}

fn once(engine: &DuckDb, node: PlannedNode, number: u32) -> RunResults {
    run_once(&plan(vec![node]), engine, number)
}

/// All permanent tables and views but the store's own.
fn standing(engine: &DuckDb) -> Vec<String> {
    texts(
        engine,
        "SELECT table_schema, table_name FROM information_schema.tables
         WHERE table_catalog = current_database() AND table_name NOT SIMILAR TO '(?i)(fsc|features)_(runs|intervals|snapshots|objects|leases|long|static)'
         ORDER BY 1, 2",
    )
}

#[test]
fn a_node_that_moves_does_not_take_what_stands_there() {
    let moved = |write: TableWrite| {
        let mut node = made(write);
        if let Action::Table(action) = &mut node.action {
            action.relation.schema = Some(Identifier::new("prod"));
        }
        node
    };
    for write in [TableWrite::Rebuild, merge()] {
        let engine = with(&[
            "CREATE SCHEMA prod",
            "CREATE TABLE prod.t AS SELECT 7 AS k, 7 AS mine",
        ]);
        assert_eq!(
            once(&engine, made(write.clone()), 1).nodes[0].status,
            Status::Ok
        );
        for number in 2..4 {
            let results = once(&engine, moved(write.clone()), number);
            assert_eq!(
                errors(&results),
                [
                    "FSC530 `table.t` was not written: a table `prod.t` is there that fsc did not make"
                ]
            );
        }
        assert_eq!(texts(&engine, "SELECT mine FROM prod.t"), ["7"]);
    }
}

#[test]
fn a_table_that_was_made_by_hand_is_left_as_it_is() {
    for write in [TableWrite::Rebuild, merge()] {
        let engine = with(&["CREATE TABLE made.t AS SELECT 7 AS k, 7 AS mine"]);
        let before = standing(&engine);
        let results = once(&engine, made(write.clone()), 1);
        assert_eq!(
            errors(&results),
            ["FSC530 `table.t` was not written: a table `made.t` is there that fsc did not make"]
        );
        let help = &results.nodes[0].errors[0].help;
        assert_eq!(
            help[1].text,
            "to hand it over to fsc, which may replace it from then on: `comment on table \"made\".\"t\" is 'made by fsc'`"
        );
        assert!(!results.nodes[0].is_written);
        // That it failed makes it no more fsc's than before.
        let again = once(&engine, made(write.clone()), 2);
        assert_eq!(errors(&again), errors(&results));
        assert_eq!(texts(&engine, "SELECT mine FROM made.t"), ["7"]);
        assert_eq!(standing(&engine), before, "{write:?}");
        assert_eq!(
            texts(&engine, "SELECT COUNT(*) FROM feature_store.fsc_snapshots"),
            ["0"]
        );

        by_hand(&engine, &["COMMENT ON TABLE made.t IS 'Ours. Made by fsc'"]);
        assert_eq!(errors(&once(&engine, made(write), 2)), [""; 0]);
        assert_eq!(
            texts(&engine, "SELECT k, v FROM made.t WHERE k = 1"),
            ["1|2"]
        );
    }
}

#[test]
fn a_view_that_was_made_by_hand_is_left_as_it_is() {
    let cases = [
        (
            "CREATE VIEW made.t AS SELECT 7 AS mine",
            made(TableWrite::Rebuild),
        ),
        ("CREATE VIEW made.t AS SELECT 7 AS mine", made(merge())),
        (
            "CREATE VIEW feature_store.t AS SELECT 7 AS mine",
            view("t", "f", &[], "SELECT 1 AS k, 1 AS f"),
        ),
    ];
    for (statement, node) in cases {
        let engine = with(&[statement]);
        let before = standing(&engine);
        let results = once(&engine, node, 1);
        assert_eq!(errors(&results).len(), 1);
        assert!(
            errors(&results)[0].ends_with("is there that fsc did not make"),
            "{:?}",
            errors(&results)
        );
        assert_eq!(standing(&engine), before);
        assert_eq!(
            texts(
                &engine,
                "SELECT COUNT(*) FROM feature_store.fsc_intervals WHERE status = 'ok'"
            ),
            ["0"],
            "nothing was written"
        );
    }
}

#[test]
fn what_only_looks_like_fscs_own_is_left_as_it_is() {
    let cases = [
        (
            "CREATE TABLE made.\"FSC_NEW__T\" AS SELECT 7 AS mine",
            made(TableWrite::Rebuild),
        ),
        (
            "CREATE TABLE made.fsc_new__t AS SELECT 7 AS mine",
            made(TableWrite::Rebuild),
        ),
        (
            "CREATE TABLE made.\"T__SNAPSHOT__20230801\" AS SELECT 7 AS mine",
            daily(made(TableWrite::Rebuild)),
        ),
        (
            "CREATE TABLE made.\"T__SNAPSHOT__20230801\" AS SELECT 7 AS mine",
            daily(made(merge())),
        ),
    ];
    for (statement, node) in cases {
        let engine = with(&[statement]);
        let before = standing(&engine);
        let results = once(&engine, node, 1);
        assert!(
            errors(&results)[0].starts_with("FSC530 `table.t` was not written: a table `made."),
            "{:?}",
            errors(&results)
        );
        assert_eq!(standing(&engine), before, "{statement}");
    }
}

#[test]
fn a_table_called_like_a_stage_is_not_dropped_with_the_stage() {
    let stage_of_someone = "CREATE TABLE main.\"FSC_STAGE__T\" AS SELECT 7 AS mine";
    for query in [
        "SELECT 1 AS \"K\", 2 AS \"V\"",
        "SELECT error('no luck') AS \"K\", 2 AS \"V\"",
    ] {
        let engine = with(&[stage_of_someone]);
        once(&engine, table("t", &[], query, merge()), 1);
        assert_eq!(
            texts(&engine, "SELECT mine FROM main.\"FSC_STAGE__T\""),
            ["7"]
        );
    }
}

#[test]
fn what_somebody_put_in_the_place_of_fscs_is_left_as_it_is() {
    for write in [TableWrite::Rebuild, merge()] {
        let engine = DuckDb::in_memory().unwrap();
        assert_eq!(errors(&once(&engine, made(write.clone()), 1)), [""; 0]);
        assert_eq!(errors(&once(&engine, made(write.clone()), 2)), [""; 0]);
        by_hand(
            &engine,
            &[
                "DROP TABLE made.t",
                "CREATE TABLE made.t AS SELECT 1 AS k, 9 AS v",
            ],
        );
        let results = once(&engine, made(write), 3);
        assert!(
            errors(&results)[0].starts_with("FSC530 "),
            "{:?}",
            errors(&results)
        );
        assert_eq!(texts(&engine, "SELECT v FROM made.t"), ["9"]);
    }
    let engine = DuckDb::in_memory().unwrap();
    let wide = || view("t", "f", &[], "SELECT 1 AS k, 1 AS f");
    assert_eq!(errors(&once(&engine, wide(), 1)), [""; 0]);
    by_hand(
        &engine,
        &["CREATE OR REPLACE VIEW feature_store.t AS SELECT 9 AS mine"],
    );
    assert_eq!(once(&engine, wide(), 2).count(Status::Failed), 1);
    assert_eq!(texts(&engine, "SELECT mine FROM feature_store.t"), ["9"]);
}

/// A store as a version of fsc left it that marked nothing.
fn of_before(nodes: &dyn Fn() -> Vec<PlannedNode>) -> DuckDb {
    let engine = DuckDb::in_memory().unwrap();
    assert_eq!(errors(&run_once(&plan(nodes()), &engine, 1)), [""; 0]);
    for (kind, table, column) in [
        ("TABLE", "duckdb_tables()", "table_name"),
        ("VIEW", "duckdb_views()", "view_name"),
    ] {
        let all = texts(
            &engine,
            &format!(
                "SELECT format('\"{{}}\".\"{{}}\"', schema_name, {column}) FROM {table} WHERE comment IS NOT NULL"
            ),
        );
        for name in all {
            by_hand(&engine, &[&format!("COMMENT ON {kind} {name} IS NULL")]);
        }
    }
    by_hand(&engine, &["DROP TABLE feature_store.fsc_objects"]);
    engine
}

#[test]
fn a_store_of_before_there_were_marks_is_known_by_its_ledger() {
    let nodes = || {
        vec![
            daily(table(
                "r",
                &[],
                "SELECT 1 AS \"K\", 2 AS \"V\"",
                TableWrite::Rebuild,
            )),
            daily(table("m", &[], "SELECT 1 AS \"K\", 2 AS \"V\"", merge())),
            view("w", "f", &[], "SELECT 1 AS k, 1 AS f"),
        ]
    };
    let engine = of_before(&nodes);
    // Killed while it built: the table beside is fsc's as well.
    by_hand(
        &engine,
        &["CREATE TABLE made.\"FSC_NEW__R\" AS SELECT 0 AS half"],
    );
    assert_eq!(errors(&run_once(&plan(nodes()), &engine, 2)), [""; 0]);
    assert_eq!(
        texts(
            &engine,
            "SELECT lower(table_name) FROM information_schema.tables
             WHERE table_catalog = current_database() AND table_comment LIKE 'made by fsc: %' ORDER BY 1"
        ),
        ["m", "m__snapshot__20230801", "r", "r__snapshot__20230801", "w"]
    );
    // From now on the mark tells.
    by_hand(
        &engine,
        &[
            "DROP TABLE made.r",
            "CREATE TABLE made.r AS SELECT 9 AS mine",
            "DROP TABLE made.\"M__SNAPSHOT__20230801\"",
            "CREATE TABLE made.\"M__SNAPSHOT__20230801\" AS SELECT 9 AS mine",
            "CREATE OR REPLACE VIEW feature_store.w AS SELECT 9 AS mine",
        ],
    );
    let results = run_once(&plan(nodes()), &engine, 3);
    assert_eq!(results.count(Status::Failed), 3, "{:?}", errors(&results));
    for place in [
        "made.r",
        "made.\"M__SNAPSHOT__20230801\"",
        "feature_store.w",
    ] {
        assert_eq!(texts(&engine, &format!("SELECT mine FROM {place}")), ["9"]);
    }
}
