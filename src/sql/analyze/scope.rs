//! Which columns a name can mean, and which one it means.
//!
//! Snowflake looks first at the columns of FROM, then at the aliases of the select list, then at the queries around. A name
//! that nothing has is reported only where the columns of everything in scope are known.

use std::borrow::Borrow;
use std::sync::Arc;

use sqlparser::ast::Ident;

use super::Analyzer;
use super::instant::Time;
use super::lineage::Origins;
use super::model::{Column, Columns, Nulls, Origin, Read, ReadId, RowSetId, Value};
use super::place::{Spelling, SqlPlace};
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
    /// Columns that a join with USING yields once.
    pub(super) merged: Vec<Merged>,
    /// The aliases of the select list; the value is there once the item was looked at.
    pub(super) aliases: Vec<(Identifier, Option<Value>)>,
}

/// A column that a join yields once.
#[derive(Debug, Clone)]
pub(super) struct Merged {
    pub(super) name: Identifier,
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

/// What a row set says of a column's name.
pub(super) enum Found {
    Column(Value),
    /// Several columns of that name.
    Several,
    /// Its columns are not known; a value of unknown type.
    Unknown(Value),
    Missing,
}

/// Names one column in one SELECT: equal for `token` and `b.token` when both mean the same.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum ColumnId {
    /// A column of the relation at this position of FROM.
    Of(usize, Identifier),
    /// A column that a join yields once, and the relations whose columns it stands for.
    Merged(Identifier, Arc<[usize]>),
}

/// Whether a row set has a column.
enum Holder {
    /// One of this name.
    Known(Identifier),
    Several,
    /// Its columns are not known.
    Unknown,
    Missing,
}

impl Analyzer<'_, '_> {
    /// A column of a row set.
    pub(super) fn column_of(&mut self, rows: RowSetId, name: Spelling<'_>) -> Found {
        match &self.model.row_sets[rows].columns {
            Columns::Read(read) => {
                let read = *read;
                self.column_of_read(read, name)
            }
            Columns::Listed(columns) => {
                let is_named = |column: &&Column| {
                    let own = column.name.as_ref();
                    own.is_some_and(|own| name.is(own))
                };
                let mut named = columns.iter().filter(is_named);
                match (named.next(), named.next()) {
                    (Some(column), None) => Found::Column(column.value.within()),
                    (Some(_), Some(_)) => Found::Several,
                    (None, _) => Found::Missing,
                }
            }
            Columns::Unknown(_) => Found::Unknown(Value::default()),
        }
    }

