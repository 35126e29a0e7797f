//! Rows that a join multiplies, followed into the queries around it: what is summed there counts several times.
//!
//! `select o.id, o.amount, i.position from orders o join items i …` has an order's amount once for each of its items. As long as
//! nothing groups these rows, makes them distinct or picks some of them, and nothing is asked of the items, a sum of the
//! amounts is of repeated ones. Where anything of that is open, nothing is noted.

use std::collections::HashSet;

use sqlparser::ast::Expr;

use super::Analyzer;
use super::children::walk;
use super::column_id::ColumnId;
use super::cut::is_cut;
use super::equalities::Equalities;
use super::expression::column_parts;
use super::model::{BlockId, Columns, FromItem, Matches, Multiplied, Repeated, RowSetId};
use super::scope::ScopeId;
use crate::sql::name::Identifier;

/// More joins than this are not followed.
const MAX_FOLLOWED: usize = 4;

impl Analyzer<'_, '_> {
    /// The columns of what a SELECT yields that a join in it repeats, or one in what it reads.
    pub(super) fn multiplied(
        &self,
        block: BlockId,
        scope: ScopeId,
        equalities: &Equalities,
    ) -> Vec<Multiplied> {
        let from = &self.model.blocks[block].from;
        let is_multiplied = from.iter().enumerate().any(|(position, item)| {
            position > 0 && item.matches == Matches::Many
                || !self.model.row_sets[item.rows].multiplied.is_empty()
        });
        if !is_multiplied || !self.passes_all_on(block) || self.asks_for_null(block) {
            return Vec::new();
        }
        let yielded = self.yielded(block, scope);
        let mut found = Vec::new();
        let mut add = |multiplied: Multiplied| {
            if !multiplied.columns.is_empty() {
                found.push(multiplied);
            }
            found.len() >= MAX_FOLLOWED
        };
        for (number, item) in from.iter().enumerate() {
            if number > 0 && item.matches == Matches::Many {
                let is_before =
                    |column: &ColumnId| position_of(column).is_some_and(|of| of < number);
                let is_enough = add(Multiplied {
                    columns: those(&yielded, is_before),
                    of: self.only_item_before(block, number),
                    by: item.name.clone(),
                    place: item.place,
                });
                if is_enough {
                    return found;
                }
            }
            for within in &self.model.row_sets[item.rows].multiplied {
                let repeated = self.names(item.rows, &within.columns);
                if !is_asked_nothing(number, &repeated, equalities) {
                    continue;
                }
                let is_repeated = |column: &ColumnId| matches!(column, ColumnId::Of(of, name) if *of == number && repeated.contains(name));
                let is_enough = add(Multiplied {
                    columns: those(&yielded, is_repeated),
                    ..within.clone()
                });
                if is_enough {
                    return found;
                }
            }
        }
        found
    }

    /// Notes the aggregates of a SELECT over columns that a join further inside repeats.
    pub(super) fn note_repeated(
        &mut self,
        block: BlockId,
        scope: ScopeId,
        equalities: &Equalities,
    ) {
        let Some(grouping) = &self.model.blocks[block].grouping else {
            return;
        };
        let from = &self.model.blocks[block].from;
        let is_multiplied =
            |item: &FromItem<'_>| !self.model.row_sets[item.rows].multiplied.is_empty();
        if !from.iter().any(is_multiplied) || self.asks_for_null(block) {
            return;
        }
        let grouped: Vec<Option<Vec<ColumnId>>> = (grouping.keys.iter())
            .map(|key| self.columns_in(key.expr, scope))
            .collect();
        let aggregates = self.aggregated(block, scope);
        let mut noted = Vec::new();
        for (number, item) in self.model.blocks[block].from.iter().enumerate() {
            for within in &self.model.row_sets[item.rows].multiplied {
                let repeated = self.names(item.rows, &within.columns);
                let is_repeated = |column: &ColumnId| matches!(column, ColumnId::Of(of, name) if *of == number && repeated.contains(name));
                // Rows are grouped by what repeats them, or chosen by it.
                let is_narrowed = grouped.iter().flatten().flatten().any(
                    |column| matches!(column, ColumnId::Of(of, name) if *of == number && !repeated.contains(name)),
                );
                if is_narrowed || !is_asked_nothing(number, &repeated, equalities) {
                    continue;
                }
                for (call, columns) in &aggregates {
                    if columns.iter().all(is_repeated) {
                        noted.push(Repeated {
                            call: *call,
                            multiplied: within.clone(),
                        });
                    }
                }
            }
        }
        self.model.repeated.append(&mut noted);
    }

