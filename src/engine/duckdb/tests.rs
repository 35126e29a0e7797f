//! DuckDB as an engine.

use super::error::open_error;
use super::*;

fn session() -> Box<dyn Session> {
    DuckDb::in_memory().unwrap().session().unwrap()
}

#[test]
fn results_read_as_text() {
    let rows = session()
        .query(
            "SELECT 0.1::DOUBLE AS d, 12.50::DECIMAL(18, 2) AS m, TIMESTAMP '2023-08-01 00:00:00' AS t,
               TIMESTAMP '2023-08-01 00:00:00.5' AS f, DATE '2023-08-01' AS day, true AS b, NULL AS n,
               [1, 2] AS l, {'x': 1.5} AS s, 'ö' AS text; -- the end",
        )
        .unwrap_err();
    // A comment after the terminator is no query; without it the query reads.
    assert!(matches!(rows, EngineError::Statement(_)));
    let rows = session()
        .query(
            "SELECT 0.1::DOUBLE AS d, 12.50::DECIMAL(18, 2) AS m, TIMESTAMP '2023-08-01 00:00:00' AS t,
               TIMESTAMP '2023-08-01 00:00:00.5' AS f, DATE '2023-08-01' AS day, true AS b, NULL AS n,
               [1, 2] AS l, {'x': 1.5} AS s, 'ö' AS text -- the end",
        )
        .unwrap();
    let row: Vec<&str> = rows.rows[0]
        .iter()
        .map(|value| value.as_deref().unwrap_or("NULL"))
        .collect();
    assert_eq!(
        row,
        [
            "0.1",
            "12.50",
            "2023-08-01 00:00:00",
            "2023-08-01 00:00:00.5",
            "2023-08-01",
            "true",
            "NULL",
            "[1, 2]",
            "{'x': 1.5}",
            "ö"
        ]
    );
    assert_eq!(rows.columns[1].name, "m");
    assert_eq!(rows.columns[1].data_type, "DECIMAL(18,2)");
}

#[test]
fn a_description_is_a_result_too() {
    let mut session = session();
    session
        .execute("CREATE TEMPORARY TABLE \"T\" (\"A\" INTEGER, b VARCHAR)")
        .unwrap();
    let rows = session.query("DESCRIBE \"T\"").unwrap();
    assert_eq!(rows.rows[0][0].as_deref(), Some("A"));
    assert_eq!(rows.rows[0][1].as_deref(), Some("INTEGER"));
    assert_eq!(rows.rows[1][1].as_deref(), Some("VARCHAR"));
}

#[test]
fn a_query_is_one_statement_that_reads() {
    let mut session = session();
    session.execute("CREATE TABLE t AS SELECT 1 AS a").unwrap();
    for text in [
        "SELECT 1; DROP TABLE t",
        "SELECT 1; DROP TABLE t; SELECT 2",
        "SELECT 1) AS q); DROP TABLE t; SELECT * FROM (SELECT * FROM (SELECT 1 --",
        "SELECT 'a\\') AS q); DROP TABLE t; SELECT * FROM (SELECT * FROM (SELECT 1 --'",
        "SELECT E'\\''; DROP TABLE t; --'",
        "SELECT 1 -- \r; DROP TABLE t",
        "SELECT /* /* */ 1) AS q); DROP TABLE t; SELECT * FROM (SELECT 1 --*/",
        "DROP TABLE t",
        "DELETE FROM t RETURNING a",
        "",
    ] {
        let refused = session.query(text).map(|rows| rows.rows);
        assert!(refused.is_err(), "{text}: {refused:?}");
        assert_eq!(
            session.query("SELECT a FROM t").unwrap().rows.len(),
            1,
            "{text}"
        );
    }
    session.query("SELECT ')' AS a, ';' AS b -- ;)").unwrap();
    session.query("WITH x AS (SELECT 1 AS a) FROM x").unwrap();
    session.query("SHOW TABLES").unwrap();
    session.query("SUMMARIZE t").unwrap();
}

#[test]
fn writes_say_how_many_rows_they_changed() {
    let mut session = session();
    session
        .execute("CREATE TABLE t (a INTEGER, b INTEGER)")
        .unwrap();
    let insert = session
        .execute("INSERT INTO t VALUES (1, 1), (2, 2)")
        .unwrap();
    assert_eq!(insert.rows_changed, 2);
    let merge = session
        .execute(
            "MERGE INTO t USING (VALUES (1, 1), (2, 5), (3, 3)) AS s (a, b) ON t.a = s.a
             WHEN MATCHED AND t.b IS DISTINCT FROM s.b THEN UPDATE SET b = s.b
             WHEN NOT MATCHED THEN INSERT (a, b) VALUES (s.a, s.b)",
        )
        .unwrap();
    assert_eq!(merge.rows_changed, 2);
    let begin = session.execute("BEGIN TRANSACTION").unwrap();
    assert_eq!(begin.rows_changed, 0);
}

#[test]
fn an_error_points_to_the_line_of_the_query() {
    let error = session()
        .query("SELECT 1,\n  nothing\nFROM range(3)")
        .unwrap_err();
    assert!(error.to_string().contains("LINE 2:   nothing"), "{error}");
}

#[test]
fn sessions_share_the_database_and_keep_temporary_tables_apart() {
    let engine = DuckDb::in_memory().unwrap();
    let (mut one, mut two) = (engine.session().unwrap(), engine.session().unwrap());
    one.execute("CREATE TABLE shared (a INTEGER)").unwrap();
    one.execute("CREATE TEMPORARY TABLE own (a INTEGER)")
        .unwrap();
    two.query("SELECT * FROM shared").unwrap();
    assert!(two.query("SELECT * FROM own").is_err());
}

