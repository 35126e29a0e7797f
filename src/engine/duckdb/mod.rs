//! The embedded DuckDB: one database a process, one connection a session.
//!
//! Results are read as text that DuckDB itself prints, so that no value passes through a second type system: a query
//! is wrapped in a cast of all its columns. Nothing is fetched from the network: extensions are neither installed nor
//! loaded on their own.

mod error;
mod live;
mod session;
#[cfg(test)]
mod tests;

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use duckdb::{Config, Connection};

use self::error::{connection_error, message, open_error};
use self::live::LiveSessions;
use self::session::DuckDbSession;
use super::{Engine, EngineError, Session};
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

impl DuckDb {
    /// A database that is gone when it is closed.
    pub fn in_memory() -> Result<Self, EngineError> {
        Self::attach(":memory:", ":memory:", "")
    }

    /// The database in a file, which is made when it is missing. `name` is how messages call it.
    pub fn open(file: &Path, name: &str) -> Result<Self, EngineError> {
        let path = Self::path(file, name)?;
        match Self::attach(path, name, "") {
            // Only a file that DuckDB has refused is removed: one of which another process makes a database just now is
            // locked.
            Err(EngineError::Connection(_))
                if is_unfinished(file) && is_a_database_by_name(file) =>
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

/// Where the first block with anything of a database's own begins: after the file's header and two of the database's.
const HEADERS: u64 = 3 * 4096;

/// What stands in a database file after the checksum of its first header.
const MAGIC: &[u8] = b"DUCK";

/// Whether a file is what is left where the making of a database was cut short, by a kill or a full disk: nothing, or headers
/// alone. No row was ever in it.
fn is_unfinished(file: &Path) -> bool {
    let is_short = std::fs::metadata(file)
        .is_ok_and(|metadata| metadata.is_file() && metadata.len() < HEADERS);
    let mut log = file.as_os_str().to_owned();
    log.push(".wal");
    is_short
        && !Path::new(&log).exists()
        && std::fs::read(file)
            .is_ok_and(|bytes| bytes.is_empty() || bytes.get(8..12) == Some(MAGIC))
}

/// Whether such a file is what is left of a database, and not somebody's own.
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
