//! The examples run whole, and every value in the store equals that of an independent query over the same files.

use std::fs;
use std::path::Path;

use duckdb::Connection;

use crate::harness::Sandbox;

/// How far apart two values may be, relative to their size: different orders of summation.
const TOLERANCE: &str = "1e-9 * greatest(1, abs(e.value), abs(s.value))";

/// Runs the example at each as-of and compares after each, so that static values are those of that as-of.
fn values_match(name: &str, as_of_times: &[&str]) {
    let project = Sandbox::example(name);
    for ds in as_of_times {
        project.fsc(["run", "--ds", ds]).run().assert_exit(0);
        let database = Connection::open(project.path().join("target/dev.duckdb")).unwrap();
        let mut views = 0;
        for file in fs::read_dir(project.path().join("expected")).unwrap() {
            compare_view(&project, &database, &file.unwrap().path(), ds);
            views += 1;
        }
        let declared: usize = database
            .query_row(
                "SELECT COUNT(DISTINCT node) FROM feature_store.fsc_intervals WHERE node LIKE 'feature_view.%'",
                [],
                |row| row.get(0),
            )
            .unwrap();
        assert_eq!(
            views, declared,
            "each feature view of {name} has an independent query"
        );
        uncovered_features(&database);
    }
}

fn compare_view(project: &Sandbox, database: &Connection, file: &Path, ds: &str) {
    let data = project
        .path()
        .join("data")
        .display()
        .to_string()
        .replace('\'', "''");
    let expected = fs::read_to_string(file)
        .unwrap()
        .replace("$ds", ds)
        .replace("$data", &data);
    database
        .execute_batch(&format!(
            "CREATE OR REPLACE TEMP TABLE expected AS {expected}"
        ))
        .unwrap();
    let is_static: bool = database
        .query_row(
            "SELECT COUNT(*) = 0 FROM (DESCRIBE expected) WHERE column_name = 'as_of'",
            [],
            |row| row.get(0),
        )
        .unwrap();
    let (store, time) = if is_static {
        ("feature_store.features_static".to_owned(), "")
    } else {
        (
            format!("(FROM feature_store.features_long WHERE as_of = TIMESTAMP '{ds}')"),
            "AND e.as_of = s.as_of",
        )
    };
    database
        .execute_batch(&format!(
            "CREATE OR REPLACE TEMP TABLE stored AS FROM {store} WHERE (entity, feature) IN (SELECT DISTINCT (entity, feature) FROM expected);
             CREATE TEMP TABLE IF NOT EXISTS covered (entity VARCHAR, feature VARCHAR);
             INSERT INTO covered SELECT DISTINCT entity, feature FROM expected;
             CREATE OR REPLACE TEMP TABLE differing AS
             SELECT coalesce(e.entity_id, s.entity_id) AS entity_id, coalesce(e.feature, s.feature) AS feature,
                    e.value AS expected, s.value AS stored
             FROM expected AS e FULL JOIN stored AS s
               ON e.entity = s.entity AND e.entity_id = s.entity_id AND e.feature = s.feature {time}
             WHERE e.entity IS NULL OR s.entity IS NULL OR (e.value IS NULL) <> (s.value IS NULL)
                OR abs(e.value - s.value) > {TOLERANCE}"
        ))
        .unwrap();
    let compared: usize = database
        .query_row("SELECT COUNT(*) FROM expected", [], |row| row.get(0))
        .unwrap();
    assert!(compared > 0, "{} yields nothing at {ds}", file.display());
    let differing: Vec<String> = database
        .prepare("SELECT to_json(d)::VARCHAR FROM differing AS d ORDER BY ALL LIMIT 5")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    assert!(
        differing.is_empty(),
        "{} at {ds}: {differing:#?}",
        file.display()
    );
}

/// Every stored feature was compared.
fn uncovered_features(database: &Connection) {
    let uncovered: usize = database
        .query_row(
            "SELECT COUNT(*) FROM (
                 SELECT entity, feature FROM feature_store.features_long UNION SELECT entity, feature FROM feature_store.features_static
                 EXCEPT SELECT entity, feature FROM covered)",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(uncovered, 0);
}

#[test]
fn flights_values_equal_an_independent_query() {
    values_match("flights", &["2013-03-08", "2013-03-09", "2013-03-10"]);
}

#[test]
fn marketplace_values_equal_an_independent_query() {
    values_match("marketplace", &["2023-08-01", "2023-08-15", "2023-08-30"]);
}

/// A later run leaves what earlier runs stored as it was, the order of summation apart.
#[test]
fn later_runs_leave_earlier_values_alone() {
    let project = Sandbox::example("marketplace");
    let snapshot = |project: &Sandbox| -> Vec<String> {
        Connection::open(project.path().join("target/dev.duckdb"))
            .unwrap()
            .prepare(
                "SELECT to_json(f)::VARCHAR FROM (SELECT * EXCLUDE (computed_at, run_id) REPLACE (round(value, 9) AS value) FROM feature_store.features_long) AS f
                 WHERE as_of = TIMESTAMP '2023-08-10' ORDER BY ALL",
            )
            .unwrap()
            .query_map([], |row| row.get(0))
            .unwrap()
            .map(Result::unwrap)
            .collect()
    };
    project
        .fsc(["run", "--ds", "2023-08-10"])
        .run()
        .assert_exit(0);
    let before = snapshot(&project);
    assert!(!before.is_empty());
    for ds in ["2023-08-11", "2023-08-01", "2023-08-10"] {
        project.fsc(["run", "--ds", ds]).run().assert_exit(0);
    }
    let after = snapshot(&project);
    let changed: Vec<&String> = before
        .iter()
        .filter(|row| !after.contains(row))
        .take(5)
        .collect();
    assert!(
        changed.is_empty() && before.len() == after.len(),
        "{changed:#?}"
    );
}
