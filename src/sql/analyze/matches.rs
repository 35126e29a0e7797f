//! How many rows of a relation in FROM a row of those before it can meet.

use std::collections::HashSet;

use super::Analyzer;
use super::column_id::ColumnId;
use super::equalities::Equalities;
use super::model::{BlockId, Clause, Compare, FromItem, Join, JoinKind, Matches};
use super::scope::ScopeId;

impl Analyzer<'_, '_> {
    /// Notes for every relation of FROM how many of its rows meet one of those before it.
    pub(super) fn note_matches(&mut self, block: BlockId, scope: ScopeId, equalities: &Equalities) {
        let count = self.model.blocks[block].from.len();
        if count < 2 {
            return;
        }
        let narrowed = self.narrowed(block, scope, equalities);
        let is_flattened = |item: &FromItem<'_>| self.model.row_sets[item.rows].is_flattened;
        let asked = if self.model.blocks[block].from.iter().any(is_flattened) {
            self.asked_for(block, scope)
        } else {
            HashSet::new()
        };
        for (position, narrowed) in narrowed.iter().enumerate().skip(1) {
            let matches = if self.is_one_at_most(block, equalities, position) {
                Matches::AtMostOne
            } else if self.model.row_sets[self.model.blocks[block].from[position].rows].is_flattened
            {
                // An element is asked for, or each is a row of its own.
                let is_asked = !narrowed.is_empty() || asked.contains(&position);
                if is_asked {
                    Matches::Unknown
                } else {
                    Matches::Many
                }
            } else if self.is_narrowed(block, equalities.equated(position), narrowed, position) {
                Matches::Unknown
            } else {
                Matches::Many
            };
            self.model.blocks[block].from[position].matches = matches;
        }
    }

    /// Whether a relation of FROM has at most one row for each combination of those before it: what is equated covers one
    /// of its keys.
    pub(super) fn is_one_at_most(
        &self,
        block: BlockId,
        equalities: &Equalities,
        position: usize,
    ) -> bool {
        match &self.model.blocks[block].from[position].join {
            Join::On {
                kind: JoinKind::AsOf | JoinKind::Semi,
                ..
            } => return true,
            Join::On {
                kind: JoinKind::Right | JoinKind::Full,
                ..
            } => return false,
            _ => {}
        }
        // Rows without a partner, of which each is there once.
        if equalities.absent.contains(&position) {
            return true;
        }
        let equated = equalities.equated(position);
        let keys = self.keys_of_item(block, position);
        keys.iter()
            .any(|key| key.iter().all(|column| equated.contains(column)))
    }

    /// The relations of FROM that a condition equates something with that is computed from them, such as a field of an element, or
    /// by whose values, computed or not, rows are grouped.
    fn asked_for(&self, block: BlockId, scope: ScopeId) -> HashSet<usize> {
        let comparisons = self.comparisons_of(block).filter(|comparison| {
            comparison.operator == Compare::Equal
                && matches!(comparison.clause, Clause::On | Clause::Where)
        });
        let grouping = self.model.blocks[block].grouping.iter();
        let grouped = grouping.flat_map(|grouping| grouping.keys.iter().map(|key| key.expr));
        comparisons
            .flat_map(|comparison| [comparison.left.expr, comparison.right.expr])
            .chain(grouped)
            .flat_map(|side| self.columns_in(side, scope).unwrap_or_default())
            .filter_map(|column| match column {
                ColumnId::Of(position, _) => Some(position),
                ColumnId::Merged(..) => None,
            })
            .collect()
    }

    /// For each relation of FROM its columns that say less than equality does, but something: they are compared, as the
    /// start of a period is with a time, or rows are grouped by them.
    fn narrowed(
        &self,
        block: BlockId,
        scope: ScopeId,
        equalities: &Equalities,
    ) -> Vec<Vec<ColumnId>> {
        let block = &self.model.blocks[block];
        let mut narrowed = vec![Vec::new(); block.from.len()];
        let grouping = block.grouping.as_ref();
        let grouped = grouping
            .into_iter()
            .flat_map(|grouping| &grouping.keys)
            .filter_map(|key| self.own_column(key.expr, scope));
        for column in equalities.compared.iter().cloned().chain(grouped) {
            if let ColumnId::Of(position, _) = column
                && let Some(of) = narrowed.get_mut(position)
            {
                of.push(column);
            }
        }
        narrowed
    }

    /// Whether a relation of FROM has no known key, or less is left open of one than it seems.
    fn is_narrowed(
        &self,
        block: BlockId,
        equated: &[ColumnId],
        narrowed: &[ColumnId],
        position: usize,
    ) -> bool {
        let keys = self.keys_of_item(block, position);
        let is_narrowed = |column| equated.contains(column) || narrowed.contains(column);
        keys.is_empty() || keys.iter().any(|key| key.iter().all(is_narrowed))
    }
}
