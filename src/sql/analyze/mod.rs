//! What a query means: what it reads and yields, of which types, from which columns, and the facts that lints look at.
//!
//! [`analyze`] walks one syntax tree once, with what is known of the relations outside it (a [`Catalog`]), and makes a
//! [`Model`] that borrows the tree. What is not known stays unknown: a column of a relation without declared columns has no
//! type, and nothing is reported of it. Trees are not kept, so that ten thousand queries need the memory of a few.

mod arithmetic;
pub mod bounds;
mod call;
mod call_meaning;
mod catalog;
pub mod children;
mod comparison;
mod conditional;
mod conversion;
mod dependencies;
mod expression;
mod from;
mod grouping;
pub mod instant;
mod keys;
pub mod lineage;
mod literal;
pub mod model;
mod output;
mod pivot;
mod place;
mod problem;
mod query;
mod relations;
mod scope;
mod select;
pub mod sign;
mod star;
mod syntax_call;
mod table_function;
mod value;
mod window;

use std::ops::ControlFlow;
use std::sync::Arc;

use sqlparser::ast::{Expr, Query};

pub use catalog::{Catalog, Relation, RelationColumn, RelationKind};
use instant::AsOfTexts;
use lineage::Influences;
use model::{BlockId, Column, Columns, Model, Origin, Read, RowSet, RowSetId, Value};
pub use output::{Output, OutputColumn, OutputInfluences, ReadColumn};
pub use place::SqlPlace;
pub use problem::Problem;
pub use relations::{RelationRead, relations};
use scope::{Scope, ScopeId};

use crate::sql::name::{Identifier, RelationName};

/// Looks at one query. Recurses as deep as the tree: to be called on a [deep stack](super::stack).
pub fn analyze<'q>(query: &'q Query, catalog: &dyn Catalog, texts: &AsOfTexts) -> Model<'q> {
    let mut analyzer = Analyzer {
        catalog,
        texts,
        model: Model {
            reads: Vec::new(),
            origins: Vec::new(),
            row_sets: Vec::new(),
            blocks: Vec::new(),
            root: 0,
            comparisons: Vec::new(),
            calls: Vec::new(),
            divisions: Vec::new(),
            orders: Vec::new(),
            lost_fractions: Vec::new(),
            sequences: Vec::new(),
            problems: Vec::new(),
            uses_as_of: !texts.is_empty(),
        },
        scopes: Vec::new(),
        ctes: Vec::new(),
        guards: Vec::new(),
        influences: Vec::new(),
        block: select::NO_BLOCK,
        last_star: None,
        as_of_literals: 0,
        constant_literals: 0,
    };
    analyzer.model.root = analyzer.query(query, None, None);
    analyzer.check_output();
    let constant = analyzer.constant_literals;
    if constant > 0 && constant == as_of_literals(query, texts) {
        analyzer.model.uses_as_of = false;
    }
    analyzer.model
}

/// How many literals in a query depend on the as-of time.
fn as_of_literals(query: &Query, texts: &AsOfTexts) -> usize {
    use sqlparser::ast::{Value as Literal, visit_expressions};
    let mut number = 0;
    let _: ControlFlow<()> = visit_expressions(query, |expr| {
        let literal = match expr {
            Expr::Value(literal) => Some(&literal.value),
            Expr::TypedString(typed) => Some(&typed.value.value),
            _ => None,
        };
        let is_one = match literal {
            Some(Literal::Number(digits, _)) => texts.occur_in(digits),
            Some(literal) => literal::text(literal).is_some_and(|text| texts.occur_in(text)),
            None => false,
        };
        number += usize::from(is_one);
        ControlFlow::Continue(())
    });
    number
}

/// The state of one look at a query.
struct Analyzer<'q, 'c> {
    catalog: &'c dyn Catalog,
    texts: &'c AsOfTexts,
    model: Model<'q>,
    scopes: Vec<Scope>,
    /// The CTEs in scope, the innermost last.
    ctes: Vec<(Identifier, RowSetId)>,
    /// The conditions of CASE and IFF around the current place.
    guards: Vec<&'q Expr>,
    /// What decides the rows of the SELECTs around the current place, the innermost last.
    influences: Vec<Influences>,
    /// The SELECT that is looked at.
    block: BlockId,
    /// The last star whose columns are not known.
    last_star: Option<SqlPlace>,
    /// The literals so far that are as-of times.
    as_of_literals: usize,
    /// Those of them that are only compared with each other, which says the same at every as-of time.
    constant_literals: usize,
}

impl Analyzer<'_, '_> {
    fn problem(&mut self, problem: Problem) {
        // A CTE's text is looked at once, but a grouped alias and the like may lead to the same place twice.
        if !self.model.problems.contains(&problem) {
            self.model.problems.push(problem);
        }
    }

    fn add_scope(&mut self, scope: Scope) -> ScopeId {
        self.scopes.push(scope);
        self.scopes.len() - 1
    }

    fn add_rows(&mut self, rows: RowSet) -> RowSetId {
        self.model.row_sets.push(rows);
        self.model.row_sets.len() - 1
    }

