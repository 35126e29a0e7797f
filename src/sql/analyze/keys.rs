//! Which columns identify a row: what can be proved from GROUP BY, DISTINCT, QUALIFY, LIMIT and the keys of relations.

use sqlparser::ast::{Expr, FunctionArg, FunctionArgExpr, FunctionArguments};

use super::Analyzer;
use super::column_id::{ColumnId, ColumnPositions};
use super::dependencies::Dependencies;
use super::equalities::Equalities;
use super::first_row::row_number;
use super::model::{BlockId, Column, Columns, RowSetId};
use super::same::bare;
use super::scope::ScopeId;
use super::select::is_distinct;
use crate::sql::function;
use crate::sql::name::Identifier;

/// More keys than this are not followed.
const MAX_KEYS: usize = 4;
/// A key of more columns than this is not followed.
const MAX_KEY_COLUMNS: usize = 20_000;

/// A set of columns of FROM of which no two rows have the same values.
pub(super) type Key = Vec<ColumnId>;

impl Analyzer<'_, '_> {
    /// The keys of what a SELECT yields, as positions in its columns. `keys` are those of the rows of FROM, where they are
    /// not grouped.
    pub(super) fn output_keys(
        &mut self,
        block: BlockId,
        keys: &[Key],
        columns: Result<&[Column], &std::sync::Arc<str>>,
    ) -> Vec<Vec<usize>> {
        let (select, scope) = (
            self.model.blocks[block].select,
            self.model.blocks[block].scope,
        );
        let width = columns.map_or(0, <[Column]>::len);
        let distinct = (is_distinct(select) && columns.is_ok()).then(|| (0..width).collect());
        let first = self.first_of(block, scope);
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
                let picked = self
                    .picked_keys(block, scope)
                    .into_iter()
                    .map(|at| vec![at]);
                positions.into_iter().chain(picked).collect()
            }
            None if keys.is_empty() => Vec::new(),
            None => {
                let positions = self.positions(block);
                keys.iter()
                    .filter_map(|key| projected(key, &positions))
                    .collect()
            }
        };
        if let Some(first) = first {
            let positions = self.positions(block);
            keys.extend(projected(&first, &positions));
        }
        keys.extend(self.numbered_keys(block, scope));
        // All columns together say no more than a key that is known.
        if keys.is_empty() {
            keys.extend(distinct);
        }
        keys.truncate(MAX_KEYS);
        keys
    }

    /// The columns of a grouped SELECT that hold a key of one of the rows of each group: no two groups have the same row.
    pub(super) fn picked_keys(&self, block: BlockId, scope: ScopeId) -> Vec<usize> {
        let within = &self.model.blocks[block];
        let is_grouped_once = within
            .grouping
            .as_ref()
            .is_some_and(|grouping| !grouping.is_several);
        if !is_grouped_once || within.from.len() != 1 {
            return Vec::new();
        }
        let keys = self.keys_of_item(block, 0);
        let picked = within.projected.iter().filter_map(|item| {
            let (position, Expr::Function(function)) = (item.position?, bare(item.expr)) else {
                return None;
            };
            let known = function::named(&function.name).filter(|_| function.over.is_none())?;
            let picks = matches!(
                known.name,
                "MAX" | "MIN" | "ANY_VALUE" | "MAX_BY" | "MIN_BY"
            );
            let FunctionArguments::List(list) = &function.args else {
                return None;
            };
            let FunctionArg::Unnamed(FunctionArgExpr::Expr(argument)) = list.args.first()? else {
                return None;
            };
            let column = self.own_column(argument, scope).filter(|_| picks)?;
            keys.contains(&vec![column]).then_some(position)
        });
        picked.collect()
    }

    /// What `row_number() over (partition by …)` numbers, with the number: a row each.
    fn numbered_keys(&self, block: BlockId, scope: ScopeId) -> Vec<Vec<usize>> {
        let mut positions = None;
        let numbered = self.model.blocks[block]
            .projected
            .iter()
            .filter_map(|item| {
                let window = row_number(item.expr)?;
                let number = item.position?;
                let spec = self.window_of(block, window)?;
                let positions = positions.get_or_insert_with(|| self.positions(block));
                let mut key: Vec<usize> = spec
                    .partition_by
                    .iter()
                    .map(|expr| positions.first(&self.own_column(expr, scope)?))
                    .collect::<Option<_>>()?;
                key.push(number);
                Some(key)
            });
        numbered.take(MAX_KEYS).collect()
    }

    /// The keys of the rows that FROM and WHERE leave.
    pub(super) fn keys_of_from(
        &self,
        block: BlockId,
        equalities: &Equalities,
        dependencies: &Dependencies,
    ) -> Vec<Key> {
        let mut keys: Vec<Key> = vec![Vec::new()];
        for position in 0..self.model.blocks[block].from.len() {
            if position > 0 && self.is_one_at_most(block, equalities, position) {
                continue;
            }
            let own = self.keys_of_item(block, position);
            if let [only] = own.as_slice() {
                for key in &mut keys {
                    key.extend(only.iter().cloned());
                }
            } else {
                let pairs = keys
                    .iter()
                    .flat_map(|left| own.iter().map(move |right| (left, right)));
                keys = pairs
                    .take(MAX_KEYS)
                    .map(|(left, right)| left.iter().chain(right).cloned().collect())
                    .collect();
            }
            keys.retain(|key| key.len() <= MAX_KEY_COLUMNS);
        }
        for key in &mut keys {
            dependencies.minimize(key);
        }
        keys
    }

    /// The keys of one relation of FROM.
    pub(super) fn keys_of_item(&self, block: BlockId, position: usize) -> Vec<Key> {
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

    pub(super) fn name_of(&self, rows: RowSetId, column: usize) -> Option<Identifier> {
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

    /// Which column of the output each column of FROM is.
    pub(super) fn positions(&self, block: BlockId) -> ColumnPositions {
        let block = &self.model.blocks[block];
        let named = block.projected.iter();
        let mut all: Vec<(usize, &ColumnId)> = named
            .filter_map(|item| Some((item.position?, item.column.as_ref()?)))
            .collect();
        if !block.starred.is_empty() {
            all.extend(block.starred.iter().map(|(position, id)| (*position, id)));
            all.sort_by_key(|(position, _)| *position);
        }
        let mut positions = ColumnPositions::default();
        for (position, column) in all {
            positions.add(column.clone(), position);
        }
        positions
    }
}

fn projected(key: &Key, positions: &ColumnPositions) -> Option<Vec<usize>> {
    key.iter().map(|column| positions.first(column)).collect()
}
