//! Which readings' times come before which others', as the comparisons of a query say: what bounds the late ones bounds the
//! early ones.
//!
//! A click within an hour of its search is held back with the search, but for that hour: where the two together reach past the
//! as-of time, the click is not held back.

use std::collections::HashMap;

use sqlparser::ast::{Expr, Function};

use super::bounds::{Bound, Side, reads_of};
use super::instant::{self, DAY, Time};
use super::lineage::Origins;
use super::model::{Call, Clause, Compare, Model, Operand, ReadId, Value};
use super::same::bare;
use crate::sql::function::TimeRule;
use crate::sql::types::Type;

/// What the comparisons of a query say of the times that it reads.
#[derive(Debug, Default)]
pub struct TimeOrder {
    steps: Vec<Step>,
    /// For each reading the steps that it is late in.
    late_in: Vec<Vec<usize>>,
}

/// One comparison: where any of the late readings is bounded, the early ones are.
#[derive(Debug)]
struct Step {
    /// The position of the comparison.
    comparison: usize,
    early: Vec<ReadId>,
    /// How much later than the late times the early ones can be, in seconds.
    distance: i64,
}

/// Which readings are held to what was known at the as-of time.
#[derive(Debug)]
pub struct Held {
    /// For each reading whether it is.
    pub is_bounded: Vec<bool>,
    /// Comparisons that would hold a reading that nothing else does, and reach past the as-of time.
    pub beyond: Vec<Beyond>,
}

/// A time that is bound to another one that is bounded, at a distance that reaches past the as-of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Beyond {
    /// The position of the comparison.
    pub comparison: usize,
    /// What is not held back.
    pub read: ReadId,
    /// How far past the as-of time it reaches, in seconds.
    pub seconds: i64,
}

/// Two times of which one is at most so much later than the other.
struct Pair<'m> {
    early: &'m Origins,
    late: &'m Origins,
    distance: i64,
}

impl TimeOrder {
    /// What the comparisons of a query say.
    pub fn of(model: &Model<'_>) -> Self {
        let mut order = Self {
            steps: Vec::new(),
            late_in: vec![Vec::new(); model.reads.len()],
        };
        let is_distance = |call: &&Call<'_>| {
            let rule = call.known.map(|known| known.time);
            rule == Some(TimeRule::Between) && call.arguments.len() == 3
        };
        let distances: HashMap<*const Function, &Call<'_>> = model
            .calls
            .iter()
            .filter(is_distance)
            .map(|call| (std::ptr::from_ref(call.function), call))
            .collect();
        for (position, comparison) in model.comparisons.iter().enumerate() {
            if !comparison.holds {
                continue;
            }
            let (left, right) = (&comparison.left, &comparison.right);
            let operator = comparison.operator;
            let pairs = match (
                difference(&distances, left, operator, right),
                difference(&distances, right, operator.mirrored(), left),
            ) {
                (Some(found), _) | (None, Some(found)) => found,
                (None, None) => of_times(&left.value, operator, &right.value),
            };
            // What an outer join keeps comes whether or not it is the earlier one.
            let pairs = pairs.into_iter();
            for pair in pairs.filter(|pair| !pair.early.meets(&comparison.kept)) {
                order.add(model, position, &pair);
            }
        }
        order
    }

    fn add(&mut self, model: &Model<'_>, comparison: usize, pair: &Pair<'_>) {
        let late = reads_of(model, pair.late);
        let early = reads_of(model, pair.early);
        if early.is_empty() || early.len() == 1 && early == late {
            return;
        }
        for read in late {
            self.late_in[read].push(self.steps.len());
        }
        self.steps.push(Step {
            comparison,
            early,
            distance: pair.distance,
        });
    }

    /// For each reading whether the bounds hold it to what was known at the as-of time, directly or because its times equal
    /// or precede those of another one that is.
    pub fn bounded<'b, 'm: 'b, 'q: 'm>(
        &self,
        model: &Model<'_>,
        bounds: impl IntoIterator<Item = &'b Bound<'m, 'q>>,
    ) -> Vec<bool> {
        self.held(model, bounds).is_bounded
    }

    /// The same, with the comparisons that reach too far.
    pub fn held<'b, 'm: 'b, 'q: 'm>(
        &self,
        model: &Model<'_>,
        bounds: impl IntoIterator<Item = &'b Bound<'m, 'q>>,
    ) -> Held {
        // How far each reading reaches past the as-of time; a bound that leaks is reported where it stands.
        let mut reach: Vec<Option<i64>> = vec![None; model.reads.len()];
        for bound in bounds {
            if bound.side == Side::Below || !bound.comparison.holds {
                continue;
            }
            let limit = bound.limit.unwrap_or_default().min(0);
            for read in reads_of(model, bound.origins) {
                let known = reach[read].get_or_insert(limit);
                *known = limit.min(*known);
            }
        }
        let mut fresh: Vec<ReadId> = (0..reach.len())
            .filter(|read| reach[*read].is_some())
            .collect();
        let mut is_taken = vec![false; self.steps.len()];
        let mut too_far = Vec::new();
        while let Some(read) = fresh.pop() {
            for number in &self.late_in[read] {
                let step = &self.steps[*number];
                if std::mem::replace(&mut is_taken[*number], true) {
                    continue;
                }
                let reached = reach[read]
                    .unwrap_or_default()
                    .saturating_add(step.distance);
                if reached > 0 {
                    too_far.push((*number, reached));
                    continue;
                }
                for early in &step.early {
                    if reach[*early].is_none() {
                        reach[*early] = Some(reached);
                        fresh.push(*early);
                    }
                }
            }
        }
        let beyond = too_far.into_iter().filter_map(|(number, seconds)| {
            let Step {
                comparison, early, ..
            } = &self.steps[number];
            let &[read] = early.as_slice() else {
                return None;
            };
            reach[read].is_none().then_some(Beyond {
                comparison: *comparison,
                read,
                seconds,
            })
        });
        Held {
            beyond: beyond.collect(),
            is_bounded: reach.iter().map(Option::is_some).collect(),
        }
    }
}

