//! Which columns identify a row: what can be proved from GROUP BY, DISTINCT, QUALIFY, LIMIT and the keys of relations.

use sqlparser::ast::{
    BinaryOperator, Expr, Function, OrderByKind, Spanned, Value as Literal, WindowSpec, WindowType,
};

use super::Analyzer;
use super::expression::column_parts;
use super::model::{
    BlockId, Clause, Column, Columns, Compare, Comparison, Join, JoinKind, Matches, Order, RowSetId,
};
use super::place::SqlPlace;
use super::scope::{ColumnId, ScopeId};
use super::select::is_distinct;
use crate::sql::function;
use crate::sql::name::Identifier;

/// More keys than this are not followed.
const MAX_KEYS: usize = 4;

/// A set of columns of FROM of which no two rows have the same values.
pub(super) type Key = Vec<ColumnId>;

impl<'q> Analyzer<'q, '_> {
    /// The keys of what a SELECT yields, as positions in its columns.
    pub(super) fn output_keys(
        &mut self,
        block: BlockId,
        columns: Result<&[Column], &std::sync::Arc<str>>,
    ) -> Vec<Vec<usize>> {
        let (select, scope) = (
            self.model.blocks[block].select,
            self.model.blocks[block].scope,
        );
        let width = columns.map_or(0, <[Column]>::len);
        let distinct = (is_distinct(select) && columns.is_ok()).then(|| (0..width).collect());
        let mut keys: Vec<Vec<usize>> = match &self.model.blocks[block].grouping {
            Some(grouping) if grouping.is_several => Vec::new(),
            Some(grouping) => {
                let positions: Option<Vec<usize>> = grouping
                    .keys
                    .iter()
                    .map(|key| {
                        let projected = key.projected?;
                        self.model.blocks[block].projected[projected].position
                    })
                    .collect();
                positions.into_iter().collect()
            }
            None => {
                let keys = self.keys_of_from(block, scope);
                let positions = self.positions(block);
                keys.iter()
                    .filter_map(|key| projected(key, &positions))
                    .collect()
            }
        };
        if let Some(first) = self.first_of(block, scope) {
            let positions = self.positions(block);
            keys.extend(projected(&first, &positions));
        }
        keys.extend(distinct);
        keys.truncate(MAX_KEYS);
        keys
    }

    /// The keys of the rows that FROM and WHERE leave.
    pub(super) fn keys_of_from(&mut self, block: BlockId, scope: ScopeId) -> Vec<Key> {
        let mut keys: Vec<Key> = vec![Vec::new()];
        for position in 0..self.model.blocks[block].from.len() {
            let own = self.keys_of_item(block, position);
            if position > 0 && self.is_one_at_most(block, scope, position) {
                continue;
            }
            let mut both = Vec::new();
            for left in &keys {
                for right in &own {
                    let mut key = left.clone();
                    key.extend(right.iter().cloned());
                    both.push(key);
                }
            }
            both.truncate(MAX_KEYS);
            keys = both;
        }
        let dependencies = self.dependencies(block, scope);
        for key in &mut keys {
            dependencies.minimize(key);
        }
        keys
    }

    /// Whether a relation of FROM has at most one row for each combination of those before it: what is equated covers one
    /// of its keys.
    pub(super) fn is_one_at_most(
        &mut self,
        block: BlockId,
        scope: ScopeId,
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
        let equated = self.equated(block, scope, position);
        let keys = self.keys_of_item(block, position);
        keys.iter()
            .any(|key| key.iter().all(|column| equated.contains(column)))
    }

    /// Notes for every relation of FROM how many of its rows meet one of those before it.
    pub(super) fn note_matches(&mut self, block: BlockId, scope: ScopeId) {
        for position in 1..self.model.blocks[block].from.len() {
            let matches = if self.is_one_at_most(block, scope, position) {
                Matches::AtMostOne
            } else if self.is_narrowed(block, scope, position) {
                Matches::Unknown
            } else {
                Matches::Many
            };
            self.model.blocks[block].from[position].matches = matches;
        }
    }

    /// Whether a relation of FROM has no known key, or less is left open of one than it seems: the rest of it is compared, as the
    /// start of a period is with a time, or rows are grouped by it.
    fn is_narrowed(&mut self, block: BlockId, scope: ScopeId, position: usize) -> bool {
        let grouping = self.model.blocks[block].grouping.as_ref();
        let grouped: Vec<&'q Expr> = grouping
            .into_iter()
            .flat_map(|grouping| grouping.keys.iter().map(|key| key.expr))
            .collect();
        let mut narrowed = self.equated(block, scope, position);
        narrowed.extend(self.compared_columns(block, scope));
        for expr in grouped {
            narrowed.extend(self.own_column(expr, scope));
        }
        let keys = self.keys_of_item(block, position);
        keys.is_empty()
            || keys
                .iter()
                .any(|key| key.iter().all(|column| narrowed.contains(column)))
    }

    /// The columns that WHERE or ON compare with `<`, `<=`, `>` or `>=`.
    fn compared_columns(&mut self, block: BlockId, scope: ScopeId) -> Vec<ColumnId> {
        let compared: Vec<&'q Expr> = self
            .comparisons_of(block)
            .filter(|comparison| {
                comparison.is_required
                    && !matches!(comparison.operator, Compare::Equal | Compare::NotEqual)
                    && matches!(comparison.clause, Clause::Where | Clause::On)
            })
            .flat_map(|comparison| [comparison.left.expr, comparison.right.expr])
            .collect();
        compared
            .into_iter()
            .filter_map(|expr| self.own_column(expr, scope))
            .collect()
    }

    /// Notes the group keys that a subquery computes with a window over nothing but other group keys.
    fn note_window_keys(&mut self, block: BlockId, columns: &[Option<ColumnId>]) {
        let names: Vec<&Identifier> = columns
            .iter()
            .flatten()
            .map(|(ColumnId::Of(_, name) | ColumnId::Merged(name, _))| name)
            .collect();
        let mut determined = Vec::new();
        for (number, column) in columns.iter().enumerate() {
            let Some(ColumnId::Of(position, name)) = column else {
                continue;
            };
            let rows = self.model.blocks[block].from[*position].rows;
            let mut blocks = self.model.blocks.iter();
            let Some(within) = blocks.position(|block| block.rows == rows) else {
                continue;
            };
            let mut items = self.model.blocks[within].projected.iter();
            let item = items.find(|item| item.alias.as_ref() == Some(name));
            if let Some(Expr::Function(Function {
                over: Some(over), ..
            })) = item.map(|item| item.expr)
                && let Some(spec) = self.window_of(within, over)
                && spec.order_by.is_empty()
                && spec.partition_by.iter().all(|part| {
                    let last = column_parts(part).and_then(<[_]>::last);
                    last.is_some_and(|last| names.contains(&&super::place::identifier(last)))
                })
            {
                determined.push(number);
            }
        }
        if let Some(grouping) = &mut self.model.blocks[block].grouping {
            for number in determined {
                grouping.keys[number].is_determined = true;
            }
        }
    }

    /// Notes which group keys the others decide: those of a relation of which they hold a key.
    pub(super) fn note_determined(&mut self, block: BlockId, scope: ScopeId) {
        let Some(grouping) = &self.model.blocks[block].grouping else {
            return;
        };
        let exprs: Vec<&'q Expr> = grouping.keys.iter().map(|key| key.expr).collect();
        let columns: Vec<Option<ColumnId>> = exprs
            .into_iter()
            .map(|expr| self.own_column(expr, scope))
            .collect();
        // What equals a group key is as good as one.
        let mut held: Vec<ColumnId> = columns.iter().flatten().cloned().collect();
        for (left, right) in self.equalities(block) {
            if let (Some(left), Some(right)) =
                (self.own_column(left, scope), self.own_column(right, scope))
            {
                if held.contains(&left) {
                    held.push(right);
                } else if held.contains(&right) {
                    held.push(left);
                }
            }
        }
        // The period that is asked for is one of many, and the rest of its row decided.
        let compared = self.compared_columns(block, scope);
        self.note_window_keys(block, &columns);
        for position in 0..self.model.blocks[block].from.len() {
            let keys = self.keys_of_item(block, position);
            for key in keys {
                let covered = key.iter().all(|column| {
                    held.iter()
                        .chain(&compared)
                        .any(|other| same(other, column))
                }) && key
                    .iter()
                    .any(|column| held.iter().any(|other| same(other, column)));
                if !covered {
                    continue;
                }
                let Some(grouping) = &mut self.model.blocks[block].grouping else {
                    return;
                };
                for (group_key, column) in grouping.keys.iter_mut().zip(&columns) {
                    let belongs = matches!(column, Some(ColumnId::Of(of, _)) if *of == position);
                    group_key.is_determined |=
                        belongs && !column.as_ref().is_some_and(|column| key.contains(column));
                }
            }
        }
    }

    /// Notes the orders of the window functions that pick a row.
    pub(super) fn note_orders(&mut self, block: BlockId, scope: ScopeId) {
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
        let keys = match &self.model.blocks[block].grouping {
            None => self.keys_of_from(block, scope),
            Some(grouping) => {
                let exprs: Vec<&'q Expr> = grouping.keys.iter().map(|key| key.expr).collect();
                let key: Option<Key> = exprs
                    .into_iter()
                    .map(|expr| self.own_column(expr, scope))
                    .collect();
                key.into_iter().collect()
            }
        };
        let dependencies = self.dependencies(block, scope);
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
                && ordered.iter().any(|column| same(column, &picked))
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
        if query.limit_clause.is_none() && query.fetch.is_none() {
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

    /// The keys of one relation of FROM.
    pub(super) fn keys_of_item(&mut self, block: BlockId, position: usize) -> Vec<Key> {
        let rows = self.model.blocks[block].from[position].rows;
        self.model.row_sets[rows]
            .keys
            .iter()
            .filter_map(|key| {
                key.iter()
                    .map(|column| Some(ColumnId::Of(position, self.name_of(rows, *column)?)))
                    .collect()
            })
            .collect()
    }

    fn name_of(&self, rows: RowSetId, column: usize) -> Option<Identifier> {
        match &self.model.row_sets[rows].columns {
            Columns::Listed(columns) => columns.get(column)?.name.clone(),
            Columns::Unknown(_) => None,
            Columns::Read(read) => {
                let relation = self.model.reads[*read].relation.as_deref()?;
                let columns = relation.columns.as_ref()?;
                Some(columns.get(column)?.name.clone())
            }
        }
    }

    /// The comparisons of a SELECT, without those of its subqueries.
    pub(super) fn comparisons_of(
        &self,
        block: BlockId,
    ) -> impl Iterator<Item = &Comparison<'q>> + use<'_, 'q> {
        let first = self.model.blocks[block].comparisons_before;
        let all = self.model.comparisons[first..].iter();
        all.filter(move |comparison| comparison.block == block)
    }

    /// The columns of a relation of FROM that equal something of those before it, or a constant.
    pub(super) fn equated(
        &mut self,
        block: BlockId,
        scope: ScopeId,
        position: usize,
    ) -> Vec<ColumnId> {
        let mut equated = self.fixed_columns(block, scope);
        if let Join::On { using, .. } = &self.model.blocks[block].from[position].join {
            equated.extend(
                using
                    .iter()
                    .map(|name| ColumnId::Of(position, name.clone())),
            );
        }
        let pairs = self.equalities(block);
        for (left, right) in pairs {
            let ids = (self.own_column(left, scope), self.own_column(right, scope));
            let belongs =
                |id: &Option<ColumnId>| matches!(id, Some(ColumnId::Of(of, _)) if *of == position);
            match ids {
                (Some(own), other) if belongs(&Some(own.clone())) && !belongs(&other) => {
                    equated.push(own);
                }
                (other, Some(own)) if belongs(&Some(own.clone())) && !belongs(&other) => {
                    equated.push(own);
                }
                _ => {}
            }
        }
        equated
    }

    /// The columns that WHERE or ON hold to one value.
    pub(super) fn fixed_columns(&mut self, block: BlockId, scope: ScopeId) -> Vec<ColumnId> {
        let fixed: Vec<&'q Expr> = self
            .comparisons_of(block)
            .filter(|comparison| {
                comparison.is_required
                    && comparison.operator == Compare::Equal
                    && matches!(comparison.clause, Clause::Where | Clause::On)
            })
            .filter_map(|comparison| {
                match (
                    comparison.left.value.origins.is_empty(),
                    comparison.right.value.origins.is_empty(),
                ) {
                    (false, true) => Some(comparison.left.expr),
                    (true, false) => Some(comparison.right.expr),
                    _ => None,
                }
            })
            .collect();
        fixed
            .into_iter()
            .filter_map(|expr| self.own_column(expr, scope))
            .collect()
    }

    /// What WHERE and ON equate.
    fn equalities(&self, block: BlockId) -> Vec<(&'q Expr, &'q Expr)> {
        let equal = self.comparisons_of(block).filter(|comparison| {
            comparison.is_required
                && comparison.operator == Compare::Equal
                && matches!(comparison.clause, Clause::Where | Clause::On)
        });
        equal
            .map(|comparison| (comparison.left.expr, comparison.right.expr))
            .collect()
    }

    pub(super) fn own_column(&self, expr: &Expr, scope: ScopeId) -> Option<ColumnId> {
        let parts = column_parts(expr)?;
        self.column_id(parts, scope)
    }

    /// Which column of the output each column of FROM is.
    fn positions(&self, block: BlockId) -> Vec<(ColumnId, usize)> {
        let projected = self.model.blocks[block].projected.iter();
        projected
            .filter_map(|item| Some((item.column.clone()?, item.position?)))
            .collect()
    }

    /// `QUALIFY ROW_NUMBER() OVER (PARTITION BY a, b …) = 1`: a and b identify a row.
    fn first_of(&mut self, block: BlockId, scope: ScopeId) -> Option<Key> {
        let condition = self.model.blocks[block].select.qualify.as_ref()?;
        let mut conjuncts = vec![condition];
        while let Some(condition) = conjuncts.pop() {
            match condition {
                Expr::Nested(inner) => conjuncts.push(inner),
                Expr::BinaryOp {
                    left,
                    op: BinaryOperator::And,
                    right,
                } => conjuncts.extend([left.as_ref(), right.as_ref()]),
                Expr::BinaryOp {
                    left,
                    op: BinaryOperator::Eq,
                    right,
                } => {
                    let window = match (row_number(left), row_number(right)) {
                        (Some(window), _) if is_one(right) => window,
                        (_, Some(window)) if is_one(left) => window,
                        _ => {
                            // An alias of the select list.
                            let Some(window) = self.aliased_row_number(block, left, right) else {
                                continue;
                            };
                            window
                        }
                    };
                    let Some(spec) = self.window_of(block, window) else {
                        continue;
                    };
                    let key: Option<Key> = spec
                        .partition_by
                        .iter()
                        .map(|expr| self.own_column(expr, scope))
                        .collect();
                    return key;
                }
                _ => {}
            }
        }
        None
    }

    fn aliased_row_number(
        &self,
        block: BlockId,
        left: &'q Expr,
        right: &'q Expr,
    ) -> Option<&'q WindowType> {
        let alias = match (left, right) {
            (Expr::Identifier(alias), one) if is_one(one) => alias,
            (one, Expr::Identifier(alias)) if is_one(one) => alias,
            _ => return None,
        };
        let name = super::place::identifier(alias);
        let projected = &self.model.blocks[block].projected;
        let item = projected
            .iter()
            .find(|item| item.alias.as_ref() == Some(&name))?;
        row_number(item.expr)
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

fn projected(key: &Key, positions: &[(ColumnId, usize)]) -> Option<Vec<usize>> {
    key.iter()
        .map(|column| {
            positions
                .iter()
                .find(|(id, _)| same(id, column))
                .map(|(_, position)| *position)
        })
        .collect()
}

/// A merged column is the column of each of its sides.
pub(super) fn same(a: &ColumnId, b: &ColumnId) -> bool {
    match (a, b) {
        (ColumnId::Merged(merged, sides), ColumnId::Of(position, name))
        | (ColumnId::Of(position, name), ColumnId::Merged(merged, sides)) => {
            merged == name && sides.contains(position)
        }
        _ => a == b,
    }
}

fn row_number(expr: &Expr) -> Option<&WindowType> {
    match expr {
        Expr::Function(Function {
            name,
            over: Some(window),
            ..
        }) if function::named(name).is_some_and(|known| known.name == "ROW_NUMBER") => Some(window),
        Expr::Nested(inner) => row_number(inner),
        _ => None,
    }
}

fn is_one(expr: &Expr) -> bool {
    matches!(expr, Expr::Value(value) if matches!(&value.value, Literal::Number(text, _) if text == "1"))
}
