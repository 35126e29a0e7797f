//! What type comes out of a function.
//!
//! Text that numbers are computed from counts as FLOAT by itself and as `NUMBER(18, 5)` beside an exact number, a VARIANT
//! always as FLOAT. The digits of SUM, AVG, MEDIAN and VARIANCE are those that Snowflake's `SYSTEM$TYPEOF` reports.
//!
//! An AVG over a window has three digits more after the point, not six, than what it averages; as nothing depends on it,
//! the rule does not ask.

use crate::sql::types::{Type, Zone};

use super::operator::{self, Operator, TEXT_AS_NUMBER, number};
use super::part::Size;
use super::{Argument, Literal};

/// The type of a result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rule {
    /// Always the same.
    Is(Type),
    /// That of an argument.
    Like(usize),
    /// That of a number computed from the first argument.
    Number,
    /// A whole number computed from the first argument.
    Whole,
    /// The first argument without some of its digits; a date or time stays one.
    Rounded,
    /// Text, or bytes if the argument is.
    TextLike(usize),
    /// A whole number, or bytes if the first argument is.
    Bits,
    /// The first argument added up.
    Sum,
    /// The mean of the first argument.
    Average,
    /// Between two values of the argument.
    Middle(usize),
    /// One of the values of the argument, which are numbers.
    Picked(usize),
    /// The mean of squares.
    Variance,
    /// The mean of fourth powers.
    Shape,
    /// What all arguments from this one on have in common.
    Common(usize),
    /// The greatest or least argument.
    Extreme,
    /// One of DECODE's results.
    Decoded,
    /// The first argument for the extreme second; with a third, an array of them.
    Best,
    /// The first divided by the second.
    Quotient,
    /// What is left of it.
    Remainder,
    /// The first divided by its sum.
    Share,
    /// The third moved by the part that the first names.
    Moved,
    /// The argument, which is a date or timestamp.
    Date(usize),
    /// The argument, which is a date, time or timestamp.
    Clock(usize),
    /// A number of the precision and scale that the arguments name.
    Decimal,
    /// A timestamp in another zone: without one where the first of three arguments names its zone.
    Zoned,
}

