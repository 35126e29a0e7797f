//! OR: a bound on one side of it holds rows back only where every other side does so too.
//!
//! `ts < ds or true` and `ts < ds or ts >= ds` let every row pass, and `ts < ds or is_open` those of after the as-of time that
//! are open. A side that asks whether the very time is NULL takes nothing away from a bound, since what has no time yet is not
//! later; nor does one that asks for rows without a partner in an outer join.

use std::collections::HashMap;

use sqlparser::ast::{BinaryOperator, Expr, UnaryOperator, Value as Literal};

use super::Analyzer;
use super::at::At;
use super::bounds::{Bound, Side, bound, reads_of};
use super::condition::boolean;
use super::lineage::Origins;
use super::model::{ReadId, Value};
use super::same::bare;

/// One side of an OR: its comparisons and what it asks to be NULL, by their positions.
struct Branch<'q> {
    condition: &'q Expr,
    comparisons: std::ops::Range<usize>,
    null_tests: std::ops::Range<usize>,
}

/// On how many sides a reading is held back.
#[derive(Default)]
struct Held {
    above: usize,
    below: usize,
}

impl<'q> Analyzer<'q, '_> {
    /// A truth value of conditions of which one suffices: of an OR, or of an AND under NOT.
    pub(super) fn any(&mut self, left: &'q Expr, right: &'q Expr, at: At) -> Value {
        let mut branches = Vec::new();
        let mut whole: Option<Value> = None;
        for condition in sides(left, right, at.is_negated) {
            let before = (self.model.comparisons.len(), self.model.null_tests.len());
            let value = self.condition(condition, at.optional());
            branches.push(Branch {
                condition,
                comparisons: before.0..self.model.comparisons.len(),
                null_tests: before.1..self.model.null_tests.len(),
            });
            whole = Some(match whole {
                None => value,
                Some(mut whole) => {
                    whole.take(&value);
                    whole.nulls = whole.nulls.or(value.nulls);
                    whole
                }
            });
        }
        self.weigh(&branches, at);
        boolean(whole.unwrap_or_default())
    }

    /// Marks the comparisons that hold nothing back, since another side lets the same rows pass.
    fn weigh(&mut self, branches: &[Branch<'q>], at: At) {
        let truths: Vec<Option<bool>> = branches
            .iter()
            .map(|branch| truth(branch.condition).map(|truth| truth ^ at.is_negated))
            .collect();
        if truths.contains(&Some(true)) {
            for branch in branches {
                for comparison in &mut self.model.comparisons[branch.comparisons.clone()] {
                    comparison.holds &= comparison.block != at.block;
                }
            }
            return;
        }
        let bounded = self.bounded_by(branches, at);
        let mut held: HashMap<ReadId, Held> = HashMap::new();
        let mut count = 0;
        for (branch, truth) in branches.iter().zip(truths) {
            // A side that is never true lets nothing pass.
            if truth == Some(false) {
                continue;
            }
            count += 1;
            let (mut above, mut below) = self.held_by(branch, &bounded, at);
            for reads in [&mut above, &mut below] {
                reads.sort_unstable();
                reads.dedup();
            }
            for read in above {
                held.entry(read).or_default().above += 1;
            }
            for read in below {
                held.entry(read).or_default().below += 1;
            }
        }
        let mut idle = Vec::new();
        for branch in branches {
            for position in branch.comparisons.clone() {
                let comparison = &self.model.comparisons[position];
                let Some(Bound { origins, side, .. }) =
                    bound(comparison).filter(|_| comparison.block == at.block)
                else {
                    continue;
                };
                let is_held = |read: ReadId| {
                    held.get(&read).is_some_and(|held| match side {
                        Side::Above | Side::Both => held.above == count,
                        Side::Below => held.below == count,
                    })
                };
                if !reads_of(&self.model, origins).into_iter().all(is_held) {
                    idle.push(position);
                }
            }
        }
        for position in idle {
            self.model.comparisons[position].holds = false;
        }
    }

    /// The columns that any of the sides bounds, and those of relations that an outer join may leave out.
    fn bounded_by(&self, branches: &[Branch<'q>], at: At) -> Origins {
        let mut origins = Origins::default();
        for branch in branches {
            for comparison in &self.model.comparisons[branch.comparisons.clone()] {
                if let Some(bound) = bound(comparison).filter(|_| comparison.block == at.block) {
                    origins.extend(bound.origins);
                }
            }
        }
        let has_null_test = branches.iter().any(|branch| !branch.null_tests.is_empty());
        let relations = &self.scopes[at.scope].relations;
        for relation in relations
            .iter()
            .filter(|relation| has_null_test && relation.is_optional)
        {
            origins.extend(
                &self
                    .model
                    .origins_so_far(&self.model.row_sets[relation.rows]),
            );
        }
        origins
    }

    /// The readings that one side holds back from above and from below, those that it asks to be NULL among both.
    fn held_by(
        &self,
        branch: &Branch<'q>,
        bounded: &Origins,
        at: At,
    ) -> (Vec<ReadId>, Vec<ReadId>) {
        let (mut above, mut below) = (Vec::new(), Vec::new());
        for comparison in &self.model.comparisons[branch.comparisons.clone()] {
            if comparison.block != at.block || !comparison.holds {
                continue;
            }
            let Some(Bound { origins, side, .. }) = bound(comparison) else {
                continue;
            };
            let reads = reads_of(&self.model, origins);
            if side != Side::Below {
                above.extend(&reads);
            }
            if side != Side::Above {
                below.extend(&reads);
            }
        }
        for test in &self.model.null_tests[branch.null_tests.clone()] {
            if test.block == at.block && test.asks_for_null && test.origins.meets(bounded) {
                let reads = reads_of(&self.model, &test.origins);
                above.extend(&reads);
                below.extend(&reads);
            }
        }
        (above, below)
    }
}

/// The conditions of which one suffices, in the order of the text. A long chain leans to the left: it is not walked down by
/// recursion.
fn sides<'q>(left: &'q Expr, right: &'q Expr, is_negated: bool) -> Vec<&'q Expr> {
    let mut sides = Vec::new();
    let mut open = vec![right, left];
    while let Some(expr) = open.pop() {
        match bare(expr) {
            Expr::BinaryOp {
                left,
                op: BinaryOperator::Or,
                right,
            } if !is_negated => open.extend([right.as_ref(), left.as_ref()]),
            Expr::BinaryOp {
                left,
                op: BinaryOperator::And,
                right,
            } if is_negated => open.extend([right.as_ref(), left.as_ref()]),
            _ => sides.push(expr),
        }
    }
    sides
}

/// Whether a condition is always true or never; `None` where that depends on a row.
fn truth(condition: &Expr) -> Option<bool> {
    match bare(condition) {
        Expr::Value(value) => match &value.value {
            Literal::Boolean(truth) => Some(*truth),
            Literal::Number(text, _) => text.parse::<f64>().ok().map(|number| number != 0.0),
            _ => None,
        },
        Expr::UnaryOp {
            op: UnaryOperator::Not,
            expr,
        } => truth(expr).map(|truth| !truth),
        Expr::BinaryOp { left, op, right } => {
            let (Expr::Value(left), Expr::Value(right)) = (bare(left), bare(right)) else {
                return None;
            };
            let is_same = match (&left.value, &right.value) {
                (Literal::Number(left, _), Literal::Number(right, _)) => {
                    let (left, right) = (left.parse::<f64>().ok()?, right.parse::<f64>().ok()?);
                    left.total_cmp(&right).is_eq()
                }
                (Literal::SingleQuotedString(left), Literal::SingleQuotedString(right)) => {
                    left == right
                }
                (Literal::Boolean(left), Literal::Boolean(right)) => left == right,
                _ => return None,
            };
            match op {
                BinaryOperator::Eq => Some(is_same),
                BinaryOperator::NotEq => Some(!is_same),
                _ => None,
            }
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sql::analyze::same::tests::parsed;

    #[test]
    fn what_no_row_changes() {
        for text in ["true", "(1 = 1)", "not false", "'a' = 'a'", "1 <> 2", "1"] {
            assert_eq!(truth(&parsed(text)), Some(true), "{text}");
        }
        for text in ["false", "1 = 0", "'False' = 'True'", "0"] {
            assert_eq!(truth(&parsed(text)), Some(false), "{text}");
        }
        for text in ["x", "x = x", "1 < 2", "null", "'a'"] {
            assert_eq!(truth(&parsed(text)), None, "{text}");
        }
    }
}
