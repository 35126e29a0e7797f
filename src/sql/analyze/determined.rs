//! Which keys of GROUP BY the others decide: those of a relation of which they hold a key, and what a window over them gives.

use std::collections::{HashMap, HashSet};

use sqlparser::ast::{Expr, Function};

use super::Analyzer;
use super::column_id::{ColumnId, ColumnPositions};
use super::equalities::Equalities;
use super::expression::column_parts;
use super::keys::Key;
use super::model::{BlockId, RowSetId};
use super::place::identifier;
use super::scope::ScopeId;
use crate::sql::name::Identifier;

impl Analyzer<'_, '_> {
    /// Notes which group keys the others decide.
    pub(super) fn note_determined(
        &mut self,
        block: BlockId,
        scope: ScopeId,
        equalities: &Equalities,
    ) {
        let Some(grouping) = &self.model.blocks[block].grouping else {
            return;
        };
        let columns: Vec<Option<ColumnId>> = grouping
            .keys
            .iter()
            .map(|key| self.own_column(key.expr, scope))
            .collect();
        let by_key = self.decided_by_keys(block, equalities, &columns);
        let by_window = self.decided_by_windows(block, &columns);
        if let Some(grouping) = &mut self.model.blocks[block].grouping {
            for (key, is_determined) in grouping.keys.iter_mut().zip(by_key) {
                key.is_determined |= is_determined;
            }
            for number in by_window {
                grouping.keys[number].is_determined = true;
            }
        }
    }

    /// Whether each group key belongs to a relation of which the others hold a key.
    fn decided_by_keys(
        &self,
        block: BlockId,
        equalities: &Equalities,
        columns: &[Option<ColumnId>],
    ) -> Vec<bool> {
        let mut held = ColumnPositions::default();
        for column in columns.iter().flatten() {
            held.add(column.clone(), 0);
        }
        // What equals a group key is as good as one.
        for pair in &equalities.pairs {
            if let (Some(left), Some(right)) = (&pair.left, &pair.right) {
                if held.has(left) {
                    held.add(right.clone(), 0);
                } else if held.has(right) {
                    held.add(left.clone(), 0);
                }
            }
        }
        // The period that is asked for is one of many, and the rest of its row decided.
        let mut compared = ColumnPositions::default();
        for column in &equalities.compared {
            compared.add(column.clone(), 0);
        }
        let is_held = |column: &ColumnId| held.first(column).is_some();
        let is_covered = |key: &Key| {
            key.iter()
                .all(|column| is_held(column) || compared.first(column).is_some())
                && key.iter().any(is_held)
        };
        let covered: Vec<Vec<Key>> = (0..self.model.blocks[block].from.len())
            .map(|position| {
                let mut keys = self.keys_of_item(block, position);
                keys.retain(is_covered);
                keys
            })
            .collect();
        let is_decided = |column: &Option<ColumnId>| match column {
            Some(column @ ColumnId::Of(position, _)) => {
                let keys = covered.get(*position).into_iter().flatten();
                keys.into_iter().any(|key| !key.contains(column))
            }
            _ => false,
        };
        columns.iter().map(is_decided).collect()
    }

    /// The group keys that a subquery computes with a window over nothing but other group keys.
    fn decided_by_windows(&self, block: BlockId, columns: &[Option<ColumnId>]) -> Vec<usize> {
        let names: HashSet<&Identifier> = columns
            .iter()
            .flatten()
            .map(|(ColumnId::Of(_, name) | ColumnId::Merged(name, _))| name)
            .collect();
        let mut windows: HashMap<usize, HashSet<&Identifier>> = HashMap::new();
        let mut determined = Vec::new();
        for (number, column) in columns.iter().enumerate() {
            let Some(ColumnId::Of(position, name)) = column else {
                continue;
            };
            let rows = self.model.blocks[block].from[*position].rows;
            let windows = windows
                .entry(*position)
                .or_insert_with(|| self.windows_over(rows, &names));
            if windows.contains(name) {
                determined.push(number);
            }
        }
        determined
    }

    /// The columns of rows that their SELECT computes with a window over nothing but columns of these names.
    fn windows_over(&self, rows: RowSetId, names: &HashSet<&Identifier>) -> HashSet<&Identifier> {
        let mut blocks = self.model.blocks.iter();
        let Some(within) = blocks.position(|block| block.rows == rows) else {
            return HashSet::new();
        };
        let is_over = |expr: &Expr| {
            let Expr::Function(Function {
                over: Some(over), ..
            }) = expr
            else {
                return false;
            };
            let spec = self.window_of(within, over);
            spec.is_some_and(|spec| {
                spec.order_by.is_empty()
                    && spec.partition_by.iter().all(|part| {
                        let last = column_parts(part).and_then(<[_]>::last);
                        last.is_some_and(|last| names.contains(&identifier(last)))
                    })
            })
        };
        let mut seen = HashSet::new();
        let projected = self.model.blocks[within].projected.iter();
        projected
            .filter_map(|item| Some((item.alias.as_ref()?, item.expr)))
            .filter(|(alias, _)| seen.insert(*alias))
            .filter(|(_, expr)| is_over(expr))
            .map(|(alias, _)| alias)
            .collect()
    }
}
