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

/// A part of the text, within one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spot {
    /// 1-based line.
    pub line: usize,
    /// 1-based column in characters.
    pub column: usize,
    /// How many characters are meant; 0 is a point.
    pub width: usize,
}

impl Spot {
    /// Where a token stands; of one that runs over lines, where it begins.
    pub(super) fn of(token: &TokenWithSpan) -> Self {
        Self::between(token, token)
    }

    /// From the start of one token to the end of another in the same line.
    pub(super) fn between(first: &TokenWithSpan, last: &TokenWithSpan) -> Self {
        let (start, end) = (first.span.start, last.span.end);
        let width = if start.line == end.line {
            line_number(end.column.saturating_sub(start.column))
        } else {
            0
        };
        Self {
            line: line_number(start.line).max(1),
            column: line_number(start.column).max(1),
            width,
        }
    }
}

/// A part of the text with what there is to say about it, or what should stand there instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// Where.
    pub spot: Spot,
    /// The remark, or the replacement.
    pub text: String,
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
    /// Other places that explain the error.
    pub also: Vec<Remark>,
    /// The way out as a replacement; only with `help`.
    pub edit: Option<Box<Remark>>,
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
            also: Vec::new(),
            edit: None,
        }
    }

    /// An error at a token.
    pub(super) fn at(kind: SqlErrorKind, token: &TokenWithSpan) -> Self {
        Self::in_spot(kind, Spot::of(token))
    }

    /// An error in a part of the text.
    pub(super) fn in_spot(kind: SqlErrorKind, spot: Spot) -> Self {
        let mut error = Self::new(kind, 1, 1);
        (error.line, error.column, error.width) = (spot.line, spot.column, spot.width);
        error
    }

    /// Adds a way out.
    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds a way out that is a replacement.
    pub(super) fn edit(mut self, help: &str, spot: Spot, replacement: impl Into<String>) -> Self {
        self.edit = Some(Box::new(Remark {
            spot,
            text: replacement.into(),
        }));
        self.help(help)
    }

    /// Adds another place.
    pub(super) fn also(mut self, token: &TokenWithSpan, text: impl Into<String>) -> Self {
        self.also.push(Remark {
            spot: Spot::of(token),
            text: text.into(),
        });
        self
    }
}

impl From<NoStack> for SqlError {
    fn from(error: NoStack) -> Self {
        Self::new(SqlErrorKind::NoStack(error), 1, 1)
    }
}