    fn column_of_read(&mut self, read: ReadId, name: Spelling<'_>) -> Found {
        let Read {
            relation,
            first_origin,
            ..
        } = &self.model.reads[read];
        if let Some(relation) = relation
            && let Some(columns) = &relation.columns
        {
            return match relation.position_of(name) {
                Some(position) => {
                    let number = u32::try_from(position).unwrap_or(u32::MAX);
                    Found::Column(Value {
                        data_type: columns[position].data_type,
                        sign: columns[position].sign,
                        origins: Origins::one(first_origin + number),
                        time: Time::COLUMN,
                        ..Value::default()
                    })
                }
                None => Found::Missing,
            };
        }
        // Lineage is known all the same.
        let is_it = |origin: &Origin| origin.read == read && name.is(&origin.column);
        let known = self.model.origins.iter().position(is_it);
        let number = known.unwrap_or_else(|| {
            self.model.origins.push(Origin {
                read,
                column: name.identifier(),
            });
            self.model.origins.len() - 1
        });
        Found::Unknown(Value {
            origins: Origins::one(u32::try_from(number).unwrap_or(u32::MAX)),
            time: Time::COLUMN,
            ..Value::default()
        })
    }

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
                && let Some(value) = self.alias(id, name)
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
                InRelations::Unknown(value) => return self.alias(id, name).unwrap_or(value),
                InRelations::None => {}
            }
            if let Some(value) = self.alias(id, name) {
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
        let candidates = self.names_in_scope(scope, None);
        self.problem(Problem::UnknownColumn {
            name: name.identifier(),
            qualifier: None,
            place: SqlPlace::new(ident.span),
            candidates,
        });
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
                    .map(|part| Spelling::of(part).identifier().to_string())
                    .collect();
                let candidates = self.qualifiers_in_scope(scope);
                let span = qualifiers
                    .iter()
                    .fold(qualifiers[0].span, |span, part| span.union(&part.span));
                self.problem(Problem::UnknownQualifier {
                    qualifier: text.join("."),
                    place: SqlPlace::new(span),
                    candidates,
                });
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
                    .map(|part| Spelling::of(part).identifier().to_string())
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
                let candidates = self.names_in_scope(id, Some(position));
                self.problem(Problem::UnknownColumn {
                    name: name.identifier(),
                    qualifier: qualifiers
                        .last()
                        .map(|part| Spelling::of(part).identifier()),
                    place: SqlPlace::new(last.span),
                    candidates,
                });
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

    /// `v.$2`: the column at a position; `None` for any other name, and for a position that there is not.
    fn numbered(&self, rows: RowSetId, ident: &Ident) -> Option<Value> {
        if ident.quote_style.is_some() {
            return None;
        }
        let position: usize = ident.value.strip_prefix('$')?.parse().ok()?;
        match self.columns(rows) {
            Ok(columns) => {
                let column = columns.get(position.checked_sub(1)?)?;
                Some(column.value.within())
            }
            Err(_) => Some(Value::default()),
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
        let mut next = Some(scope);
        while let Some(id) = next {
            if let Some(position) = self.scopes[id].relations.iter().position(named) {
                return Some((id, position));
            }
            next = self.scopes[id].parent;
        }
        None
    }

    /// Whether a row set has a column of that name.
    fn holder(&self, rows: RowSetId, name: Spelling<'_>) -> Holder {
        match &self.model.row_sets[rows].columns {
            Columns::Unknown(_) => Holder::Unknown,
            Columns::Listed(columns) => {
                let names = columns.iter().filter_map(|column| column.name.as_ref());
                let mut named = names.filter(|own| name.is(own));
                match (named.next(), named.next()) {
                    (Some(found), None) => Holder::Known(found.clone()),
                    (Some(_), Some(_)) => Holder::Several,
                    (None, _) => Holder::Missing,
                }
            }
            Columns::Read(read) => {
                let relation = self.model.reads[*read].relation.as_deref();
                let Some((relation, columns)) =
                    relation.and_then(|relation| Some((relation, relation.columns.as_ref()?)))
                else {
                    return Holder::Unknown;
                };
                match relation.position_of(name) {
                    Some(position) => Holder::Known(columns[position].name.clone()),
                    None => Holder::Missing,
                }
            }
        }
    }

    /// Which column of its own SELECT an expression is, where it is one: the same one that its value is taken from.
    pub(super) fn column_id(&self, parts: &[Ident], scope: ScopeId) -> Option<ColumnId> {
        let (last, qualifiers) = parts.split_last()?;
        let name = Spelling::of(last);
        let Scope {
            relations, merged, ..
        } = &self.scopes[scope];
        let merged = merged.iter().find(|merged| name.is(&merged.name));
        let once =
            |merged: &Merged| ColumnId::Merged(merged.name.clone(), Arc::clone(&merged.sides));
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
        if let Some(merged) = merged.filter(|merged| merged.sides.contains(&position)) {
            return Some(once(merged));
        }
        let name = match self.holder(relations[position].rows, name) {
            Holder::Known(found) => found,
            _ => name.identifier(),
        };
        Some(ColumnId::Of(position, name))
    }

    /// Whether a name is an alias of a SELECT.
    pub(super) fn has_alias(&self, scope: ScopeId, ident: &Ident) -> bool {
        self.alias(scope, Spelling::of(ident)).is_some()
    }

    fn alias(&self, scope: ScopeId, name: Spelling<'_>) -> Option<Value> {
        let aliases = &self.scopes[scope].aliases;
        let (_, value) = aliases.iter().find(|(alias, _)| name.is(alias))?;
        Some(value.clone().unwrap_or_default())
    }

    fn in_relations(&mut self, scope: ScopeId, name: Spelling<'_>) -> InRelations {
        let mut merged = self.scopes[scope].merged.iter();
        if let Some(merged) = merged.find(|merged| name.is(&merged.name)) {
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

    /// The names of columns in scope, for "did you mean".
    fn names_in_scope(&self, scope: ScopeId, only: Option<usize>) -> Vec<String> {
        let Scope {
            relations, aliases, ..
        } = &self.scopes[scope];
        let mut names = Vec::new();
        for (position, relation) in relations.iter().enumerate() {
            if only.is_some_and(|only| only != position) {
                continue;
            }
            match &self.model.row_sets[relation.rows].columns {
                Columns::Read(read) => {
                    let known = self.model.reads[*read].relation.as_deref();
                    let columns = known.and_then(|relation| relation.columns.as_ref());
                    names.extend(
                        columns
                            .into_iter()
                            .flatten()
                            .map(|column| column.name.to_string()),
                    );
                }
                Columns::Listed(columns) => {
                    let named = columns.iter().filter_map(|column| column.name.as_ref());
                    names.extend(named.map(ToString::to_string));
                }
                Columns::Unknown(_) => {}
            }
        }
        if only.is_none() {
            names.extend(aliases.iter().map(|(alias, _)| alias.to_string()));
        }
        let mut seen = std::collections::HashSet::new();
        names.retain(|name| seen.insert(name.clone()));
        names
    }

    pub(super) fn qualifiers_in_scope(&self, scope: ScopeId) -> Vec<String> {
        let mut names = Vec::new();
        let mut next = Some(scope);
        while let Some(id) = next {
            let last = |relation: &InScope| relation.path.last().map(ToString::to_string);
            names.extend(self.scopes[id].relations.iter().filter_map(last));
            next = self.scopes[id].parent;
        }
        names
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
