//! Joins: which rows without a partner they keep, and by which condition.
//!
//! What ON of an outer join says of a relation whose rows it keeps only decides whether they find a partner: it bounds nothing,
//! and holds no column to one value.

use sqlparser::ast::{Expr, JoinConstraint, JoinOperator, TableWithJoins};

use super::Analyzer;
use super::column_id::ColumnId;
use super::lineage::Origins;
use super::model::{Clause, FromItem, Join, JoinKind};
use super::scope::ScopeId;

impl<'q> Analyzer<'q, '_> {
    /// Brings a relation and those that are joined to it into scope.
    pub(super) fn joined(&mut self, table: &'q TableWithJoins, scope: ScopeId, join: Join<'q>) {
        let first = self.scopes[scope].relations.len();
        self.factor(&table.relation, scope, join);
        for join in &table.joins {
            let before = self.scopes[scope].relations.len();
            let (kind, constraint, match_condition) = taken_apart(&join.join_operator);
            let how = match (kind, constraint) {
                (Some(kind), Some(constraint)) => Join::On {
                    kind,
                    condition: match constraint {
                        JoinConstraint::On(condition) => Some(condition),
                        _ => None,
                    },
                    using: Vec::new(),
                },
                _ => Join::Cross,
            };
            self.factor(&join.relation, scope, how);
            let Some(kind) = kind else { continue };
            if kind == JoinKind::Semi {
                self.join_condition(constraint, scope);
                self.scopes[scope].truncate(before);
                if let Some(block) = self.model.blocks.get_mut(self.block) {
                    block.from.pop();
                }
                continue;
            }
            if matches!(kind, JoinKind::Left | JoinKind::Full | JoinKind::AsOf) {
                self.make_optional(scope, before..usize::MAX);
            }
            if matches!(kind, JoinKind::Right | JoinKind::Full) {
                self.make_optional(scope, first..before);
            }
            let using = self.using(constraint, scope, first, before, kind);
            if let Some(FromItem {
                join: Join::On { using: slot, .. },
                ..
            }) = self
                .model
                .blocks
                .get_mut(self.block)
                .and_then(|block| block.from.last_mut())
            {
                *slot = using;
            }
            let comparisons = self.model.comparisons.len();
            self.join_condition(constraint, scope);
            if let Some(condition) = match_condition {
                let value = self.value(condition, self.at(scope, Clause::On).required());
                self.influence(|influences| &mut influences.join, &value);
            }
            self.note_kept(comparisons, scope, before, kind);
        }
    }

    /// Notes of the comparisons in the condition of a join, which begin at `first`, what they say of rows that it keeps. The
    /// relations from `joined` on are those that it adds.
    fn note_kept(&mut self, first: usize, scope: ScopeId, joined: usize, kind: JoinKind) {
        let keeps_before = matches!(kind, JoinKind::Left | JoinKind::Full | JoinKind::AsOf);
        let keeps_joined = matches!(kind, JoinKind::Right | JoinKind::Full);
        if !keeps_before && !keeps_joined {
            return;
        }
        let mut own = Origins::default();
        for relation in &self.scopes[scope].relations[joined..] {
            own.extend(
                &self
                    .model
                    .origins_so_far(&self.model.row_sets[relation.rows]),
            );
        }
        let block = self.block;
        for position in first..self.model.comparisons.len() {
            if self.model.comparisons[position].block != block {
                continue;
            }
            // Columns that are made of nothing that is read: those of a list of parameters.
            let meets_both = self.meets_both(position, scope, joined);
            let comparison = &mut self.model.comparisons[position];
            let (mut is_kept, mut is_filtered) = (false, false);
            let (mut is_before, mut is_joined) = (false, false);
            let sides = [&comparison.left.value, &comparison.right.value];
            for number in sides.into_iter().flat_map(|value| value.origins.iter()) {
                let is_own = own.contains(number);
                if if is_own { keeps_joined } else { keeps_before } {
                    comparison.kept.insert(number);
                    is_kept = true;
                } else {
                    is_filtered = true;
                }
                is_joined |= is_own;
                is_before |= !is_own;
            }
            if is_kept && !is_filtered && !(is_before && is_joined) {
                comparison.is_required &= meets_both;
                comparison.holds = false;
            }
        }
    }

    /// Whether a comparison is of a column on each side of a join.
    fn meets_both(&self, comparison: usize, scope: ScopeId, joined: usize) -> bool {
        let comparison = &self.model.comparisons[comparison];
        let sides = [comparison.left.expr, comparison.right.expr];
        let columns = sides
            .into_iter()
            .filter_map(|side| self.columns_in(side, scope));
        let (mut before, mut after) = (false, false);
        for column in columns.flatten() {
            if let ColumnId::Of(position, _) = column {
                before |= position < joined;
                after |= position >= joined;
            }
        }
        before && after
    }

    fn make_optional(&mut self, scope: ScopeId, positions: std::ops::Range<usize>) {
        let relations = &mut self.scopes[scope].relations;
        let end = positions.end.min(relations.len());
        for relation in &mut relations[positions.start..end] {
            relation.is_optional = true;
        }
    }

    fn join_condition(&mut self, constraint: Option<&'q JoinConstraint>, scope: ScopeId) {
        if let Some(JoinConstraint::On(condition)) = constraint {
            let value = self.condition(condition, self.at(scope, Clause::On).required());
            self.influence(|influences| &mut influences.join, &value);
        }
    }
}

/// Which rows a join keeps, its constraint, and ASOF's condition.
fn taken_apart(
    operator: &JoinOperator,
) -> (Option<JoinKind>, Option<&JoinConstraint>, Option<&Expr>) {
    let (kind, constraint) = match operator {
        JoinOperator::Join(constraint)
        | JoinOperator::Inner(constraint)
        | JoinOperator::StraightJoin(constraint) => (JoinKind::Inner, constraint),
        JoinOperator::Left(constraint) | JoinOperator::LeftOuter(constraint) => {
            (JoinKind::Left, constraint)
        }
        JoinOperator::Right(constraint) | JoinOperator::RightOuter(constraint) => {
            (JoinKind::Right, constraint)
        }
        JoinOperator::FullOuter(constraint) => (JoinKind::Full, constraint),
        JoinOperator::AsOf {
            match_condition,
            constraint,
        } => {
            return (
                Some(JoinKind::AsOf),
                Some(constraint),
                Some(match_condition),
            );
        }
        JoinOperator::Semi(constraint)
        | JoinOperator::LeftSemi(constraint)
        | JoinOperator::RightSemi(constraint)
        | JoinOperator::Anti(constraint)
        | JoinOperator::LeftAnti(constraint)
        | JoinOperator::RightAnti(constraint) => (JoinKind::Semi, constraint),
        JoinOperator::CrossJoin(_)
        | JoinOperator::CrossApply
        | JoinOperator::OuterApply
        | JoinOperator::ArrayJoin
        | JoinOperator::LeftArrayJoin
        | JoinOperator::InnerArrayJoin => return (None, None, None),
    };
    (Some(kind), Some(constraint), None)
}
