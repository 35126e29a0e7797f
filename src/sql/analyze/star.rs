//! `*` and `t.*`, with EXCLUDE, RENAME, REPLACE and ILIKE.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use sqlparser::ast::{
    ExcludeSelectItem, Expr, Ident, ObjectName, RenameSelectItem, SelectItemQualifiedWildcardKind,
    WildcardAdditionalOptions,
};

use super::Analyzer;
use super::column_id::ColumnId;
use super::model::{Clause, Column, Value};
use super::place::{Spelling, SqlPlace, identifier, parts, relation_name};
use super::problem::{Candidates, Problem};
use super::scope::ScopeId;
use crate::sql::name::Identifier;

/// A column that a star yields, and which column of FROM it is.
type Starred = (Column, Option<ColumnId>);

/// A star that would yield more than this is not followed.
const MAX_COLUMNS: usize = 20_000;

impl<'q> Analyzer<'q, '_> {
    /// Adds the columns that a star stands for; an error says whose are not known.
    pub(super) fn star(
        &mut self,
        kind: Option<&'q SelectItemQualifiedWildcardKind>,
        options: &'q WildcardAdditionalOptions,
        scope: ScopeId,
        columns: &mut Vec<Column>,
    ) -> Result<(), Arc<str>> {
        let star = SqlPlace::new(options.wildcard_token.0.span);
        let mut place = star;
        let found = match kind {
            None => self.all_columns(scope),
            Some(SelectItemQualifiedWildcardKind::Expr(_)) => Err("an expression".into()),
            Some(SelectItemQualifiedWildcardKind::ObjectName(name)) => {
                place = relation_name(name).map_or(star, |(_, place)| place);
                self.columns_of_named(name, scope)
            }
        };
        let found = match found {
            Ok(found) => found,
            Err(of) => {
                self.last_star = Some(place);
                return Err(of);
            }
        };
        let chosen = Options::of(options);
        self.check_options(&chosen, &found);
        let excluded: HashSet<Identifier> =
            chosen.exclude.iter().map(|from| identifier(from)).collect();
        let renamed: HashMap<Identifier, &Ident> = (chosen.rename.iter().rev())
            .map(|(from, to)| (identifier(from), *to))
            .collect();
        let replaced: HashMap<Identifier, &'q Expr> = (options.opt_replace.iter())
            .flat_map(|replace| replace.items.iter().rev())
            .map(|item| (identifier(&item.column_name), &item.expr))
            .collect();
        for (column, id) in found {
            let Some(name) = &column.name else {
                columns.push(column);
                continue;
            };
            let is_unlike = |pattern| !matches_ilike(pattern, name.folded());
            if chosen.like.is_some_and(is_unlike) || excluded.contains(name) {
                continue;
            }
            let value = if let Some(expr) = replaced.get(name) {
                self.value(expr, self.at(scope, Clause::Select))
            } else {
                if let (Some(id), Some(block)) = (id, self.model.blocks.get_mut(self.block)) {
                    block.starred.push((columns.len(), id));
                }
                column.value
            };
            let name = renamed
                .get(name)
                .map_or_else(|| name.clone(), |to| identifier(to));
            columns.push(Column {
                name: Some(name),
                place,
                value,
            });
            if columns.len() > MAX_COLUMNS {
                self.last_star = Some(place);
                return Err(format!("more than {MAX_COLUMNS} columns").into());
            }
        }
        Ok(())
    }

    /// All columns of FROM: those that joins yield once, then the rest of each relation.
    fn all_columns(&mut self, scope: ScopeId) -> Result<Vec<Starred>, Arc<str>> {
        let mut all: Vec<Starred> = Vec::new();
        for (name, merged) in self.scopes[scope].merged.iter() {
            let column = Column {
                name: Some(name.clone()),
                place: SqlPlace::NOWHERE,
                value: merged.value.clone(),
            };
            let id = ColumnId::Merged(name.clone(), Arc::clone(&merged.sides));
            all.push((column, Some(id)));
        }
        for position in 0..self.scopes[scope].relations.len() {
            let columns = self.columns_in_scope(scope, position)?;
            if all.len() + columns.len() > MAX_COLUMNS {
                return Err(format!("more than {MAX_COLUMNS} columns").into());
            }
            let merged = &self.scopes[scope].merged;
            let is_merged = |column: &Column| {
                let name = column.name.as_ref();
                let merged = name.and_then(|name| merged.find(Spelling::known(name)));
                merged.is_some_and(|(_, merged)| merged.sides.contains(&position))
            };
            let own = columns.into_iter().filter(|column| !is_merged(column));
            all.extend(own.map(|column| {
                let id = column.name.clone().map(|name| ColumnId::Of(position, name));
                (column, id)
            }));
        }
        Ok(all)
    }

    fn columns_of_named(
        &mut self,
        name: &ObjectName,
        scope: ScopeId,
    ) -> Result<Vec<Starred>, Arc<str>> {
        let path = parts(name).unwrap_or_default();
        if let Some((found, position)) = self.relation_named(&path, scope) {
            let columns = self.columns_in_scope(found, position)?;
            let merged = &self.scopes[scope].merged;
            let id = |column: &Column| {
                let name = column.name.clone()?;
                let once = merged.find(Spelling::known(&name));
                Some(match once {
                    Some((name, merged)) if merged.sides.contains(&position) => {
                        ColumnId::Merged(name.clone(), Arc::clone(&merged.sides))
                    }
                    _ => ColumnId::Of(position, name),
                })
            };
            return Ok(columns
                .into_iter()
                .map(|column| {
                    let id = id(&column).filter(|_| found == scope);
                    (column, id)
                })
                .collect());
        }
        let place = relation_name(name).map_or(SqlPlace::START, |(_, place)| place);
        self.unknown_qualifier(&name.to_string(), None, place, scope);
        Err(format!("`{name}`, which is not in the FROM clause").into())
    }

    pub(super) fn columns_in_scope(
        &mut self,
        scope: ScopeId,
        position: usize,
    ) -> Result<Vec<Column>, Arc<str>> {
        let relation = &self.scopes[scope].relations[position];
        let is_optional = relation.is_optional;
        let columns = self.columns(relation.rows)?;
        Ok(columns
            .iter()
            .map(|column| {
                let value = column.value.within();
                Column {
                    value: Value {
                        nulls: if is_optional {
                            super::model::Nulls::Made
                        } else {
                            value.nulls
                        },
                        ..value
                    },
                    ..column.clone()
                }
            })
            .collect())
    }

    /// EXCLUDE, RENAME and REPLACE name columns that the star has.
    fn check_options(&mut self, options: &Options<'_>, found: &[Starred]) {
        let renamed = options.rename.iter().map(|(from, _)| *from);
        let named = options
            .exclude
            .iter()
            .copied()
            .chain(renamed)
            .chain(options.replace.iter().copied());
        let known: HashSet<&Identifier> = (found.iter())
            .filter_map(|(column, _)| column.name.as_ref())
            .collect();
        for ident in named {
            let name = identifier(ident);
            if known.contains(&name) {
                continue;
            }
            let problem = Problem::UnknownColumn {
                name: name.clone(),
                qualifier: Some(Identifier::new("*")),
                place: SqlPlace::new(ident.span),
                candidates: Candidates::default(),
                can_be_text: false,
            };
            if let Some(position) = self.new_problem(problem) {
                let names = found.iter().filter_map(|column| column.0.name.as_ref());
                let names: Vec<String> = names.map(ToString::to_string).collect();
                self.suggest(position, name.as_written(), &names);
            }
        }
    }
}

