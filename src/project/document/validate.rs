//! Holds a tree to a [`Shape`] and finds everything that does not fit.
//!
//! What does not fit is reported and taken out of the tree, so that the rest can be deserialized and resolved in the
//! same run.

use super::shape::Fields;
use super::{Entry, Node, Shape, Value};
use crate::diagnostic::Diagnostic;
use crate::rules::{invalid_value, missing_key, not_finite, unknown_key, wrong_type};

/// Reports what does not fit `shape` and takes it out of `node`, which is a whole file.
pub fn validate(shape: &Shape, node: &mut Node) -> Vec<Diagnostic> {
    let mut validator = Validator {
        diagnostics: Vec::new(),
        path: Vec::new(),
    };
    validator.fits(shape, node, "");
    validator.diagnostics
}

struct Validator {
    diagnostics: Vec<Diagnostic>,
    /// The keys of the tables around the value that is looked at; the file itself is the first, without a key.
    path: Vec<String>,
}

impl Validator {
    /// Whether a value fits after what does not fit inside it was taken out. `key` is the key that holds it.
    fn fits(&mut self, shape: &Shape, node: &mut Node, key: &str) -> bool {
        let span = node.span;
        let finding = match (shape, &mut node.value) {
            (_, Value::Float(number)) if !number.is_finite() => not_finite::at(span, key),
            (Shape::Any, value) => return self.fits_anything(value, key),
            (Shape::Bool, Value::Bool(_))
            | (Shape::Number, Value::Integer(_) | Value::Float(_))
            | (Shape::Text { date: true, .. }, Value::Date(_))
            | (Shape::TextOr(_), Value::String(_)) => return true,
            (Shape::Integer { minimum, maximum }, Value::Integer(number)) => {
                if (minimum..=maximum).contains(&&*number) {
                    return true;
                }
                invalid_value::out_of_range(span, key, *number, *minimum, *maximum)
            }
            (Shape::Text { choices, .. }, Value::String(text)) => {
                if choices.is_empty() || choices.contains(text) {
                    return true;
                }
                invalid_value::not_a_choice(span, key, text, choices)
            }
            (Shape::Array(item), Value::Array(items)) => {
                items.retain_mut(|node| self.fits(item, node, key));
                return true;
            }
            (Shape::Map(value), Value::Table(entries)) => {
                self.path.push(key.to_owned());
                entries.retain_mut(|entry| {
                    if matches!(
                        (value.as_ref(), &entry.node.value),
                        (Shape::Struct(_), Value::Null)
                    ) {
                        // `name:` in YAML names a thing of which there is nothing to say.
                        entry.node.value = Value::Table(Vec::new());
                    }
                    self.fits(value, &mut entry.node, &entry.key)
                });
                self.path.pop();
                return true;
            }
            (Shape::Struct(fields), Value::Table(entries)) => {
                self.path.push(key.to_owned());
                self.table(fields, entries, span, key);
                self.path.pop();
                return true;
            }
            (Shape::TextOr(table), Value::Table(_)) => return self.fits(table, node, key),
            (Shape::Map(value), found @ Value::Array(_))
                if matches!(value.as_ref(), Shape::Struct(_) | Shape::TextOr(_)) =>
            {
                wrong_type::names_in_a_list(span, &self.path, key, found)
            }
            (expected, found) => wrong_type::at(span, key, expected.describe(), found),
        };
        self.diagnostics.push(finding);
        false
    }

    fn table(
        &mut self,
        fields: &Fields,
        entries: &mut Vec<Entry>,
        span: crate::source::Span,
        key: &str,
    ) {
        let mut present = vec![false; fields.fields.len()];
        entries.retain_mut(|entry| {
            if let Some((position, field)) = fields.get(&entry.key) {
                present[position] = true;
                return self.fits(&field.shape, &mut entry.node, &entry.key);
            }
            let finding = unknown_key::at(entry.key_span, &entry.key, key, fields.keys());
            self.diagnostics.push(finding);
            false
        });
        for (field, present) in fields.fields.iter().zip(present) {
            if field.required && !present {
                self.diagnostics
                    .push(missing_key::at(span, &field.key, key));
            }
        }
    }

    /// Values of the user's own have no shape, but must be ones that a template can hold.
    fn fits_anything(&mut self, value: &mut Value, key: &str) -> bool {
        match value {
            Value::Array(items) => {
                items.retain_mut(|node| self.fits(&Shape::Any, node, key));
            }
            Value::Table(entries) => {
                entries.retain_mut(|entry| self.fits(&Shape::Any, &mut entry.node, &entry.key));
            }
            _ => {}
        }
        true
    }
}
