//! Subqueries in expressions.

use sqlparser::ast::Query;

use super::Analyzer;
use super::at::At;
use super::model::Value;
use super::problem::Problem;
use super::width::counted;

impl<'q> Analyzer<'q, '_> {
    /// A subquery's first column; what decides its rows decides those of the query around. `width` is how many columns it
    /// must have.
    pub(super) fn subquery(&mut self, query: &'q Query, width: Option<usize>, at: At) -> Value {
        let rows = self.query(query, Some(at.scope), None);
        let influences = self.model.row_sets[rows].influences.clone();
        if let Some(outer) = self.influences.last_mut() {
            outer.extend(&influences);
        }
        if let (Some(width), Ok(columns)) = (width, self.columns(rows))
            && columns.len() != width
        {
            self.problem(Problem::Width {
                message: format!(
                    "this subquery yields {}, where {width} {} needed",
                    counted(columns.len(), "column"),
                    if width == 1 { "is" } else { "are" }
                ),
                place: super::query::start(&query.body),
            });
        }
        match self.columns(rows) {
            Ok(columns) => columns
                .first()
                .map(|column| column.value.within())
                .unwrap_or_default(),
            Err(_) => Value::default(),
        }
    }
}
