//! The orders by which rows are picked, by a window function or a LIMIT: whether no two rows are equal in them.

use sqlparser::ast::{Expr, OrderByKind, Spanned, Value as Literal, WindowSpec};

use super::Analyzer;
use super::column_id::{ColumnId, is_same_column};
use super::cut::is_cut;
use super::dependencies::Dependencies;
use super::expression::column_parts;
use super::keys::Key;
use super::model::{BlockId, Column, Order};
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
        let first = self.model.blocks[block].calls_before;
        let calls = self.model.calls[first..].iter();
        for call in calls.filter(|call| call.block == block) {
            let picks = call.known.filter(|known| known.picks);
            if let (Some(known), Some(spec)) = (picks, call.window) {
                let picked = call.arguments.first().map(|argument| argument.expr);
                windows.push((known.name, call.place, spec, picked));
            }
        }
        if windows.is_empty() {
            return;
        }
        let grouped: Vec<Key>;
        let keys = match &self.model.blocks[block].grouping {
            None => keys,
            Some(grouping) => {
                let columns = grouping.keys.iter();
                let key: Option<Key> = columns
                    .map(|key| self.own_column(key.expr, scope))
                    .collect();
                grouped = key.into_iter().collect();
                &grouped
            }
        };
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
    }

    /// Notes whether a LIMIT leaves open which rows are taken.
    pub(super) fn note_limit(&mut self, block: BlockId, keys: &[Vec<usize>], columns: &[Column]) {
        let Some(query) = self.model.blocks[block].query else {
            return;
        };
        if !is_cut(query) {
            return;
        }
        let ordered: Vec<usize> = match query.order_by.as_ref().map(|order| &order.kind) {
            Some(OrderByKind::Expressions(items)) => items
                .iter()
                .filter_map(|item| output_position(&item.expr, columns))
                .collect(),
            Some(OrderByKind::All(_)) => (0..columns.len()).collect(),
            None => Vec::new(),
        };
        let covers = |key: &Vec<usize>| key.iter().all(|position| ordered.contains(position));
        let is_stable = match query.order_by {
            None => Some(keys.iter().any(Vec::is_empty)),
            Some(_) if keys.is_empty() => None,
            Some(_) => Some(keys.iter().any(covers)),
        };
        self.model.orders.push(Order {
            what: "`LIMIT`".to_owned(),
            place: SqlPlace::new(query.body.span()),
            is_stable,
        });
    }
}

/// The output column that an item of ORDER BY names.
fn output_position(expr: &Expr, columns: &[Column]) -> Option<usize> {
    if let Expr::Value(value) = expr
        && let Literal::Number(number, _) = &value.value
    {
        return number.parse::<usize>().ok()?.checked_sub(1);
    }
    let name = super::place::identifier(column_parts(expr)?.last()?);
    columns
        .iter()
        .position(|column| column.name.as_ref() == Some(&name))
}
