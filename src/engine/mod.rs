//! Engines: what executes statements. Small on purpose: everything that can be said in SQL text is said in
//! [`emit`](crate::emit), and an engine only carries it.
//!
//! # How to add one
//! Implement [`Engine`] and [`Session`] in a file of its own, add a [`Dialect`] if its SQL differs, and open it in
//! [`open()`].

#![expect(
    clippy::disallowed_methods,
    reason = "an engine opens databases and reads local files"
)]

#[cfg(feature = "duckdb")]
pub mod duckdb;
mod facts;
pub(crate) mod full_disk;
mod local_file;
mod open;
#[cfg(test)]
pub(crate) mod recording;
#[cfg(feature = "snowflake")]
pub mod snowflake;

pub use facts::{embedded_state, embedded_version};
pub use local_file::{LocalFile, local_file};
pub use open::{Access, in_memory, open};

use crate::sql::name::Dialect;

/// A database that statements are sent to. Shared by threads; each node works in a [`Session`] of its own.
pub trait Engine: Send + Sync {
    /// The SQL it speaks.
    fn dialect(&self) -> Dialect;

    /// A new session: temporary tables and transactions are its own.
    fn session(&self) -> Result<Box<dyn Session>, EngineError>;

    /// Stops every statement that is running in any session, as soon as the engine can; those statements fail. May be
    /// called from any thread, more than once.
    fn interrupt(&self);
}

/// One connection's state.
pub trait Session: Send {
    /// Sends one statement and waits for it.
    fn execute(&mut self, sql: &str) -> Result<Executed, EngineError>;

    /// Binds a query without running it: the columns that it would return.
    fn describe(&mut self, query: &str) -> Result<Vec<Column>, EngineError>;

    /// Sends one statement and reads all that it returns.
    fn query(&mut self, sql: &str) -> Result<Rows, EngineError>;

    /// Says what the statements that follow are for, to a database that keeps a history of statements.
    fn set_purpose(&mut self, _purpose: &Purpose) {}

    /// How many bytes the statements since the last [`set_purpose`](Session::set_purpose) have scanned, where the database
    /// tells.
    fn bytes_scanned(&mut self) -> Option<u64> {
        None
    }
}

/// What statements are for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Purpose {
    /// The project's name.
    pub project: String,
    /// The node, where they are a node's.
    pub node: Option<String>,
    /// The run, where they are a run's.
    pub run_id: Option<String>,
    /// The backfill, where they are a backfill's.
    pub job: Option<String>,
}

impl EngineError {
    /// Whether a statement was refused because of what the user may read or make, and so whatever the rows are. Snowflake says
    /// the same of what is not there and of what may not be seen (002003), and of what may not be done (003001).
    pub fn is_missing_privilege(&self) -> bool {
        matches!(self, Self::Statement(message) if ["(error 002003", "(error 003001"].iter().any(|code| message.contains(code)))
    }
}

/// What a statement did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Executed {
    /// Rows inserted, updated and deleted; 0 for statements that change none.
    pub rows_changed: u64,
    /// The engine's id of the statement, where it has one.
    pub query_id: Option<String>,
}

/// A column of a result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// Its type as the engine prints it: `DECIMAL(18,3)`.
    pub data_type: String,
}

/// A result, as text: what people and checks read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rows {
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows; `None` is NULL.
    pub rows: Vec<Vec<Option<String>>>,
    /// The engine's id of the statement, where it has one.
    pub query_id: Option<String>,
}

impl Rows {
    /// The first two texts of each row: a description's columns, each with its type.
    pub fn described(&self) -> Vec<(&str, &str)> {
        self.rows
            .iter()
            .filter_map(|row| match row.as_slice() {
                [Some(name), Some(data_type), ..] => Some((name.as_str(), data_type.as_str())),
                _ => None,
            })
            .collect()
    }
}

/// Why an engine could not do what was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EngineError {
    /// The statement was refused or failed: the message as the engine gave it.
    #[error("{0}")]
    Statement(String),
    /// The statement did not get a lock that it waited for, or was the victim of a deadlock: it did nothing, and the same
    /// may succeed later.
    #[error("{0}")]
    Contention(String),
    /// The session is gone, with its temporary tables and its open transaction. Whether a COMMIT that was under way
    /// happened is not known.
    #[error("{0}")]
    SessionLost(String),
    /// The statement was stopped by [`Engine::interrupt`].
    #[error("interrupted")]
    Interrupted,
    /// No connection, or none any more.
    #[error("{0}")]
    Connection(String),
    /// Another process holds the database.
    #[error("{0}")]
    Locked(String),
}