#[test]
fn an_interrupt_stops_what_runs_and_the_session_goes_on() {
    let engine = DuckDb::in_memory().unwrap();
    let mut session = engine.session().unwrap();
    let error = std::thread::scope(|scope| {
        let worker = scope.spawn(move || {
            let error = session
                .query("SELECT COUNT(*) FROM range(100000000) a, range(100000000) b")
                .unwrap_err();
            session.execute("SELECT 1").unwrap();
            error
        });
        while !worker.is_finished() {
            std::thread::sleep(std::time::Duration::from_millis(20));
            engine.interrupt();
        }
        worker.join().unwrap()
    });
    assert_eq!(error, EngineError::Interrupted);
}

#[test]
fn a_failure_raised_by_a_macro_has_its_own_words_alone() {
    let folder = tempfile::tempdir().unwrap();
    let engine = DuckDb::open(&folder.path().join("x.duckdb"), "x.duckdb").unwrap();
    let error = engine
        .session()
        .unwrap()
        .query("SELECT sf_date('it''s')")
        .unwrap_err();
    assert_eq!(error.to_string(), "Timestamp 'it's' is not recognized");
}

#[test]
fn a_file_that_is_no_database_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let garbage = folder.path().join("garbage.duckdb");
    std::fs::write(&garbage, "garbage garbage").unwrap();
    let error = DuckDb::open(&garbage, "garbage.duckdb").err().unwrap();
    assert_eq!(
        error.to_string(),
        "`garbage.duckdb` is not a DuckDB database"
    );
    let error = DuckDb::open(folder.path(), "target").err().unwrap();
    assert_eq!(
        error.to_string(),
        "`target` is a folder, not a database file"
    );
}

#[test]
fn a_file_of_which_no_database_was_made_yet_is_made_anew() {
    let folder = tempfile::tempdir().unwrap();
    let whole = folder.path().join("whole.duckdb");
    drop(DuckDb::open(&whole, "whole.duckdb").unwrap());
    let whole = std::fs::read(whole).unwrap();
    // A kill leaves whole headers, a full disk a part of one.
    for length in [0, 512, 4096, 8192, 12_287] {
        let cut = folder.path().join(format!("{length}.duckdb"));
        std::fs::write(&cut, &whole[..length]).unwrap();
        let engine = DuckDb::open(&cut, "cut.duckdb").unwrap();
        let mut session = engine.session().unwrap();
        session.execute("CREATE TABLE t AS SELECT 1 AS a").unwrap();
    }
    // Where there is a log, there were rows: nothing is removed.
    let lost = folder.path().join("lost.duckdb");
    std::fs::write(&lost, &whole[..4096]).unwrap();
    std::fs::write(folder.path().join("lost.duckdb.wal"), "rows").unwrap();
    assert!(DuckDb::open(&lost, "lost.duckdb").is_err());
    assert_eq!(std::fs::read(&lost).unwrap().len(), 4096);
    // Nor what is named like no database of fsc's.
    let other = folder.path().join("other.bin");
    std::fs::write(&other, &whole[..4096]).unwrap();
    assert!(DuckDb::open(&other, "other.bin").is_err());
}

#[test]
fn a_database_is_read_by_several_and_with_what_a_crash_left() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("dev.duckdb");
    let copy = folder.path().join("copy.duckdb");
    {
        let engine = DuckDb::open(&file, "dev.duckdb").unwrap();
        let mut session = engine.session().unwrap();
        session.execute("CREATE TABLE t AS SELECT 1 AS a").unwrap();
        // What a process that was killed now would leave.
        let log = folder.path().join("dev.duckdb.wal");
        assert!(log.exists());
        std::fs::copy(&file, &copy).unwrap();
        std::fs::copy(log, folder.path().join("copy.duckdb.wal")).unwrap();
    }
    for file in [file, copy] {
        let one = DuckDb::open_to_read(&file, "it").unwrap();
        let two = Connection::open_with_flags(
            &file,
            Config::default()
                .access_mode(duckdb::AccessMode::ReadOnly)
                .unwrap(),
        );
        let mut session = one.session().unwrap();
        assert_eq!(session.query("SELECT a FROM t").unwrap().rows.len(), 1);
        assert!(two.is_ok());
        let error = session.execute("DROP TABLE t").unwrap_err();
        assert!(error.to_string().contains("read-only"), "{error}");
    }
}

#[test]
fn a_file_may_be_called_like_a_schema_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("feature_store.duckdb");
    for _ in 0..2 {
        let engine = DuckDb::open(&file, "feature_store.duckdb").unwrap();
        let mut session = engine.session().unwrap();
        session
            .execute("CREATE SCHEMA IF NOT EXISTS \"FEATURE_STORE\"")
            .unwrap();
        session
            .execute(
                "CREATE OR REPLACE TABLE \"FEATURE_STORE\".\"T\" AS SELECT sf_double('1.5') AS a",
            )
            .unwrap();
        session.query("SELECT a FROM feature_store.t").unwrap();
    }
    // What lies in the file is nothing of fsc's but its tables, and other programs read it under any name.
    let other = Connection::open(&file).unwrap();
    let macros: i64 = other
        .query_row(
            "SELECT COUNT(*) FROM duckdb_functions() WHERE function_name LIKE 'sf\\_%' ESCAPE '\\'",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(macros, 0);
}

#[test]
fn a_lock_names_its_holder() {
    let error = open_error(
        "target/dev.duckdb",
        "IO Error: Could not set lock on file \"/p/dev.duckdb\": Conflicting lock is held in \
         /usr/bin/fsc (PID 314). See also https://duckdb.org/docs/stable/connect/concurrency",
    );
    assert_eq!(
        error,
        EngineError::Locked(
            "`target/dev.duckdb` is in use by another process: /usr/bin/fsc (PID 314)".into()
        )
    );
}