    fn listed(
        &mut self,
        columns: Vec<Column>,
        influences: Influences,
        keys: Vec<Vec<usize>>,
    ) -> RowSetId {
        self.add_rows(RowSet {
            columns: Columns::Listed(columns.into()),
            influences,
            keys,
            blocks: Vec::new(),
        })
    }

    fn unknown_rows(&mut self, of: &str) -> RowSetId {
        self.add_rows(RowSet {
            columns: Columns::Unknown(of.into()),
            influences: Influences::default(),
            keys: Vec::new(),
            blocks: Vec::new(),
        })
    }

    /// Notes that rows are made of other rows, and so by the SELECTs that made those.
    fn inherit(&mut self, rows: RowSetId, from: impl IntoIterator<Item = RowSetId>) -> RowSetId {
        let mut blocks = std::mem::take(&mut self.model.row_sets[rows].blocks);
        for other in from {
            blocks.extend(&self.model.row_sets[other].blocks);
        }
        blocks.sort_unstable();
        blocks.dedup();
        self.model.row_sets[rows].blocks = blocks;
        rows
    }

    /// A relation outside the query.
    fn read(&mut self, name: RelationName, place: SqlPlace) -> RowSetId {
        let relation = self.catalog.relation(&name);
        let read = self.model.reads.len();
        let first_origin = u32::try_from(self.model.origins.len()).unwrap_or(u32::MAX);
        let mut keys = Vec::new();
        if let Some(relation) = relation.as_deref() {
            keys.clone_from(&relation.keys);
            for column in relation.columns.iter().flatten() {
                self.model.origins.push(Origin {
                    read,
                    column: column.name.clone(),
                });
            }
        }
        self.model.reads.push(Read {
            name,
            place,
            relation,
            first_origin,
        });
        self.add_rows(RowSet {
            columns: Columns::Read(read),
            influences: Influences::default(),
            keys,
            blocks: Vec::new(),
        })
    }

    /// The columns of a row set, or whose columns are not known.
    fn columns(&self, rows: RowSetId) -> Result<Arc<[Column]>, Arc<str>> {
        self.model.columns(rows)
    }

    /// Checks the names of what the query yields.
    fn check_output(&mut self) {
        match self.columns(self.model.root) {
            Ok(columns) => {
                let mut seen = std::collections::HashMap::new();
                for column in columns.iter() {
                    match &column.name {
                        None => self.problem(Problem::Unnamed(column.place)),
                        Some(name) => match seen.get(name) {
                            Some(first) => self.problem(Problem::Duplicate {
                                name: name.clone(),
                                place: column.place,
                                first: *first,
                            }),
                            None => {
                                seen.insert(name.clone(), column.place);
                            }
                        },
                    }
                }
            }
            Err(of) => {
                // The outermost star is what the reader can replace by a list.
                let place = self.last_star.unwrap_or(SqlPlace::START);
                let is_reported = |problem: &Problem| matches!(problem, Problem::UnknownQualifier { place: other, .. } if *other == place);
                if self.model.problems.iter().any(is_reported) {
                    return;
                }
                self.problem(Problem::UnknownStar {
                    place,
                    of: of.to_string(),
                });
            }
        }
    }
}

impl Model<'_> {
    /// The columns of a row set, or whose columns are not known.
    pub fn columns(&self, rows: RowSetId) -> Result<Arc<[Column]>, Arc<str>> {
        match &self.row_sets[rows].columns {
            Columns::Listed(columns) => Ok(Arc::clone(columns)),
            Columns::Unknown(of) => Err(Arc::clone(of)),
            Columns::Read(read) => {
                let Read {
                    name,
                    relation,
                    first_origin,
                    ..
                } = &self.reads[*read];
                let columns = relation
                    .as_ref()
                    .and_then(|relation| relation.columns.as_ref());
                let columns = columns.ok_or_else(|| format!("`{name}`"))?;
                Ok(columns
                    .iter()
                    .zip(*first_origin..)
                    .map(|(column, number)| Column {
                        name: Some(column.name.clone()),
                        place: SqlPlace::NOWHERE,
                        value: Value {
                            data_type: column.data_type,
                            sign: column.sign,
                            origins: lineage::Origins::one(number),
                            time: instant::Time::COLUMN,
                            ..Value::default()
                        },
                    })
                    .collect())
            }
        }
    }

    /// All columns outside the query that the columns of a row set are computed from.
    pub fn origins_of(&self, rows: RowSetId) -> lineage::Origins {
        let mut origins = lineage::Origins::default();
        match &self.row_sets[rows].columns {
            Columns::Listed(columns) => {
                columns
                    .iter()
                    .for_each(|column| origins.extend(&column.value.origins));
            }
            Columns::Unknown(_) => {}
            Columns::Read(read) => {
                let numbered = self.origins.iter().zip(0..);
                for (_, number) in numbered.filter(|(origin, _)| origin.read == *read) {
                    origins.insert(number);
                }
            }
        }
        origins
    }

    /// The columns that the query yields; `None` where a star stands for columns that are not known.
    pub fn output(&self) -> Option<Arc<[Column]>> {
        self.columns(self.root).ok()
    }
}

#[cfg(test)]
mod tests;
