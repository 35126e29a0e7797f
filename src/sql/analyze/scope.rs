//! Which columns a name can mean, and which one it means.
//!
//! Snowflake looks first at the columns of FROM, then at the aliases of the select list, then at the queries around. A name
//! that nothing has is reported only where the columns of everything in scope are known.

use sqlparser::ast::Ident;

use super::Analyzer;
use super::instant::Time;
use super::lineage::Origins;
use super::model::{Columns, Nulls, Origin, Read, ReadId, RowSetId, Value};
use super::place::{SqlPlace, identifier};
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
    pub(super) merged: Vec<(Identifier, Value)>,
    /// The aliases of the select list; the value is there once the item was looked at.
    pub(super) aliases: Vec<(Identifier, Option<Value>)>,
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
    /// A column that a join yields once.
    Merged(Identifier),
}

impl Analyzer<'_, '_> {
    /// A column of a row set.
    pub(super) fn column_of(&mut self, rows: RowSetId, name: &Identifier) -> Found {
        match &self.model.row_sets[rows].columns {
            Columns::Read(read) => {
                let read = *read;
                self.column_of_read(read, name)
            }
            Columns::Listed(columns) => {
                let mut named = columns
                    .iter()
                    .filter(|column| column.name.as_ref() == Some(name));
                match (named.next(), named.next()) {
                    (Some(column), None) => Found::Column(column.value.within()),
                    (Some(_), Some(_)) => Found::Several,
                    (None, _) => Found::Missing,
                }
            }
            Columns::Unknown(_) => Found::Unknown(Value::default()),
        }
    }

