//! Definition files as trees: TOML and YAML both become a [`Node`], where every key and value knows its bytes.
//!
//! One tree means one schema, one validator and one set of messages for both formats. The price is that fsc builds the
//! tree itself instead of letting a format's crate deserialize straight into types; what is bought is that *all* that is
//! wrong with a file is found at once ([`validate()`]), where serde stops at the first.

mod deserialize;
mod entries;
mod shape;
mod toml;
mod validate;
mod yaml;

pub use deserialize::{DocumentError, deserialize};
pub use entries::{Entries, TextOr};
pub use shape::Shape;
pub use validate::validate;

use crate::diagnostic::Diagnostic;
use crate::source::{FileId, Span};

/// A value of a definition file with its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// The value.
    pub value: Value,
    /// Where it stands; for a table under a header, the header.
    pub span: Span,
}

/// What a definition file can say.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// YAML's empty value.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// A number with a fraction; may be infinite or not a number until it was validated.
    Float(f64),
    /// Text.
    String(String),
    /// TOML's bare dates and times, as they are written.
    Date(String),
    /// A list.
    Array(Vec<Node>),
    /// Keys, each once, in the order of the file.
    Table(Vec<Entry>),
}

/// A key with its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The key, without quotes or escapes.
    pub key: String,
    /// Where the key stands.
    pub key_span: Span,
    /// Its value.
    pub node: Node,
}

/// The language of a definition file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// TOML 1.1.
    Toml,
    /// YAML 1.2.
    Yaml,
}

impl Value {
    /// What it is, for messages: "a string".
    pub fn describe(&self) -> &'static str {
        match self {
            Self::Null => "nothing",
            Self::Bool(_) => "a boolean",
            Self::Integer(_) => "an integer",
            Self::Float(_) => "a number",
            Self::String(_) => "a string",
            Self::Date(_) => "a date",
            Self::Array(_) => "an array",
            Self::Table(_) => "a table",
        }
    }
}

/// Reads a whole file. The node is a table, as complete as the errors allow; an empty file is an empty table.
pub fn parse(format: Format, file: FileId, text: &str) -> (Node, Vec<Diagnostic>) {
    match format {
        Format::Toml => toml::parse(file, text),
        Format::Yaml => yaml::parse(file, text),
    }
}

#[cfg(test)]
mod tests;
