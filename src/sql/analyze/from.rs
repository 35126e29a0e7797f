//! FROM: what is read.

use sqlparser::ast::{
    Expr, Function, ObjectName, Spanned, TableAlias, TableFactor, TableWithJoins,
};

use super::Analyzer;
use super::model::{FromItem, Join, Matches, RowSetId};
use super::place::{SqlPlace, identifier, parts, relation_name};
use super::problem::Problem;
use super::scope::{InScope, Scope, ScopeId};
use crate::sql::name::Identifier;

impl<'q> Analyzer<'q, '_> {
    pub(super) fn from(&mut self, from: &'q [TableWithJoins], scope: ScopeId) {
        for (position, table) in from.iter().enumerate() {
            let join = if position == 0 {
                Join::First
            } else {
                Join::Comma
            };
            self.joined(table, scope, join);
        }
    }

    /// Brings one item of FROM into scope.
    pub(super) fn factor(&mut self, factor: &'q TableFactor, scope: ScopeId, join: Join<'q>) {
        let (rows, alias, path, place) = match factor {
            TableFactor::NestedJoin {
                table_with_joins,
                alias: None,
            } => {
                self.joined(table_with_joins, scope, join);
                return;
            }
            TableFactor::Table {
                name,
                args: None,
                alias,
                ..
            } => {
                let (rows, place) = self.relation(name);
                (rows, alias.as_ref(), path(name), place)
            }
            _ => {
                let (rows, alias) = self.derived(factor, scope);
                let place = alias.map_or_else(
                    || SqlPlace::new(factor.span()),
                    |alias| SqlPlace::new(alias.name.span),
                );
                let path = match factor {
                    TableFactor::Table { name, .. } | TableFactor::Function { name, .. } => {
                        path(name)
                    }
                    _ => Vec::new(),
                };
                (rows, alias, path, place)
            }
        };
        let join = match factor {
            TableFactor::Table { args: None, .. } | TableFactor::Derived { lateral: false, .. } => {
                join
            }
            // What is made from the row on its left needs no condition.
            _ if matches!(join, Join::Comma) => Join::Cross,
            _ => join,
        };
        let rows = self.renamed(rows, alias);
        let path = alias.map_or(path, |alias| vec![identifier(&alias.name)]);
        self.bring(
            rows,
            path,
            alias.map_or(place, |alias| SqlPlace::new(alias.name.span)),
            scope,
            join,
        );
    }

    fn bring(
        &mut self,
        rows: RowSetId,
        path: Vec<Identifier>,
        place: SqlPlace,
        scope: ScopeId,
        join: Join<'q>,
    ) {
        let within = &self.scopes[scope];
        let twin = path.last().and_then(|name| {
            let mut alike = within.ending_in(name).iter();
            let twin = alike.find(|other| within.relations[**other].path == path)?;
            Some(within.relations[*twin].place)
        });
        if let (Some(first), Some(name)) = (twin, path.last()) {
            self.problem(Problem::DuplicateAlias {
                in_with: false,
                name: name.clone(),
                place,
                first,
            });
        }
        if let Some(block) = self.model.blocks.get_mut(self.block) {
            block.from.push(FromItem {
                name: path.last().cloned(),
                place,
                rows,
                join,
                matches: Matches::default(),
            });
        }
        let inner = self.model.row_sets[rows].influences.clone();
        if let Some(influences) = self.influences.last_mut() {
            influences.extend(&inner);
        }
        self.scopes[scope].bring(InScope {
            path,
            rows,
            is_optional: false,
            place,
        });
    }

    /// The rows of a name: a CTE's, or those of a relation outside.
    fn relation(&mut self, name: &ObjectName) -> (RowSetId, SqlPlace) {
        let Some((relation, place)) = relation_name(name) else {
            let rows = self.unknown_rows(&format!("`{name}`"));
            return (rows, SqlPlace::new(name.span()));
        };
        let cte = match relation.schema {
            None => self.ctes.get(&relation.name),
            Some(_) => None,
        };
        let rows = cte.unwrap_or_else(|| self.read(relation, place));
        (rows, place)
    }

    /// The rows of an item of FROM that is no name.
    fn derived(
        &mut self,
        factor: &'q TableFactor,
        scope: ScopeId,
    ) -> (RowSetId, Option<&'q TableAlias>) {
        match factor {
            TableFactor::Derived {
                lateral,
                subquery,
                alias,
                ..
            } => {
                let parent = if *lateral {
                    Some(scope)
                } else {
                    self.scopes[scope].parent
                };
                (self.query(subquery, parent, None), alias.as_ref())
            }
            TableFactor::Table {
                name,
                args: Some(args),
                alias,
                ..
            } => (self.table_function(name, &args.args, scope), alias.as_ref()),
            TableFactor::Function {
                name, args, alias, ..
            } => (self.table_function(name, args, scope), alias.as_ref()),
            TableFactor::TableFunction { expr, alias } => {
                let rows = match expr {
                    Expr::Function(Function {
                        name,
                        args: sqlparser::ast::FunctionArguments::List(list),
                        ..
                    }) => self.table_function(name, &list.args, scope),
                    _ => self.unknown_rows("a table function"),
                };
                (rows, alias.as_ref())
            }
            TableFactor::NestedJoin {
                table_with_joins,
                alias,
            } => {
                let inner = self.apart(scope, |analyzer, inner| {
                    analyzer.joined(table_with_joins, inner, Join::First);
                });
                let columns: Result<Vec<_>, _> = (0..self.scopes[inner].relations.len())
                    .map(|position| self.columns(self.scopes[inner].relations[position].rows))
                    .collect();
                let rows = match columns {
                    Ok(columns) => {
                        let columns = columns
                            .iter()
                            .flat_map(|columns| columns.iter().cloned())
                            .collect();
                        self.listed(columns, super::lineage::Influences::default(), Vec::new())
                    }
                    Err(of) => self.unknown_rows(&of),
                };
                (rows, alias.as_ref())
            }
            TableFactor::Pivot { alias, .. } => (self.pivot(factor, scope), alias.as_ref()),
            TableFactor::Unpivot { alias, .. } => (self.unpivot(factor, scope), alias.as_ref()),
            TableFactor::MatchRecognize { table, alias, .. } => {
                self.inner_rows(table, scope);
                (self.unknown_rows("`MATCH_RECOGNIZE`"), alias.as_ref())
            }
            TableFactor::UNNEST { alias, .. }
            | TableFactor::JsonTable { alias, .. }
            | TableFactor::OpenJsonTable { alias, .. }
            | TableFactor::XmlTable { alias, .. }
            | TableFactor::SemanticView { alias, .. } => {
                (self.unknown_rows("a table function"), alias.as_ref())
            }
            TableFactor::Table { .. } | TableFactor::UnpivotExpr { .. } => {
                (self.unknown_rows("a table function"), None)
            }
        }
    }

    /// The rows of a table inside PIVOT, UNPIVOT or `MATCH_RECOGNIZE`, in a scope of their own.
    pub(super) fn inner_rows(
        &mut self,
        table: &'q TableFactor,
        scope: ScopeId,
    ) -> (RowSetId, ScopeId) {
        let inner = self.apart(scope, |analyzer, inner| {
            analyzer.factor(table, inner, Join::First);
        });
        let rows = self.scopes[inner]
            .relations
            .first()
            .map(|relation| relation.rows);
        let rows = rows.unwrap_or_else(|| self.unknown_rows("a table"));
        (rows, inner)
    }

    /// Brings relations into a scope of their own, beside one that does not see them.
    fn apart(&mut self, scope: ScopeId, bring: impl FnOnce(&mut Self, ScopeId)) -> ScopeId {
        let inner = self.add_scope(Scope {
            parent: self.scopes[scope].parent,
            ..Scope::default()
        });
        let block = self.model.blocks.get(self.block);
        let kept = block.map_or(0, |block| block.from.len());
        bring(self, inner);
        if let Some(block) = self.model.blocks.get_mut(self.block) {
            block.from.truncate(kept);
        }
        inner
    }
}

fn path(name: &ObjectName) -> Vec<Identifier> {
    parts(name)
        .unwrap_or_default()
        .into_iter()
        .map(identifier)
        .collect()
}
