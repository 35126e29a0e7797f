//! What a query reads and what it yields, as far as names go.
//!
//! [`analyze`] looks at one syntax tree alone, so that queries are analysed side by side; what depends on other
//! relations (`select *`) is kept as a small [`Shape`] and settled by [`Analysis::output`] once those relations' columns are
//! known. The tree is not kept. Types, lineage and the existence of columns inside expressions are not looked at.

mod output;
mod place;
mod relations;
mod shape;

use sqlparser::ast::Query;

pub use output::{Catalog, Output, OutputColumn, OutputProblem};
pub use place::SqlPlace;
pub use relations::RelationRead;
use shape::Shape;

/// What a query reads and yields. Made by [`analyze`].
#[derive(Debug, Clone)]
pub struct Analysis {
    /// Every relation that is read, at every place where it is, in the order of the text. No CTE, no table function.
    pub relations: Vec<RelationRead>,
    shape: Shape,
}

impl Analysis {
    /// The columns that the query yields, given those of the relations it reads.
    pub fn output(&self, catalog: &impl Catalog) -> Output {
        output::resolve(&self.shape, catalog)
    }
}

/// Looks at one query. Recurses as deep as the tree: to be called on a [deep stack](super::stack).
pub fn analyze(query: &Query) -> Analysis {
    Analysis {
        relations: relations::relations(query),
        shape: shape::shape(query),
    }
}

#[cfg(test)]
mod tests;
