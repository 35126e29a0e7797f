//! Emitted statements run on a real DuckDB and do what they say.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use duckdb::Connection;

use super::script::{Parameter, Role, Script};
use crate::diagnostic::Level;
use crate::plan::{
    Action, FeatureViewAction, Plan, PlannedFeature, PlannedNode, PlannedTime, RowTime, StoreWrite,
    TableAction,
};
use crate::project::model::{Checks, Key, SchemaChange, Snapshot, Store, TableWrite};
use crate::project::time::{AsOf, Interval};
use crate::sql::name::{Dialect, Identifier, RelationName, string_literal};

fn plan(action: Action, query: &str) -> Plan {
    let day = NaiveDate::from_ymd_opt(2023, 8, 1).unwrap();
    Plan {
        project: "test".into(),
        target: "dev".into(),
        dialect: Dialect::DuckDb,
        store: Store {
            database: None,
            schema: Identifier::new("feature_store"),
        },
        mounts: Vec::new(),
        nodes: vec![PlannedNode {
            id: "feature_view.odd".into(),
            name: "odd".into(),
            path: "feature.toml".into(),
            depends_on: Vec::new(),
            mounts: Vec::new(),
            interval: Interval::Day,
            as_of: PlannedTime::At(AsOf::midnight(day)),
            earlier: Vec::new(),
            while_missing: None,
            comes_after: Vec::new(),
            waits_for: None,
            definition_hash: "abc".into(),
            values_hash: "abc".into(),
            reads_stale: false,
            query: query.into(),
            no_rows: Level::Warn,
            action,
        }],
        by_interval: false,
        backfill: None,
        lost: Vec::new(),
    }
}

fn feature(name: &str) -> PlannedFeature {
    PlannedFeature {
        column: Identifier::new(name),
        checks: Checks::default(),
    }
}

fn key(name: &str) -> Key {
    Key {
        column: Identifier::new(name),
        data_type: None,
    }
}

fn view(keys: &[&str], features: Vec<PlannedFeature>, time: RowTime, write: StoreWrite) -> Action {
    let store = Store {
        database: None,
        schema: Identifier::new("feature_store"),
    };
    Action::FeatureView(FeatureViewAction {
        entity: "o'brand".into(),
        keys: keys.iter().map(|name| key(name)).collect(),
        features,
        time,
        write,
        meets_older: false,
        between: Vec::new(),
        keep_versions: false,
        wide_view: store.relation("odd"),
    })
}

/// Sends a script; gives the counts of its audit and the rows that its write changed.
fn send(connection: &Connection, script: &Script, run: &str) -> (Vec<i64>, usize) {
    let mut counts: Vec<i64> = Vec::new();
    let mut changed = 0;
    for statement in script.statements() {
        let sql = {
            statement.sql.bind(|parameter| match parameter {
                Parameter::RunId => run.to_owned(),
                Parameter::ComputedAt => format!("2023-08-02 00:00:{run}"),
                Parameter::RunStamp => format!("20230802T0000{run}000"),
                Parameter::RowsStaged => counts[0].to_string(),
                Parameter::RowsChanged => changed.to_string(),
                Parameter::QueryIds => String::new(),
                Parameter::FoundIdentifier | Parameter::FoundLiteral | Parameter::ProjectRoot => {
                    panic!("{}", statement.sql)
                }
            })
        };
        match &statement.role {
            Role::Execute
            | Role::Stage
            | Role::Begin
            | Role::Fence
            | Role::Publish
            | Role::Commit
            | Role::NoteColumns
            | Role::CheckOwner(_)
            | Role::CheckPermanent(_)
            | Role::CheckColumns(_) => connection
                .execute_batch(&sql)
                .unwrap_or_else(|error| panic!("{error}\n{sql}")),
            Role::Write => {
                changed += connection
                    .execute(&sql, [])
                    .unwrap_or_else(|error| panic!("{error}\n{sql}"));
            }
            Role::CheckTypes(expected) => {
                let mut described = connection.prepare(&sql).unwrap();
                let names: Vec<String> = described
                    .query_map([], |row| row.get(0))
                    .unwrap()
                    .map(Result::unwrap)
                    .collect();
                for column in expected {
                    assert!(
                        names
                            .iter()
                            .any(|name| name.eq_ignore_ascii_case(&column.name)),
                        "{names:?} lacks {}",
                        column.name
                    );
                }
            }
            Role::Audit(findings) => {
                counts = connection
                    .query_row(&sql, [], |row| {
                        (0..=findings.len()).map(|at| row.get(at)).collect()
                    })
                    .unwrap_or_else(|error| panic!("{error}\n{sql}"));
                for finding in findings {
                    let offenders = finding.offenders.to_string();
                    connection
                        .execute_batch(&offenders)
                        .unwrap_or_else(|error| panic!("{error}\n{offenders}"));
                }
            }
            Role::DropColumns => {}
            Role::ForEach(statements) => {
                let mut found = connection.prepare(&sql).unwrap();
                let found: Vec<String> = found
                    .query_map([], |row| row.get(0))
                    .unwrap()
                    .map(Result::unwrap)
                    .collect();
                for name in found {
                    for each in statements {
                        let text = each.bind(|parameter| match parameter {
                            Parameter::FoundIdentifier => Identifier::exact(&name).quoted(),
                            Parameter::FoundLiteral => string_literal(Dialect::DuckDb, &name),
                            other => panic!("{other:?}"),
                        });
                        connection
                            .execute_batch(&text)
                            .unwrap_or_else(|error| panic!("{error}\n{text}"));
                    }
                }
            }
        }
    }
    for statement in &script.cleanup {
        connection.execute_batch(&statement.to_string()).unwrap();
    }
    (counts, changed)
}

