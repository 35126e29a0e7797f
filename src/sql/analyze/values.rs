//! VALUES.

use sqlparser::ast::{Expr, Parens, SetExpr, Spanned};

use super::Analyzer;
use super::lineage::Influences;
use super::model::{Clause, Column, RowSetId, Value};
use super::place::SqlPlace;
use super::problem::Problem;
use super::scope::{Scope, ScopeId};
use super::width::counted;
use crate::sql::name::Identifier;

impl<'q> Analyzer<'q, '_> {
    pub(super) fn values(
        &mut self,
        values: &'q SetExpr,
        rows: &'q [Parens<Vec<Expr>>],
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
}
