//! Whether numbers can be zero or negative, as far as the query itself shows it: enough to know that a count of the rows of a
//! group can be divided by, and a flag that is summed cannot.

use super::instant::Time;
use super::model::{Nulls, Value};
use crate::sql::function::{SignRule, operator::Operator};

/// What is known of a number's sign. NULL is no number: it is not spoken of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sign {
    /// It is never zero.
    pub never_zero: bool,
    /// It is never negative.
    pub never_negative: bool,
    /// The query itself shows how it becomes zero: a difference, a count of what may be missing, `coalesce(x, 0)`. Of a plain
    /// column nothing is known.
    pub shows_zero: bool,
}

impl Sign {
    const POSITIVE: Self = Self {
        never_zero: true,
        never_negative: true,
        shows_zero: false,
    };
    const NOT_NEGATIVE: Self = Self {
        never_zero: false,
        never_negative: true,
        shows_zero: false,
    };
    const SHOWS_ZERO: Self = Self {
        shows_zero: true,
        ..Self::NOT_NEGATIVE
    };
    #[cfg(test)]
    const NOT_ZERO: Self = Self {
        never_zero: true,
        never_negative: false,
        shows_zero: false,
    };

    /// Of a number that is written out.
    pub(super) fn of_literal(text: &str) -> Self {
        match text.parse::<f64>() {
            Ok(number) => Self {
                never_zero: number != 0.0,
                never_negative: number >= 0.0,
                shows_zero: number == 0.0,
            },
            Err(_) => Self::default(),
        }
    }

    /// Of a value that is one of two.
    pub(super) fn either(self, other: Self) -> Self {
        Self {
            never_zero: self.never_zero && other.never_zero,
            never_negative: self.never_negative && other.never_negative,
            shows_zero: self.shows_zero || other.shows_zero,
        }
    }

    /// Of what an operator computes.
    pub(super) fn of_operator(operator: Operator, left: Self, right: Self) -> Self {
        let never_negative = left.never_negative && right.never_negative;
        match operator {
            Operator::Add => Self {
                never_zero: never_negative && (left.never_zero || right.never_zero),
                never_negative,
                shows_zero: left.shows_zero && right.shows_zero,
            },
            Operator::Multiply => Self {
                never_zero: left.never_zero && right.never_zero,
                never_negative,
                shows_zero: left.shows_zero || right.shows_zero,
            },
            // That a quotient is rounded to zero takes a denominator a million times the numerator: not looked for.
            Operator::Divide => Self {
                never_zero: left.never_zero,
                never_negative,
                shows_zero: left.shows_zero,
            },
            Operator::Modulo => Self {
                never_zero: false,
                never_negative,
                shows_zero: true,
            },
            Operator::Subtract => Self {
                shows_zero: true,
                ..Self::default()
            },
        }
    }

    /// Of what a function yields. `has_rows`: it works on the rows of a group, or of a window, of which there is at least
    /// one.
    pub(super) fn of_call(rule: SignRule, arguments: &[&Value], has_rows: bool) -> Self {
        let sign = |position: usize| {
            arguments
                .get(position)
                .map_or_else(Self::default, |argument| argument.sign)
        };
        let signs = || arguments.iter().map(|argument| argument.sign);
        let one_of = |from: usize| signs().skip(from).reduce(Self::either).unwrap_or_default();
        match rule {
            SignRule::Unknown => Self::default(),
            SignRule::NotNegative => Self::NOT_NEGATIVE,
            SignRule::ShowsZero => Self::SHOWS_ZERO,
            SignRule::Positive => Self::POSITIVE,
            SignRule::Count => {
                let can_be_null = arguments
                    .iter()
                    .any(|argument| argument.nulls == Nulls::Made);
                if has_rows && !can_be_null {
                    Self::POSITIVE
                } else {
                    Self::SHOWS_ZERO
                }
            }
            SignRule::Sum => {
                let sign = sign(0);
                Self {
                    never_zero: sign.never_zero && sign.never_negative,
                    ..sign
                }
            }
            SignRule::Mean(position) => Self {
                never_zero: false,
                ..sign(position)
            },
            SignRule::Like(position) => sign(position),
            SignRule::OneOf(from) => one_of(from),
            // A flag that a window decides marks the first of its rows: every group has one.
            SignRule::Chosen => Self {
                shows_zero: one_of(1).shows_zero
                    && !arguments
                        .first()
                        .is_some_and(|condition| condition.is_window),
                ..one_of(1)
            },
            SignRule::Magnitude => Self {
                never_negative: true,
                ..sign(0)
            },
            SignRule::Greatest => Self {
                never_zero: signs().any(|sign| sign.never_zero && sign.never_negative),
                never_negative: signs().any(|sign| sign.never_negative),
                shows_zero: signs().all(|sign| sign.shows_zero),
            },
            SignRule::NullIf => Self {
                never_zero: sign(0).never_zero
                    || arguments
                        .get(1)
                        .is_some_and(|other| matches!(other.time, Time::Number(0))),
                never_negative: sign(0).never_negative,
                shows_zero: false,
            },
            SignRule::NullIfZero => Self {
                never_zero: true,
                never_negative: sign(0).never_negative,
                shows_zero: false,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_of_operators() {
        let (positive, zero) = (Sign::of_literal("2"), Sign::of_literal("0"));
        let negative = Sign::of_literal("-1.5");
        let of = Sign::of_operator;
        assert_eq!(of(Operator::Add, positive, zero), Sign::POSITIVE);
        assert!(!of(Operator::Add, positive, negative).never_zero);
        assert_eq!(of(Operator::Multiply, positive, negative), Sign::NOT_ZERO);
        assert!(of(Operator::Subtract, positive, positive).shows_zero);
        assert!(of(Operator::Divide, positive, zero).never_zero);
        assert_eq!(positive.either(zero), Sign::SHOWS_ZERO);
        assert!(!of(Operator::Add, positive, zero).shows_zero);
        assert!(of(Operator::Multiply, positive, zero).shows_zero);
    }
}