fn run(connection: &Connection, plan: &Plan, run: &str) -> (Vec<i64>, usize) {
    send(connection, &super::lease::lease_table(plan), run);
    send(connection, &super::setup(plan, &BTreeSet::new()), run);
    send(connection, &super::node(plan, &plan.nodes[0]), run)
}

fn rows(connection: &Connection, sql: &str) -> Vec<String> {
    let sql = format!("SELECT CAST(to_json(r) AS VARCHAR) FROM ({sql}) AS r");
    let mut statement = connection.prepare(&sql).unwrap();
    statement
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect()
}

/// As the engine opens one: with the macros of the lowering.
fn connection() -> Connection {
    let connection = Connection::open_in_memory().unwrap();
    connection
        .execute_batch(crate::sql::lower::prelude())
        .unwrap();
    connection
}

#[test]
fn merge_keeps_null_updates_only_what_differs_and_spares_other_rows() {
    let connection = connection();
    let action = || {
        view(
            &["token"],
            vec![feature("a"), feature("order"), feature("größe \"x\"")],
            RowTime::AsOf,
            StoreWrite::Merge,
        )
    };
    let first = plan(
        action(),
        "SELECT 1 AS token, NULL::INTEGER AS a, 2.5 AS \"ORDER\", TRUE AS \"größe \"\"x\"\"\"
         UNION ALL SELECT 2, 7, 1, FALSE",
    );
    let (counts, changed) = run(&connection, &first, "01");
    assert_eq!((counts[0], changed), (2, 6));
    assert!(counts[1..].iter().all(|count| *count == 0), "{counts:?}");
    assert_eq!(
        run(&connection, &first, "02").1,
        0,
        "nothing differs, nothing is written"
    );
    let second = plan(
        action(),
        "SELECT 1 AS token, 3 AS a, 2.5 AS \"ORDER\", TRUE AS \"größe \"\"x\"\"\" -- key 2 is gone",
    );
    assert_eq!(run(&connection, &second, "03").1, 1);
    insta::assert_snapshot!(
        rows(&connection, "SELECT entity_id, feature, as_of, value, run_id FROM feature_store.features_long ORDER BY 1, 2").join("\n"),
        @r#"
    {"entity_id":"1","feature":"a","as_of":"2023-08-01 00:00:00","value":3.0,"run_id":"03"}
    {"entity_id":"1","feature":"größe \"x\"","as_of":"2023-08-01 00:00:00","value":1.0,"run_id":"01"}
    {"entity_id":"1","feature":"order","as_of":"2023-08-01 00:00:00","value":2.5,"run_id":"01"}
    {"entity_id":"2","feature":"a","as_of":"2023-08-01 00:00:00","value":7.0,"run_id":"01"}
    {"entity_id":"2","feature":"größe \"x\"","as_of":"2023-08-01 00:00:00","value":0.0,"run_id":"01"}
    {"entity_id":"2","feature":"order","as_of":"2023-08-01 00:00:00","value":1.0,"run_id":"01"}
    "#
    );
    assert_eq!(
        rows(
            &connection,
            "SELECT run_id, rows_staged, rows_changed FROM feature_store.fsc_intervals ORDER BY 1"
        )
        .len(),
        3
    );
}

