//! UNION, EXCEPT and INTERSECT: the first branch names the columns, all of them make their values.

use std::collections::HashMap;
use std::sync::Arc;

use sqlparser::ast::{Cte, Query, SetExpr, SetOperator, SetQuantifier};

use super::Analyzer;
use super::lineage::Influences;
use super::model::{Column, Columns, RowSet, RowSetId, Value};
use super::place::{SqlPlace, identifier};
use super::problem::Problem;
use super::query::start;
use super::scope::{Scope, ScopeId};
use crate::sql::name::Identifier;

#[derive(Clone, Copy)]
struct Branch {
    rows: RowSetId,
    /// Where it begins.
    place: SqlPlace,
    /// It stands after EXCEPT: its rows are taken away from those before, and it yields none.
    is_removed: bool,
}

impl<'q> Analyzer<'q, '_> {
    pub(super) fn body(
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
            self.ctes.push(identifier(&cte.alias.name), itself);
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
            self.order_of_rows(query, rows);
            let yielded = branches.iter().filter(|branch| !branch.is_removed);
            self.note_limit_of_rows(query, rows, yielded.map(|branch| branch.rows));
        }
        rows
    }

    /// The first branch names the columns; the others must have as many.
    fn united(&mut self, branches: &[Branch], by_name: bool, is_distinct: bool) -> RowSetId {
        let mut influences = Influences::default();
        let mut columns: Vec<Column> = Vec::new();
        let mut by_names: HashMap<Option<Identifier>, usize> = HashMap::new();
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
                    if let Some(before) = by_names.get(&column.name) {
                        columns[*before].value.beside(&column.value);
                    } else {
                        by_names.insert(column.name.clone(), columns.len());
                        columns.push(column.clone());
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
                            self.note_united(
                                before.value.data_type,
                                column.value.data_type,
                                column.place,
                            );
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
            let rows = self.add_rows(RowSet::new(Columns::Unknown(of), influences, Vec::new()));
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

    /// ORDER BY after a set operation, or a query in brackets, names its columns.
    pub(super) fn order_of_rows(&mut self, query: &'q Query, rows: RowSetId) {
        if query.order_by.is_none() {
            return;
        }
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
        let cut = self.order_by(query, scope, Some(&columns));
        self.model.row_sets[rows].influences.filter.extend(&cut);
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
