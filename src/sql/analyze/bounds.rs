//! Which times a query bounds by the as-of time, from above and from below.

use sqlparser::ast::Expr;

use super::instant::{DAY, Time};
use super::lineage::Origins;
use super::model::{BlockId, Clause, Compare, Comparison, Model, Operand, ReadId};
use crate::sql::types::Type;

/// A comparison of times of rows with the as-of time.
#[derive(Debug, Clone)]
pub struct Bound<'m, 'q> {
    /// The comparison.
    pub comparison: &'m Comparison<'q>,
    /// The columns that it bounds.
    pub origins: &'m Origins,
    /// The side that holds them.
    pub column: &'m Operand<'q>,
    /// From which side it bounds.
    pub side: Side,
    /// The first moment that is kept out (from above) or the last one (from below), in seconds from the as-of time; `None`
    /// where that cannot be told. From above, a positive number lets in what was not known at the as-of time.
    pub limit: Option<i64>,
    /// The same with `<` for `<=`, and `>` for `>=`.
    pub strict_limit: Option<i64>,
    /// Whether the limit is always exactly that, and not a month or a year.
    pub is_exact: bool,
    /// Whether the column is rounded, cast or counted from before it is compared.
    pub is_wrapped: bool,
}

/// From which side a bound holds rows back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Nothing later.
    Above,
    /// Nothing earlier.
    Below,
    /// Exactly one time.
    Both,
}

impl Bound<'_, '_> {
    /// Whether nothing passes that was not known at the as-of time.
    pub fn keeps_out_the_future(&self) -> bool {
        self.side != Side::Below
            && self.comparison.holds
            && self.limit.is_none_or(|limit| limit <= 0)
    }
}

/// All bounds of a query.
pub fn bounds<'m, 'q>(model: &'m Model<'q>) -> Vec<Bound<'m, 'q>> {
    model.comparisons.iter().filter_map(bound).collect()
}

/// The bound that a comparison is, where it is one.
pub(super) fn bound<'m, 'q>(comparison: &'m Comparison<'q>) -> Option<Bound<'m, 'q>> {
    let Comparison {
        operator,
        left,
        right,
        ..
    } = comparison;
    if *operator == Compare::NotEqual {
        return None;
    }
    if let Some(found) = of_sides(comparison, left, *operator, right) {
        return Some(found);
    }
    of_sides(comparison, right, operator.mirrored(), left)
}

/// A bound of what stands on the side `column` by what stands on the other.
fn of_sides<'m, 'q>(
    comparison: &'m Comparison<'q>,
    column: &'m Operand<'q>,
    operator: Compare,
    other: &'m Operand<'q>,
) -> Option<Bound<'m, 'q>> {
    let value = &column.value;
    if value.origins.is_empty() {
        return None;
    }
    let found = |side, limits: Option<(i64, i64)>, is_exact, is_wrapped| {
        Some(Bound {
            comparison,
            origins: &value.origins,
            column,
            side,
            limit: limits.map(|(limit, _)| limit),
            strict_limit: limits.map(|(_, strict)| strict),
            is_exact,
            is_wrapped,
        })
    };
    match (value.time, other.value.time) {
        (
            Time::Column { shift, floor },
            Time::AsOf(as_of) | Time::AsOfUnit { shift: as_of, .. },
        ) => {
            let distance = as_of.seconds.saturating_sub(shift.seconds);
            // A date stands for its whole day, a rounded time for its whole unit.
            let span = floor.max(if value.data_type == Type::Date {
                DAY
            } else {
                0
            });
            // Whole units before that of the as-of time: `date_trunc('week', ts) < date_trunc('week', as_of)`.
            let are_whole = operator == Compare::Less
                && distance <= 0
                && matches!(other.value.time, Time::AsOfUnit { unit, .. } if unit == span);
            let span = if are_whole { 0 } else { span };
            let is_exact = as_of.is_exact && shift.is_exact;
            let limits = shift.is_exact.then(|| limits(operator, distance, span));
            let is_wrapped = floor > 0 || shift.seconds != 0;
            found(side(operator), limits, is_exact, is_wrapped)
        }
        (
            Time::Age {
                unit,
                shift,
                is_negative,
            },
            Time::Number(number),
        ) => {
            let operator = if is_negative {
                operator
            } else {
                operator.mirrored()
            };
            let number = if is_negative {
                number
            } else {
                number.saturating_neg()
            };
            // Ages count the boundaries of units between two times: all that is of the same unit is at no distance.
            let distance = number.saturating_mul(unit).saturating_add(if is_negative {
                shift.seconds.saturating_neg()
            } else {
                shift.seconds
            });
            let limits = limits(operator, distance, unit);
            found(side(operator), Some(limits), shift.is_exact, true)
        }
        // A moment that no relation gives, such as the days of a spine: bounded, but where is not known.
        (Time::Column { .. }, Time::Other)
            if other.value.origins.is_empty()
                && matches!(
                    other.expr,
                    Expr::Identifier(_) | Expr::CompoundIdentifier(_)
                ) =>
        {
            found(side(operator), None, false, false)
        }
        // A time that is computed in a way that is not understood: bounded, but where is not known.
        (Time::Other, Time::AsOf(_) | Time::AsOfUnit { .. }) => {
            found(side(operator), None, false, true)
        }
        _ => None,
    }
}

fn side(operator: Compare) -> Side {
    match operator {
        Compare::Less | Compare::LessOrEqual => Side::Above,
        Compare::Greater | Compare::GreaterOrEqual => Side::Below,
        Compare::Equal | Compare::NotEqual => Side::Both,
    }
}

/// The limit of a comparison, and that of the same one without equality.
fn limits(operator: Compare, distance: i64, span: i64) -> (i64, i64) {
    let strict = match operator {
        Compare::LessOrEqual => Compare::Less,
        Compare::GreaterOrEqual => Compare::Greater,
        other => other,
    };
    (
        limit(operator, distance, span),
        limit(strict, distance, span),
    )
}

/// The first moment that `time <operator> as-of + distance` keeps out; `span` is how long a value of the column lasts.
/// Where equality lets the as-of moment itself in, that is one second too much.
fn limit(operator: Compare, distance: i64, span: i64) -> i64 {
    match operator {
        Compare::Less => {
            // The last value below the limit is one unit of days before it, and lasts its own span.
            distance.saturating_add((span - DAY).max(0))
        }
        Compare::LessOrEqual | Compare::Equal => distance.saturating_add(span.max(1)),
        Compare::Greater | Compare::GreaterOrEqual | Compare::NotEqual => distance,
    }
}

/// The readings that a value is computed from.
pub(super) fn reads_of(model: &Model<'_>, origins: &Origins) -> Vec<ReadId> {
    let mut reads: Vec<ReadId> = origins
        .iter()
        .filter_map(|number| Some(model.origins.get(number as usize)?.read))
        .collect();
    reads.sort_unstable();
    reads.dedup();
    reads
}

/// Whether a comparison decides about the rows that a SELECT works on before its windows and aggregates are computed.
pub fn filters_rows(comparison: &Comparison<'_>, blocks: &[BlockId]) -> bool {
    comparison.is_required
        && matches!(comparison.clause, Clause::Where | Clause::On)
        && blocks.contains(&comparison.block)
}