    fn column_of_read(&mut self, read: ReadId, name: &Identifier) -> Found {
        let Read {
            relation,
            first_origin,
            ..
        } = &self.model.reads[read];
        let (known, first) = (relation.clone(), *first_origin);
        if let Some(relation) = known
            && let Some(columns) = &relation.columns
        {
            return match relation.position(name) {
                Some(position) => {
                    let number = u32::try_from(position).unwrap_or(u32::MAX);
                    Found::Column(Value {
                        data_type: columns[position].data_type,
                        sign: columns[position].sign,
                        origins: Origins::one(first + number),
                        time: Time::COLUMN,
                        ..Value::default()
                    })
                }
                None => Found::Missing,
            };
        }
        // Lineage is known all the same.
        let origin = Origin {
            read,
            column: name.clone(),
        };
        let known = self.model.origins.iter().position(|other| *other == origin);
        let number = if let Some(number) = known {
            number
        } else {
            self.model.origins.push(origin);
            self.model.origins.len() - 1
        };
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
        let name = identifier(ident);
        let mut next = Some(scope);
        let mut is_own = true;
        while let Some(id) = next {
            if is_own
                && aliases_first
                && let Some(value) = self.alias(id, &name)
            {
                return value;
            }
            match self.in_relations(id, &name) {
                InRelations::One(value) => return value,
                InRelations::Several(relations) => {
                    self.problem(Problem::AmbiguousColumn {
                        name,
                        place: SqlPlace::new(ident.span),
                        relations,
                    });
                    return Value::default();
                }
                InRelations::Unknown(value) => return self.alias(id, &name).unwrap_or(value),
                InRelations::None => {}
            }
            if let Some(value) = self.alias(id, &name) {
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
            name,
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
        let name = identifier(last);
        let path: Vec<Identifier> = qualifiers.iter().map(identifier).collect();
        let Some((id, position)) = self.relation_named(&path, scope) else {
            if name.folded() == "NEXTVAL" {
                return self.next_of_sequence(parts);
            }
            let text: Vec<String> = path.iter().map(ToString::to_string).collect();
            let candidates = self.qualifiers_in_scope(scope);
            // `v.path` of a VARIANT is written `v:path`; what it means otherwise is not known.
            let is_certain = self.scopes_know_all(scope);
            if is_certain {
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
        match self.column_of(rows, &name) {
            Found::Column(value) | Found::Unknown(value) => optional(value, is_optional),
            Found::Several => {
                let relations = path.last().map(ToString::to_string).into_iter().collect();
                self.problem(Problem::AmbiguousColumn {
                    name,
                    place: SqlPlace::new(last.span),
                    relations,
                });
                Value::default()
            }
            Found::Missing => {
                let candidates = self.names_in_scope(id, Some(position));
                self.problem(Problem::UnknownColumn {
                    name,
                    qualifier: path.last().cloned(),
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
        path: &[Identifier],
        scope: ScopeId,
    ) -> Option<(ScopeId, usize)> {
        let mut next = Some(scope);
        while let Some(id) = next {
            let named = |relation: &InScope| relation.path.ends_with(path);
            if let Some(position) = self.scopes[id].relations.iter().position(named) {
                return Some((id, position));
            }
            next = self.scopes[id].parent;
        }
        None
    }

    /// Whether a row set has, or may have, a column of that name.
    fn may_have(&self, rows: RowSetId, name: &Identifier) -> bool {
        match &self.model.row_sets[rows].columns {
            Columns::Unknown(_) => true,
            Columns::Listed(columns) => columns
                .iter()
                .any(|column| column.name.as_ref() == Some(name)),
            Columns::Read(read) => {
                self.model.reads[*read]
                    .relation
                    .as_deref()
                    .is_none_or(|relation| {
                        relation.columns.is_none() || relation.position(name).is_some()
                    })
            }
        }
    }

    /// Which column of its own SELECT an expression is, where it is one.
    pub(super) fn column_id(&self, parts: &[Ident], scope: ScopeId) -> Option<ColumnId> {
        let (last, qualifiers) = parts.split_last()?;
        let name = identifier(last);
        if qualifiers.is_empty() {
            if self.scopes[scope]
                .merged
                .iter()
                .any(|(merged, _)| *merged == name)
            {
                return Some(ColumnId::Merged(name));
            }
            let relations = self.scopes[scope].relations.iter().enumerate();
            let mut holders = relations
                .filter(|(_, relation)| self.may_have(relation.rows, &name))
                .map(|(position, _)| position);
            return match (holders.next(), holders.next()) {
                (Some(position), None) => Some(ColumnId::Of(position, name)),
                _ => None,
            };
        }
        let path: Vec<Identifier> = qualifiers.iter().map(identifier).collect();
        let (found, position) = self.relation_named(&path, scope)?;
        if found != scope {
            return None;
        }
        if self.scopes[scope]
            .merged
            .iter()
            .any(|(merged, _)| *merged == name)
        {
            return Some(ColumnId::Merged(name));
        }
        Some(ColumnId::Of(position, name))
    }

    /// Whether a name is an alias of a SELECT.
    pub(super) fn has_alias(&self, scope: ScopeId, ident: &Ident) -> bool {
        self.alias(scope, &identifier(ident)).is_some()
    }

    fn alias(&self, scope: ScopeId, name: &Identifier) -> Option<Value> {
        let aliases = &self.scopes[scope].aliases;
        let (_, value) = aliases.iter().find(|(alias, _)| alias == name)?;
        Some(value.clone().unwrap_or_default())
    }

    fn in_relations(&mut self, scope: ScopeId, name: &Identifier) -> InRelations {
        if let Some((_, value)) = self.scopes[scope]
            .merged
            .iter()
            .find(|(merged, _)| merged == name)
        {
            return InRelations::One(value.clone());
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

impl Value {
    /// The same value, seen from another SELECT: what was aggregated there is a plain column here.
    pub(super) fn within(&self) -> Self {
        Self {
            is_aggregate: false,
            is_window: false,
            time: match self.time {
                // A number that was written there is a column here, but still that number.
                Time::Other if !self.origins.is_empty() => Time::Column {
                    shift: super::instant::Shift {
                        seconds: 0,
                        is_exact: false,
                    },
                    floor: 0,
                },
                time => time,
            },
            ..self.clone()
        }
    }

    /// A value of a type, computed from others.
    pub(super) fn of(data_type: Type) -> Self {
        Self {
            data_type,
            ..Self::default()
        }
    }

    /// Takes over what another value, from which this one is computed, brings: origins, aggregates, windows, NULLs.
    pub(super) fn from(&mut self, other: &Self) {
        self.origins.extend(&other.origins);
        self.is_aggregate |= other.is_aggregate;
        self.is_window |= other.is_window;
    }
}
