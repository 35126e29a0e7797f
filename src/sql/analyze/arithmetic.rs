//! Operators between numbers, texts and times, and intervals.

use sqlparser::ast::{BinaryOperator, Expr, Spanned, UnaryOperator};

use super::Analyzer;
use super::at::At;
use super::condition::boolean;
use super::instant::{self, DAY, Shift, Time};
use super::model::{Division, LostFraction, Operand, Value};
use super::place::SqlPlace;
use super::problem::Problem;
use super::sign::Sign;
use crate::sql::function::{
    self,
    operator::{self, Operator},
};
use crate::sql::types::{Family, Type};

impl<'q> Analyzer<'q, '_> {
    /// `+ - * / %` and `||`.
    pub(super) fn arithmetic(
        &mut self,
        whole: &'q Expr,
        left: &'q Expr,
        op: &BinaryOperator,
        right: &'q Expr,
        at: At,
    ) -> Value {
        let arithmetic = Operator::of(op);
        if arithmetic.is_none() && *op != BinaryOperator::StringConcat {
            return self.computed(whole, Type::Unknown, at);
        }
        let left_value = self.value(left, at.optional());
        let right_value = self.value(right, at.optional());
        let (left_type, right_type) = (left_value.data_type, right_value.data_type);
        let data_type = match arithmetic {
            Some(operator) => operator::arithmetic(operator, left_type, right_type),
            None => operator::concatenation(left_type, right_type),
        };
        if let (Some(operator), Ok(_)) = (arithmetic, &data_type) {
            self.note_calculated(operator, [(left, left_type), (right, right_type)]);
        }
        let data_type = data_type.unwrap_or_else(|refused| {
            self.problem(Problem::Operands {
                operator: op.to_string(),
                left: refused.left,
                right: refused.right,
                place: SqlPlace::new(whole.span()),
            });
            Type::Unknown
        });
        let mut value = Value {
            data_type,
            nulls: left_value.nulls.or(right_value.nulls),
            time: arithmetic.map_or(Time::Other, |operator| {
                moved(operator, &left_value, &right_value)
            }),
            ..Value::default()
        };
        if let Some(operator) = arithmetic {
            value.sign = Sign::of_operator(operator, left_value.sign, right_value.sign);
        }
        value.take(&left_value);
        value.take(&right_value);
        if arithmetic == Some(Operator::Divide) {
            self.model.divisions.push(Division {
                block: at.block,
                clause: at.clause,
                place: SqlPlace::new(right.span()),
                numerator: Operand {
                    expr: left,
                    value: left_value,
                },
                denominator: Operand {
                    expr: right,
                    value: right_value,
                },
                guards: self.guards.mentioning(right),
            });
        }
        value
    }

    pub(super) fn unary(
        &mut self,
        whole: &'q Expr,
        op: UnaryOperator,
        inner: &'q Expr,
        at: At,
    ) -> Value {
        let is_negated = at.is_negated ^ (op == UnaryOperator::Not);
        let inner_at = At {
            is_negated,
            ..at.optional()
        };
        let value = match op {
            UnaryOperator::Not => self.condition(inner, inner_at),
            _ => self.value(inner, inner_at),
        };
        if op == UnaryOperator::Minus {
            let operand = (inner, value.data_type);
            self.note_calculated(Operator::Subtract, [operand, operand]);
        }
        match op {
            UnaryOperator::Not => boolean(value),
            UnaryOperator::Minus => Value {
                data_type: operator::negation(value.data_type).unwrap_or_else(|refused| {
                    self.problem(Problem::Operands {
                        operator: "-".to_owned(),
                        left: refused.left,
                        right: refused.right,
                        place: SqlPlace::new(whole.span()),
                    });
                    Type::Unknown
                }),
                time: match value.time {
                    Time::Number(number) => Time::Number(number.saturating_neg()),
                    _ => Time::Other,
                },
                sign: Sign {
                    never_negative: false,
                    ..value.sign
                },
                ..value
            },
            // What it makes of text is not documented.
            UnaryOperator::Plus => Value {
                data_type: match value.data_type {
                    Type::Text | Type::Variant => Type::Unknown,
                    known => known,
                },
                ..value
            },
            _ => Value {
                data_type: Type::Unknown,
                time: Time::Other,
                ..value
            },
        }
    }

    /// Notes that `whole` drops the digits after the point of `inner`, where that matters: in an average, or of one, or of
    /// a ratio.
    pub(super) fn note_lost_fraction(
        &mut self,
        whole: &'q Expr,
        inner: &'q Expr,
        data_type: Type,
        at: At,
    ) {
        let has_fraction = matches!(data_type, Type::Float)
            || matches!(data_type, Type::Number { scale, .. } if scale > 0);
        let is_ratio = is_division(inner) || is_average(inner);
        if has_fraction && (at.in_average || is_ratio) {
            self.model.lost_fractions.push(LostFraction {
                expr: whole,
                is_ratio: !at.in_average,
            });
        }
    }

    /// `interval '7 days'`, `interval '1 day, 2 hours'`.
    pub(super) fn interval(&mut self, interval: &'q sqlparser::ast::Interval, at: At) -> Value {
        let mut value = self.value(&interval.value, at.optional());
        value.data_type = Type::Interval;
        value.time = Time::Other;
        if let Expr::Value(literal) = interval.value.as_ref()
            && let Some(text) = literal.value.clone().into_string()
            && let Some(shift) = interval_shift(&text, interval.leading_field.as_ref())
        {
            // Relative to nothing: the operator adds it to a time.
            value.time = Time::Number(shift.seconds);
        }
        value
    }
}

