//! The names that are in scope, for "did you mean".

use super::Analyzer;
use super::model::Columns;
use super::scope::{InScope, Scope, ScopeId};
impl Analyzer<'_, '_> {
    /// The names of columns in scope, for "did you mean".
    pub(super) fn names_in_scope(&self, scope: ScopeId, only: Option<usize>) -> Vec<String> {
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
