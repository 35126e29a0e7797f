//! Which column of its own SELECT an expression is: two spellings of one column have one [`ColumnId`].

use std::collections::HashMap;
use std::sync::Arc;

use sqlparser::ast::{Expr, Ident};

use super::Analyzer;
use super::expression::column_parts;
use super::named_column::Holder;
use super::place::Spelling;
use super::scope::{Merged, Scope, ScopeId};
use crate::sql::name::Identifier;

/// Names one column in one SELECT: equal for `token` and `b.token` when both mean the same.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum ColumnId {
    /// A column of the relation at this position of FROM.
    Of(usize, Identifier),
    /// A column that a join yields once, and the relations whose columns it stands for.
    Merged(Identifier, Arc<[usize]>),
}

impl Analyzer<'_, '_> {
    /// Which column of its own SELECT an expression is, where it is one: the same one that its value is taken from.
    pub(super) fn column_id(&self, parts: &[Ident], scope: ScopeId) -> Option<ColumnId> {
        let (last, qualifiers) = parts.split_last()?;
        let name = Spelling::of(last);
        let Scope {
            relations, merged, ..
        } = &self.scopes[scope];
        let merged = merged.find(name);
        let once = |(name, merged): &(Identifier, Merged)| {
            ColumnId::Merged(name.clone(), Arc::clone(&merged.sides))
        };
        if qualifiers.is_empty() {
            if let Some(merged) = merged {
                return Some(once(merged));
            }
            let mut known = None;
            let mut unknown = None;
            let mut unknowns = 0;
            for (position, relation) in relations.iter().enumerate() {
                match self.holder(relation.rows, name) {
                    Holder::Known(found) if known.is_none() => known = Some((position, found)),
                    Holder::Known(_) | Holder::Several => return None,
                    Holder::Unknown => {
                        unknown = Some(position);
                        unknowns += 1;
                    }
                    Holder::Missing => {}
                }
            }
            return match (known, unknown) {
                (Some((position, found)), _) => Some(ColumnId::Of(position, found)),
                (None, Some(position)) if unknowns == 1 => {
                    Some(ColumnId::Of(position, name.identifier()))
                }
                _ => None,
            };
        }
        let (found, position) = self.relation_named(qualifiers, scope)?;
        if found != scope {
            return None;
        }
        if let Some(merged) = merged.filter(|(_, merged)| merged.sides.contains(&position)) {
            return Some(once(merged));
        }
        let name = match self.holder(relations[position].rows, name) {
            Holder::Known(found) => found,
            _ => name.identifier(),
        };
        Some(ColumnId::Of(position, name))
    }

    /// The column of FROM that an expression is, where it is one.
    pub(super) fn own_column(&self, expr: &Expr, scope: ScopeId) -> Option<ColumnId> {
        let parts = column_parts(expr)?;
        self.column_id(parts, scope)
    }
}

/// A merged column is the column of each of its sides.
pub(super) fn is_same_column(a: &ColumnId, b: &ColumnId) -> bool {
    match (a, b) {
        (ColumnId::Merged(merged, sides), ColumnId::Of(position, name))
        | (ColumnId::Of(position, name), ColumnId::Merged(merged, sides)) => {
            merged == name && sides.contains(position)
        }
        _ => a == b,
    }
}

/// Where columns stand in a list, the first place of each.
#[derive(Default)]
pub(super) struct ColumnPositions {
    exact: HashMap<ColumnId, usize>,
    /// The columns that merged ones of the list stand for.
    stood_for: HashMap<ColumnId, usize>,
}

impl ColumnPositions {
    /// Adds a column at a position, which is later than those before it.
    pub(super) fn add(&mut self, column: ColumnId, position: usize) {
        for side in column.sides() {
            self.stood_for.entry(side).or_insert(position);
        }
        self.exact.entry(column).or_insert(position);
    }

    /// Whether this very column is there.
    pub(super) fn has(&self, column: &ColumnId) -> bool {
        self.exact.contains_key(column)
    }

    /// The first place of a column [that is the same](is_same_column).
    pub(super) fn first(&self, column: &ColumnId) -> Option<usize> {
        let sides = column.sides();
        let sides = sides.filter_map(|side| self.exact.get(&side).copied());
        let own = self.exact.get(column).copied();
        let merged = self.stood_for.get(column).copied();
        own.into_iter().chain(merged).chain(sides).min()
    }
}

impl ColumnId {
    /// The columns that a merged one stands for.
    pub(super) fn sides(&self) -> impl Iterator<Item = Self> + '_ {
        let (name, sides): (_, &[usize]) = match self {
            Self::Of(_, name) => (name, &[]),
            Self::Merged(name, sides) => (name, sides),
        };
        sides
            .iter()
            .map(|position| Self::Of(*position, name.clone()))
    }
}
