//! LIMIT, FETCH and TOP: whether the order says which rows are taken.

use sqlparser::ast::{Expr, OrderByExpr, OrderByKind, Query, Value as Literal};

use super::Analyzer;
use super::column_id::ColumnId;
use super::cut::{cut_of, is_cut};
use super::dependencies::Dependencies;
use super::expression::column_parts;
use super::keys::Key;
use super::model::{BlockId, Column, Order, RowSetId};
use super::place::identifier;
use super::scope::ScopeId;

impl<'q> Analyzer<'q, '_> {
    /// Notes whether the cut of a SELECT's rows leaves open which are taken. `keys` are those of its columns, `keys_of_from`
    /// those of the rows of FROM, where they are not grouped.
    pub(super) fn note_limit(
        &mut self,
        block: BlockId,
        scope: ScopeId,
        keys: &[Vec<usize>],
        keys_of_from: &[Key],
        dependencies: &Dependencies,
        columns: Option<&[Column]>,
    ) {
        let Some(query) = self.model.blocks[block].query.filter(|query| is_cut(query)) else {
            return;
        };
        let ordered = ordered(query, columns.unwrap_or_default());
        if columns.is_some_and(|columns| all_are(columns, &ordered)) {
            return;
        }
        let grouped = self.grouped_key(block, scope);
        let keys_of_rows = grouped.as_deref().unwrap_or(keys_of_from);
        let own = self.ordered_columns(block, scope, query, &ordered);
        let decided = dependencies.decided(&own);
        let has_order = query.order_by.is_some();
        let covers = |key: &Vec<usize>| key.iter().all(|position| ordered.contains(position));
        let is_stable = keys.iter().any(covers)
            || keys_of_rows
                .iter()
                .any(|key| key.iter().all(|column| decided.holds(column)));
        let is_known = !has_order || !keys.is_empty() || !keys_of_rows.is_empty();
        self.cut(query, is_known.then_some(is_stable));
    }

    /// The same after a set operation, or around a query in brackets. `branches` are those whose rows are yielded.
    pub(super) fn note_limit_of_rows(
        &mut self,
        query: &'q Query,
        rows: RowSetId,
        branches: impl IntoIterator<Item = RowSetId>,
    ) {
        if !is_cut(query) {
            return;
        }
        let columns = self.columns(rows).ok();
        let ordered = ordered(query, columns.as_deref().unwrap_or_default());
        if columns
            .as_deref()
            .is_some_and(|columns| all_are(columns, &ordered))
        {
            return;
        }
        let covers = |key: &Vec<usize>| key.iter().all(|position| ordered.contains(position));
        let keys = &self.model.row_sets[rows].keys;
        // Two rows of one branch that are equal in the order are so in all of them together.
        let has_equals = |branch: RowSetId| {
            let keys = &self.model.row_sets[branch].keys;
            !keys.is_empty() && !keys.iter().any(covers)
        };
        let is_stable = if query.order_by.is_none() || !keys.is_empty() {
            Some(keys.iter().any(covers))
        } else if branches.into_iter().any(has_equals) {
            Some(false)
        } else {
            None
        };
        self.cut(query, is_stable);
    }

    fn cut(&mut self, query: &Query, is_stable: Option<bool>) {
        let (word, place) = cut_of(query);
        self.model.orders.push(Order {
            what: format!("`{word}`"),
            place,
            is_stable,
        });
    }

    /// The columns of FROM that a SELECT's ORDER BY names, by themselves or by what the select list calls them.
    fn ordered_columns(
        &self,
        block: BlockId,
        scope: ScopeId,
        query: &Query,
        ordered: &[usize],
    ) -> Vec<ColumnId> {
        let projected = self.model.blocks[block].projected.iter();
        let by_position = projected
            .filter(|item| item.position.is_some_and(|at| ordered.contains(&at)))
            .filter_map(|item| item.column.clone());
        let named = items(query).iter();
        named
            .filter_map(|item| self.own_column(&item.expr, scope))
            .chain(by_position)
            .collect()
    }
}

/// Whether an order holds all columns that rows can differ in: then rows that are equal in it are the same.
fn all_are(columns: &[Column], ordered: &[usize]) -> bool {
    let mut columns = columns.iter().enumerate();
    columns.all(|(position, column)| {
        ordered.contains(&position) || column.value.origins.is_empty() && !column.value.is_window
    })
}

fn items(query: &Query) -> &[OrderByExpr] {
    match query.order_by.as_ref().map(|order| &order.kind) {
        Some(OrderByKind::Expressions(items)) => items,
        _ => &[],
    }
}

/// The positions of the output columns that a query is ordered by.
fn ordered(query: &Query, columns: &[Column]) -> Vec<usize> {
    match query.order_by.as_ref().map(|order| &order.kind) {
        Some(OrderByKind::All(_)) => (0..columns.len()).collect(),
        _ => items(query)
            .iter()
            .filter_map(|item| output_position(&item.expr, columns))
            .collect(),
    }
}

/// The output column that an item of ORDER BY names.
fn output_position(expr: &Expr, columns: &[Column]) -> Option<usize> {
    if let Expr::Value(value) = expr
        && let Literal::Number(number, _) = &value.value
    {
        return number.parse::<usize>().ok()?.checked_sub(1);
    }
    let name = identifier(column_parts(expr)?.last()?);
    columns
        .iter()
        .position(|column| column.name.as_ref() == Some(&name))
}
