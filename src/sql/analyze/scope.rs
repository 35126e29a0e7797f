//! Which columns a name can mean, and which one it means.
//!
//! Snowflake looks first at the columns of FROM, then at the aliases of the select list, then at the queries around. A name
//! that nothing has is reported only where the columns of everything in scope are known.

use std::borrow::Borrow;
use std::collections::HashMap;
use std::sync::Arc;

use sqlparser::ast::Ident;

use super::Analyzer;
use super::model::{Nulls, RowSetId, Value};
use super::named_column::Found;
use super::named_list::NamedList;
use super::place::{Spelling, SqlPlace, identifier};
use super::problem::Problem;
use crate::sql::name::Identifier;
use crate::sql::types::Type;

/// A position in the analyzer's list of scopes.
pub(super) type ScopeId = usize;

/// What the expressions of one SELECT can name.
#[derive(Debug, Default)]
pub(super) struct Scope {
    /// The scope around, for correlated subqueries.
    pub(super) parent: Option<ScopeId>,
    pub(super) relations: Vec<InScope>,
    /// The positions of the relations by the last part of what names them.
    pub(super) by_name: HashMap<Identifier, Vec<usize>>,
    /// Columns that a join with USING yields once.
    pub(super) merged: NamedList<Merged>,
    /// The aliases of the select list; the value is there once the item was looked at.
    pub(super) aliases: NamedList<Option<Value>>,
    /// The position among the aliases of the item that is looked at: it does not see its own.
    pub(super) own_alias: Option<usize>,
    /// Where items name aliases of others.
    pub(super) alias_uses: Vec<AliasUse>,
}

/// An item of a select list that names the alias of another one.
#[derive(Debug)]
pub(super) struct AliasUse {
    /// The position of its own alias.
    pub(super) by: usize,
    /// The position of the alias that it names.
    pub(super) of: usize,
    /// What names it, where the other item had not been looked at yet.
    pub(super) ahead: Option<Ident>,
}

impl Scope {
    /// Brings a relation into scope.
    pub(super) fn bring(&mut self, relation: InScope) {
        if let Some(name) = relation.path.last() {
            let positions = self.by_name.entry(name.clone()).or_default();
            positions.push(self.relations.len());
        }
        self.relations.push(relation);
    }

    /// Takes all relations out of scope but the first ones.
    pub(super) fn truncate(&mut self, len: usize) {
        for relation in self.relations.drain(len..) {
            if let Some(name) = relation.path.last()
                && let Some(positions) = self.by_name.get_mut(name)
            {
                positions.pop();
            }
        }
    }

    /// The relations whose names end so, in their order.
    pub(super) fn ending_in(&self, name: &Identifier) -> &[usize] {
        self.by_name.get(name).map_or(&[], Vec::as_slice)
    }
}

/// A column that a join yields once.
#[derive(Debug, Clone)]
pub(super) struct Merged {
    pub(super) value: Value,
    /// The relations of FROM whose columns it stands for.
    pub(super) sides: Arc<[usize]>,
}

/// A relation in FROM.
#[derive(Debug)]
pub(super) struct InScope {
    /// How a qualifier can name it; empty for a subquery without alias.
    pub(super) path: Vec<Identifier>,
    pub(super) rows: RowSetId,
    /// Whether an outer join may put NULLs in its place.
    pub(super) is_optional: bool,
    pub(super) place: SqlPlace,
}

impl Analyzer<'_, '_> {
    /// The value of a name without a qualifier.
    pub(super) fn unqualified(
        &mut self,
        ident: &Ident,
        scope: ScopeId,
        aliases_first: bool,
    ) -> Value {
        let name = Spelling::of(ident);
        let mut next = Some(scope);
        let mut is_own = true;
        while let Some(id) = next {
            if is_own
                && aliases_first
                && let Some(value) = self.use_alias(id, ident)
            {
                return value;
            }
            match self.in_relations(id, name) {
                InRelations::One(value) => return value,
                InRelations::Several(relations) => {
                    self.problem(Problem::AmbiguousColumn {
                        name: name.identifier(),
                        place: SqlPlace::new(ident.span),
                        relations,
                    });
                    return Value::default();
                }
                InRelations::Unknown(value) => return self.use_alias(id, ident).unwrap_or(value),
                InRelations::None => {}
            }
            if let Some(value) = self.use_alias(id, ident) {
                return value;
            }
            next = self.scopes[id].parent;
            is_own = false;
        }
        // Hierarchies have columns of their own: LEVEL and the like.
        let connects = self
            .model
            .blocks
            .get(self.block)
            .is_some_and(|block| !block.select.connect_by.is_empty());
        if connects {
            return Value::default();
        }
        self.unknown_column(ident, None, scope, None);
        Value::default()
    }

