//! Why a text is not one query.

use sqlparser::tokenizer::TokenWithSpan;

use super::line_number;
use crate::sql::stack::NoStack;

/// What is wrong with a text that should be one query.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SqlErrorKind {
    /// Nothing but white space and comments.
    #[error("there is no query here, only white space or comments")]
    Empty,
    /// More than one statement.
    #[error("a second statement starts here, but the text must be one query")]
    SecondStatement,
    /// A statement that is not a query, by its first words.
    #[error("`{0}` is a statement, not a query")]
    NotAQuery(String),
    /// `SELECT … INTO`.
    #[error("`SELECT … INTO` writes, but the text must only query")]
    SelectInto,
    /// It does not parse: a phrase.
    #[error("{0}")]
    Syntax(String),
    /// It is larger, longer or deeper than fsc reads: a phrase.
    #[error("{0}")]
    TooLarge(String),
    /// No thread could be started to parse it.
    #[error("{0}")]
    NoStack(#[from] NoStack),
}

/// A kind of error with its place in the text and, where one is known, a way out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{kind}")]
pub struct SqlError {
    /// What is wrong.
    pub kind: SqlErrorKind,
    /// 1-based line.
    pub line: usize,
    /// 1-based column in characters.
    pub column: usize,
    /// How many characters are meant; 0 is a point.
    pub width: usize,
    /// A way out.
    pub help: Option<String>,
}

impl SqlError {
    /// An error at a line and column.
    pub(super) fn new(kind: SqlErrorKind, line: u64, column: u64) -> Self {
        Self {
            kind,
            line: line_number(line).max(1),
            column: line_number(column).max(1),
            width: 0,
            help: None,
        }
    }

    /// An error at a token.
    pub(super) fn at(kind: SqlErrorKind, token: &TokenWithSpan) -> Self {
        let (start, end) = (token.span.start, token.span.end);
        let mut error = Self::new(kind, start.line, start.column);
        if start.line == end.line {
            error.width = line_number(end.column.saturating_sub(start.column));
        }
        error
    }

    /// Adds a way out.
    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl From<NoStack> for SqlError {
    fn from(error: NoStack) -> Self {
        Self::new(SqlErrorKind::NoStack(error), 1, 1)
    }
}
