//! One connection: statements in, counts and texts out.

use std::sync::Arc;

use duckdb::Connection;

use super::error::statement_error;
use super::live::LiveSessions;
use crate::engine::{Column, EngineError, Executed, Rows, Session};
use crate::sql::name::{Dialect, string_literal};

pub(super) struct DuckDbSession {
    pub(super) connection: Connection,
    pub(super) live: Arc<LiveSessions>,
    pub(super) id: u64,
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
