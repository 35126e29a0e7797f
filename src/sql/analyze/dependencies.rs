//! Which columns of a SELECT's FROM decide which others: those held to a constant, those that a join equates, and all
//! columns of a relation of which a key is decided. A set of columns that decides every relation identifies a row.

use super::Analyzer;
use super::keys::{Key, same};
use super::model::{BlockId, Clause, Compare, Join, JoinKind};
use super::scope::{ColumnId, ScopeId};

/// What decides what in one SELECT.
pub(super) struct Dependencies {
    /// The keys of each relation of FROM.
    keys: Vec<Vec<Key>>,
    /// Whether a relation only adds one partner at most, or none, to the rows before it.
    adds_one: Vec<bool>,
    /// Columns of one value.
    fixed: Vec<ColumnId>,
    /// The first decides the second.
    pairs: Vec<(ColumnId, ColumnId)>,
}

/// What some columns decide.
pub(super) struct Decided {
    columns: Vec<ColumnId>,
    relations: Vec<bool>,
}

impl Decided {
    /// Whether a column has one value for each combination of them.
    pub(super) fn holds(&self, column: &ColumnId) -> bool {
        self.columns.iter().any(|other| same(other, column))
            || matches!(column, ColumnId::Of(position, _) if self.relations.get(*position) == Some(&true))
    }

    /// Whether there is one row at most for each combination of them.
    fn holds_all(&self) -> bool {
        self.relations.iter().all(|decided| *decided)
    }
}

impl Dependencies {
    /// What these columns decide.
    pub(super) fn decided(&self, columns: &[ColumnId]) -> Decided {
        let mut decided = Decided {
            columns: columns.iter().chain(&self.fixed).cloned().collect(),
            relations: vec![false; self.keys.len()],
        };
        loop {
            let mut has_grown = false;
            for (position, keys) in self.keys.iter().enumerate() {
                let by_key = keys
                    .iter()
                    .any(|key| key.iter().all(|column| decided.holds(column)));
                let by_rest =
                    self.adds_one[position] && decided.relations[..position].iter().all(|all| *all);
                if !decided.relations[position] && (by_key || by_rest) {
                    decided.relations[position] = true;
                    has_grown = true;
                }
            }
            for (from, to) in &self.pairs {
                if decided.holds(from) && !decided.holds(to) {
                    decided.columns.push(to.clone());
                    has_grown = true;
                }
            }
            if !has_grown {
                return decided;
            }
        }
    }

    /// Leaves away the columns of a key that the others decide, the last ones first.
    pub(super) fn minimize(&self, key: &mut Key) {
        for position in (0..key.len()).rev() {
            let column = key.remove(position);
            if !self.decided(key).holds_all() {
                key.insert(position, column);
            }
        }
    }
}

impl Analyzer<'_, '_> {
    /// What decides what in a SELECT.
    pub(super) fn dependencies(&mut self, block: BlockId, scope: ScopeId) -> Dependencies {
        let count = self.model.blocks[block].from.len();
        let kinds: Vec<Option<JoinKind>> = self.model.blocks[block]
            .from
            .iter()
            .map(|item| match &item.join {
                Join::On { kind, .. } => Some(*kind),
                Join::First | Join::Comma | Join::Cross => None,
            })
            .collect();
        let equal: Vec<_> = self
            .comparisons_of(block)
            .filter(|comparison| comparison.is_required && comparison.operator == Compare::Equal)
            .map(|comparison| {
                (
                    comparison.clause,
                    comparison.left.expr,
                    comparison.right.expr,
                )
            })
            .collect();
        let mut pairs = Vec::new();
        for (clause, left, right) in equal {
            let (Some(left), Some(right)) =
                (self.own_column(left, scope), self.own_column(right, scope))
            else {
                continue;
            };
            // A merged column is there as soon as the first of those that it stands for.
            let position = |column: &ColumnId| match column {
                ColumnId::Of(position, _) => *position,
                ColumnId::Merged(_, sides) => sides.first().copied().unwrap_or_default(),
            };
            let (first, second) = (position(&left), position(&right));
            // A row without a partner has NULLs in its place, which its own columns decide, and not the other way around.
            let ((early, late), position) = if first <= second {
                ((left.clone(), right.clone()), second)
            } else {
                ((right.clone(), left.clone()), first)
            };
            let kind = kinds.get(position).copied().flatten();
            let (forth, back) = match (clause, kind) {
                (Clause::Where, _)
                | (Clause::On, None | Some(JoinKind::Inner | JoinKind::Semi)) => (true, true),
                (Clause::On, Some(JoinKind::Left | JoinKind::AsOf)) => (true, false),
                (Clause::On, Some(JoinKind::Right)) => (false, true),
                _ => (false, false),
            };
            if forth {
                pairs.push((early.clone(), late.clone()));
            }
            if back {
                pairs.push((late, early));
            }
        }
        Dependencies {
            keys: (0..count)
                .map(|position| self.keys_of_item(block, position))
                .collect(),
            adds_one: kinds
                .iter()
                .map(|kind| matches!(kind, Some(JoinKind::AsOf | JoinKind::Semi)))
                .collect(),
            fixed: self.fixed_columns(block, scope),
            pairs,
        }
    }
}
