//! Queries: common table expressions, set operations, VALUES.

use std::sync::Arc;

use sqlparser::ast::{
    Cte, Expr, LimitClause, Query, SetExpr, SetOperator, SetQuantifier, Spanned, TableAlias,
    Value as Literal,
};

use super::Analyzer;
use super::expression::counted;
use super::lineage::Influences;
use super::model::{Clause, Column, Columns, RowSet, RowSetId, Value};
use super::place::{SqlPlace, identifier};
use super::problem::Problem;
use super::scope::{Scope, ScopeId};
use crate::sql::name::Identifier;

/// A branch of a set operation.
#[derive(Clone, Copy)]
struct Branch {
    rows: RowSetId,
    /// Where it begins.
    place: SqlPlace,
    /// It stands after EXCEPT: its rows are taken away from those before, and it yields none.
    is_removed: bool,
}

impl<'q> Analyzer<'q, '_> {
    /// `parent` is the scope around; `own` the CTE whose text this is: from the second branch on, its name stands for the
    /// first.
    pub(super) fn query(
        &mut self,
        query: &'q Query,
        parent: Option<ScopeId>,
        own: Option<&'q Cte>,
    ) -> RowSetId {
        let outer = self.ctes.len();
        let mut own_ctes: Vec<(Identifier, SqlPlace)> = Vec::new();
        for cte in query.with.iter().flat_map(|with| &with.cte_tables) {
            let name = identifier(&cte.alias.name);
            let place = SqlPlace::new(cte.alias.name.span);
            match own_ctes.iter().find(|(other, _)| *other == name) {
                Some((_, first)) => self.problem(Problem::DuplicateAlias {
                    in_with: true,
                    name,
                    place,
                    first: *first,
                }),
                None => own_ctes.push((name, place)),
            }
            let rows = self.query(&cte.query, parent, Some(cte));
            let rows = self.renamed(rows, Some(&cte.alias));
            self.ctes.push((identifier(&cte.alias.name), rows));
        }
        let rows = self.body(&query.body, parent, own, Some(query));
        self.ctes.truncate(outer);
        if is_limited_to_one(query) {
            self.model.row_sets[rows].keys = vec![Vec::new()];
        }
        rows
    }

    fn body(
        &mut self,
        body: &'q SetExpr,
        parent: Option<ScopeId>,
        own: Option<&'q Cte>,
        query: Option<&'q Query>,
    ) -> RowSetId {
        let mut later = Vec::new();
        let mut first = body;
        let mut by_name = false;
        let mut is_distinct = false;
        while let SetExpr::SetOperation {
            left,
            right,
            set_quantifier,
            op,
        } = first
        {
            use SetQuantifier as Quantifier;
            by_name |= matches!(
                set_quantifier,
                Quantifier::ByName | Quantifier::AllByName | Quantifier::DistinctByName
            );
            let keeps_all = matches!(set_quantifier, Quantifier::All | Quantifier::AllByName);
            // The outermost operation decides.
            if later.is_empty() {
                is_distinct = !(keeps_all && matches!(op, SetOperator::Union));
            }
            let is_removed = matches!(op, SetOperator::Except | SetOperator::Minus);
            later.push((right.as_ref(), is_removed));
            first = left;
        }
        if later.is_empty() {
            return self.branch(first, parent, own, query);
        }
        let rows = self.branch(first, parent, None, None);
        let outer = self.ctes.len();
        if let Some(cte) = own {
            let itself = self.renamed(rows, Some(&cte.alias));
            self.ctes.push((identifier(&cte.alias.name), itself));
        }
        let mut branches = vec![Branch {
            rows,
            place: start(first),
            is_removed: false,
        }];
        for (branch, is_removed) in later.into_iter().rev() {
            branches.push(Branch {
                rows: self.body(branch, parent, None, None),
                place: start(branch),
                is_removed,
            });
        }
        self.ctes.truncate(outer);
        let rows = self.united(&branches, by_name, is_distinct);
        if let Some(query) = query {
            self.order_of_union(query, rows);
        }
        rows
    }

    fn branch(
        &mut self,
        branch: &'q SetExpr,
        parent: Option<ScopeId>,
        own: Option<&'q Cte>,
        query: Option<&'q Query>,
    ) -> RowSetId {
        match branch {
            SetExpr::Select(select) => self.select(select, parent, query),
            SetExpr::Query(query) => self.query(query, parent, own),
            SetExpr::SetOperation { .. } => self.body(branch, parent, own, query),
            SetExpr::Values(values) => self.values(branch, &values.rows, parent),
            SetExpr::Table(_)
            | SetExpr::Insert(_)
            | SetExpr::Update(_)
            | SetExpr::Delete(_)
            | SetExpr::Merge(_) => self.unknown_rows("a statement"),
        }
    }

    fn values(
        &mut self,
        values: &'q SetExpr,
        rows: &'q [sqlparser::ast::Parens<Vec<Expr>>],
        parent: Option<ScopeId>,
    ) -> RowSetId {
        let place = SqlPlace::new(values.span());
        let scope = self.add_scope(Scope {
            parent,
            ..Scope::default()
        });
        let mut columns: Vec<Value> = Vec::new();
        for (position, row) in rows.iter().enumerate() {
            if position > 0 && row.content.len() != columns.len() {
                self.problem(Problem::Width {
                    message: format!(
                        "this row has {}, the first one {}",
                        counted(row.content.len(), "value"),
                        counted(columns.len(), "value")
                    ),
                    place: SqlPlace::new(row.opening_token.0.span),
                });
            }
            for (number, expr) in row.content.iter().enumerate() {
                let value = self.value(expr, self.at(scope, Clause::Select)).within();
                match columns.get_mut(number) {
                    _ if position == 0 => columns.push(value),
                    Some(before) => before.beside(&value),
                    None => {}
                }
            }
        }
        let columns = columns
            .into_iter()
            .enumerate()
            .map(|(number, value)| Column {
                name: Some(Identifier::new(format!("column{}", number + 1))),
                place,
                value,
            });
        let columns = columns.collect();
        let keys = if rows.len() <= 1 {
            vec![Vec::new()]
        } else {
            Vec::new()
        };
        self.listed(columns, Influences::default(), keys)
    }

    /// The first branch names the columns; the others must have as many.
    fn united(&mut self, branches: &[Branch], by_name: bool, is_distinct: bool) -> RowSetId {
        let mut influences = Influences::default();
        let mut columns: Vec<Column> = Vec::new();
        let mut first: Option<Branch> = None;
        let mut unknown: Option<Arc<str>> = None;
        for (position, branch) in branches.iter().enumerate() {
            let Branch {
                rows,
                place,
                is_removed,
            } = *branch;
            influences.extend(&self.model.row_sets[rows].influences.clone());
            let found = match self.columns(rows) {
                Ok(found) => found,
                // Its rows only decide which ones stay.
                Err(_) if is_removed => continue,
                Err(of) => {
                    if position == 0 || by_name {
                        unknown.get_or_insert(of);
                    } else {
                        // Its values take part, whatever they are.
                        for column in &mut columns {
                            column.value = Value {
                                origins: column.value.origins.clone(),
                                ..Value::default()
                            }
                        }
                    }
                    continue;
                }
            };
            if is_removed {
                for column in found.iter() {
                    influences.group.extend(&column.value.origins);
                }
            }
            if by_name {
                for column in found.iter() {
                    match columns.iter_mut().find(|other| other.name == column.name) {
                        Some(before) => before.value.beside(&column.value),
                        None => columns.push(column.clone()),
                    }
                }
                continue;
            }
            match first {
                Some(first) => {
                    let expected = self.columns(first.rows).map_or(0, |columns| columns.len());
                    if expected == found.len() {
                        for (before, column) in columns.iter_mut().zip(found.iter()) {
                            if before.value.data_type.excludes(column.value.data_type) {
                                self.problem(branch_types(before, column, place));
                            }
                            if !is_removed {
                                before.value.beside(&column.value);
                            }
                        }
                    } else {
                        self.problem(Problem::Arity {
                            place,
                            columns: found.len(),
                            first: first.place,
                            first_columns: expected,
                        });
                    }
                }
                None if unknown.is_none() => {
                    first = Some(*branch);
                    columns = found.to_vec();
                }
                None => {}
            }
        }
        if let Some(of) = unknown {
            let rows = self.add_rows(RowSet {
                columns: Columns::Unknown(of),
                influences,
                keys: Vec::new(),
                blocks: Vec::new(),
            });
            return self.inherit(rows, branches.iter().map(|branch| branch.rows));
        }
        let mut keys = Vec::new();
        if is_distinct {
            for column in &columns {
                influences.group.extend(&column.value.origins);
            }
            keys.push((0..columns.len()).collect());
        }
        let rows = self.listed(columns, influences, keys);
        self.inherit(rows, branches.iter().map(|branch| branch.rows))
    }

    /// ORDER BY after a set operation names its columns.
    fn order_of_union(&mut self, query: &'q Query, rows: RowSetId) {
        let Ok(columns) = self.columns(rows) else {
            return;
        };
        let aliases = columns
            .iter()
            .filter_map(|column| Some((column.name.clone()?, Some(column.value.clone()))));
        let scope = Scope {
            aliases: aliases.collect(),
            ..Scope::default()
        };
        let scope = self.add_scope(scope);
        self.order_by(query, scope, columns.len());
    }

    /// The rows under the column names of an alias: `t (a, b)`.
    pub(super) fn renamed(&mut self, rows: RowSetId, alias: Option<&TableAlias>) -> RowSetId {
        let names: Vec<Identifier> = alias
            .iter()
            .flat_map(|alias| &alias.columns)
            .map(|column| identifier(&column.name))
            .collect();
        if names.is_empty() {
            return rows;
        }
        if let (Ok(columns), Some(alias)) = (self.columns(rows), alias)
            && names.len() > columns.len()
        {
            self.problem(Problem::Width {
                message: format!(
                    "`{}` names {}, of which there {}",
                    alias.name.value,
                    counted(names.len(), "column"),
                    if columns.len() == 1 {
                        "is 1".to_owned()
                    } else {
                        format!("are {}", columns.len())
                    }
                ),
                place: SqlPlace::new(alias.columns[0].name.span),
            });
        }
        let unplaced = |name: &Identifier| Column {
            name: Some(name.clone()),
            place: SqlPlace::NOWHERE,
            value: Value::default(),
        };
        let columns = match self.columns(rows) {
            Ok(columns) => columns
                .iter()
                .enumerate()
                .map(|(position, column)| Column {
                    name: names.get(position).cloned().or_else(|| column.name.clone()),
                    ..column.clone()
                })
                .collect(),
            // An alias lists every column, or the engine refuses it.
            Err(_) => names.iter().map(unplaced).collect(),
        };
        let RowSet {
            influences, keys, ..
        } = &self.model.row_sets[rows];
        let (influences, keys) = (influences.clone(), keys.clone());
        let renamed = self.listed(columns, influences, keys);
        self.inherit(renamed, [rows])
    }
}

