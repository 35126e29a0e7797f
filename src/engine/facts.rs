//! What can be said of the embedded engine without using it: for bug reports.

#[cfg(feature = "duckdb")]
mod embedded {
    use std::path::Path;

    use duckdb::{AccessMode, Config, Connection};

    /// The version of the embedded database, or why there is none.
    pub fn embedded_version() -> String {
        let version = Connection::open_in_memory()
            .and_then(|connection| connection.query_row("select version()", [], |row| row.get(0)));
        match version {
            Ok(version) => version,
            Err(error) => format!("does not start: {error}"),
        }
    }

    /// Whether a database file could be used, without making one that is not there.
    pub fn embedded_state(file: &Path) -> &'static str {
        if !file.exists() {
            return "not made yet: `fsc run` makes it";
        }
        let opened = Config::default()
            .access_mode(AccessMode::ReadOnly)
            .and_then(|config| Connection::open_with_flags(file, config));
        match opened {
            Ok(_) if !can_write(file) => "opens, and cannot be written",
            Ok(_) => "opens",
            Err(_) => "does not open: locked by another process, or not a DuckDB database",
        }
    }

    /// Whether the file and its folder, which takes DuckDB's log, can be written.
    fn can_write(file: &Path) -> bool {
        let folder_is_writable = file
            .parent()
            .and_then(|folder| folder.metadata().ok())
            .is_none_or(|folder| !folder.permissions().readonly());
        folder_is_writable && std::fs::OpenOptions::new().append(true).open(file).is_ok()
    }
}

#[cfg(not(feature = "duckdb"))]
mod embedded {
    use std::path::Path;

    /// There is none.
    pub fn embedded_version() -> String {
        "not built in".to_owned()
    }

    /// It cannot be used.
    pub fn embedded_state(_: &Path) -> &'static str {
        "this build has no DuckDB"
    }
}

pub use embedded::{embedded_state, embedded_version};