impl Rule {
    /// The type for these arguments.
    pub(super) fn of(self, arguments: &[Argument<'_>]) -> Type {
        let at = |position: usize| {
            arguments
                .get(position)
                .map_or(Type::Unknown, |argument| argument.data_type)
        };
        match self {
            Self::Is(known) => known,
            Self::Like(position) => at(position),
            Self::Number => computed(at(0)),
            Self::Whole => match computed(at(0)) {
                Type::Number { .. } | Type::Interval => Type::INTEGER,
                other => other,
            },
            Self::Rounded => rounded(arguments),
            Self::TextLike(position) => match at(position) {
                Type::Unknown | Type::Other | Type::Null => Type::Unknown,
                Type::Binary => Type::Binary,
                _ => Type::Text,
            },
            Self::Bits => match at(0) {
                Type::Unknown | Type::Other | Type::Variant => Type::Unknown,
                Type::Binary => Type::Binary,
                _ => Type::INTEGER,
            },
            Self::Sum => sum(at(0)),
            Self::Average => match sum(at(0)) {
                Type::Interval => Type::Unknown,
                sum => divided(sum, COUNT),
            },
            Self::Middle(position) => match at(position) {
                Type::Text | Type::Variant => number(9, 3),
                Type::Number { precision, scale } => Type::Number {
                    precision: (precision + 3).min(38),
                    scale: (scale + 3).min(38),
                },
                Type::Float => Type::Float,
                _ => Type::Unknown,
            },
            Self::Picked(position) => match at(position) {
                Type::Text | Type::Variant => number(9, 0),
                known @ (Type::Number { .. } | Type::Float) => known,
                _ => Type::Unknown,
            },
            Self::Variance => match at(0) {
                Type::Number { scale, .. } => {
                    let squared = (scale * 2).min(scale.max(12));
                    Type::Number {
                        precision: 38,
                        scale: squared.max((squared + 6).min(12)),
                    }
                }
                Type::Float | Type::Text | Type::Variant => Type::Float,
                _ => Type::Unknown,
            },
            Self::Shape => match computed(at(0)) {
                Type::Number { .. } => Type::Number {
                    precision: 38,
                    scale: 12,
                },
                Type::Float => Type::Float,
                _ => Type::Unknown,
            },
            Self::Common(from) => common(arguments.iter().skip(from)),
            Self::Extreme => extreme(arguments),
            Self::Decoded => {
                let (pairs, rest) = arguments.get(1..).unwrap_or_default().as_chunks::<2>();
                common(pairs.iter().map(|[_, result]| result).chain(rest))
            }
            Self::Best if arguments.len() > 2 => Type::Array,
            Self::Best => at(0),
            Self::Quotient => divided(at(0), at(1)),
            Self::Remainder => {
                operator::arithmetic(Operator::Modulo, at(0), at(1)).unwrap_or(Type::Unknown)
            }
            Self::Share => divided(computed(at(0)), sum(at(0))),
            Self::Moved => moved(arguments),
            Self::Date(position) => match at(position) {
                known @ (Type::Date | Type::Timestamp(_)) => known,
                _ => Type::Unknown,
            },
            Self::Clock(position) => match at(position) {
                known @ (Type::Date | Type::Timestamp(_) | Type::Time) => known,
                _ => Type::Unknown,
            },
            Self::Decimal => decimal(arguments),
            Self::Zoned => match arguments.len() {
                2 => Type::Timestamp(Zone::Own),
                3 => Type::TIMESTAMP,
                _ => Type::Unknown,
            },
        }
    }
}

/// The number of rows.
pub(super) const COUNT: Type = Type::Number {
    precision: 18,
    scale: 0,
};

fn computed(argument: Type) -> Type {
    match argument {
        Type::Text | Type::Variant => Type::Float,
        known @ (Type::Number { .. } | Type::Float | Type::Interval | Type::Null) => known,
        _ => Type::Unknown,
    }
}

fn sum(argument: Type) -> Type {
    match computed(argument) {
        Type::Number { precision, scale } => Type::Number {
            precision: (precision + 12).min(38),
            scale,
        },
        Type::Null => Type::Unknown,
        other => other,
    }
}

fn divided(dividend: Type, divisor: Type) -> Type {
    operator::arithmetic(Operator::Divide, dividend, divisor).unwrap_or(Type::Unknown)
}

fn rounded(arguments: &[Argument<'_>]) -> Type {
    let Some(first) = arguments.first() else {
        return Type::Unknown;
    };
    let value = match (first.data_type, arguments.len()) {
        (Type::Text, 2..) => TEXT_AS_NUMBER,
        (Type::Date | Type::Timestamp(_) | Type::Time, _) => return first.data_type,
        (known, _) => computed(known),
    };
    let Type::Number { precision, scale } = value else {
        return value;
    };
    let kept = match arguments.get(1).map(|argument| argument.literal) {
        None => 0,
        Some(Some(Literal::Integer(digits))) => u8::try_from(digits.max(0)).unwrap_or(u8::MAX),
        Some(_) => return value,
    };
    let negative = matches!(
        arguments.get(1).and_then(|argument| argument.literal),
        Some(Literal::Integer(..0))
    );
    if kept >= scale && !negative {
        return value;
    }
    // What is rounded up may need one digit more.
    Type::Number {
        precision: (precision + 1).min(38),
        scale: kept.min(scale),
    }
}

/// Text takes the type that it stands beside.
fn common<'a, 'b: 'a>(arguments: impl Iterator<Item = &'a Argument<'b>>) -> Type {
    arguments
        .map(|argument| argument.data_type)
        .reduce(|left, right| match (left, right) {
            (Type::Text, Type::Number { .. }) => TEXT_AS_NUMBER.common(right),
            (Type::Number { .. }, Type::Text) => left.common(TEXT_AS_NUMBER),
            (Type::Text, other @ (Type::Float | Type::Date | Type::Time | Type::Timestamp(_)))
            | (other @ (Type::Float | Type::Date | Type::Time | Type::Timestamp(_)), Type::Text) => {
                other
            }
            _ => left.common(right),
        })
        .unwrap_or(Type::Unknown)
}

/// "The first argument determines the return type", which is clear only within a family.
fn extreme(arguments: &[Argument<'_>]) -> Type {
    arguments
        .iter()
        .map(|argument| argument.data_type)
        .reduce(|left, right| match (left, right) {
            (Type::Date, Type::Timestamp(_)) | (Type::Timestamp(_), Type::Date) => Type::Unknown,
            _ => left.common(right),
        })
        .unwrap_or(Type::Unknown)
}

fn moved(arguments: &[Argument<'_>]) -> Type {
    let [part, _, date] = arguments else {
        return Type::Unknown;
    };
    let size = match part.literal {
        Some(Literal::Text(word)) => Size::of(word),
        _ => None,
    };
    match (date.data_type, size) {
        (known @ (Type::Timestamp(_) | Type::Time), _) => known,
        (Type::Date, Some(Size::Calendar)) => Type::Date,
        (Type::Date, Some(Size::Clock)) => Type::TIMESTAMP,
        _ => Type::Unknown,
    }
}

/// `TO_NUMBER(value [, format] [, precision [, scale]])`
fn decimal(arguments: &[Argument<'_>]) -> Type {
    let mut rest = arguments.get(1..).unwrap_or_default();
    if let [first, after @ ..] = rest
        && (matches!(first.literal, Some(Literal::Text(_))) || first.data_type == Type::Text)
    {
        rest = after;
    }
    let digits: Option<Vec<u8>> = rest
        .iter()
        .map(|argument| match argument.literal {
            Some(Literal::Integer(digits)) => u8::try_from(digits).ok(),
            _ => None,
        })
        .collect();
    match digits.as_deref() {
        Some([]) => Type::INTEGER,
        Some([precision @ 1..=38]) => Type::Number {
            precision: *precision,
            scale: 0,
        },
        Some([precision @ 1..=38, scale]) if scale <= precision => Type::Number {
            precision: *precision,
            scale: *scale,
        },
        _ => Type::Unknown,
    }
}
