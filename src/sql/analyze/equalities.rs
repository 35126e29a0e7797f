//! What WHERE and the conditions of joins say of the columns of a SELECT: which are equal to each other, which are held to
//! one value, and which are compared with a bound.
//!
//! Which keys the rows have, what decides what, and how many partners a row has all follow from these. They are gathered
//! here only, once for a SELECT.

use sqlparser::ast::Expr;

use super::Analyzer;
use super::column_id::ColumnId;
use super::expression::column_parts;
use super::model::{BlockId, Clause, Compare, Comparison, Join, JoinKind};
use super::place::identifier;
use super::same::conjuncts;
use super::scope::ScopeId;

/// Two things that are equal in every row; a side that is no column of FROM has no name.
pub(super) struct Equality {
    pub(super) clause: Clause,
    pub(super) left: Option<ColumnId>,
    pub(super) right: Option<ColumnId>,
}

/// What the conditions of one SELECT say of its columns.
pub(super) struct Equalities {
    /// What is equated, in the order of the text; a column is one side at least.
    pub(super) pairs: Vec<Equality>,
    /// The columns that are held to one value.
    pub(super) fixed: Vec<ColumnId>,
    /// The columns that are compared with `<`, `<=`, `>` or `>=`.
    pub(super) compared: Vec<ColumnId>,
    /// The relations of FROM that a row has no partner in: an outer join, and WHERE asks for NULL in a column of it that has
    /// none otherwise.
    pub(super) absent: Vec<usize>,
    /// For each relation of FROM its columns that equal something of another one, or a constant.
    equated: Vec<Vec<ColumnId>>,
}

impl Equalities {
    /// The columns of a relation of FROM that equal something of another one, or a constant.
    pub(super) fn equated(&self, position: usize) -> &[ColumnId] {
        self.equated.get(position).map_or(&[], Vec::as_slice)
    }

    fn note_equated(&mut self, column: &ColumnId, other: Option<&ColumnId>) {
        let ColumnId::Of(position, _) = column else {
            return;
        };
        if matches!(other, Some(ColumnId::Of(of, _)) if of == position) {
            return;
        }
        if let Some(equated) = self.equated.get_mut(*position) {
            equated.push(column.clone());
        }
    }
}

impl<'q> Analyzer<'q, '_> {
    /// What WHERE and ON of a SELECT say of its columns.
    pub(super) fn equalities(&self, block: BlockId, scope: ScopeId) -> Equalities {
        let from = &self.model.blocks[block].from;
        let using = from.iter().enumerate().map(|(position, item)| {
            let names = match &item.join {
                Join::On { using, .. } => using.as_slice(),
                _ => &[],
            };
            let names = names.iter();
            names
                .map(|name| ColumnId::Of(position, name.clone()))
                .collect()
        });
        let mut found = Equalities {
            pairs: Vec::new(),
            fixed: Vec::new(),
            compared: Vec::new(),
            absent: Vec::new(),
            equated: using.collect(),
        };
        let conditions = self.comparisons_of(block).filter(|comparison| {
            comparison.is_required && matches!(comparison.clause, Clause::Where | Clause::On)
        });
        for comparison in conditions {
            let left = self.own_column(comparison.left.expr, scope);
            let right = self.own_column(comparison.right.expr, scope);
            match comparison.operator {
                Compare::NotEqual => continue,
                Compare::Equal => {}
                Compare::Less
                | Compare::LessOrEqual
                | Compare::Greater
                | Compare::GreaterOrEqual => {
                    found.compared.extend(left);
                    found.compared.extend(right);
                    continue;
                }
            }
            let fixed = match (
                comparison.left.value.origins.is_empty(),
                comparison.right.value.origins.is_empty(),
            ) {
                (false, true) => &left,
                (true, false) => &right,
                _ => &None,
            };
            if let Some(column) = fixed {
                found.note_equated(column, None);
                found.fixed.push(column.clone());
            }
            if let Some(column) = &left {
                found.note_equated(column, right.as_ref());
            }
            if let Some(column) = &right {
                found.note_equated(column, left.as_ref());
            }
            if left.is_some() || right.is_some() {
                found.pairs.push(Equality {
                    clause: comparison.clause,
                    left,
                    right,
                });
            }
        }
        found.absent = self.absent(block, scope, &found);
        found
    }

    /// The relations of FROM that WHERE asks for no partner in: `left join … where b.id is null`.
    fn absent(&self, block: BlockId, scope: ScopeId, found: &Equalities) -> Vec<usize> {
        let mut absent = Vec::new();
        let within = &self.model.blocks[block];
        for condition in within.select.selection.iter().flat_map(conjuncts) {
            let Expr::IsNull(asked) = condition else {
                continue;
            };
            let Some((last, qualifiers)) = column_parts(asked).and_then(<[_]>::split_last) else {
                continue;
            };
            let position = match self.own_column(asked, scope) {
                Some(ColumnId::Of(position, _)) => position,
                // Of a column that is there once, the qualifier says whose is meant.
                Some(ColumnId::Merged(..)) => match self.relation_named(qualifiers, scope) {
                    Some((of, position)) if of == scope => position,
                    _ => continue,
                },
                None => continue,
            };
            let join = within.from.get(position).map(|item| &item.join);
            let is_left = matches!(
                join,
                Some(Join::On {
                    kind: JoinKind::Left,
                    ..
                })
            );
            let column = ColumnId::Of(position, identifier(last));
            let keys = self.keys_of_item(block, position);
            let has_value = found.equated(position).contains(&column)
                || keys.iter().any(|key| key.contains(&column));
            if is_left && has_value {
                absent.push(position);
            }
        }
        absent
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
}
