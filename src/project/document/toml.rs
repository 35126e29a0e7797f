//! TOML into a [`Node`].

use toml::Spanned;
use toml::de::{DeInteger, DeTable, DeValue};

use super::{Entry, Node, Value};
use crate::diagnostic::Diagnostic;
use crate::rules::{invalid_syntax, invalid_value};
use crate::source::{FileId, Span};

pub(super) fn parse(file: FileId, text: &str) -> (Node, Vec<Diagnostic>) {
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut diagnostics = errors
        .iter()
        .map(|error| {
            let range = error.span().unwrap_or(0..0);
            invalid_syntax::toml(Span::new(file, range), error.message())
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
