//! Names that are unknown, and those in scope that could have been meant.

use std::collections::HashSet;

use sqlparser::ast::{Expr, Ident, TableFactor};

use super::Analyzer;
use super::model::{Columns, RowSetId};
use super::named_column::Holder;
use super::place::{Spelling, SqlPlace, identifier, parts};
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
            can_be_text: false,
        };
        if let Some(position) = self.new_problem(problem) {
            let names = self.names_in_scope(scope, only);
            self.suggest(position, name.as_written(), &names);
        }
    }

    /// Reports a qualifier that names no relation in scope. A similar name is one of a relation that may have the column that
    /// is asked for, where there is one.
    pub(super) fn unknown_qualifier(
        &mut self,
        qualifier: &str,
        column: Option<&Ident>,
        place: SqlPlace,
        scope: ScopeId,
    ) {
        let problem = Problem::UnknownQualifier {
            qualifier: qualifier.to_owned(),
            place,
            candidates: Candidates::default(),
            only_holder: false,
        };
        if let Some(position) = self.new_problem(problem) {
            let all = self.qualifiers_in_scope(scope);
            let names = |of: &[(String, RowSetId)]| -> Vec<String> {
                of.iter().map(|(name, _)| name.clone()).collect()
            };
            self.suggest(position, qualifier, &names(&all));
            let Some(column) = column else { return };
            let may_have = |rows| {
                let found = self.holder(rows, Spelling::of(column));
                !matches!(found, Holder::Missing)
            };
            let holders: Vec<(String, RowSetId)> = (all.iter())
                .filter(|(_, rows)| may_have(*rows))
                .cloned()
                .collect();
            if holders.is_empty() || holders.len() == all.len() {
                return;
            }
            let mut found = self.near(qualifier, names(&holders).iter().map(String::as_str));
            let mut is_only_holder = false;
            if found.is_none()
                && let [(only, rows)] = holders.as_slice()
                && matches!(self.holder(*rows, Spelling::of(column)), Holder::Known(_))
                && !self.is_joined_later(qualifier)
            {
                found = Some(only.clone());
                is_only_holder = true;
            }
            if let Some(Problem::UnknownQualifier {
                candidates,
                only_holder,
                ..
            }) = self.model.problems.get_mut(position)
            {
                candidates.near = found;
                *only_holder = is_only_holder;
            }
        }
    }

    /// Adds to a problem with an unknown name those that are known.
    pub(super) fn suggest(&mut self, position: usize, name: &str, names: &[String]) {
        // `"status"` where there is `status`.
        let bare = name.trim_matches('"');
        let same = names.iter().find(|known| {
            known.as_str() != name && known.trim_matches('"').eq_ignore_ascii_case(bare)
        });
        let near = match same {
            Some(same) => Some(same.clone()),
            None => self.near(name, names.iter().map(String::as_str)),
        };
        let found = Candidates {
            near,
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
            let aliases = scope.aliases.iter().enumerate();
            let others = aliases.filter(|(position, _)| scope.own_alias != Some(*position));
            names.extend(others.map(|(_, (alias, _))| alias));
        }
        let mut seen = HashSet::new();
        names.retain(|name| seen.insert(name.as_written()));
        names.into_iter().map(ToString::to_string).collect()
    }

    /// Notes that a name in double quotes stands where a text can stand, where nothing has that name.
    pub(super) fn can_be_text(&mut self, expr: &Expr) {
        let Expr::Identifier(ident) = expr else {
            return;
        };
        if ident.quote_style != Some('"') {
            return;
        }
        let at = SqlPlace::new(ident.span);
        for problem in self.model.problems.iter_mut().rev() {
            if let Problem::UnknownColumn {
                place, can_be_text, ..
            } = problem
                && *place == at
            {
                *can_be_text = true;
                return;
            }
        }
    }

    /// Whether the FROM of the current SELECT names a relation so: it is then named before it is joined.
    fn is_joined_later(&self, qualifier: &str) -> bool {
        let Some(block) = self.model.blocks.get(self.block) else {
            return false;
        };
        let is_it = |factor: &TableFactor| match factor {
            TableFactor::Table {
                alias: Some(alias), ..
            }
            | TableFactor::Derived {
                alias: Some(alias), ..
            } => alias.name.value.eq_ignore_ascii_case(qualifier),
            TableFactor::Table { name, .. } => {
                let last = parts(name).and_then(|parts| parts.last().copied());
                last.is_some_and(|last| last.value.eq_ignore_ascii_case(qualifier))
            }
            _ => false,
        };
        block.select.from.iter().any(|from| {
            is_it(&from.relation) || from.joins.iter().any(|join| is_it(&join.relation))
        })
    }

    fn qualifiers_in_scope(&self, scope: ScopeId) -> Vec<(String, RowSetId)> {
        let mut names = Vec::new();
        let mut next = Some(scope);
        while let Some(id) = next {
            let relations = self.scopes[id].relations.iter();
            names.extend(
                relations.filter_map(|relation| {
                    Some((relation.path.last()?.to_string(), relation.rows))
                }),
            );
            next = self.scopes[id].parent;
        }
        names
    }
}
