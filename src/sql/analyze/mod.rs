//! What a query means: what it reads and yields, of which types, from which columns, and the facts that lints look at.
//!
//! [`analyze`] walks one syntax tree once, with what is known of the relations outside it (a [`Catalog`]), and makes a
//! [`Model`] that borrows the tree. What is not known stays unknown: a column of a relation without declared columns has no
//! type, and nothing is reported of it. Trees are not kept, so that ten thousand queries need the memory of a few.

mod alias;
mod arithmetic;
mod at;
pub mod bounds;
mod call;
mod call_meaning;
mod candidate;
mod catalog;
pub mod children;
mod column_id;
mod comparison;
mod condition;
mod conditional;
mod conversion;
mod ctes;
mod cut;
mod dependencies;
mod determined;
mod disjunction;
mod equalities;
mod expression;
mod fingerprint;
mod first_identity;
mod first_row;
mod from;
mod group_by;
mod grouping;
mod guards;
mod identity;
mod implicit;
pub mod instant;
mod join;
mod keys;
mod limit;
pub mod lineage;
mod literal;
mod matches;
pub mod model;
mod multiplied;
mod name_index;
mod named_column;
mod named_list;
mod order;
mod output;
mod pivot;
mod place;
mod problem;
mod query;
mod relations;
mod row_set;
pub mod same;
mod scope;
mod select;
mod set_operation;
pub mod sign;
mod star;
mod subquery;
mod syntax_call;
mod table_function;
pub mod time_order;
mod using;
mod value;
mod values;
mod width;
mod window;

use std::collections::{HashMap, HashSet};
use std::mem::Discriminant;
use std::ops::ControlFlow;

use sqlparser::ast::{Expr, Query};

pub use catalog::{Catalog, Relation, RelationColumn, RelationKind};
use ctes::Ctes;
use guards::Guards;
use instant::AsOfTexts;
use lineage::Influences;
use model::{BlockId, Model};
pub use output::{Output, OutputColumn, OutputInfluences, ReadColumn};
pub use place::SqlPlace;
use problem::OfAKind;
pub use problem::{Candidates, Problem};
pub use relations::{RelationRead, relations};
use scope::{Scope, ScopeId};

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
            null_tests: Vec::new(),
            calls: Vec::new(),
            repeated: Vec::new(),
            divisions: Vec::new(),
            orders: Vec::new(),
            lost_fractions: Vec::new(),
            sequences: Vec::new(),
            conversions: Vec::new(),
            problems: Vec::new(),
            more_problems: HashMap::new(),
            uses_as_of: !texts.is_empty(),
            is_same_all_day: texts.are_days(),
        },
        scopes: Vec::new(),
        ctes: Ctes::default(),
        guards: Guards::default(),
        influences: Vec::new(),
        block: select::NO_BLOCK,
        last_star: None,
        as_of_literals: 0,
        constant_literals: 0,
        seen_problems: HashSet::new(),
        kinds_of_problems: HashMap::new(),
        names_to_compare: candidate::MAX_COMPARED,
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
    ctes: Ctes,
    /// The conditions of CASE and IFF around the current place.
    guards: Guards<'q>,
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
    /// Hashes of the problems, those that are only counted among them.
    seen_problems: HashSet<u64>,
    kinds_of_problems: HashMap<Discriminant<Problem>, OfAKind>,
    /// How many names may still be compared with unknown ones.
    names_to_compare: usize,
}

impl Analyzer<'_, '_> {
    fn add_scope(&mut self, scope: Scope) -> ScopeId {
        self.scopes.push(scope);
        self.scopes.len() - 1
    }

    /// Checks the names of what the query yields.
    fn check_output(&mut self) {
        match self.columns(self.model.root) {
            Ok(columns) => {
                let mut seen = HashMap::new();
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

#[cfg(test)]
mod tests;
