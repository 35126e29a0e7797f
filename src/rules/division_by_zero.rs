//! `division-by-zero`: a division whose denominator can be zero.

use sqlparser::ast::{BinaryOperator, Expr, FunctionArg, FunctionArgExpr, FunctionArguments, Value};

use super::Rule;
use super::query_lint::{QueryLint, bare, mentions};
use crate::diagnostic::{Diagnostic, Severity};
use crate::sql::analyze::model::Division;

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC308",
    name: "division-by-zero",
    severity: Severity::Warning,
    summary: "a division whose denominator can be zero",
    docs: r#"## What
A division whose denominator is neither a constant, nor guarded: by NULLIF, by a condition of WHERE, HAVING, CASE or IFF that mentions it, or by
being a count of the rows of a group.

## Why
Snowflake ends the whole statement with "Division by zero": one key without orders, and no value of the view is written.

## Cannot see
What the data rules out. Conditions in a subquery that the division's SELECT reads.

## Bad
```sql
select brand_token, count_if(returned) / sum(items) as return_rate from shop.orders where created_at < '{{ ds }}' group by 1
```

## Good
```sql
select brand_token, count_if(returned) / nullif(sum(items), 0) as return_rate from shop.orders where created_at < '{{ ds }}' group by 1
```
"#,
};

/// Checks every division.
pub fn check(lint: &QueryLint<'_, '_>) -> Vec<Diagnostic> {
    let divisions = lint.model.divisions.iter();
    divisions
        .filter(|division| {
            !is_never_zero(lint, division, division.denominator.expr) && !is_guarded(lint, division)
        })
        .map(|division| {
            let written = division.denominator.expr.to_string();
            let shown = if written.chars().count() > 40 { "the denominator".to_owned() } else { format!("`{written}`") };
            Diagnostic::new(&RULE, format!("{shown} can be zero, which ends the statement"))
                .at_place(lint.place(division.place), "")
                .help("yield NULL instead: `nullif(…, 0)` around the denominator, or 0: `div0(a, b)`")
        })
        .collect()
}

/// Whether an expression cannot be zero (it may be NULL).
fn is_never_zero(lint: &QueryLint<'_, '_>, division: &Division<'_>, expr: &Expr) -> bool {
    let is_never_zero = |expr| is_never_zero(lint, division, expr);
    match bare(expr) {
        Expr::Value(value) => match &value.value {
            Value::Number(text, _) => text.parse::<f64>().is_ok_and(|number| number != 0.0),
            Value::Null => true,
            _ => false,
        },
        Expr::Cast { expr, .. } => is_never_zero(expr),
        Expr::BinaryOp { left, op, right } => match op {
            BinaryOperator::Multiply => is_never_zero(left) && is_never_zero(right),
            // A count and one more.
            BinaryOperator::Plus => {
                (is_positive(left) && is_count(right)) || (is_positive(right) && is_count(left))
            }
            _ => false,
        },
        Expr::Function(function) => {
            let name = function.name.to_string().to_ascii_uppercase();
            let arguments = match &function.args {
                FunctionArguments::List(list) => list.args.as_slice(),
                _ => &[],
            };
            let argument = |position: usize| match arguments.get(position) {
                Some(FunctionArg::Unnamed(FunctionArgExpr::Expr(expr))) => Some(expr),
                _ => None,
            };
            match name.as_str() {
                "NULLIF" => argument(1).is_some_and(is_zero),
                "NULLIFZERO" | "EXP" | "PI" => true,
                "GREATEST" => (0..arguments.len()).filter_map(argument).any(is_positive),
                "SQRT" | "ABS" => argument(0).is_some_and(is_never_zero),
                "COALESCE" | "NVL" | "IFNULL" => {
                    (0..arguments.len()).filter_map(argument).all(is_never_zero)
                }
                // Every group has a row; a total without GROUP BY may have none.
                "COUNT" => {
                    let counts_rows = matches!(arguments, [FunctionArg::Unnamed(FunctionArgExpr::Wildcard)])
                        || argument(0).is_some_and(|expr| matches!(bare(expr), Expr::Value(_)));
                    let is_grouped = lint
                        .block(division.block)
                        .and_then(|block| block.grouping.as_ref())
                        .is_some_and(|grouping| !grouping.keys.is_empty());
                    counts_rows && (is_grouped || function.over.is_some())
                }
                _ => false,
            }
        }
        _ => false,
    }
}

fn is_positive(expr: &Expr) -> bool {
    matches!(bare(expr), Expr::Value(value) if matches!(&value.value, Value::Number(text, _)
        if text.parse::<f64>().is_ok_and(|number| number > 0.0)))
}

fn is_zero(expr: &Expr) -> bool {
    matches!(bare(expr), Expr::Value(value) if matches!(&value.value, Value::Number(text, _)
        if text.parse::<f64>().is_ok_and(|number| number == 0.0)))
}

fn is_count(expr: &Expr) -> bool {
    matches!(bare(expr), Expr::Function(function)
        if ["COUNT", "COUNT_IF", "ABS", "SQUARE", "ZEROIFNULL"]
            .contains(&function.name.to_string().to_ascii_uppercase().as_str()))
}

/// Whether a condition under which the division is computed mentions the denominator, or what it is computed from.
fn is_guarded(lint: &QueryLint<'_, '_>, division: &Division<'_>) -> bool {
    let wanted = inner(division.denominator.expr);
    if division.guards.iter().any(|guard| mentions(guard, wanted)) {
        return true;
    }
    let Some(block) = lint.block(division.block) else {
        return false;
    };
    let select = block.select;
    let conditions = [&select.selection, &select.having, &select.qualify];
    conditions.into_iter().flatten().any(|condition| mentions(condition, wanted))
}

/// The expression without casts and brackets.
fn inner(expr: &Expr) -> &Expr {
    match expr {
        Expr::Nested(expr) | Expr::Cast { expr, .. } => inner(expr),
        other => other,
    }
}
