//! A merged table whose query yields other columns than before.

use super::harness::{errors, plan, run_once, table, texts};
use crate::engine::duckdb::DuckDb;
use crate::engine::recording::Recording;
use crate::engine::{Engine, EngineError};
use crate::plan::{Action, Plan};
use crate::project::model::{SchemaChange, Snapshot, TableWrite};
use crate::sql::name::Identifier;

fn merged(policy: SchemaChange, keys: &[&str], columns: &[&str], query: &str) -> Plan {
    let write = TableWrite::Merge {
        unique_key: keys.iter().map(|key| Identifier::new(*key)).collect(),
        on_schema_change: policy,
    };
    let mut node = table("t", &[], query, write);
    if let Action::Table(action) = &mut node.action {
        action.columns = columns.iter().map(|name| Identifier::new(*name)).collect();
        action.snapshot = Snapshot::Never;
        action.snapshot_retention = None;
    }
    plan(vec![node])
}

const FIRST: &str =
    "SELECT * FROM (VALUES (1, 10, 'a'), (2, 20, 'b')) AS r (\"K\", \"V\", \"OLD\")";

fn started() -> DuckDb {
    let engine = DuckDb::in_memory().unwrap();
    let first = merged(SchemaChange::Fail, &["k"], &["k", "v", "old"], FIRST);
    assert_eq!(errors(&run_once(&first, &engine, 1)), [""; 0]);
    engine
}

fn columns(engine: &dyn Engine) -> Vec<String> {
    texts(
        engine,
        "SELECT lower(column_name) || ' ' || data_type FROM duckdb_columns() WHERE lower(table_name) = 't' ORDER BY column_index",
    )
}

/// The table as it was after the first run.
fn assert_untouched(engine: &dyn Engine) {
    assert_eq!(columns(engine), ["k INTEGER", "v INTEGER", "old VARCHAR"]);
    assert_eq!(
        texts(engine, "FROM made.t ORDER BY k"),
        ["1|10|a", "2|20|b"]
    );
}

#[test]
fn append_adds_what_is_new_and_leaves_what_is_gone() {
    let engine = started();
    let query = "SELECT * FROM (VALUES (2, 21, 0.5), (3, 30, 1.5)) AS r (\"K\", \"V\", \"NEW\")";
    let second = merged(SchemaChange::Append, &["k"], &["k", "v", "new"], query);
    for number in [2, 3] {
        assert_eq!(errors(&run_once(&second, &engine, number)), [""; 0]);
        assert_eq!(
            columns(&engine),
            ["k INTEGER", "v INTEGER", "old VARCHAR", "new DECIMAL(2,1)"]
        );
        assert_eq!(
            texts(&engine, "FROM made.t ORDER BY k"),
            ["1|10|a|NULL", "2|21|b|0.5", "3|30|NULL|1.5"]
        );
    }
}

#[test]
fn append_changes_no_type() {
    let engine = started();
    let query = "SELECT 1 AS \"K\", 1.5 AS \"V\", 'x' AS \"NEW\"";
    let second = merged(SchemaChange::Append, &["k"], &["k", "v", "new"], query);
    assert_eq!(
        errors(&run_once(&second, &engine, 2)),
        [
            "FSC517 `table.t` yields `v` as DECIMAL(2,1), and `made.t` keeps it as INTEGER, which would change values"
        ]
    );
    assert_untouched(&engine);
}

#[test]
fn sync_gives_the_table_the_columns_of_the_query() {
    let engine = started();
    let query =
        "SELECT * FROM (VALUES (2, 5000000000, true), (3, 30, false)) AS r (\"K\", \"V\", \"NEW\")";
    let second = merged(SchemaChange::Sync, &["k"], &["k", "v", "new"], query);
    for number in [2, 3] {
        assert_eq!(errors(&run_once(&second, &engine, number)), [""; 0]);
        assert_eq!(columns(&engine), ["k INTEGER", "v BIGINT", "new BOOLEAN"]);
        assert_eq!(
            texts(&engine, "FROM made.t ORDER BY k"),
            ["1|10|NULL", "2|5000000000|true", "3|30|false"]
        );
    }
    // A narrower type is no reason to rewrite the table.
    let query = "SELECT 4 AS \"K\", 4::TINYINT AS \"V\", NULL::BOOLEAN AS \"NEW\"";
    let third = merged(SchemaChange::Sync, &["k"], &["k", "v", "new"], query);
    assert_eq!(errors(&run_once(&third, &engine, 4)), [""; 0]);
    assert_eq!(columns(&engine), ["k INTEGER", "v BIGINT", "new BOOLEAN"]);
}