fn interval_shift(text: &str, field: Option<&sqlparser::ast::DateTimeField>) -> Option<Shift> {
    if let Some(field) = field {
        return instant::shift(&field.to_string(), text.trim().parse().ok()?);
    }
    let mut whole = Shift::ZERO;
    for part in text.split(',') {
        let (number, unit) = part.trim().split_once(char::is_whitespace)?;
        let shift = instant::shift(unit.trim(), number.parse().ok()?)?;
        whole = Shift {
            seconds: whole.seconds.saturating_add(shift.seconds),
            is_exact: whole.is_exact && shift.is_exact,
        };
    }
    Some(whole)
}

/// What adding or subtracting says about time.
fn moved(op: Operator, left: &Value, right: &Value) -> Time {
    let seconds = |value: &Value| match (value.data_type, value.time) {
        (Type::Interval, Time::Number(seconds)) => Some(seconds),
        (_, Time::Number(days)) => Some(days.saturating_mul(DAY)),
        _ => None,
    };
    let by = |seconds: i64| Shift {
        seconds,
        is_exact: true,
    };
    let is_time = |value: &Value| {
        value.time.is_as_of()
            || (matches!(value.time, Time::Column { .. })
                && value.data_type.family() == Some(Family::Datetime))
    };
    match op {
        Operator::Add if is_time(left) => {
            seconds(right).map_or(Time::Other, |shift| left.time.moved(by(shift)))
        }
        Operator::Add if is_time(right) => {
            seconds(left).map_or(Time::Other, |shift| right.time.moved(by(shift)))
        }
        Operator::Subtract if is_time(left) && is_time(right) => {
            Time::between(right.time, left.time, DAY)
        }
        Operator::Subtract if is_time(left) => seconds(right).map_or(Time::Other, |shift| {
            left.time.moved(by(shift.saturating_neg()))
        }),
        _ => Time::Other,
    }
}

fn is_division(expr: &Expr) -> bool {
    match expr {
        Expr::Nested(inner) => is_division(inner),
        Expr::BinaryOp { op, .. } => *op == BinaryOperator::Divide,
        _ => false,
    }
}

pub(super) fn is_average(expr: &Expr) -> bool {
    match expr {
        Expr::Nested(inner) => is_average(inner),
        Expr::Function(called) => function::named(&called.name).is_some_and(|known| known.averages),
        _ => false,
    }
}