    /// The aggregates of a SELECT that a repeated row changes, each with the columns that it is of.
    fn aggregated(&self, block: BlockId, scope: ScopeId) -> Vec<(usize, Vec<ColumnId>)> {
        let first = self.model.blocks[block].calls_before;
        let calls = self.model.calls.iter().enumerate().skip(first);
        let calls = calls.filter(|(_, call)| {
            let repeats = call.known.is_some_and(|known| known.repeats);
            call.block == block && repeats && call.function.over.is_none()
        });
        let of_columns = calls.filter_map(|(number, call)| {
            let arguments = call.arguments.iter();
            let columns: Option<Vec<Vec<ColumnId>>> = arguments
                .map(|argument| self.columns_in(argument.expr, scope))
                .collect();
            Some((number, columns?.concat()))
        });
        of_columns
            .filter(|(_, columns)| !columns.is_empty())
            .collect()
    }

    /// Whether a SELECT asks for NULL anywhere: it may look for rows without a partner.
    fn asks_for_null(&self, block: BlockId) -> bool {
        let mut tests = self.model.null_tests.iter().rev();
        tests.any(|test| test.block == block && test.asks_for_null)
    }

    /// Whether a SELECT yields all rows of its FROM that WHERE leaves, one by one.
    fn passes_all_on(&self, block: BlockId) -> bool {
        let block_id = block;
        let block = &self.model.blocks[block];
        let numbers_rows = self.model.calls[block.calls_before..].iter().any(|call| {
            call.block == block_id
                && call.known.is_some_and(|known| {
                    matches!(known.name, "ROW_NUMBER" | "RANK" | "DENSE_RANK" | "NTILE")
                })
        });
        block.grouping.is_none()
            && block.select.distinct.is_none()
            && block.select.qualify.is_none()
            && !numbers_rows
            && !block.query.is_some_and(is_cut)
    }

    /// The columns that a SELECT yields by their positions, each with those of FROM that it is computed from.
    fn yielded(&self, block: BlockId, scope: ScopeId) -> Vec<(usize, Vec<ColumnId>)> {
        let block = &self.model.blocks[block];
        let starred = block.starred.iter();
        let starred = starred.map(|(position, column)| (*position, vec![column.clone()]));
        let projected = block.projected.iter().filter_map(|item| {
            let position = item.position?;
            let is_plain = !item.value.is_window && !item.value.is_aggregate;
            let columns = is_plain.then(|| self.columns_in(item.expr, scope))??;
            Some((position, columns))
        });
        starred.chain(projected).collect()
    }

    /// The columns of FROM that an expression holds; `None` where it holds something else that rows decide.
    pub(super) fn columns_in(&self, expr: &Expr, scope: ScopeId) -> Option<Vec<ColumnId>> {
        let mut columns = Vec::new();
        let mut is_known = true;
        walk(expr, &mut |part| {
            if matches!(
                part,
                Expr::Subquery(_) | Expr::Exists { .. } | Expr::InSubquery { .. }
            ) {
                is_known = false;
            } else if !matches!(part, Expr::Nested(_))
                && let Some(parts) = column_parts(part)
            {
                // A date part is no column.
                columns.extend(self.column_id(parts, scope));
            }
        });
        is_known.then_some(columns)
    }

    pub(super) fn names(&self, rows: RowSetId, positions: &[usize]) -> HashSet<Identifier> {
        let Columns::Listed(columns) = &self.model.row_sets[rows].columns else {
            return HashSet::new();
        };
        let positions = positions.iter().filter_map(|at| columns.get(*at));
        positions.filter_map(|column| column.name.clone()).collect()
    }

    fn only_item_before(&self, block: BlockId, number: usize) -> Option<Identifier> {
        match &self.model.blocks[block].from[..number] {
            [only] => only.name.clone(),
            _ => None,
        }
    }
}

/// The relation of FROM that a column is of; of a merged one the first.
fn position_of(column: &ColumnId) -> Option<usize> {
    match column {
        ColumnId::Of(position, _) => Some(*position),
        ColumnId::Merged(_, sides) => sides.first().copied(),
    }
}

/// The positions of the columns that are computed from such columns only.
fn those(yielded: &[(usize, Vec<ColumnId>)], is_such: impl Fn(&ColumnId) -> bool) -> Vec<usize> {
    yielded
        .iter()
        .filter(|(_, columns)| !columns.is_empty() && columns.iter().all(&is_such))
        .map(|(position, _)| *position)
        .collect()
}

/// Whether no condition holds a relation of FROM to something by columns other than these.
fn is_asked_nothing(
    position: usize,
    repeated: &HashSet<Identifier>,
    equalities: &Equalities,
) -> bool {
    let equated = equalities.equated(position).iter();
    let mut equated = equated.chain(&equalities.fixed);
    equated.all(
        |column| !matches!(column, ColumnId::Of(of, name) if *of == position && !repeated.contains(name)),
    )
}
