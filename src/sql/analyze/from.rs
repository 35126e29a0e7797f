//! FROM: what is read, and how it is joined.

use sqlparser::ast::Spanned;
use sqlparser::ast::{
    Expr, Function, JoinConstraint, JoinOperator, ObjectName, TableAlias, TableFactor,
    TableWithJoins,
};

use super::Analyzer;
use super::model::{Clause, FromItem, Join, JoinKind, Matches, Nulls, RowSetId, Value};
use super::place::{Spelling, SqlPlace, identifier, parts, relation_name};
use super::problem::Problem;
use super::scope::{Found, InScope, Merged, ScopeId};
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

    fn joined(&mut self, table: &'q TableWithJoins, scope: ScopeId, join: Join<'q>) {
        let first = self.scopes[scope].relations.len();
        self.factor(&table.relation, scope, join);
        for join in &table.joins {
            let before = self.scopes[scope].relations.len();
            let (kind, constraint, match_condition) = taken_apart(&join.join_operator);
            let how = match (kind, constraint) {
                (Some(kind), Some(constraint)) => Join::On {
                    kind,
                    condition: match constraint {
                        JoinConstraint::On(condition) => Some(condition),
                        _ => None,
                    },
                    using: Vec::new(),
                },
                _ => Join::Cross,
            };
            self.factor(&join.relation, scope, how);
            let Some(kind) = kind else { continue };
            if kind == JoinKind::Semi {
                self.join_condition(constraint, scope);
                self.scopes[scope].relations.truncate(before);
                if let Some(block) = self.model.blocks.get_mut(self.block) {
                    block.from.pop();
                }
                continue;
            }
            if matches!(kind, JoinKind::Left | JoinKind::Full | JoinKind::AsOf) {
                self.make_optional(scope, before..usize::MAX);
            }
            if matches!(kind, JoinKind::Right | JoinKind::Full) {
                self.make_optional(scope, first..before);
            }
            let using = self.using(constraint, scope, first, before, kind);
            if let Some(FromItem {
                join: Join::On { using: slot, .. },
                ..
            }) = self
                .model
                .blocks
                .get_mut(self.block)
                .and_then(|block| block.from.last_mut())
            {
                *slot = using;
            }
            self.join_condition(constraint, scope);
            if let Some(condition) = match_condition {
                let value = self.value(condition, self.at(scope, Clause::On).required());
                self.influence(|influences| &mut influences.join, &value);
            }
        }
    }

    fn make_optional(&mut self, scope: ScopeId, positions: std::ops::Range<usize>) {
        for (position, relation) in self.scopes[scope].relations.iter_mut().enumerate() {
            relation.is_optional |= positions.contains(&position);
        }
    }

    fn join_condition(&mut self, constraint: Option<&'q JoinConstraint>, scope: ScopeId) {
        if let Some(JoinConstraint::On(condition)) = constraint {
            let value = self.condition(condition, self.at(scope, Clause::On).required());
            self.influence(|influences| &mut influences.join, &value);
        }
    }

    /// The columns that a join yields once: brings them into scope and gives their names.
    fn using(
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

    /// Brings one item of FROM into scope.
    fn factor(&mut self, factor: &'q TableFactor, scope: ScopeId, join: Join<'q>) {
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
        let twin = self.scopes[scope]
            .relations
            .iter()
            .find(|other| !path.is_empty() && other.path == path)
            .map(|other| other.place);
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
        self.scopes[scope].relations.push(InScope {
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
        let cte = if relation.schema.is_none() {
            self.ctes
                .iter()
                .rev()
                .find(|(cte, _)| *cte == relation.name)
        } else {
            None
        };
        let rows = match cte {
            Some((_, rows)) => *rows,
            None => self.read(relation, place),
        };
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
                let inner = self.add_scope(super::scope::Scope {
                    parent: self.scopes[scope].parent,
                    ..super::scope::Scope::default()
                });
                let kept = self
                    .model
                    .blocks
                    .get(self.block)
                    .map_or(0, |block| block.from.len());
                self.joined(table_with_joins, inner, Join::First);
                if let Some(block) = self.model.blocks.get_mut(self.block) {
                    block.from.truncate(kept);
                }
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
        let inner = self.add_scope(super::scope::Scope {
            parent: self.scopes[scope].parent,
            ..super::scope::Scope::default()
        });
        let kept = self
            .model
            .blocks
            .get(self.block)
            .map_or(0, |block| block.from.len());
        self.factor(table, inner, Join::First);
        if let Some(block) = self.model.blocks.get_mut(self.block) {
            block.from.truncate(kept);
        }
        let rows = self.scopes[inner]
            .relations
            .first()
            .map(|relation| relation.rows);
        let rows = rows.unwrap_or_else(|| self.unknown_rows("a table"));
        (rows, inner)
    }
}

fn path(name: &ObjectName) -> Vec<Identifier> {
    parts(name)
        .unwrap_or_default()
        .into_iter()
        .map(identifier)
        .collect()
}

/// Which rows a join keeps, its constraint, and ASOF's condition.
fn taken_apart(
    operator: &JoinOperator,
) -> (Option<JoinKind>, Option<&JoinConstraint>, Option<&Expr>) {
    let (kind, constraint) = match operator {
        JoinOperator::Join(constraint)
        | JoinOperator::Inner(constraint)
        | JoinOperator::StraightJoin(constraint) => (JoinKind::Inner, constraint),
        JoinOperator::Left(constraint) | JoinOperator::LeftOuter(constraint) => {
            (JoinKind::Left, constraint)
        }
        JoinOperator::Right(constraint) | JoinOperator::RightOuter(constraint) => {
            (JoinKind::Right, constraint)
        }
        JoinOperator::FullOuter(constraint) => (JoinKind::Full, constraint),
        JoinOperator::AsOf {
            match_condition,
            constraint,
        } => {
            return (
                Some(JoinKind::AsOf),
                Some(constraint),
                Some(match_condition),
            );
        }
        JoinOperator::Semi(constraint)
        | JoinOperator::LeftSemi(constraint)
        | JoinOperator::RightSemi(constraint)
        | JoinOperator::Anti(constraint)
        | JoinOperator::LeftAnti(constraint)
        | JoinOperator::RightAnti(constraint) => (JoinKind::Semi, constraint),
        JoinOperator::CrossJoin(_)
        | JoinOperator::CrossApply
        | JoinOperator::OuterApply
        | JoinOperator::ArrayJoin
        | JoinOperator::LeftArrayJoin
        | JoinOperator::InnerArrayJoin => return (None, None, None),
    };
    (Some(kind), Some(constraint), None)
}
