//! What DuckDB says when something fails, in fsc's words where the reason is known.

use crate::engine::{EngineError, full_disk};

pub(super) fn connection_error(error: &duckdb::Error) -> EngineError {
    EngineError::Connection(message(error))
}

pub(super) fn message(error: &duckdb::Error) -> String {
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
pub(super) fn open_error(name: &str, message: &str) -> EngineError {
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
        format!("`{name}` is not a DuckDB database")
    } else if message.contains("Permission denied") {
        format!("`{name}` cannot be written: permission denied")
    } else if full_disk::is_said(message) {
        format!(
            "`{name}` cannot be written: the disk is full\n{}",
            full_disk::WAY_OUT
        )
    } else {
        format!("`{name}` cannot be opened: {reason}")
    })
}

pub(super) fn statement_error(error: &duckdb::Error) -> EngineError {
    let message = message(error);
    if message.starts_with("INTERRUPT Error") {
        EngineError::Interrupted
    } else if is_conflict(&message) {
        EngineError::Contention(message)
    } else {
        EngineError::Statement(message)
    }
}

/// Whether another session of the process changed the same at the same time. Nothing was done.
fn is_conflict(message: &str) -> bool {
    message.starts_with("TransactionContext Error") && message.to_lowercase().contains("conflict")
}
