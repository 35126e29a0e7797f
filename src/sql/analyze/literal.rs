//! Literals: their types, and the as-of times among them.

use sqlparser::ast::Value as Literal;

use super::Analyzer;
use super::instant::Time;
use super::model::{Nulls, Value};
use super::sign::Sign;
use crate::sql::function;
use crate::sql::types::Type;

impl Analyzer<'_, '_> {
    pub(super) fn literal(&mut self, literal: &Literal) -> Value {
        let mut value = Value::of(data_type(literal));
        value.nulls = match literal {
            Literal::Null => Nulls::Made,
            Literal::Placeholder(_) => Nulls::Unknown,
            _ => Nulls::Never,
        };
        if let Literal::Number(text, _) = literal {
            value.sign = Sign::of_literal(text);
        }
        value.time = match literal {
            Literal::Number(text, _) => match self.texts.shift(text) {
                Some(shift) => Time::AsOf(shift),
                None => text.parse().map_or(Time::Other, Time::Number),
            },
            _ => text(literal)
                .and_then(|text| self.texts.shift(text))
                .map_or(Time::Other, Time::AsOf),
        };
        self.as_of_literals += usize::from(value.time.is_as_of());
        value
    }
}

/// The characters of a text literal.
pub(super) fn text(literal: &Literal) -> Option<&str> {
    match literal {
        Literal::SingleQuotedString(text) => Some(text),
        Literal::DollarQuotedString(text) => Some(&text.value),
        _ => None,
    }
}

/// What the table of functions is told of a literal.
pub(super) fn known(literal: &Literal) -> function::Literal<'_> {
    match literal {
        Literal::Number(text, _) => text
            .parse()
            .map_or(function::Literal::Other, function::Literal::Integer),
        other => text(other).map_or(function::Literal::Other, function::Literal::Text),
    }
}

fn data_type(literal: &Literal) -> Type {
    match literal {
        Literal::Number(text, _) => number(text),
        Literal::SingleQuotedString(_)
        | Literal::DollarQuotedString(_)
        | Literal::EscapedStringLiteral(_)
        | Literal::UnicodeStringLiteral(_)
        | Literal::NationalStringLiteral(_) => Type::Text,
        Literal::HexStringLiteral(_) => Type::Binary,
        Literal::Boolean(_) => Type::Boolean,
        Literal::Null => Type::Null,
        _ => Type::Unknown,
    }
}

/// `1.50` is `NUMBER(3, 2)`; with an exponent it is a FLOAT.
fn number(text: &str) -> Type {
    if text.contains(['e', 'E']) {
        return Type::Float;
    }
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = whole.trim_start_matches('0').len() + fraction.len();
    match (u8::try_from(digits.max(1)), u8::try_from(fraction.len())) {
        (Ok(precision), Ok(scale)) if precision <= 38 => Type::Number { precision, scale },
        _ => Type::Unknown,
    }
}
