//! Queries: common table expressions, and what their bodies can be.

use std::collections::HashMap;

use sqlparser::ast::{Cte, Query, SetExpr, Spanned, TableAlias};

use super::Analyzer;
use super::cut::{is_cut, is_one_row};
use super::model::{Column, RowSet, RowSetId, Value};
use super::place::{SqlPlace, identifier};
use super::problem::Problem;
use super::scope::ScopeId;
use super::width::counted;
use crate::sql::name::Identifier;

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
        let mut own_ctes: HashMap<Identifier, SqlPlace> = HashMap::new();
        for cte in query.with.iter().flat_map(|with| &with.cte_tables) {
            let name = identifier(&cte.alias.name);
            let place = SqlPlace::new(cte.alias.name.span);
            if let Some(first) = own_ctes.get(&name) {
                self.problem(Problem::DuplicateAlias {
                    in_with: true,
                    name: name.clone(),
                    place,
                    first: *first,
                });
            } else {
                own_ctes.insert(name.clone(), place);
            }
            let rows = self.query(&cte.query, parent, Some(cte));
            let rows = self.renamed(rows, Some(&cte.alias));
            self.ctes.push(name, rows);
        }
        let rows = self.body(&query.body, parent, own, Some(query));
        self.ctes.truncate(outer);
        if is_one_row(query) {
            self.model.row_sets[rows].keys = vec![Vec::new()];
        }
        if is_cut(query) {
            self.model.row_sets[rows].identity = None;
        }
        rows
    }

    pub(super) fn branch(
        &mut self,
        branch: &'q SetExpr,
        parent: Option<ScopeId>,
        own: Option<&'q Cte>,
        query: Option<&'q Query>,
    ) -> RowSetId {
        match branch {
            SetExpr::Select(select) => self.select(select, parent, query),
            SetExpr::Query(inner) => {
                let rows = self.query(inner, parent, own);
                if let Some(query) = query {
                    self.order_of_rows(query, rows);
                    self.note_limit_of_rows(query, rows, [rows]);
                }
                rows
            }
            SetExpr::SetOperation { .. } => self.body(branch, parent, own, query),
            SetExpr::Values(values) => self.values(branch, &values.rows, parent),
            SetExpr::Table(_)
            | SetExpr::Insert(_)
            | SetExpr::Update(_)
            | SetExpr::Delete(_)
            | SetExpr::Merge(_) => self.unknown_rows("a statement"),
        }
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
            influences,
            keys,
            identity,
            multiplied,
            is_flattened,
            picked,
            ..
        } = &self.model.row_sets[rows];
        let (influences, keys, identity) = (influences.clone(), keys.clone(), identity.clone());
        let (multiplied, is_flattened) = (multiplied.clone(), *is_flattened);
        let picked = picked.clone();
        let renamed = self.listed(columns, influences, keys);
        self.model.row_sets[renamed].identity = identity;
        self.model.row_sets[renamed].multiplied = multiplied;
        self.model.row_sets[renamed].is_flattened = is_flattened;
        self.model.row_sets[renamed].picked = picked;
        self.inherit(renamed, [rows])
    }
}

/// Where a branch of a set operation starts: its `select`.
pub(super) fn start(branch: &SetExpr) -> SqlPlace {
    SqlPlace::new(match branch {
        SetExpr::Select(select) => select.select_token.0.span,
        other => other.span(),
    })
}
