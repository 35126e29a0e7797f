//! A [`serde::Deserializer`] over a [`Node`], which fills [`Spanned`](crate::source::Spanned) with places.

use std::fmt;

use serde::de::{self, DeserializeOwned, IntoDeserializer, Visitor, value};

use super::{Entry, Node, Value};
use crate::source::{SPANNED, Span};

/// Makes a raw definition from a tree. A tree that was [validated](super::validate()) against the type's schema fits.
pub fn deserialize<T: DeserializeOwned>(node: Node) -> Result<T, DocumentError> {
    T::deserialize(node)
}

/// A tree that does not fit a type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentError {
    /// What does not fit.
    pub message: String,
    /// The innermost value known to hold it.
    pub span: Option<Span>,
}

impl fmt::Display for DocumentError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for DocumentError {}

impl de::Error for DocumentError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self {
            message: message.to_string(),
            span: None,
        }
    }
}

impl DocumentError {
    fn or_at(mut self, span: Span) -> Self {
        self.span.get_or_insert(span);
        self
    }
}

impl<'de> de::Deserializer<'de> for Node {
    type Error = DocumentError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DocumentError> {
        let result = match self.value {
            Value::Null => visitor.visit_unit(),
            Value::Bool(flag) => visitor.visit_bool(flag),
            Value::Integer(number) => visitor.visit_i64(number),
            Value::Float(number) => visitor.visit_f64(number),
            Value::String(text) | Value::Date(text) => visitor.visit_string(text),
            Value::Array(items) => {
                visitor.visit_seq(value::SeqDeserializer::new(items.into_iter()))
            }
            Value::Table(entries) => visitor.visit_map(EntryAccess {
                entries: entries.into_iter(),
                node: None,
            }),
        };
        result.map_err(|error| error.or_at(self.span))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DocumentError> {
        match self.value {
            Value::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, DocumentError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, DocumentError> {
        if name == SPANNED {
            visitor.visit_seq(SpannedAccess::new(self.span, self))
        } else {
            self.deserialize_any(visitor)
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, DocumentError> {
        match self.value {
            Value::String(text) => visitor.visit_enum(text.into_deserializer()),
            other => Err(DocumentError {
                message: format!("expected a string, found {}", other.describe()),
                span: Some(self.span),
            }),
        }
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct seq tuple tuple_struct map identifier ignored_any
    }
}

impl IntoDeserializer<'_, DocumentError> for Node {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

/// The keys and values of a table.
struct EntryAccess {
    entries: std::vec::IntoIter<Entry>,
    node: Option<Node>,
}

impl<'de> de::MapAccess<'de> for EntryAccess {
    type Error = DocumentError;

    fn next_key_seed<K: de::DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, DocumentError> {
        let Some(entry) = self.entries.next() else {
            return Ok(None);
        };
        self.node = Some(entry.node);
        let key = Node {
            value: Value::String(entry.key),
            span: entry.key_span,
        };
        seed.deserialize(key).map(Some)
    }

    fn next_value_seed<S: de::DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<S::Value, DocumentError> {
        match self.node.take() {
            Some(node) => seed.deserialize(node),
            None => Err(de::Error::custom("a value was asked for before its key")),
        }
    }
}

/// The parts of a [`Spanned`](crate::source::Spanned): file, start, end, value.
struct SpannedAccess {
    place: std::array::IntoIter<u32, 3>,
    node: Option<Node>,
}

impl SpannedAccess {
    fn new(span: Span, node: Node) -> Self {
        Self {
            place: [span.file.0, span.start, span.end].into_iter(),
            node: Some(node),
        }
    }
}

impl<'de> de::SeqAccess<'de> for SpannedAccess {
    type Error = DocumentError;

    fn next_element_seed<S: de::DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, DocumentError> {
        if let Some(number) = self.place.next() {
            let number: value::U32Deserializer<DocumentError> = number.into_deserializer();
            return seed.deserialize(number).map(Some);
        }
        self.node
            .take()
            .map(|node| seed.deserialize(node))
            .transpose()
    }
}
