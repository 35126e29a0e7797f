//! Conversions that Snowflake makes without being asked, where DuckDB makes another one or none: a text beside a number.
//!
//! DuckDB casts the text to the type of the number, so that `'1.4' = 1` is true, or refuses the query without a place. What
//! is noted here is refused for the embedded target. A literal is none of it: both engines read it by what it stands
//! beside, and the lowering refuses the fractions among them.

use sqlparser::ast::{Expr, Spanned, Value as Literal};

use super::Analyzer;
use super::literal::text;
use super::model::{Conversion, Converted, Operand, Value};
use super::place::SqlPlace;
use crate::sql::function::{Function, operator::Operator};
use crate::sql::types::{Family, Type};

/// More of them than this are not noted.
const MAX: usize = 100;

impl<'q> Analyzer<'q, '_> {
    /// Notes that two values are compared.
    pub(super) fn note_compared(&mut self, left: (&Expr, Type), right: (&Expr, Type)) {
        if is_converted(left.1, right.1) && ![left, right].into_iter().any(is_literal_text) {
            let place = SqlPlace::new(left.0.span());
            self.note_conversion(Converted::Compared(left.1, right.1), place);
        }
    }

    /// Notes that two columns of these types are compared by a join.
    pub(super) fn note_joined(&mut self, left: Type, right: Type, place: SqlPlace) {
        if is_converted(left, right) {
            self.note_conversion(Converted::Compared(left, right), place);
        }
    }

    /// Notes an operand of arithmetic that is a text.
    pub(super) fn note_calculated(&mut self, operator: Operator, operands: [(&Expr, Type); 2]) {
        let is_known = |(_, data_type): &(&Expr, Type)| *data_type != Type::Unknown;
        if !operands.iter().all(is_known) {
            return;
        }
        let text = operands
            .into_iter()
            .find(|operand| operand.1 == Type::Text && !is_literal_text(*operand));
        if let Some((expr, _)) = text {
            let place = SqlPlace::new(expr.span());
            self.note_conversion(Converted::Calculated(operator), place);
        }
    }

    /// Notes values of which one is taken, if one is a text and another one is not.
    pub(super) fn note_mixed(&mut self, values: &[(&'q Expr, Type)]) {
        for (position, second) in values.iter().enumerate() {
            let first = values[..position].iter().find(|first| {
                let [first, second] = [**first, *second];
                let literal = [first, second]
                    .into_iter()
                    .find(|side| is_literal_text(*side));
                let number = [first.1, second.1].into_iter().any(Type::is_integer);
                is_mixed(first.1, second.1)
                    && literal.is_none_or(|literal| number && is_fraction(literal.0))
            });
            if let Some(first) = first {
                let place = SqlPlace::new(second.0.span());
                self.note_conversion(Converted::Mixed(first.1, second.1), place);
                return;
            }
        }
    }

    /// Notes columns that a set operation puts together.
    pub(super) fn note_united(&mut self, before: Type, later: Type, place: SqlPlace) {
        if is_mixed(before, later) {
            self.note_conversion(Converted::Mixed(before, later), place);
        }
    }

    /// Notes the arguments of a call that are converted for it.
    pub(super) fn note_passed(&mut self, known: &Function, operands: &[Operand<'q>]) {
        let all: Vec<(&'q Expr, Type)> = operands
            .iter()
            .map(|operand| (operand.expr, operand.value.data_type))
            .collect();
        match (known.name, all.as_slice()) {
            ("EQUAL_NULL" | "NULLIF", [left, right]) => self.note_compared(*left, *right),
            ("DECODE", [value, pairs @ ..]) => {
                let mut results = Vec::new();
                for pair in pairs.chunks(2) {
                    if let [search, _] = pair {
                        self.note_compared(*value, *search);
                    }
                    results.extend(pair.last().copied());
                }
                self.note_mixed(&results);
            }
            ("IFF" | "NVL2", [_, results @ ..]) => self.note_mixed(results),
            (
                "COALESCE"
                | "NVL"
                | "IFNULL"
                | "GREATEST"
                | "LEAST"
                | "GREATEST_IGNORE_NULLS"
                | "LEAST_IGNORE_NULLS",
                values,
            ) => self.note_mixed(values),
            ("LAG" | "LEAD", [value, _, default]) => self.note_mixed(&[*value, *default]),
            _ => {}
        }
        for (position, argument) in all.iter().enumerate() {
            let Some(wanted) = known.converts(position, argument.1) else {
                continue;
            };
            if !is_literal_text(*argument) {
                let converted = Converted::Passed {
                    function: known.name,
                    found: argument.1,
                    wanted,
                };
                self.note_conversion(converted, SqlPlace::new(argument.0.span()));
            }
        }
    }

    fn note_conversion(&mut self, converted: Converted, place: SqlPlace) {
        let all = &mut self.model.conversions;
        if all.len() < MAX && all.iter().all(|noted| noted.place != place) {
            all.push(Conversion { converted, place });
        }
    }
}

/// A value and what it is computed by.
pub(super) fn typed<'q>(expr: &'q Expr, value: &Value) -> (&'q Expr, Type) {
    (expr, value.data_type)
}

/// Whether one of two types is text, and becomes what the other one is.
fn is_converted(a: Type, b: Type) -> bool {
    let becomes = |family| {
        matches!(
            family,
            Some(Family::Number | Family::Datetime | Family::Time)
        )
    };
    a == Type::Text && becomes(b.family()) || b == Type::Text && becomes(a.family())
}

/// The same of values in one column, where a truth value does not go with a text either.
fn is_mixed(a: Type, b: Type) -> bool {
    is_converted(a, b)
        || matches!(
            (a, b),
            (Type::Text, Type::Boolean) | (Type::Boolean, Type::Text)
        )
}

fn literal_of(expr: &Expr) -> Option<&Literal> {
    match expr {
        Expr::Nested(inner) => literal_of(inner),
        Expr::Value(value) => Some(&value.value),
        _ => None,
    }
}

fn is_literal_text((expr, data_type): (&Expr, Type)) -> bool {
    data_type == Type::Text && literal_of(expr).is_some()
}

/// Whether a literal is a text such as `'1.5'`.
fn is_fraction(expr: &Expr) -> bool {
    literal_of(expr)
        .and_then(text)
        .is_some_and(|text| text.contains(['.', 'e', 'E']) && text.trim().parse::<f64>().is_ok())
}
