//! Names that are unknown, and those in scope that could have been meant.

use std::collections::HashSet;

use sqlparser::ast::Ident;

use super::Analyzer;
use super::model::Columns;
use super::place::{SqlPlace, identifier};
use super::problem::{Candidates, Problem};
use super::scope::ScopeId;
use crate::diagnostic::nearest;
use crate::sql::name::Identifier;

/// How many names one query may be compared with, over all that is unknown in it. Later unknown names are reported without
/// a similar one.
pub(super) const MAX_COMPARED: usize = 100_000;

impl Analyzer<'_, '_> {
    /// Reports a column that nothing in a scope has, or not the relation at one position of it.
    pub(super) fn unknown_column(
        &mut self,
        ident: &Ident,
        qualifier: Option<Identifier>,
        scope: ScopeId,
        only: Option<usize>,
    ) {
        let name = identifier(ident);
        let problem = Problem::UnknownColumn {
            name: name.clone(),
            qualifier,
            place: SqlPlace::new(ident.span),
            candidates: Candidates::default(),
        };
        if let Some(position) = self.new_problem(problem) {
            let names = self.names_in_scope(scope, only);
            self.suggest(position, name.as_written(), &names);
        }
    }

    /// Reports a qualifier that names no relation in scope.
    pub(super) fn unknown_qualifier(&mut self, qualifier: &str, place: SqlPlace, scope: ScopeId) {
        let problem = Problem::UnknownQualifier {
            qualifier: qualifier.to_owned(),
            place,
            candidates: Candidates::default(),
        };
        if let Some(position) = self.new_problem(problem) {
            let names = self.qualifiers_in_scope(scope);
            self.suggest(position, qualifier, &names);
        }
    }

    /// Adds to a problem with an unknown name those that are known.
    pub(super) fn suggest(&mut self, position: usize, name: &str, names: &[String]) {
        let found = Candidates {
            near: self.near(name, names.iter().map(String::as_str)),
            first: names.iter().take(Candidates::SHOWN).cloned().collect(),
            number: names.len(),
        };
        if let Some(
            Problem::UnknownColumn { candidates, .. }
            | Problem::UnknownQualifier { candidates, .. },
        ) = self.model.problems.get_mut(position)
        {
            *candidates = found;
        }
    }

    /// The nearest of some names, while the query has not been compared with too many.
    pub(super) fn near<'n>(
        &mut self,
        name: &str,
        names: impl ExactSizeIterator<Item = &'n str>,
    ) -> Option<String> {
        self.names_to_compare = self.names_to_compare.checked_sub(names.len())?;
        nearest(name, names).map(str::to_owned)
    }

    /// The names of the columns in scope.
    fn names_in_scope(&self, scope: ScopeId, only: Option<usize>) -> Vec<String> {
        let scope = &self.scopes[scope];
        let mut names: Vec<&Identifier> = Vec::new();
        for (position, relation) in scope.relations.iter().enumerate() {
            if only.is_some_and(|only| only != position) {
                continue;
            }
            match &self.model.row_sets[relation.rows].columns {
                Columns::Read(read) => {
                    let known = self.model.reads[*read].relation.as_deref();
                    let columns = known.and_then(|relation| relation.columns.as_ref());
                    names.extend(columns.into_iter().flatten().map(|column| &column.name));
                }
                Columns::Listed(columns) => {
                    names.extend(columns.iter().filter_map(|column| column.name.as_ref()));
                }
                Columns::Unknown(_) => {}
            }
        }
        if only.is_none() {
            names.extend(scope.aliases.iter().map(|(alias, _)| alias));
        }
        let mut seen = HashSet::new();
        names.retain(|name| seen.insert(name.as_written()));
        names.into_iter().map(ToString::to_string).collect()
    }

    fn qualifiers_in_scope(&self, scope: ScopeId) -> Vec<String> {
        let mut names = Vec::new();
        let mut next = Some(scope);
        while let Some(id) = next {
            let relations = self.scopes[id].relations.iter();
            names.extend(relations.filter_map(|relation| Some(relation.path.last()?.to_string())));
            next = self.scopes[id].parent;
        }
        names
    }
}