/// What a comparison of two times says.
fn of_times<'m>(left: &'m Value, operator: Compare, right: &'m Value) -> Vec<Pair<'m>> {
    if !is_time(left.data_type) || !is_time(right.data_type) {
        return Vec::new();
    }
    let pair = |early: &'m Value, late: &'m Value| Pair {
        early: &early.origins,
        late: &late.origins,
        distance: distance(early, late),
    };
    match operator {
        Compare::Less | Compare::LessOrEqual => vec![pair(left, right)],
        Compare::Greater | Compare::GreaterOrEqual => vec![pair(right, left)],
        Compare::Equal => vec![pair(left, right), pair(right, left)],
        Compare::NotEqual => Vec::new(),
    }
}

/// How much later than the late times the early ones can be. What is not understood counts as no distance.
fn distance(early: &Value, late: &Value) -> i64 {
    let (
        Time::Column { shift: earlier, .. },
        Time::Column {
            shift: later,
            floor,
        },
    ) = (early.time, late.time)
    else {
        return 0;
    };
    let distance = later.seconds.saturating_sub(earlier.seconds);
    // A day that is held back began a day before it ended.
    if distance > 0 && (late.data_type == Type::Date || floor >= DAY) {
        distance.saturating_sub(DAY)
    } else {
        distance
    }
}

/// What `datediff(part, from, to) < n` says: `to` is at most so much later than `from`.
fn difference<'m>(
    distances: &HashMap<*const Function, &'m Call<'_>>,
    side: &'m Operand<'_>,
    operator: Compare,
    other: &'m Operand<'_>,
) -> Option<Vec<Pair<'m>>> {
    let (Expr::Function(function), Time::Number(number)) = (bare(side.expr), other.value.time)
    else {
        return None;
    };
    let call = distances.get(&std::ptr::from_ref(function))?;
    let [part, from, to] = call.arguments.as_slice() else {
        return None;
    };
    let (unit, _) = instant::unit(&part_name(part.expr)?)?;
    let (from, to) = (&from.value, &to.value);
    let is_column = |value: &Value| matches!(value.time, Time::Column { .. });
    if !is_column(from) || !is_column(to) {
        return None;
    }
    let pair = |early: &'m Value, late: &'m Value, number: i64| Pair {
        early: &early.origins,
        late: &late.origins,
        distance: number
            .saturating_mul(unit)
            .saturating_add(distance(early, late)),
    };
    let forth = |number| pair(to, from, number);
    let back = |number: i64| pair(from, to, number.saturating_neg());
    Some(match operator {
        Compare::Less => vec![forth(number.saturating_sub(1))],
        Compare::LessOrEqual => vec![forth(number)],
        Compare::Greater => vec![back(number.saturating_add(1))],
        Compare::GreaterOrEqual => vec![back(number)],
        Compare::Equal => vec![forth(number), back(number)],
        Compare::NotEqual => Vec::new(),
    })
}

/// The date part that an argument names, as a word or a text.
fn part_name(expr: &Expr) -> Option<String> {
    match bare(expr) {
        Expr::Identifier(ident) => Some(ident.value.clone()),
        Expr::Value(value) => super::literal::text(&value.value).map(str::to_owned),
        _ => None,
    }
}

fn is_time(data_type: Type) -> bool {
    matches!(data_type, Type::Date | Type::Timestamp(_) | Type::Unknown)
}

/// Whether a comparison decides which pairs of rows meet: what it says holds of all of them.
pub fn decides_pairs(comparison: &super::model::Comparison<'_>) -> bool {
    comparison.is_required && matches!(comparison.clause, Clause::On | Clause::Where)
}
