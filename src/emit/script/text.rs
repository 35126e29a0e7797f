//! SQL text with a few named parameters.

use std::fmt;

/// A value that only a run knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Parameter {
    /// The run's id: text without quotes or backslashes.
    RunId,
    /// When the values were computed: the run's one frozen now, `2023-08-02 06:00:00.123456`, UTC.
    ComputedAt,
    /// The same moment, and what no other run has, as they stand in a snapshot's name, `20230802T060000123_1f9ac04e`: names
    /// sort by time.
    RunStamp,
    /// How many rows the stage holds, as the audit counted them.
    RowsStaged,
    /// How many rows the write before it inserted, updated or deleted.
    RowsChanged,
    /// The engine's ids of the node's statements so far, with commas between; nothing where it has none.
    QueryIds,
    /// What the query of a [`Role::ForEach`](super::Role::ForEach) found, as a quoted identifier ([`Identifier::exact`]).
    ///
    /// [`Identifier::exact`]: crate::sql::name::Identifier::exact
    FoundIdentifier,
    /// The same as a text literal ([`string_literal`](crate::sql::name::string_literal)).
    FoundLiteral,
    /// The project's folder, absolute, as it stands inside a text literal: DuckDB resolves a relative path against the
    /// working directory first, which need not be the project's.
    ProjectRoot,
}

impl Parameter {
    /// How it prints: `run_id`.
    pub fn name(self) -> &'static str {
        match self {
            Self::RunId => "run_id",
            Self::ComputedAt => "computed_at",
            Self::RunStamp => "run_stamp",
            Self::RowsStaged => "rows_staged",
            Self::RowsChanged => "rows_changed",
            Self::QueryIds => "query_ids",
            Self::FoundIdentifier => "found | identifier",
            Self::FoundLiteral => "found | literal",
            Self::ProjectRoot => "project_root",
        }
    }
}

/// SQL text with parameters.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SqlText {
    pieces: Vec<Piece>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Text(String),
    Parameter(Parameter),
}

impl SqlText {
    /// Appends text.
    pub fn push(&mut self, text: &str) {
        if let Some(Piece::Text(last)) = self.pieces.last_mut() {
            last.push_str(text);
        } else {
            self.pieces.push(Piece::Text(text.to_owned()));
        }
    }

    /// Appends a parameter.
    pub fn push_parameter(&mut self, parameter: Parameter) {
        self.pieces.push(Piece::Parameter(parameter));
    }

    /// Appends another text with its parameters.
    pub fn push_text(&mut self, other: &Self) {
        for piece in &other.pieces {
            match piece {
                Piece::Text(text) => self.push(text),
                Piece::Parameter(parameter) => self.push_parameter(*parameter),
            }
        }
    }

    /// The text with every parameter replaced by what `value` gives for it.
    pub fn bind(&self, value: impl Fn(Parameter) -> String) -> String {
        self.pieces
            .iter()
            .map(|piece| match piece {
                Piece::Text(text) => text.clone(),
                Piece::Parameter(parameter) => value(*parameter),
            })
            .collect()
    }
}

impl From<String> for SqlText {
    fn from(text: String) -> Self {
        Self {
            pieces: vec![Piece::Text(text)],
        }
    }
}

impl fmt::Display for SqlText {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for piece in &self.pieces {
            match piece {
                Piece::Text(text) => formatter.write_str(text)?,
                Piece::Parameter(parameter) => write!(formatter, "{{{{ {} }}}}", parameter.name())?,
            }
        }
        Ok(())
    }
}
