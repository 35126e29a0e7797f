//! PIVOT over literal values, and UNPIVOT, as grouping and unnesting: DuckDB's own forms name columns otherwise.

use sqlparser::ast::{
    Expr, ExprWithAlias, Function, FunctionArguments, Ident, PivotValueSource, Spanned,
};
use sqlparser::tokenizer::Span;

use super::{Lowering, folded, literal};

/// What stands between the parentheses of PIVOT.
pub(super) struct Pivot<'a> {
    pub place: Span,
    pub aggregates: &'a [ExprWithAlias],
    pub column: &'a [Expr],
    pub values: &'a PivotValueSource,
    pub default: Option<&'a Expr>,
}

impl Lowering {
    /// A group for all other columns, and a column for each value. A value without a name is named by its literal, quotes
    /// and all, as in Snowflake.
    pub(super) fn pivot(&mut self, table: &str, pivot: &Pivot) -> String {
        let Some((aggregate, argument)) = single_aggregate(pivot.aggregates) else {
            return self.refuse(
                pivot.place,
                "PIVOT with this aggregate",
                Some("use one SUM, AVG, MIN or MAX of a column, or an aggregate of IFF(…) for each column"),
            );
        };
        let PivotValueSource::List(values) = pivot.values else {
            return self.refuse(
                pivot.place,
                "PIVOT without a list of literals",
                Some("list the values, as the columns of a feature view are fixed"),
            );
        };
        let [column] = pivot.column else {
            return self.refuse(pivot.place, "PIVOT FOR several columns", None);
        };
        let (Some(column_name), argument_name) = (last_name(column), argument) else {
            return self.refuse(pivot.place, "PIVOT FOR an expression", None);
        };
        let (column_name, argument_name) =
            (self.identifier(column_name), self.identifier(argument_name));
        let default = pivot.default.map(|default| self.scalar(default));
        let mut columns = Vec::with_capacity(values.len());
        for ExprWithAlias { expr, alias } in values {
            let name = match (alias, literal::as_string(expr), literal::as_integer(expr)) {
                (Some(alias), Some(_), _) | (Some(alias), _, Some(_)) => self.identifier(alias),
                (None, Some(text), _) => literal::quoted_identifier(&format!("'{text}'")),
                (None, _, Some(number)) => literal::quoted_identifier(&number.to_string()),
                _ => {
                    self.refuse(expr.span(), "PIVOT without a list of literals", None);
                    continue;
                }
            };
            let value = self.scalar(expr);
            let chosen = format!("CASE WHEN {column_name} = {value} THEN {argument_name} END");
            let mut result = if aggregate == "AVG" {
                format!("sf_quotient(sum({chosen}), count({chosen}))")
            } else {
                format!("{}({chosen})", aggregate.to_lowercase())
            };
            if let Some(default) = &default {
                result = format!("coalesce({result}, {default})");
            }
            columns.push(format!("{result} AS {name}"));
        }
        format!(
            "(SELECT * EXCLUDE ({column_name}, {argument_name}), {} FROM {table} GROUP BY ALL)",
            columns.join(", ")
        )
    }

    /// A row for each column of the list, with the column's name as Snowflake has it: folded to upper case unless quoted.
    pub(super) fn unpivot(
        &mut self,
        table: &str,
        value: &Expr,
        name: &Ident,
        columns: &[ExprWithAlias],
        keeps_nulls: bool,
    ) -> String {
        let Expr::Identifier(value) = value else {
            return self.refuse_at(value, "UNPIVOT of several values");
        };
        let mut taken = Vec::with_capacity(columns.len());
        let mut pairs = Vec::with_capacity(columns.len());
        for ExprWithAlias { expr, alias } in columns {
            let Some(column) = last_name(expr) else {
                return self.refuse_at(expr, "UNPIVOT of an expression");
            };
            let label = match alias {
                Some(alias) => folded(alias),
                None => folded(column),
            };
            let column = self.identifier(column);
            pairs.push(format!(
                "{{'name': {}, 'value': {column}}}",
                literal::string(&label)
            ));
            taken.push(column);
        }
        let (value, name) = (self.identifier(value), self.identifier(name));
        let filter = if keeps_nulls {
            ""
        } else {
            " WHERE \"fsc pair\".value IS NOT NULL"
        };
        format!(
            "(SELECT * EXCLUDE ({}, \"fsc pair\"), \"fsc pair\".name AS {name}, \"fsc pair\".value AS {value} \
             FROM (SELECT *, unnest([{}]) AS \"fsc pair\" FROM {table}){filter})",
            taken.join(", "),
            pairs.join(", ")
        )
    }
}

/// The one aggregate of a PIVOT, by name, and the column it is of.
fn single_aggregate(aggregates: &[ExprWithAlias]) -> Option<(String, &Ident)> {
    let [
        ExprWithAlias {
            expr: Expr::Function(function),
            alias: None,
        },
    ] = aggregates
    else {
        return None;
    };
    let Function {
        name,
        args: FunctionArguments::List(arguments),
        ..
    } = function
    else {
        return None;
    };
    let [part] = name.0.as_slice() else {
        return None;
    };
    let name = folded(part.as_ident()?);
    if !matches!(name.as_str(), "SUM" | "AVG" | "MIN" | "MAX")
        || arguments.duplicate_treatment.is_some()
    {
        return None;
    }
    let [sqlparser::ast::FunctionArg::Unnamed(sqlparser::ast::FunctionArgExpr::Expr(argument))] =
        arguments.args.as_slice()
    else {
        return None;
    };
    Some((name, last_name(argument)?))
}

/// The name of a column, without its table's.
fn last_name(expr: &Expr) -> Option<&Ident> {
    match expr {
        Expr::Identifier(ident) => Some(ident),
        Expr::CompoundIdentifier(parts) => parts.last(),
        _ => None,
    }
}