fn branch_types(before: &Column, column: &Column, branch: SqlPlace) -> Problem {
    let named = before.name.as_ref().or(column.name.as_ref());
    Problem::BranchTypes {
        column: named.map_or_else(String::new, ToString::to_string),
        before: before.value.data_type,
        later: column.value.data_type,
        place: if column.place == SqlPlace::NOWHERE {
            branch
        } else {
            column.place
        },
    }
}

/// Where a branch of a set operation starts: its `select`.
pub(super) fn start(branch: &SetExpr) -> SqlPlace {
    SqlPlace::new(match branch {
        SetExpr::Select(select) => select.select_token.0.span,
        other => other.span(),
    })
}

/// Whether a query says `LIMIT 1`.
fn is_limited_to_one(query: &Query) -> bool {
    let is_one = |expr: &Expr| matches!(expr, Expr::Value(value) if matches!(&value.value, Literal::Number(text, _) if text == "1"));
    let limit = match &query.limit_clause {
        Some(LimitClause::LimitOffset { limit, .. }) => limit.as_ref(),
        Some(LimitClause::OffsetCommaLimit { limit, .. }) => Some(limit),
        None => query
            .fetch
            .as_ref()
            .and_then(|fetch| fetch.quantity.as_ref()),
    };
    limit.is_some_and(is_one)
}
