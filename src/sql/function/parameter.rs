//! What a parameter takes.
//!
//! Coercion follows "Data type conversion": text becomes anything that can be written as text when the query runs, numbers
//! and booleans and times become text, a VARIANT becomes anything. An ARRAY or OBJECT becomes neither text nor number, a
//! BOOLEAN no number, a DATE no number, a BINARY no text. The functions that read a date's parts are stricter than the rest:
//! Snowflake refuses text there ("Function EXTRACT does not support VARCHAR argument type").

use crate::sql::types::{Family, Type};

use super::part::Size;
use super::{Argument, Literal};

/// What a parameter takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Parameter {
    /// Anything.
    Any,
    /// A number.
    Number,
    /// A number or bytes.
    NumberOrBinary,
    /// A number, or a date or time to be cut.
    NumberOrDate,
    /// What a conversion to a number takes: a boolean too.
    ToNumber,
    /// Text.
    Text,
    /// Text or bytes.
    TextOrBinary,
    /// A truth value.
    Boolean,
    /// A date or timestamp.
    Date,
    /// A date, time or timestamp.
    DateOrTime,
    /// A date or timestamp of which a part is read: text only where it is a literal.
    ReadDate,
    /// A date, time or timestamp of which a part is read: text only where it is a literal.
    ReadDateOrTime,
    /// What a conversion to a date or timestamp takes: a number too.
    ToDate,
    /// What a conversion to a time takes: a number too.
    ToTime,
    /// The name of a part of dates, as a word or literal.
    Part,
    /// Bytes.
    Binary,
    /// An array.
    Array,
    /// An object.
    Object,
    /// An array, object or VARIANT.
    Structure,
}

impl Parameter {
    /// Whether Snowflake takes the argument as it is, or coerces it; an unknown type passes.
    pub(super) fn accepts(self, argument: &Argument<'_>) -> bool {
        let Some(family) = argument.data_type.family() else {
            return true;
        };
        if self == Self::Part {
            return match argument.literal {
                Some(Literal::Text(word)) => Size::of(word).is_some(),
                _ => matches!(family, Family::Text | Family::SemiStructured),
            };
        }
        if argument.data_type == Type::Variant || family == Family::Other {
            return true;
        }
        let is_literal = matches!(argument.literal, Some(Literal::Text(_)));
        match self {
            Self::Any | Self::Part => true,
            Self::Number => matches!(family, Family::Number | Family::Text | Family::Interval),
            Self::NumberOrBinary => {
                matches!(family, Family::Number | Family::Text | Family::Binary)
            }
            Self::NumberOrDate => !matches!(
                family,
                Family::Boolean | Family::Binary | Family::SemiStructured
            ),
            Self::ToNumber => matches!(
                family,
                Family::Number | Family::Text | Family::Boolean | Family::Interval
            ),
            Self::Text => !matches!(family, Family::Binary | Family::SemiStructured),
            Self::TextOrBinary => family != Family::SemiStructured,
            Self::Boolean => matches!(family, Family::Boolean | Family::Number | Family::Text),
            Self::Date => matches!(family, Family::Datetime | Family::Text),
            Self::DateOrTime => matches!(family, Family::Datetime | Family::Time | Family::Text),
            Self::ReadDate => {
                matches!(family, Family::Datetime | Family::Interval)
                    || (family == Family::Text && is_literal)
            }
            Self::ReadDateOrTime => {
                matches!(family, Family::Datetime | Family::Time | Family::Interval)
                    || (family == Family::Text && is_literal)
            }
            Self::ToDate => matches!(family, Family::Datetime | Family::Text | Family::Number),
            Self::ToTime => matches!(
                family,
                Family::Datetime | Family::Time | Family::Text | Family::Number
            ),
            Self::Binary => matches!(family, Family::Binary | Family::Text),
            Self::Array => argument.data_type == Type::Array,
            Self::Object => argument.data_type == Type::Object,
            Self::Structure => family == Family::SemiStructured,
        }
    }

    /// In a signature.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Any => "value",
            Self::Number | Self::ToNumber => "number",
            Self::NumberOrBinary => "number or binary",
            Self::NumberOrDate => "number or date",
            Self::Text => "text",
            Self::TextOrBinary => "text or binary",
            Self::Boolean => "boolean",
            Self::Date | Self::ReadDate | Self::ToDate => "date or timestamp",
            Self::DateOrTime | Self::ReadDateOrTime => "date, time or timestamp",
            Self::ToTime => "time or timestamp",
            Self::Part => "date part",
            Self::Binary => "binary",
            Self::Array => "array",
            Self::Object => "object",
            Self::Structure => "variant",
        }
    }

    /// In a message, behind "takes".
    pub(super) fn expected(self) -> &'static str {
        match self {
            Self::Any => "a value",
            Self::Number => "a number",
            Self::NumberOrBinary => "a number or bytes",
            Self::NumberOrDate => "a number, date or timestamp",
            Self::ToNumber => "a number, text or boolean",
            Self::Text => "text",
            Self::TextOrBinary => "text or bytes",
            Self::Boolean => "a boolean",
            Self::Date | Self::ReadDate => "a date or timestamp",
            Self::DateOrTime | Self::ReadDateOrTime => "a date, time or timestamp",
            Self::ToDate => "a date, timestamp, text or number",
            Self::ToTime => "a time, timestamp, text or number",
            Self::Part => "a date part such as `day`",
            Self::Binary => "bytes",
            Self::Array => "an array",
            Self::Object => "an object",
            Self::Structure => "a VARIANT, ARRAY or OBJECT",
        }
    }
}
