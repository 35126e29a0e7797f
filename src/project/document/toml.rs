//! TOML into a [`Node`].

use toml::Spanned;
use toml::de::{DeInteger, DeTable, DeValue};

use super::{Entry, Node, Value};
use crate::diagnostic::Diagnostic;
use crate::rules::{invalid_syntax, invalid_value};
use crate::source::{FileId, Span};

pub(super) fn parse(file: FileId, text: &str) -> (Node, Vec<Diagnostic>) {
    let (table, errors) = DeTable::parse_recoverable(text);
    let places: Vec<_> = errors
        .iter()
        .map(|error| error.span().unwrap_or(0..0))
        .collect();
    let headers: Vec<Option<&str>> = errors
        .iter()
        .zip(&places)
        .map(|(error, range)| list_header(text, range).filter(|_| is_duplicate(error)))
        .collect();
    // Keys that stand twice follow from a header that does.
    let is_header_twice = headers.iter().any(Option::is_some);
    let mut diagnostics = errors
        .iter()
        .zip(&places)
        .zip(headers)
        .filter(|((error, _), header)| {
            header.is_some() || !(is_header_twice && is_duplicate(error))
        })
        .map(|((error, range), header)| {
            invalid_syntax::toml(Span::new(file, range.clone()), error.message(), header)
        })
        .collect();
    let mut converter = Converter {
        file,
        diagnostics: &mut diagnostics,
    };
    let node = Node {
        value: converter.table(table.into_inner()),
        span: Span::whole(file),
    };
    (node, diagnostics)
}

fn is_duplicate(error: &toml::de::Error) -> bool {
    error.message().contains("duplicate key")
}

/// The key of the header `[key]` that a place stands in, where `[[key]]` would start one more of a list.
fn list_header<'t>(text: &'t str, range: &std::ops::Range<usize>) -> Option<&'t str> {
    let start = text.get(..range.start)?.rfind('\n').map_or(0, |at| at + 1);
    let line = text[start..].lines().next()?.trim();
    let key = line.strip_prefix('[')?.split(']').next()?.trim();
    ["entity", "feature_view", "source", "table"]
        .contains(&key)
        .then_some(key)
}

struct Converter<'d> {
    file: FileId,
    diagnostics: &'d mut Vec<Diagnostic>,
}

impl Converter<'_> {
    /// The parser keeps keys sorted by name; their places give the order of the file back.
    fn table(&mut self, table: DeTable<'_>) -> Value {
        let mut entries: Vec<Entry> = table
            .into_iter()
            .map(|(key, value)| Entry {
                key_span: Span::new(self.file, key.span()),
                key: key.into_inner().into_owned(),
                node: self.node(value),
            })
            .collect();
        entries.sort_by_key(|entry| entry.key_span.start);
        Value::Table(entries)
    }

    fn node(&mut self, value: Spanned<DeValue<'_>>) -> Node {
        let span = Span::new(self.file, value.span());
        let value = match value.into_inner() {
            DeValue::String(text) => Value::String(text.into_owned()),
            DeValue::Integer(integer) => self.integer(&integer, span),
            DeValue::Float(float) => match float.as_str().parse() {
                Ok(number) => Value::Float(number),
                Err(_) => self.unreadable(span),
            },
            DeValue::Boolean(flag) => Value::Bool(flag),
            DeValue::Datetime(date) => Value::Date(date.to_string()),
            DeValue::Array(array) => {
                Value::Array(array.into_iter().map(|value| self.node(value)).collect())
            }
            DeValue::Table(table) => self.table(table),
        };
        Node { value, span }
    }

    fn integer(&mut self, integer: &DeInteger<'_>, span: Span) -> Value {
        match i64::from_str_radix(integer.as_str(), integer.radix()) {
            Ok(number) => Value::Integer(number),
            Err(_) => self.unreadable(span),
        }
    }

    fn unreadable(&mut self, span: Span) -> Value {
        self.diagnostics.push(invalid_value::too_large(span));
        Value::Integer(0)
    }
}
