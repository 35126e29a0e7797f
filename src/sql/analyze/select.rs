//! One SELECT: its FROM, select list and clauses.

use sqlparser::ast::{
    Distinct, Expr, OrderByExpr, OrderByKind, Query, Select, SelectItem, Spanned, Value as Literal,
};

use super::Analyzer;
use super::alias::aliases;
use super::cut;
use super::lineage::{Influences, Origins};
use super::model::{
    Block, BlockId, Call, Clause, Column, Columns, Projected, RowSet, RowSetId, Value,
};
use super::place::{SqlPlace, identifier};
use super::problem::Problem;
use super::scope::{Scope, ScopeId};

impl<'q> Analyzer<'q, '_> {
    /// `query` is the query whose whole body the SELECT is, where it is.
    pub(super) fn select(
        &mut self,
        select: &'q Select,
        parent: Option<ScopeId>,
        query: Option<&'q Query>,
    ) -> RowSetId {
        let scope = self.add_scope(Scope {
            parent,
            ..Scope::default()
        });
        let block = self.model.blocks.len();
        self.model.blocks.push(Block {
            select,
            query,
            from: Vec::new(),
            conditions: Vec::new(),
            projected: Vec::new(),
            starred: Vec::new(),
            grouping: None,
            ranks: Vec::new(),
            rows: 0,
            scope,
            comparisons_before: self.model.comparisons.len(),
            calls_before: self.model.calls.len(),
        });
        self.influences.push(Influences::default());
        let guards = std::mem::take(&mut self.guards);
        let outer_block = std::mem::replace(&mut self.block, block);

        self.from(&select.from, scope);
        self.scopes[scope].aliases = aliases(select);
        let columns = self.select_list(select, scope);
        self.conditions(select, scope);
        self.grouping(select, scope);
        if let Some(query) = query {
            let cut = self.order_by(query, scope, columns.as_deref().ok());
            if let Some(influences) = self.influences.last_mut() {
                influences.filter.extend(&cut);
            }
        }
        self.check_grouping(block);
        let equalities = self.equalities(block, scope);
        self.note_matches(block, scope, &equalities);
        self.note_repeated(block, scope, &equalities);
        self.note_determined(block, scope, &equalities);
        let dependencies = self.dependencies(block, &equalities);
        let keys_of_from = match self.model.blocks[block].grouping {
            None => self.keys_of_from(block, &equalities, &dependencies),
            Some(_) => Vec::new(),
        };
        let keys = self.output_keys(block, &keys_of_from, columns.as_deref());
        self.note_orders(block, scope, &keys_of_from, &dependencies);
        self.note_limit(
            block,
            scope,
            &keys,
            &keys_of_from,
            &dependencies,
            columns.as_deref().ok(),
        );

        self.block = outer_block;
        self.guards = guards;
        let mut influences = self.influences.pop().unwrap_or_default();
        if is_distinct(select) {
            for column in columns.iter().flatten() {
                influences.group.extend(&column.value.origins);
            }
        }
        let rows = match columns {
            Ok(columns) => self.listed(columns, influences, keys),
            Err(of) => self.add_rows(RowSet::new(Columns::Unknown(of), influences, Vec::new())),
        };
        self.model.blocks[block].rows = rows;
        self.model.row_sets[rows].identity =
            self.identity(block, scope, &equalities, &dependencies);
        self.model.row_sets[rows].picked = self.picked_keys(block, scope);
        self.model.row_sets[rows].multiplied = self.multiplied(block, scope, &equalities);
        self.model.row_sets[rows].blocks.push(block);
        let from: Vec<RowSetId> = self.model.blocks[block]
            .from
            .iter()
            .map(|item| item.rows)
            .collect();
        self.inherit(rows, from)
    }

    /// The columns of the select list; an error names whose columns are not known.
    fn select_list(
        &mut self,
        select: &'q Select,
        scope: ScopeId,
    ) -> Result<Vec<Column>, std::sync::Arc<str>> {
        let mut columns: Vec<Column> = Vec::with_capacity(select.projection.len());
        let mut unknown = None;
        let mut number = 0;
        for item in &select.projection {
            let (expr, alias) = match item {
                SelectItem::UnnamedExpr(expr) => (expr, None),
                SelectItem::ExprWithAlias { expr, alias } => (expr, Some(alias)),
                SelectItem::ExprWithAliases { expr, aliases } => {
                    let value = self.value(expr, self.at(scope, Clause::Select));
                    columns.extend(aliases.iter().map(|alias| Column {
                        name: Some(identifier(alias)),
                        place: SqlPlace::new(alias.span),
                        value: Value {
                            data_type: crate::sql::types::Type::Unknown,
                            ..value.clone()
                        },
                    }));
                    continue;
                }
                SelectItem::Wildcard(options) => {
                    if let Err(of) = self.star(None, options, scope, &mut columns) {
                        unknown.get_or_insert(of);
                    }
                    continue;
                }
                SelectItem::QualifiedWildcard(kind, options) => {
                    if let Err(of) = self.star(Some(kind), options, scope, &mut columns) {
                        unknown.get_or_insert(of);
                    }
                    continue;
                }
            };
            self.scopes[scope].own_alias = alias.map(|_| number);
            number += usize::from(alias.is_some());
            let value = self.value(expr, self.at(scope, Clause::Select));
            self.scopes[scope].own_alias = None;
            let named = alias.or(match expr {
                Expr::Identifier(ident) => Some(ident),
                Expr::CompoundIdentifier(path) => path.last(),
                _ => None,
            });
            let name = named.map(identifier);
            if let Some(alias) = alias {
                self.keep_alias(scope, alias, &value);
            }
            let place = SqlPlace::new(named.map_or_else(|| expr.span(), |name| name.span));
            let column = self.own_column(expr, scope);
            self.model.blocks[self.block].projected.push(Projected {
                expr,
                alias: alias.map(identifier),
                position: unknown.is_none().then_some(columns.len()),
                value: value.clone(),
                column,
            });
            columns.push(Column { name, place, value });
        }
        self.check_circles(scope);
        match unknown {
            Some(of) => Err(of),
            None => Ok(columns),
        }
    }

    /// WHERE, HAVING, QUALIFY.
    fn conditions(&mut self, select: &'q Select, scope: ScopeId) {
        let conditions = [
            (&select.selection, Clause::Where),
            (&select.having, Clause::Having),
            (&select.qualify, Clause::Qualify),
        ];
        for (condition, clause) in conditions {
            let Some(condition) = condition else { continue };
            let value = self.condition(condition, self.at(scope, clause).required());
            self.influence(|influences| &mut influences.filter, &value);
            if clause == Clause::Qualify && !value.is_window && !self.has_window() {
                self.problem(Problem::QualifyWithoutWindow(SqlPlace::new(
                    condition.span(),
                )));
            }
        }
        for window in &select.named_window {
            self.named_window(window, self.at(scope, Clause::Select));
        }
    }

    /// Whether a window function stands in the current SELECT.
    fn has_window(&self) -> bool {
        let block = self.block;
        let is_over = |call: &Call<'_>| call.block == block && call.function.over.is_some();
        let projected = &self.model.blocks[block].projected;
        projected.iter().any(|item| item.value.is_window)
            || self.model.calls[self.model.blocks[block].calls_before..]
                .iter()
                .any(is_over)
    }

    /// ORDER BY: aliases come before columns. Where not all rows are taken, it decides which ones: gives what it is computed
    /// from. `columns` are those that the query yields, where they are known.
    pub(super) fn order_by(
        &mut self,
        query: &'q Query,
        scope: ScopeId,
        columns: Option<&[Column]>,
    ) -> Origins {
        let mut origins = Origins::default();
        let items: &'q [OrderByExpr] = match query.order_by.as_ref().map(|order| &order.kind) {
            Some(OrderByKind::Expressions(items)) => items.as_slice(),
            Some(OrderByKind::All(_)) => {
                for column in columns.unwrap_or_default() {
                    origins.extend(&column.value.origins);
                }
                &[]
            }
            None => &[],
        };
        for item in items {
            if let Expr::Value(value) = &item.expr
                && let Literal::Number(number, _) = &value.value
            {
                let Some(columns) = columns else { continue };
                let Ok(position) = number.parse::<usize>() else {
                    continue;
                };
                match position
                    .checked_sub(1)
                    .and_then(|position| columns.get(position))
                {
                    Some(column) => origins.extend(&column.value.origins),
                    None => self.problem(Problem::Position {
                        number: number.clone(),
                        columns: columns.len(),
                        place: SqlPlace::new(value.span),
                    }),
                }
                continue;
            }
            let value = self.value(&item.expr, self.at(scope, Clause::OrderBy));
            origins.extend(&value.origins);
        }
        if cut::is_cut(query) {
            origins
        } else {
            Origins::default()
        }
    }

    /// Notes what decides which rows the current SELECT yields.
    pub(super) fn influence(
        &mut self,
        kind: impl Fn(&mut Influences) -> &mut Origins,
        value: &Value,
    ) {
        if let Some(influences) = self.influences.last_mut() {
            kind(influences).extend(&value.origins);
        }
    }
}

/// Whether a SELECT removes duplicates.
pub(super) fn is_distinct(select: &Select) -> bool {
    matches!(select.distinct, Some(Distinct::Distinct | Distinct::On(_)))
}

/// Names the block that facts of a query without a SELECT belong to.
pub(super) const NO_BLOCK: BlockId = usize::MAX;
