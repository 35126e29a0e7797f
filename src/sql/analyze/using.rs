//! `USING` and `NATURAL`: columns that a join yields once.

use sqlparser::ast::JoinConstraint;

use super::Analyzer;
use super::model::{JoinKind, Nulls, Value};
use super::named_column::Found;
use super::place::{Spelling, SqlPlace, identifier, parts};
use super::problem::Problem;
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
            let merged = self.scopes[scope]
                .merged
                .iter()
                .position(|merged| merged.name == *name);
            let mut left = None;
            let mut sides = Vec::new();
            if let Some(merged) = merged {
                let before = &self.scopes[scope].merged[merged];
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
                    candidates: Vec::new(),
                };
                self.problem(problem);
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
                name: name.clone(),
                value,
                sides: sides.into(),
            };
            match merged {
                Some(position) => self.scopes[scope].merged[position] = joined,
                None => self.scopes[scope].merged.push(joined),
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
        let left: Vec<Identifier> = (first..right).flat_map(names).collect();
        let own = names(right);
        own.into_iter().filter(|name| left.contains(name)).collect()
    }
}