#[test]
fn another_spelling_of_a_feature_is_the_same_feature() {
    let connection = connection();
    for (name, run_id) in [("orders_7d", "01"), ("Orders_7D", "02")] {
        let action = view(
            &["token"],
            vec![feature(name)],
            RowTime::AsOf,
            StoreWrite::Merge,
        );
        let (_, changed) = run(
            &connection,
            &plan(action, "SELECT 1 AS token, 5 AS orders_7d"),
            run_id,
        );
        assert_eq!(changed, usize::from(run_id == "01"));
    }
    assert_eq!(
        rows(
            &connection,
            "SELECT feature, orders_7d FROM feature_store.features_long CROSS JOIN feature_store.odd"
        ),
        [r#"{"feature":"orders_7d","ORDERS_7D":5.0}"#]
    );
}

#[test]
fn replace_leaves_no_old_key_of_the_view() {
    let connection = connection();
    for (query, run_id) in [
        ("SELECT 1 AS token, 1 AS a UNION ALL SELECT 2, 2", "01"),
        ("SELECT 3 AS token, 3 AS a", "02"),
    ] {
        let action = view(
            &["token"],
            vec![feature("a")],
            RowTime::AsOf,
            StoreWrite::Replace,
        );
        run(&connection, &plan(action, query), run_id);
    }
    assert_eq!(
        rows(
            &connection,
            "SELECT entity_id, value FROM feature_store.features_long"
        ),
        [r#"{"entity_id":"3","value":3.0}"#]
    );
}

#[test]
fn replace_leaves_what_has_not_changed_and_counts_what_has() {
    let connection = connection();
    for time in [RowTime::AsOf, RowTime::Column(Identifier::new("moment"))] {
        for (values, run_id, expected) in [
            ("('a', 1, 1), ('b', 2, 1), ('c', 3, 1)", "01", 3),
            ("('c', 3, 1), ('b', 2, 1), ('a', 1, 1)", "02", 0),
            // `a` differs, `b` goes, `d` is new.
            ("('a', 9, 1), ('c', 3, 1), ('d', 4, 1)", "03", 3),
        ] {
            let keys = ["token", "part"];
            let action = view(&keys, vec![feature("a")], time.clone(), StoreWrite::Replace);
            let query = format!(
                "SELECT token, a, part, DATE '2023-07-10' AS moment FROM (VALUES {values}) AS v (token, a, part)"
            );
            let (_, changed) = run(&connection, &plan(action, &query), run_id);
            assert_eq!(changed, expected, "{time:?} {run_id}");
        }
        assert_eq!(
            rows(
                &connection,
                "SELECT entity_id || ' ' || value || ' ' || run_id AS r FROM feature_store.features_long ORDER BY 1"
            ),
            [r#""a|1 9.0 03""#, r#""c|1 3.0 01""#, r#""d|1 4.0 03""#].map(String::from)
        );
        connection
            .execute_batch("DELETE FROM feature_store.features_long")
            .unwrap();
    }
}

#[test]
fn replace_keeps_the_history_outside_of_the_times_that_the_query_yields() {
    let connection = connection();
    for (query, run_id) in [
        (
            "SELECT * FROM (VALUES (1, 1, DATE '2023-07-01'), (1, 2, DATE '2023-07-10'), (2, 3, DATE '2023-07-20'),
                (1, 4, DATE '2023-07-31')) AS v (token, a, moment)",
            "01",
        ),
        (
            "SELECT * FROM (VALUES (1, 20, DATE '2023-07-10'), (1, 30, DATE '2023-07-20')) AS v (token, a, moment)",
            "02",
        ),
        // Nothing is yielded: nothing is replaced.
        (
            "SELECT 1 AS token, 1 AS a, DATE '2023-07-10' AS moment WHERE false",
            "03",
        ),
    ] {
        let action = view(
            &["token"],
            vec![feature("a")],
            RowTime::Column(Identifier::new("moment")),
            StoreWrite::Replace,
        );
        run(&connection, &plan(action, query), run_id);
    }
    assert_eq!(
        rows(
            &connection,
            "SELECT entity_id || ' ' || as_of::DATE || ' ' || value AS r FROM feature_store.features_long ORDER BY as_of"
        ),
        [
            r#""1 2023-07-01 1.0""#,
            r#""1 2023-07-10 20.0""#,
            r#""1 2023-07-20 30.0""#,
            r#""1 2023-07-31 4.0""#,
        ]
        .map(String::from)
    );
}

#[test]
fn composite_keys_come_back_whole_from_the_wide_view() {
    let connection = connection();
    let action = view(
        &["p", "q"],
        vec![feature("a")],
        RowTime::None,
        StoreWrite::Merge,
    );
    let query = r"SELECT 'x\' AS p, 'y' AS q, 1 AS a UNION ALL SELECT 'x', '|y', 2 UNION ALL SELECT 'a|b\|', '\\', 3";
    let (counts, _) = run(&connection, &plan(action, query), "01");
    assert_eq!(counts[0], 3);
    assert_eq!(
        rows(
            &connection,
            "SELECT p, q, a FROM feature_store.odd ORDER BY a"
        ),
        [
            r#"{"P":"x\\","Q":"y","A":1.0}"#,
            r#"{"P":"x","Q":"|y","A":2.0}"#,
            r#"{"P":"a|b\\|","Q":"\\\\","A":3.0}"#
        ]
        .map(String::from)
    );
}

#[test]
fn keys_of_the_wide_view_have_the_declared_type_however_it_is_written() {
    for (data_type, literal, found) in [
        ("number(38, 0)", "7", "BIGINT"),
        ("Decimal(10,0)", "7", "BIGINT"),
        ("bigint", "7", "BIGINT"),
        ("date", "DATE '2023-08-01'", "DATE"),
        ("boolean", "TRUE", "BOOLEAN"),
        ("varchar(16)", "'x'", "VARCHAR"),
    ] {
        let connection = connection();
        let mut action = view(
            &["token"],
            vec![feature("a")],
            RowTime::AsOf,
            StoreWrite::Merge,
        );
        if let Action::FeatureView(view) = &mut action {
            view.keys[0].data_type = Some(data_type.to_owned());
        }
        let query = format!("SELECT {literal} AS token, 1 AS a");
        run(&connection, &plan(action, &query), "01");
        let joined =
            format!("SELECT typeof(token) AS t FROM feature_store.odd WHERE token = {literal}");
        assert_eq!(
            rows(&connection, &joined),
            [format!("{{\"t\":\"{found}\"}}")],
            "{data_type}"
        );
    }
}

#[test]
fn a_fraction_as_a_key_has_a_zero_before_its_point() {
    let connection = connection();
    let action = view(&["k"], vec![feature("a")], RowTime::None, StoreWrite::Merge);
    let query = "SELECT CAST(0.1 AS DECIMAL(2, 2)) AS k, 1 AS a UNION ALL SELECT -0.25, 2";
    run(&connection, &plan(action, query), "01");
    assert_eq!(
        rows(&connection, "SELECT k FROM feature_store.odd ORDER BY a"),
        [r#"{"K":"0.10"}"#, r#"{"K":"-0.25"}"#].map(String::from)
    );
}

#[test]
fn the_audit_counts_what_must_not_be_there() {
    let connection = connection();
    let checks = Checks {
        not_null: true,
        min: Some(0.0),
        max: Some(10.5),
        accepted_values: vec![1.0, 2.0],
    };
    let features = vec![PlannedFeature {
        column: Identifier::new("a"),
        checks,
    }];
    let action = view(
        &["token"],
        features,
        RowTime::Column(Identifier::new("moment")),
        StoreWrite::Merge,
    );
    let plan = plan(
        action,
        "SELECT * FROM (VALUES
            (NULL, 1.0, TIMESTAMP '2023-07-01'), ('k', 'nan'::DOUBLE, TIMESTAMP '2023-07-01'),
            ('k', 2, TIMESTAMP '2023-07-01'), ('k', 2, TIMESTAMP '2023-07-02'), ('l', NULL, TIMESTAMP '2023-08-01 00:00:01'),
            ('m', -1, NULL), ('n', 11, TIMESTAMP '2023-07-01')) AS v (token, a, moment)",
    );
    send(&connection, &super::setup(&plan, &BTreeSet::new()), "01");
    let mut script = super::node(&plan, &plan.nodes[0]);
    script.phases.truncate(1);
    let (counts, _) = send(&connection, &script, "01");
    // rows, null keys, bad times, repeated keys, non-finite, not_null, min, max (NaN is above), accepted_values
    assert_eq!(counts, [7, 1, 2, 1, 1, 1, 1, 2, 3]);
}

#[test]
fn times_that_differ_by_a_microsecond_and_keys_with_a_bar_are_no_duplicates() {
    let connection = connection();
    let action = view(
        &["p", "q"],
        vec![feature("a")],
        RowTime::Column(Identifier::new("moment")),
        StoreWrite::Merge,
    );
    let plan = plan(
        action,
        "SELECT * FROM (VALUES
            ('k', 'l', 1, TIMESTAMP '2023-07-01 00:00:00.000001'), ('k', 'l', 2, TIMESTAMP '2023-07-01 00:00:00.000002'),
            ('k|', 'l', 3, TIMESTAMP '2023-07-01'), ('k', '|l', 4, TIMESTAMP '2023-07-01'),
            ('x', 'y', 5, TIMESTAMP '2023-07-01'), ('x', 'y', 6, TIMESTAMP '2023-07-01'), ('x', NULL, 7, TIMESTAMP '2023-07-01'),
            ('x', NULL, 8, TIMESTAMP '2023-07-01')) AS v (p, q, a, moment)",
    );
    send(&connection, &super::setup(&plan, &BTreeSet::new()), "01");
    let mut script = super::node(&plan, &plan.nodes[0]);
    script.phases.truncate(1);
    script.cleanup.clear();
    let (counts, _) = send(&connection, &script, "01");
    assert_eq!(counts, [8, 2, 0, 1, 0]);
    let audit = script
        .statements()
        .find_map(|statement| match &statement.role {
            Role::Audit(findings) => Some(findings[2].offenders.to_string()),
            _ => None,
        });
    assert_eq!(
        rows(&connection, &audit.unwrap()),
        [r#"{"offender":"x|y@2023-07-01 00:00:00.000000","value":"2"}"#]
    );
}

#[test]
fn a_date_has_one_text_on_snowflake_whatever_the_session_says() {
    let id = |data_type: Option<&str>| {
        let key = Key {
            column: Identifier::new("day"),
            data_type: data_type.map(str::to_owned),
        };
        super::writer::entity_id(Dialect::Snowflake, &[key], "s")
    };
    let asked = "IFF(IS_DATE(TO_VARIANT(s.\"DAY\")), TO_CHAR(AS_DATE(TO_VARIANT(s.\"DAY\")), 'YYYY-MM-DD'), CAST(s.\"DAY\" AS VARCHAR))";
    assert_eq!(id(None), asked);
    assert_eq!(id(Some("date")), asked);
    assert_eq!(id(Some("number(38, 0)")), "CAST(s.\"DAY\" AS VARCHAR)");
}

fn table(write: TableWrite, snapshot: Snapshot) -> Action {
    Action::Table(TableAction {
        relation: RelationName::in_schema(Identifier::new("search"), Identifier::new("wide \"t\"")),
        columns: vec![Identifier::new("k"), Identifier::new("v")],
        write,
        audited_key: Vec::new(),
        yields_history: false,
        may_repeat_keys: false,
        snapshot,
        snapshot_retention: Some("1 second".parse().unwrap()),
        cluster_by: Vec::new(),
        transient: true,
        grants: Vec::new(),
    })
}

#[test]
fn a_rebuilt_table_is_swapped_and_old_snapshots_go() {
    let connection = connection();
    for (query, run_id) in [
        ("SELECT 1 AS k, 'a' AS v", "01"),
        ("SELECT 2 AS k, 'b' AS v", "02"),
        ("SELECT 3 AS k, 'c' AS v", "03"),
    ] {
        run(
            &connection,
            &plan(table(TableWrite::Rebuild, Snapshot::EveryRun), query),
            run_id,
        );
    }
    assert_eq!(
        rows(&connection, "SELECT * FROM search.\"wide \"\"t\"\"\""),
        [r#"{"k":3,"v":"c"}"#]
    );
    let tables = rows(
        &connection,
        "SELECT table_name FROM duckdb_tables() WHERE schema_name = 'SEARCH' ORDER BY 1",
    );
    assert_eq!(
        tables,
        [
            r#"{"table_name":"wide \"t\""}"#,
            r#"{"table_name":"wide \"t\"__SNAPSHOT__20230802T000002000"}"#,
            r#"{"table_name":"wide \"t\"__SNAPSHOT__20230802T000003000"}"#,
        ]
        .map(String::from)
    );
}

#[test]
fn a_merged_table_updates_what_differs() {
    let connection = connection();
    let write = || TableWrite::Merge {
        unique_key: vec![Identifier::new("k")],
        on_schema_change: SchemaChange::Fail,
    };
    run(
        &connection,
        &plan(
            table(write(), Snapshot::Daily),
            "SELECT 1 AS k, 'a' AS v UNION ALL SELECT 2, NULL",
        ),
        "01",
    );
    let (_, changed) = run(
        &connection,
        &plan(
            table(write(), Snapshot::Daily),
            "SELECT 1 AS k, 'a' AS v UNION ALL SELECT 2, 'b'",
        ),
        "02",
    );
    assert_eq!(changed, 1);
    assert_eq!(
        rows(
            &connection,
            "SELECT * FROM search.\"wide \"\"t\"\"\" ORDER BY k"
        ),
        [r#"{"k":1,"v":"a"}"#, r#"{"k":2,"v":"b"}"#].map(String::from)
    );
    assert_eq!(
        rows(
            &connection,
            "SELECT DISTINCT snapshot_name FROM feature_store.fsc_snapshots"
        )
        .len(),
        1
    );
}

#[test]
fn the_name_of_a_copy_is_escaped_as_the_dialect_has_it() {
    let mut plan = plan(
        table(TableWrite::Rebuild, Snapshot::EveryRun),
        "SELECT 1 AS k",
    );
    plan.dialect = Dialect::Snowflake;
    if let Action::Table(action) = &mut plan.nodes[0].action {
        action.relation.name = Identifier::new("it's\\x");
    }
    let script = super::node(&plan, &plan.nodes[0]).to_string();
    let literal = r"'it''s\\x__SNAPSHOT__{{ run_stamp }}'";
    assert!(script.contains(literal), "{script}");
    let copy = r#""SEARCH"."it's\x__SNAPSHOT__{{ run_stamp }}" CLONE"#;
    assert!(script.contains(copy), "{script}");
}

#[test]
fn a_comment_at_the_end_of_a_query_hides_no_terminator() {
    let rebuilt = |query: &str| {
        let action = view(&["p"], vec![feature("a")], RowTime::AsOf, StoreWrite::Merge);
        let plan = plan(action, query);
        super::node(&plan, &plan.nodes[0]).to_string()
    };
    let plain = rebuilt("SELECT 1 AS p, 2 AS a");
    for comment in ["-- no more", "// no more", "-- no more;"] {
        let text = rebuilt(&format!("SELECT 1 AS p, 2 AS a {comment}"));
        assert_eq!(
            text.replace(&format!(" {comment}\n;"), ";"),
            plain,
            "{text}"
        );
    }
}

#[test]
fn what_older_definitions_computed_goes_and_the_rest_is_claimed() {
    let mut action = view(
        &["token"],
        vec![feature("a")],
        RowTime::Column(Identifier::new("moment")),
        StoreWrite::Merge,
    );
    if let Action::FeatureView(view) = &mut action {
        view.meets_older = true;
        view.keep_versions = true;
    }
    let mut plan = plan(
        action,
        "SELECT 1 AS token, 2 AS a, TIMESTAMP '2023-07-01' AS moment",
    );
    plan.nodes[0].values_hash = "of all".into();
    plan.nodes[0].reads_stale = true;
    let mut text = String::new();
    for dialect in [Dialect::DuckDb, Dialect::Snowflake] {
        plan.dialect = dialect;
        let phases = super::node(&plan, &plan.nodes[0]).phases;
        let statements = phases.into_iter().flat_map(|phase| phase.statements);
        for statement in statements.filter(|sent| {
            let purpose = &sent.purpose;
            purpose.starts_with("replace: ") || purpose == "versions: keep the values that go"
        }) {
            text += &format!("-- {}\n{};\n\n", statement.purpose, statement.sql);
        }
    }
    insta::with_settings!({snapshot_path => "../../snapshots/emit", prepend_module_to_snapshot => false}, {
        insta::assert_snapshot!("older_definitions", text);
    });
}
