//! The types of `+ - * / %` and `||`.
//!
//! Digits follow "Arithmetic operators"; dates and times follow the page of DATEDIFF (a date less a date is days, and only
//! dates are subtracted so) and "Date & time data types" (timestamps subtracted give an interval). A pair that might be
//! coerced gives `Unknown` rather than an error.

use std::fmt;

use sqlparser::ast::BinaryOperator;

use crate::sql::types::Type;

/// An arithmetic operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
    /// `%`
    Modulo,
}

impl Operator {
    /// The arithmetic operator that the parser read; `None` for another kind of operator.
    pub fn of(parsed: &BinaryOperator) -> Option<Self> {
        Some(match parsed {
            BinaryOperator::Plus => Self::Add,
            BinaryOperator::Minus => Self::Subtract,
            BinaryOperator::Multiply => Self::Multiply,
            BinaryOperator::Divide => Self::Divide,
            BinaryOperator::Modulo => Self::Modulo,
            _ => return None,
        })
    }
}

impl fmt::Display for Operator {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Add => "+",
            Self::Subtract => "-",
            Self::Multiply => "*",
            Self::Divide => "/",
            Self::Modulo => "%",
        })
    }
}

/// The two types do not go with the operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refused {
    /// Left of the operator.
    pub left: Type,
    /// Right of the operator.
    pub right: Type,
}

/// What text counts as beside an exact number.
pub(super) const TEXT_AS_NUMBER: Type = Type::Number {
    precision: 18,
    scale: 5,
};

/// Days between two dates.
const DAYS: Type = Type::Number {
    precision: 9,
    scale: 0,
};

/// The type of `left operator right`.
pub fn arithmetic(operator: Operator, left: Type, right: Type) -> Result<Type, Refused> {
    use Operator as O;
    use Type as T;
    let refused = Err(Refused { left, right });
    Ok(match (left, right) {
        (T::Null, T::Null | T::Number { .. } | T::Float | T::Text)
        | (T::Number { .. } | T::Float | T::Text, T::Null) => T::Null,
        (T::Number { .. }, T::Number { .. }) => exact(operator, left, right),
        (T::Text, T::Number { .. }) => exact(operator, TEXT_AS_NUMBER, right),
        (T::Number { .. }, T::Text) => exact(operator, left, TEXT_AS_NUMBER),
        (
            T::Float | T::Text | T::Variant | T::Number { .. },
            T::Float | T::Text | T::Variant | T::Number { .. },
        ) => T::Float,
        (T::Unknown | T::Other | T::Null | T::Variant, _)
        | (_, T::Unknown | T::Other | T::Null | T::Variant) => T::Unknown,
        (T::Boolean | T::Binary | T::Array | T::Object, _)
        | (_, T::Boolean | T::Binary | T::Array | T::Object) => return refused,
        (T::Date, T::Date) if operator == O::Subtract => DAYS,
        (T::Date, T::Number { .. }) if matches!(operator, O::Add | O::Subtract) => T::Date,
        (T::Number { .. }, T::Date) if operator == O::Add => T::Date,
        (T::Timestamp(_), T::Timestamp(_)) if operator == O::Subtract => T::Interval,
        (T::Interval, T::Interval) if matches!(operator, O::Add | O::Subtract) => T::Interval,
        (T::Interval, T::Number { .. } | T::Float)
            if matches!(operator, O::Multiply | O::Divide) =>
        {
            T::Interval
        }
        (T::Number { .. } | T::Float, T::Interval) if operator == O::Multiply => T::Interval,
        (stamp @ (T::Timestamp(_) | T::Time), T::Interval)
            if matches!(operator, O::Add | O::Subtract) =>
        {
            stamp
        }
        (T::Interval, stamp @ (T::Timestamp(_) | T::Time)) if operator == O::Add => stamp,
        // A date or a timestamp, depending on whether the interval has hours.
        (T::Date, T::Interval) if matches!(operator, O::Add | O::Subtract) => T::Unknown,
        (T::Interval, T::Date) if operator == O::Add => T::Unknown,
        // Text may become the date or interval that is needed; how fractions of days count is not documented.
        (T::Text, _) | (_, T::Text) => T::Unknown,
        (T::Date, T::Float) | (T::Float, T::Date) if matches!(operator, O::Add | O::Subtract) => {
            T::Unknown
        }
        _ => return refused,
    })
}

/// The type of `-value`.
pub fn negation(value: Type) -> Result<Type, Refused> {
    match value {
        Type::Text | Type::Variant => Ok(Type::Float),
        Type::Interval
        | Type::Unknown
        | Type::Null
        | Type::Other
        | Type::Number { .. }
        | Type::Float => Ok(value),
        _ => Err(Refused {
            left: Type::Null,
            right: value,
        }),
    }
}

/// The type of `left || right`.
pub fn concatenation(left: Type, right: Type) -> Result<Type, Refused> {
    use Type as T;
    Ok(match (left, right) {
        (T::Array | T::Object, _) | (_, T::Array | T::Object) => {
            return Err(Refused { left, right });
        }
        (T::Binary, T::Binary) => T::Binary,
        (T::Binary | T::Unknown | T::Other | T::Null, T::Unknown | T::Other | T::Null)
        | (T::Unknown | T::Other | T::Null | T::Variant, T::Binary)
        | (T::Binary, T::Variant) => T::Unknown,
        (T::Binary, _) | (_, T::Binary) => return Err(Refused { left, right }),
        _ => T::Text,
    })
}

/// Of two exact numbers.
fn exact(operator: Operator, left: Type, right: Type) -> Type {
    let (
        Type::Number {
            precision: left_precision,
            scale: left_scale,
        },
        Type::Number {
            precision: right_precision,
            scale: right_scale,
        },
    ) = (left, right)
    else {
        return Type::Unknown;
    };
    let left_whole = left_precision - left_scale;
    let right_whole = right_precision - right_scale;
    let widest = left_scale.max(right_scale);
    let (whole, scale) = match operator {
        Operator::Add | Operator::Subtract => (left_whole.max(right_whole) + 1, widest),
        Operator::Multiply => (
            left_whole + right_whole,
            (left_scale + right_scale).min(widest.max(12)),
        ),
        Operator::Divide => (
            left_whole + right_scale,
            left_scale.max((left_scale + 6).min(12)),
        ),
        Operator::Modulo => (left_whole.max(right_whole), widest),
    };
    number(whole, scale)
}

/// A number of so many digits before and after the point, 38 in all at most.
pub(super) fn number(whole: u8, scale: u8) -> Type {
    let scale = scale.min(38);
    Type::Number {
        precision: (whole + scale).clamp(1, 38),
        scale,
    }
}