/// What a star is restricted to.
struct Options<'q> {
    like: Option<&'q str>,
    exclude: Vec<&'q Ident>,
    rename: Vec<(&'q Ident, &'q Ident)>,
    replace: Vec<&'q Ident>,
}

impl<'q> Options<'q> {
    fn of(options: &'q WildcardAdditionalOptions) -> Self {
        let last = |name: &'q ObjectName| parts(name)?.last().copied();
        let mut exclude: Vec<&Ident> = match &options.opt_exclude {
            Some(ExcludeSelectItem::Single(name)) => last(name).into_iter().collect(),
            Some(ExcludeSelectItem::Multiple(names)) => names.iter().filter_map(last).collect(),
            None => Vec::new(),
        };
        if let Some(except) = &options.opt_except {
            exclude.push(&except.first_element);
            exclude.extend(&except.additional_elements);
        }
        let renames = match &options.opt_rename {
            Some(RenameSelectItem::Single(rename)) => std::slice::from_ref(rename),
            Some(RenameSelectItem::Multiple(renames)) => renames,
            None => &[],
        };
        let replaced = options
            .opt_replace
            .iter()
            .flat_map(|replace| &replace.items);
        Self {
            like: options.opt_ilike.as_ref().map(|like| like.pattern.as_str()),
            exclude,
            rename: renames
                .iter()
                .map(|rename| (&rename.ident, &rename.alias))
                .collect(),
            replace: replaced.map(|item| &item.column_name).collect(),
        }
    }
}

/// SQL's `ILIKE`: `%` is any text, `_` any character, case does not count.
fn matches_ilike(pattern: &str, text: &str) -> bool {
    let pattern: Vec<char> = pattern.to_lowercase().chars().collect();
    let text: Vec<char> = text.to_lowercase().chars().collect();
    // The last `%` that was passed, and how much of the text it has taken so far.
    let (mut at, mut position) = (0, 0);
    let mut retry: Option<(usize, usize)> = None;
    while position < text.len() {
        match pattern.get(at) {
            Some('%') => {
                retry = Some((at + 1, position));
                at += 1;
            }
            Some(expected) if *expected == '_' || *expected == text[position] => {
                at += 1;
                position += 1;
            }
            _ => match &mut retry {
                Some((after, taken)) => {
                    *taken += 1;
                    at = *after;
                    position = *taken;
                }
                None => return false,
            },
        }
    }
    pattern[at..].iter().all(|rest| *rest == '%')
}
