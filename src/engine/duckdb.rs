//! The embedded DuckDB: one database a process, one connection a session.
//!
//! Results are read as text that DuckDB itself prints, so that no value passes through a second type system: a query
//! is wrapped in a cast of all its columns. Nothing is fetched from the network: extensions are neither installed nor
//! loaded on their own.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use duckdb::{Config, Connection, InterruptHandle};

use super::{Column, Engine, EngineError, Executed, Rows, Session};
use crate::sql::lower::prelude;
use crate::sql::name::{Dialect, in_literal, path_in_literal, string_literal};

/// The target's database under a name of fsc's own: under the name of its file, a schema of the same name would be
/// ambiguous (`feature_store.duckdb` with the schema `feature_store`).
const DATABASE: &str = "__fsc_database";

/// What every session is told first. Stored times are naive UTC, whatever the machine's zone. Names are looked for in the
/// target's database, macros of the lowering also in the instance's own, which is in memory.
const SESSION: &str = "SET search_path = '__fsc_database.main,memory.main'";
const TIME_ZONE: &str = "SET TimeZone = 'UTC'";

/// An open database.
pub struct DuckDb {
    connection: Mutex<Connection>,
    live: Arc<LiveSessions>,
}

/// The sessions that can be interrupted. A session leaves under the lock before its connection closes, so that no
/// interrupt reaches a closed connection.
#[derive(Default)]
struct LiveSessions {
    handles: Mutex<(u64, BTreeMap<u64, Arc<InterruptHandle>>)>,
}

impl LiveSessions {
    fn enter(&self, handle: Arc<InterruptHandle>) -> u64 {
        let mut handles = self.handles.lock().unwrap_or_else(PoisonError::into_inner);
        handles.0 += 1;
        let id = handles.0;
        handles.1.insert(id, handle);
        id
    }

    fn leave(&self, id: u64) {
        let mut handles = self.handles.lock().unwrap_or_else(PoisonError::into_inner);
        handles.1.remove(&id);
    }

    fn interrupt(&self) {
        let handles = self.handles.lock().unwrap_or_else(PoisonError::into_inner);
        for handle in handles.1.values() {
            handle.interrupt();
        }
    }
}

impl DuckDb {
    /// A database that is gone when it is closed.
    pub fn in_memory() -> Result<Self, EngineError> {
        Self::attach(":memory:", ":memory:", "")
    }

    /// The database in a file, which is made when it is missing. `name` is how messages call it.
    pub fn open(file: &Path, name: &str) -> Result<Self, EngineError> {
        let path = Self::path(file, name)?;
        match Self::attach(path, name, "") {
            // Only a file that DuckDB has refused is removed: one that is empty because another process makes a database
            // of it just now is locked.
            Err(EngineError::Connection(problem))
                if problem.ends_with(NOT_A_DATABASE)
                    && is_empty(file)
                    && is_a_database_by_name(file) =>
            {
                // When it cannot be removed, DuckDB's own message says what is wrong with it.
                let _ = std::fs::remove_file(file);
                Self::attach(path, name, "")
            }
            attached => attached,
        }
    }

    /// The database in a file that exists, to read only: needs no right to write, and others may read it at the same time.
    pub fn open_to_read(file: &Path, name: &str) -> Result<Self, EngineError> {
        Self::attach(Self::path(file, name)?, name, ", READ_ONLY")
    }

    /// From now on no file outside of a folder is read, and none written.
    pub fn read_files_only_below(&self, folder: &Path) -> Result<(), EngineError> {
        let folder = folder.to_string_lossy();
        // DuckDB holds the pattern that a file is read by against the list, and the file as well.
        let literals = [
            in_literal(Dialect::DuckDb, &folder),
            path_in_literal(&folder),
        ];
        let list = literals.map(|literal| format!("'{literal}'")).join(", ");
        let connection = self
            .connection
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        connection
            .execute_batch(&format!(
                "SET allowed_directories = [{list}]; SET enable_external_access = false"
            ))
            .map_err(|error| connection_error(&error))
    }