    /// The value of `qualifier.name`.
    pub(super) fn qualified(&mut self, parts: &[Ident], scope: ScopeId) -> Value {
        let Some((last, qualifiers)) = parts.split_last() else {
            return Value::default();
        };
        let name = Spelling::of(last);
        let Some((id, position)) = self.relation_named(qualifiers, scope) else {
            if name.identifier().folded() == "NEXTVAL" {
                return self.next_of_sequence(parts);
            }
            // `v.path` of a VARIANT is written `v:path`; what it means otherwise is not known.
            let is_certain = self.scopes_know_all(scope);
            if is_certain {
                let text: Vec<String> = qualifiers
                    .iter()
                    .map(|part| identifier(part).to_string())
                    .collect();
                let span = qualifiers
                    .iter()
                    .fold(qualifiers[0].span, |span, part| span.union(&part.span));
                self.unknown_qualifier(&text.join("."), Some(last), SqlPlace::new(span), scope);
            }
            return Value::default();
        };
        let InScope {
            rows, is_optional, ..
        } = self.scopes[id].relations[position];
        if let Some(value) = self.numbered(rows, last) {
            return optional(value, is_optional);
        }
        match self.column_of(rows, name) {
            Found::Column(value) | Found::Unknown(value) => optional(value, is_optional),
            Found::Several => {
                let relations = qualifiers
                    .last()
                    .map(|part| identifier(part).to_string())
                    .into_iter()
                    .collect();
                self.problem(Problem::AmbiguousColumn {
                    name: name.identifier(),
                    place: SqlPlace::new(last.span),
                    relations,
                });
                Value::default()
            }
            Found::Missing => {
                let qualifier = qualifiers.last().map(identifier);
                self.unknown_column(last, qualifier, id, Some(position));
                Value::default()
            }
        }
    }

    /// `my_sequence.nextval`, where no relation has that name.
    fn next_of_sequence(&mut self, parts: &[Ident]) -> Value {
        let span = parts
            .iter()
            .fold(parts[0].span, |span, part| span.union(&part.span));
        self.note_sequence(SqlPlace::of(span));
        Value {
            data_type: Type::INTEGER,
            nulls: Nulls::Never,
            ..Value::default()
        }
    }

    /// Notes a value of a sequence, once.
    pub(super) fn note_sequence(&mut self, place: SqlPlace) {
        if !self.model.sequences.contains(&place) {
            self.model.sequences.push(place);
        }
    }

    /// The relation that a qualifier names, in the nearest scope that has one.
    pub(super) fn relation_named(
        &self,
        path: &[impl Borrow<Ident>],
        scope: ScopeId,
    ) -> Option<(ScopeId, usize)> {
        let named = |relation: &InScope| {
            let own = relation.path.len().checked_sub(path.len());
            own.is_some_and(|skipped| {
                let mut pairs = relation.path[skipped..].iter().zip(path);
                pairs.all(|(own, part)| Spelling::of(Borrow::<Ident>::borrow(part)).is(own))
            })
        };
        let last = path.last()?;
        let last = Spelling::of(Borrow::<Ident>::borrow(last)).identifier();
        let mut next = Some(scope);
        while let Some(id) = next {
            let scope = &self.scopes[id];
            let mut ending = scope.ending_in(&last).iter().copied();
            if let Some(position) = ending.find(|position| named(&scope.relations[*position])) {
                return Some((id, position));
            }
            next = self.scopes[id].parent;
        }
        None
    }

    /// Whether a name is an alias of a SELECT.
    pub(super) fn has_alias(&self, scope: ScopeId, ident: &Ident) -> bool {
        self.scopes[scope]
            .aliases
            .find(Spelling::of(ident))
            .is_some()
    }

    fn in_relations(&mut self, scope: ScopeId, name: Spelling<'_>) -> InRelations {
        if let Some((_, merged)) = self.scopes[scope].merged.find(name) {
            return InRelations::One(merged.value.clone());
        }
        let mut found: Option<Value> = None;
        let mut holders: Vec<usize> = Vec::new();
        let mut unknown = None;
        let mut unknowns = 0;
        for position in 0..self.scopes[scope].relations.len() {
            let InScope {
                rows, is_optional, ..
            } = self.scopes[scope].relations[position];
            match self.column_of(rows, name) {
                Found::Column(value) => {
                    holders.push(position);
                    found = Some(optional(value, is_optional));
                }
                Found::Several => {
                    holders.extend([position, position]);
                }
                Found::Unknown(value) => {
                    unknowns += 1;
                    unknown = Some(optional(value, is_optional));
                }
                Found::Missing => {}
            }
        }
        match (holders.len(), found) {
            (1, Some(value)) => InRelations::One(value),
            (0, _) => match unknown {
                Some(value) if unknowns == 1 => InRelations::Unknown(value),
                Some(_) => InRelations::Unknown(Value::default()),
                None => InRelations::None,
            },
            _ => {
                holders.dedup();
                let relations = &self.scopes[scope].relations;
                let name = |position: usize| {
                    let last = relations[position].path.last();
                    last.map_or("a subquery".to_owned(), ToString::to_string)
                };
                InRelations::Several(holders.into_iter().map(name).collect())
            }
        }
    }

    /// Whether the columns of everything that a name could mean are known.
    fn scopes_know_all(&self, scope: ScopeId) -> bool {
        let mut next = Some(scope);
        while let Some(id) = next {
            if self.scopes[id]
                .relations
                .iter()
                .any(|relation| relation.path.is_empty())
            {
                return false;
            }
            next = self.scopes[id].parent;
        }
        true
    }
}

enum InRelations {
    One(Value),
    Several(Vec<String>),
    Unknown(Value),
    None,
}

fn optional(value: Value, is_optional: bool) -> Value {
    Value {
        nulls: if is_optional {
            Nulls::Made
        } else {
            value.nulls
        },
        ..value
    }
}