#[test]
fn sync_retypes_where_every_value_stays_what_it_is() {
    let engine = started();
    let to = |data_type: &str| {
        let query = format!("SELECT 3 AS \"K\", CAST('3' AS {data_type}) AS \"V\", 'c' AS \"OLD\"");
        merged(SchemaChange::Sync, &["k"], &["k", "v", "old"], &query)
    };
    for (number, data_type) in [(2, "DOUBLE"), (3, "VARCHAR")] {
        assert_eq!(errors(&run_once(&to(data_type), &engine, number)), [""; 0]);
        assert_eq!(columns(&engine)[1], format!("v {data_type}"));
    }
    // As text a double has another form than the number had, and 10.0 is no text of a whole number.
    assert_eq!(
        texts(&engine, "SELECT v FROM made.t WHERE k < 3 ORDER BY k"),
        ["10.0", "20.0"]
    );
    assert_eq!(
        errors(&run_once(&to("INTEGER"), &engine, 4)),
        [
            "FSC531 `v` of `made.t` cannot become INTEGER: 2 values of VARCHAR would change, such as `10.0`"
        ]
    );
    assert_eq!(columns(&engine)[1], "v VARCHAR");
}

#[test]
fn sync_refuses_what_loses_values_before_anything_is_written() {
    let engine = started();
    let query = "SELECT 3 AS \"K\", 1.5 AS \"V\", 'c' AS \"NEW\"";
    let second = merged(SchemaChange::Sync, &["k"], &["k", "v", "new"], query);
    assert_eq!(
        errors(&run_once(&second, &engine, 2)),
        [
            "FSC531 `v` of `made.t` cannot become DECIMAL(2,1): 2 values of INTEGER would change, such as `10`"
        ]
    );
    assert_untouched(&engine);
}

#[test]
fn columns_of_the_key_neither_come_nor_change_nor_go() {
    let engine = started();
    for (number, keys, names, query, said) in [
        (
            2,
            ["k", "new"].as_slice(),
            ["k", "v", "old", "new"].as_slice(),
            "SELECT 1 AS \"K\", 2 AS \"V\", 'c' AS \"OLD\", 5 AS \"NEW\"",
            "FSC531 `new` of the `unique_key` of `table.t` is no column of `made.t`, and its rows would have no key",
        ),
        (
            3,
            &["k"],
            &["k", "v", "old"],
            "SELECT 'x' AS \"K\", 2 AS \"V\", 'c' AS \"OLD\"",
            "FSC531 `k` of the `unique_key` of `table.t` is VARCHAR in the query and INTEGER in `made.t`",
        ),
    ] {
        let plan = merged(SchemaChange::Sync, keys, names, query);
        assert_eq!(errors(&run_once(&plan, &engine, number)), [said]);
        assert_untouched(&engine);
    }
    let two = "SELECT * FROM (VALUES (1, 'x', 1), (1, 'y', 2)) AS r (\"K\", \"PART\", \"V\")";
    let engine = DuckDb::in_memory().unwrap();
    let first = merged(SchemaChange::Sync, &["k", "part"], &["k", "part", "v"], two);
    assert_eq!(errors(&run_once(&first, &engine, 1)), [""; 0]);
    let second = merged(
        SchemaChange::Sync,
        &["k"],
        &["k", "v"],
        "SELECT 1 AS \"K\", 2 AS \"V\"",
    );
    assert_eq!(
        errors(&run_once(&second, &engine, 2)),
        [
            "FSC531 `part` of `made.t` cannot go: without it, several rows have the same `unique_key` (1 key)"
        ]
    );
    assert_eq!(texts(&engine, "SELECT COUNT(*) FROM made.t"), ["2"]);
}

#[test]
fn a_change_that_fails_anywhere_is_completed_by_the_next_run() {
    let query =
        "SELECT * FROM (VALUES (2, 5000000000, true), (3, 30, false)) AS r (\"K\", \"V\", \"NEW\")";
    let change = || merged(SchemaChange::Sync, &["k"], &["k", "v", "new"], query);
    let counting = Recording::new(started(), |_, _| Ok(()));
    run_once(&change(), &counting, 2);
    let total = counting.statements().len();
    let expected = texts(&counting, "FROM made.t ORDER BY k");
    assert!(
        counting
            .statements()
            .iter()
            .any(|sql| sql.contains("DROP COLUMN"))
    );
    for failing in 1..=total {
        let engine = Recording::new(started(), move |number, _| {
            if number == failing {
                Err(EngineError::Statement("injected".into()))
            } else {
                Ok(())
            }
        });
        run_once(&change(), &engine, 2);
        let engine = engine.engine;
        if columns(&engine).len() == 3 && columns(&engine)[2] == "old VARCHAR" {
            assert_untouched(&engine);
        }
        assert_eq!(
            errors(&run_once(&change(), &engine, 3)),
            [""; 0],
            "{failing}"
        );
        assert_eq!(columns(&engine), ["k INTEGER", "v BIGINT", "new BOOLEAN"]);
        assert_eq!(
            texts(&engine, "FROM made.t ORDER BY k"),
            expected,
            "{failing}"
        );
    }
}