    fn path<'f>(file: &'f Path, name: &str) -> Result<&'f str, EngineError> {
        if file.is_dir() {
            return Err(EngineError::Connection(format!(
                "`{name}` is a folder, not a database file"
            )));
        }
        file.to_str().ok_or_else(|| {
            EngineError::Connection(format!("the path of `{name}` is not valid UTF-8"))
        })
    }

    fn attach(path: &str, name: &str, options: &str) -> Result<Self, EngineError> {
        let connection = Connection::open_in_memory_with_flags(settings()?)
            .map_err(|error| connection_error(&error))?;
        connection
            .execute_batch(prelude())
            .map_err(|error| connection_error(&error))?;
        let literal = string_literal(Dialect::DuckDb, path);
        connection
            .execute_batch(&format!(
                "ATTACH {literal} AS {DATABASE} (TYPE duckdb{options})"
            ))
            .map_err(|error| open_error(name, &message(&error).replace(path, name)))?;
        Ok(Self {
            connection: Mutex::new(connection),
            live: Arc::default(),
        })
    }
}

/// What is said of a file that DuckDB does not know.
const NOT_A_DATABASE: &str = "is not a DuckDB database";

/// Whether a file is what a process leaves that was killed while it made the database: 0 bytes, which DuckDB refuses.
fn is_empty(file: &Path) -> bool {
    std::fs::metadata(file).is_ok_and(|metadata| metadata.is_file() && metadata.len() == 0)
}

/// Whether an empty file is what is left of a database, and not somebody's own.
fn is_a_database_by_name(file: &Path) -> bool {
    let ends = file.extension().is_some_and(|extension| {
        ["duckdb", "ddb", "db"]
            .iter()
            .any(|known| extension.eq_ignore_ascii_case(known))
    });
    let folders = file.parent().into_iter().flat_map(Path::components);
    ends || folders
        .into_iter()
        .any(|folder| folder.as_os_str() == crate::output_folder::FOLDER)
}

fn settings() -> Result<Config, EngineError> {
    [
        ("autoinstall_known_extensions", "false"),
        ("autoload_known_extensions", "false"),
        // Snowflake's order.
        ("default_null_order", "nulls_last_on_asc_first_on_desc"),
    ]
    .into_iter()
    .try_fold(Config::default(), |config, (name, value)| {
        config.with(name, value)
    })
    .map_err(|error| connection_error(&error))
}

fn connection_error(error: &duckdb::Error) -> EngineError {
    EngineError::Connection(message(error))
}

fn message(error: &duckdb::Error) -> String {
    match error {
        duckdb::Error::DuckDBFailure(_, Some(message)) => {
            raised(message).map_or_else(|| message.clone(), str::to_owned)
        }
        other => other.to_string(),
    }
}

/// The message of `sf_error`, without DuckDB's words on the cast that raised it.
fn raised(message: &str) -> Option<&str> {
    let (_, rest) = message.split_once("Could not convert string '! ")?;
    let (raised, _) = rest.rsplit_once("' to UINT128")?;
    Some(raised)
}

/// What DuckDB says when it cannot open a file, in fsc's words where the reason is known.
fn open_error(name: &str, message: &str) -> EngineError {
    let reason = message
        .trim_start_matches("IO Error: ")
        .lines()
        .next()
        .unwrap_or_default();
    if message.contains("Could not set lock on file") {
        let holder = message
            .split_once("lock is held in ")
            .map(|(_, rest)| rest.split(". ").next().unwrap_or(rest))
            .map_or_else(String::new, |holder| format!(": {holder}"));
        return EngineError::Locked(format!("`{name}` is in use by another process{holder}"));
    }
    EngineError::Connection(if message.contains("not a valid DuckDB database") {
        format!("`{name}` {NOT_A_DATABASE}")
    } else if message.contains("Permission denied") {
        format!("`{name}` cannot be written: permission denied")
    } else if message.contains("No space left on device") {
        format!("`{name}` cannot be written: the disk is full")
    } else {
        format!("`{name}` cannot be opened: {reason}")
    })
}

fn statement_error(error: &duckdb::Error) -> EngineError {
    let message = message(error);
    if message.starts_with("INTERRUPT Error") {
        EngineError::Interrupted
    } else {
        EngineError::Statement(message)
    }
}

impl Engine for DuckDb {
    fn dialect(&self) -> Dialect {
        Dialect::DuckDb
    }

    fn session(&self) -> Result<Box<dyn Session>, EngineError> {
        let connection = self
            .connection
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .try_clone()
            .map_err(|error| connection_error(&error))?;
        match connection.execute_batch(TIME_ZONE) {
            // A build without the ICU extension knows no zones and is always at UTC.
            Err(error) if !message(&error).contains("TimeZone") => {
                return Err(connection_error(&error));
            }
            Ok(()) | Err(_) => {}
        }
        connection
            .execute_batch(SESSION)
            .map_err(|error| connection_error(&error))?;
        let id = self.live.enter(connection.interrupt_handle());
        Ok(Box::new(DuckDbSession {
            connection,
            live: Arc::clone(&self.live),
            id,
        }))
    }

