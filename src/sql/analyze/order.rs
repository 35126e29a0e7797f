//! The orders by which window functions pick rows: whether no two rows are equal in them.

use sqlparser::ast::{Expr, Function, WindowSpec};

use super::Analyzer;
use super::column_id::{ColumnId, is_same_column};
use super::dependencies::Dependencies;
use super::keys::Key;
use super::model::{BlockId, Order};
use super::place::SqlPlace;
use super::scope::ScopeId;

impl<'q> Analyzer<'q, '_> {
    /// Notes the orders of the window functions that pick a row. `keys` are those of the rows of FROM, where they are not
    /// grouped.
    pub(super) fn note_orders(
        &mut self,
        block: BlockId,
        scope: ScopeId,
        keys: &[Key],
        dependencies: &Dependencies,
    ) {
        let mut windows: Vec<(&'static str, SqlPlace, &'q WindowSpec, Option<&'q Expr>)> =
            Vec::new();
        let mut ranks: Vec<(&'q Function, &'q WindowSpec)> = Vec::new();
        let first = self.model.blocks[block].calls_before;
        let calls = self.model.calls[first..].iter();
        for call in calls.filter(|call| call.block == block) {
            let picks = call.known.filter(|known| known.picks);
            if let (Some(known), Some(spec)) = (picks, call.window) {
                let picked = call.arguments.first().map(|argument| argument.expr);
                windows.push((known.name, call.place, spec, picked));
            }
            let is_rank =
                (call.known).is_some_and(|known| matches!(known.name, "RANK" | "DENSE_RANK"));
            if let Some(spec) = call.window.filter(|_| is_rank) {
                ranks.push((call.function, spec));
            }
        }
        if windows.is_empty() && ranks.is_empty() {
            return;
        }
        let grouped = self.grouped_key(block, scope);
        let keys = grouped.as_deref().unwrap_or(keys);
        for (name, place, spec, picked) in windows {
            let exprs = spec
                .partition_by
                .iter()
                .chain(spec.order_by.iter().map(|item| &item.expr));
            let ordered: Vec<ColumnId> = exprs
                .filter_map(|expr| self.own_column(expr, scope))
                .collect();
            // Of rows that are equal in the order, all have the same value of a column of the order.
            if let Some(picked) = picked.and_then(|picked| self.own_column(picked, scope))
                && ordered.iter().any(|column| is_same_column(column, &picked))
            {
                continue;
            }
            let decided = dependencies.decided(&ordered);
            let covers = |key: &Key| key.iter().all(|column| decided.holds(column));
            self.model.orders.push(Order {
                what: format!("`{name}`"),
                place,
                is_stable: (!keys.is_empty()).then(|| keys.iter().any(covers)),
            });
        }
        for (function, spec) in ranks {
            let exprs = spec
                .partition_by
                .iter()
                .chain(spec.order_by.iter().map(|item| &item.expr));
            let ordered: Vec<ColumnId> = exprs
                .filter_map(|expr| self.own_column(expr, scope))
                .collect();
            let decided = dependencies.decided(&ordered);
            let covers = |key: &Key| key.iter().all(|column| decided.holds(column));
            let is_stable = (!keys.is_empty()).then(|| keys.iter().any(covers));
            self.model.blocks[block].ranks.push((function, is_stable));
        }
    }

    /// The key of the groups of a SELECT, where columns group it; `None` where its rows are not grouped.
    pub(super) fn grouped_key(&self, block: BlockId, scope: ScopeId) -> Option<Vec<Key>> {
        let grouping = self.model.blocks[block].grouping.as_ref()?;
        let columns = grouping.keys.iter();
        let key: Option<Key> = columns
            .map(|key| self.own_column(key.expr, scope))
            .collect();
        Some(key.filter(|_| !grouping.is_several).into_iter().collect())
    }
}
