//! PIVOT and UNPIVOT.

use std::collections::HashSet;
use std::sync::Arc;

use sqlparser::ast::{Expr, ExprWithAlias, Ident, PivotValueSource, Spanned, TableFactor};

use super::Analyzer;
use super::children::walk;
use super::expression::column_parts;
use super::implicit::typed;
use super::lineage::Influences;
use super::literal;
use super::model::{Clause, Column, Nulls, RowSetId, Value};
use super::place::{SqlPlace, identifier};
use super::scope::ScopeId;
use crate::sql::name::Identifier;
use crate::sql::types::Type;

impl<'q> Analyzer<'q, '_> {
    /// The columns that are neither pivoted nor aggregated, then one for each value.
    pub(super) fn pivot(&mut self, factor: &'q TableFactor, scope: ScopeId) -> RowSetId {
        let TableFactor::Pivot {
            table,
            aggregate_functions,
            value_column,
            value_source,
            ..
        } = factor
        else {
            return self.unknown_rows("`PIVOT`");
        };
        let (rows, inner) = self.inner_rows(table, scope);
        let mut used: HashSet<Identifier> = HashSet::new();
        let mut value = Value::default();
        for aggregate in aggregate_functions {
            value = self.value(&aggregate.expr, self.at(inner, Clause::Select));
            walk(&aggregate.expr, &mut |expr| used.extend(last_name(expr)));
        }
        let mut pivoted = Value::default();
        for column in value_column {
            pivoted = self.value(column, self.at(inner, Clause::GroupBy));
            used.extend(last_name(column));
            if let PivotValueSource::List(values) = value_source {
                for value in values {
                    if let Expr::Value(literal) = &value.expr {
                        let literal = self.literal(&literal.value);
                        self.note_compared(typed(column, &pivoted), typed(&value.expr, &literal));
                    }
                }
            }
        }
        value = value.within();
        value.nulls = Nulls::Made;
        value.origins.extend(&pivoted.origins);
        let names = match value_source {
            PivotValueSource::List(values) => values.iter().map(pivot_name).collect(),
            PivotValueSource::Any(_) | PivotValueSource::Subquery(_) => None,
        };
        let (Some(names), [_], Ok(columns)) =
            (names, aggregate_functions.as_slice(), self.columns(rows))
        else {
            return self.unknown_rows("`PIVOT`");
        };
        let names: Vec<(Identifier, SqlPlace)> = names;
        // Rows are grouped by the columns that stay.
        let mut all = kept(&columns, &used);
        let mut influences = Influences::default();
        for column in &all {
            influences.group.extend(&column.value.origins);
        }
        let key = (0..all.len()).collect();
        all.extend(names.into_iter().map(|(name, place)| Column {
            name: Some(name),
            place,
            value: value.clone(),
        }));
        let pivoted = self.listed(all, influences, vec![key]);
        self.inherit(pivoted, [rows])
    }

    /// The columns that are not turned into rows, then the name's and the value's.
    pub(super) fn unpivot(&mut self, factor: &'q TableFactor, scope: ScopeId) -> RowSetId {
        let TableFactor::Unpivot {
            table,
            value,
            name,
            columns,
            ..
        } = factor
        else {
            return self.unknown_rows("`UNPIVOT`");
        };
        let (rows, inner) = self.inner_rows(table, scope);
        let mut used = HashSet::new();
        let mut common = Value::of(Type::Null);
        let mut turned = Vec::with_capacity(columns.len());
        for column in columns {
            let value = self.value(&column.expr, self.at(inner, Clause::Select));
            common.beside(&value);
            used.extend(last_name(&column.expr));
            turned.push(typed(&column.expr, &value));
        }
        self.note_mixed(&turned);
        // Rows without a value are left away, unless the query asks for them.
        common.nulls = Nulls::Unknown;
        let (Some(value_name), Ok(all)) = (value_ident(value), self.columns(rows)) else {
            return self.unknown_rows("`UNPIVOT`");
        };
        let mut all = kept(&all, &used);
        let mut add = |ident: &Ident, value: Value| {
            all.push(Column {
                name: Some(identifier(ident)),
                place: SqlPlace::new(ident.span),
                value,
            });
        };
        add(
            name,
            Value {
                nulls: Nulls::Never,
                ..Value::of(Type::Text)
            },
        );
        add(value_name, common);
        let unpivoted = self.listed(all, Influences::default(), Vec::new());
        self.inherit(unpivoted, [rows])
    }
}

fn kept(columns: &Arc<[Column]>, used: &HashSet<Identifier>) -> Vec<Column> {
    let is_kept = |column: &&Column| column.name.as_ref().is_none_or(|name| !used.contains(name));
    let columns = columns.iter().filter(is_kept);
    columns
        .map(|column| Column {
            value: column.value.within(),
            ..column.clone()
        })
        .collect()
}

fn last_name(expr: &Expr) -> Option<Identifier> {
    column_parts(expr)?.last().map(identifier)
}

fn value_ident(expr: &Expr) -> Option<&Ident> {
    column_parts(expr)?.last()
}

/// Without an alias a pivoted column is called as its value is written: `'x'` with the quotes, `1` without.
fn pivot_name(value: &ExprWithAlias) -> Option<(Identifier, SqlPlace)> {
    if let Some(alias) = &value.alias {
        return Some((identifier(alias), SqlPlace::new(alias.span)));
    }
    let Expr::Value(written) = &value.expr else {
        return None;
    };
    let name = match literal::text(&written.value) {
        Some(text) => format!("'{text}'"),
        None => written.value.to_string(),
    };
    Some((Identifier::exact(name), SqlPlace::new(value.expr.span())))
}