    fn interrupt(&self) {
        self.live.interrupt();
    }
}

struct DuckDbSession {
    connection: Connection,
    live: Arc<LiveSessions>,
    id: u64,
}

impl Drop for DuckDbSession {
    fn drop(&mut self) {
        self.live.leave(self.id);
    }
}

impl Session for DuckDbSession {
    fn execute(&mut self, sql: &str) -> Result<Executed, EngineError> {
        let rows_changed = self
            .connection
            .execute(sql, [])
            .map_err(|error| statement_error(&error))?;
        Ok(Executed {
            rows_changed: rows_changed as u64,
            query_id: None,
        })
    }

    fn describe(&mut self, query: &str) -> Result<Vec<Column>, EngineError> {
        let columns = self
            .described(without_terminator(query))?
            .into_iter()
            .map(|row| {
                let mut values = row.into_iter().map(Option::unwrap_or_default);
                Column {
                    name: values.next().unwrap_or_default(),
                    data_type: values.next().unwrap_or_default(),
                }
            });
        Ok(columns.collect())
    }

    fn query(&mut self, sql: &str) -> Result<Rows, EngineError> {
        let columns = Session::describe(self, sql)?;
        let query = without_terminator(sql);
        let rows = self.texts(
            &format!("SELECT CAST(COLUMNS(*) AS VARCHAR) FROM (\n{query}\n) AS q"),
            columns.len(),
        )?;
        Ok(Rows {
            columns,
            rows,
            query_id: None,
        })
    }
}

/// A query as it can stand in another one, on lines of its own: they end a comment in its last line, and keep its lines
/// whole in messages.
fn without_terminator(sql: &str) -> &str {
    sql.trim_end().trim_end_matches(';')
}

impl DuckDbSession {
    /// Name and type of each column of a query, which must be one statement that reads.
    ///
    /// The query stands between parentheses below, which a text with parentheses of its own could leave, and a driver
    /// executes all statements of a text. So DuckDB's own parser reads the text first as a literal, in which nothing can
    /// be left: the table function `query` takes one SELECT and nothing else.
    fn described(&self, query: &str) -> Result<Vec<Vec<Option<String>>>, EngineError> {
        let literal = string_literal(Dialect::DuckDb, query);
        let describe = "SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM";
        match self.texts(&format!("{describe} query({literal}))"), 2) {
            // It was read, and means nothing: asked again in place, for a message with the query's own lines. The line
            // breaks end a comment in its last line, and keep its lines whole.
            Err(EngineError::Statement(message)) if !message.starts_with("Parser Error") => {
                self.texts(&format!("{describe} (\n{query}\n) AS q)"), 2)
            }
            described => described,
        }
    }

    /// Reads a query all of whose columns are text.
    fn texts(&self, sql: &str, width: usize) -> Result<Vec<Vec<Option<String>>>, EngineError> {
        let read = || -> Result<_, duckdb::Error> {
            let mut statement = self.connection.prepare(sql)?;
            let mut rows = statement.query([])?;
            let mut texts = Vec::new();
            while let Some(row) = rows.next()? {
                texts.push(
                    (0..width)
                        .map(|column| row.get(column))
                        .collect::<Result<_, _>>()?,
                );
            }
            Ok(texts)
        };
        read().map_err(|error| match statement_error(&error) {
            EngineError::Statement(message) => EngineError::Statement(shift_line(&message)),
            other => other,
        })
    }
}

/// DuckDB counts lines in the wrapped text, where the query starts on the second.
fn shift_line(message: &str) -> String {
    let Some((before, rest)) = message.split_once("\nLINE ") else {
        return message.to_owned();
    };
    match rest.split_once(':') {
        Some((number, after)) => match number.parse::<usize>() {
            Ok(line) if line > 1 => format!("{before}\nLINE {}:{after}", line - 1),
            _ => message.to_owned(),
        },
        None => message.to_owned(),
    }
}

#[cfg(test)]
mod tests {
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
    fn a_file_that_is_no_database_is_refused_and_an_empty_one_is_made_anew() {
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
        let empty = folder.path().join("empty.duckdb");
        std::fs::write(&empty, "").unwrap();
        DuckDb::open(&empty, "empty.duckdb").unwrap();
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
                .execute("CREATE OR REPLACE TABLE \"FEATURE_STORE\".\"T\" AS SELECT sf_double('1.5') AS a")
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
}
