//! `USING` and `NATURAL`: columns that a join yields once.

use std::collections::HashSet;

use sqlparser::ast::JoinConstraint;

use super::Analyzer;
use super::model::{JoinKind, Nulls, Value};
use super::named_column::Found;
use super::place::{Spelling, SqlPlace, identifier, parts};
use super::problem::{Candidates, Problem};
use super::scope::{Merged, ScopeId};
use crate::sql::name::Identifier;

impl<'q> Analyzer<'q, '_> {
    /// The columns that a join yields once: brings them into scope and gives their names.
    pub(super) fn using(
        &mut self,
        constraint: Option<&'q JoinConstraint>,
        scope: ScopeId,
        first: usize,
        right: usize,
        kind: JoinKind,
    ) -> Vec<Identifier> {
        let names: Vec<(Identifier, Option<SqlPlace>)> = match constraint {
            Some(JoinConstraint::Using(names)) => names
                .iter()
                .filter_map(|name| parts(name)?.last().copied())
                .map(|ident| (identifier(ident), Some(SqlPlace::new(ident.span))))
                .collect(),
            Some(JoinConstraint::Natural) => self
                .common_names(scope, first, right)
                .into_iter()
                .map(|name| (name, None))
                .collect(),
            _ => return Vec::new(),
        };
        for (name, place) in &names {
            let spelling = Spelling::known(name);
            let merged = self.scopes[scope].merged.position(spelling);
            let mut left = None;
            let mut sides = Vec::new();
            if let Some((_, before)) = self.scopes[scope].merged.find(spelling) {
                left = Some(before.value.clone());
                sides.extend_from_slice(&before.sides);
            }
            for position in first..right {
                if left.is_some() {
                    break;
                }
                left = self.side(scope, position, name);
                sides.extend(left.is_some().then_some(position));
            }
            sides.push(right);
            let own = self.side(scope, right, name);
            if let Some(place) = place
                && (left.is_none() || own.is_none())
            {
                let qualifier = if own.is_none() { right } else { first };
                let qualifier = self.scopes[scope].relations.get(qualifier);
                let problem = Problem::UnknownColumn {
                    name: name.clone(),
                    qualifier: qualifier.and_then(|relation| relation.path.last().cloned()),
                    place: *place,
                    candidates: Candidates::default(),
                    can_be_text: false,
                };
                self.problem(problem);
            }
            if let (Some(left), Some(own)) = (&left, &own) {
                let place = place.unwrap_or(self.scopes[scope].relations[right].place);
                self.note_joined(left.data_type, own.data_type, place);
            }
            let mut value = match kind {
                JoinKind::Right => own.clone().unwrap_or_default(),
                _ => left.clone().unwrap_or_default(),
            };
            for side in [&left, &own].into_iter().flatten() {
                value.take(side);
            }
            if kind == JoinKind::Full {
                value.nulls = Nulls::Unknown;
            }
            self.influence(|influences| &mut influences.join, &value);
            let joined = Merged {
                value,
                sides: sides.into(),
            };
            let all = &mut self.scopes[scope].merged;
            if let Some(position) = merged
                && let Some(before) = all.get_mut(position)
            {
                *before = joined;
            } else {
                all.push(name.clone(), joined);
            }
        }
        names.into_iter().map(|(name, _)| name).collect()
    }

    /// The column of one relation in scope, as it is before the join.
    fn side(&mut self, scope: ScopeId, position: usize, name: &Identifier) -> Option<Value> {
        let rows = self.scopes[scope].relations.get(position)?.rows;
        match self.column_of(rows, Spelling::known(name)) {
            Found::Column(value) | Found::Unknown(value) => Some(value),
            Found::Several => Some(Value::default()),
            Found::Missing => None,
        }
    }

    fn common_names(&self, scope: ScopeId, first: usize, right: usize) -> Vec<Identifier> {
        let names = |position: usize| -> Vec<Identifier> {
            let Some(relation) = self.scopes[scope].relations.get(position) else {
                return Vec::new();
            };
            let columns = self
                .columns(relation.rows)
                .unwrap_or_else(|_| Vec::new().into());
            columns
                .iter()
                .filter_map(|column| column.name.clone())
                .collect()
        };
        let left: HashSet<Identifier> = (first..right).flat_map(names).collect();
        let own = names(right);
        own.into_iter().filter(|name| left.contains(name)).collect()
    }
}
