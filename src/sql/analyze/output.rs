//! What is kept of a [`Model`] when its syntax tree is gone.

use std::collections::HashMap;
use std::ops::ControlFlow;

use sqlparser::ast::{Expr, visit_expressions};

use super::lineage::Origins;
use super::model::{Column, Conversion, Model, Nulls};
use super::place::SqlPlace;
use super::problem::Problem;
use super::sign::Sign;
use crate::sql::name::{Identifier, RelationName};
use crate::sql::types::{Family, Type};

/// A longer expression is not shown.
const MOST_WRITTEN: usize = 60;

/// What a query yields.
#[derive(Debug, Clone, Default)]
pub struct Output {
    /// The columns in their order; `None` when a star stands for columns that are not known.
    pub columns: Option<Vec<OutputColumn>>,
    /// The columns that decide which rows there are.
    pub influences: OutputInfluences,
    /// Sets of columns, by position, of which no two rows have the same values.
    pub keys: Vec<Vec<usize>>,
    /// What is wrong with the query.
    pub problems: Vec<Problem>,
    /// Conversions that are not written, and that the embedded target does not make.
    pub conversions: Vec<Conversion>,
    /// How many more there are of the kind of some problems, by their positions.
    pub more_problems: HashMap<usize, usize>,
}

/// A column of a query's result.
#[derive(Debug, Clone)]
pub struct OutputColumn {
    /// Its name; `None` for an expression without an alias.
    pub name: Option<Identifier>,
    /// Where it is named; for a column that a star yields, the star.
    pub place: SqlPlace,
    /// What it is computed by, where that is short, holds no literal and is no number: `max(created_at)`.
    pub written: Option<String>,
    /// Its type.
    pub data_type: Type,
    /// Whether it can be NULL.
    pub nulls: Nulls,
    /// Whether it can be zero or negative.
    pub sign: Sign,
    /// The columns that its values are computed from.
    pub origins: Vec<ReadColumn>,
}

/// A column of a relation outside the query.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReadColumn {
    /// The relation, as the query names it.
    pub relation: RelationName,
    /// The column.
    pub column: Identifier,
}

/// The columns that decide which rows there are, by the kind of use.
#[derive(Debug, Clone, Default)]
pub struct OutputInfluences {
    /// In WHERE, HAVING, QUALIFY, or in an ORDER BY that a LIMIT cuts.
    pub filter: Vec<ReadColumn>,
    /// In the condition of a join.
    pub join: Vec<ReadColumn>,
    /// In GROUP BY, DISTINCT or a set operation that removes duplicates.
    pub group: Vec<ReadColumn>,
}

impl Output {
    /// Takes what is to be kept.
    pub fn of(model: &Model<'_>) -> Self {
        let columns = model.output().map(|columns| {
            columns
                .iter()
                .enumerate()
                .map(|(position, column)| OutputColumn {
                    name: column.name.clone(),
                    place: column.place,
                    written: written(model, position, column),
                    data_type: column.value.data_type,
                    nulls: column.value.nulls,
                    sign: column.value.sign,
                    origins: read_columns(model, &column.value.origins),
                })
                .collect()
        });
        let root = &model.row_sets[model.root];
        Self {
            columns,
            influences: OutputInfluences {
                filter: read_columns(model, &root.influences.filter),
                join: read_columns(model, &root.influences.join),
                group: read_columns(model, &root.influences.group),
            },
            keys: root.keys.clone(),
            problems: model.problems.clone(),
            conversions: model.conversions.clone(),
            more_problems: model.more_problems.clone(),
        }
    }
}

/// What a column of the outermost SELECT is computed by. A star yields columns under their own names.
fn written(model: &Model<'_>, position: usize, column: &Column) -> Option<String> {
    if matches!(
        column.value.data_type.family(),
        None | Some(Family::Number | Family::Boolean)
    ) {
        return None;
    }
    let mut blocks = model.blocks.iter();
    let block = blocks.rfind(|block| block.rows == model.root)?;
    let mut projected = block.projected.iter();
    let Some(item) = projected.find(|item| item.position == Some(position)) else {
        return column.name.as_ref().map(ToString::to_string);
    };
    let holds_literal = visit_expressions(item.expr, |expr| match expr {
        Expr::Value(_) | Expr::TypedString(_) | Expr::Subquery(_) => ControlFlow::Break(()),
        _ => ControlFlow::Continue(()),
    });
    let text = item.expr.to_string();
    (holds_literal.is_continue() && text.len() <= MOST_WRITTEN).then_some(text)
}

fn read_columns(model: &Model<'_>, origins: &Origins) -> Vec<ReadColumn> {
    let mut columns: Vec<ReadColumn> = origins
        .iter()
        .filter_map(|number| model.origins.get(number as usize))
        .map(|origin| ReadColumn {
            relation: model.reads[origin.read].name.clone(),
            column: origin.column.clone(),
        })
        .collect();
    columns.sort();
    columns.dedup();
    columns
}
