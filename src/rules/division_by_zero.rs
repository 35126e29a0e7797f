//! `division-by-zero`: a division whose denominator can be zero.

use sqlparser::ast::Expr;

use super::Rule;
use super::query_lint::{QueryLint, mentions};
use crate::diagnostic::{Diagnostic, Level};
use crate::sql::analyze::model::Division;
use crate::sql::types::Type;

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC308",
    name: "division-by-zero",
    level: Level::Warn,
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
            let denominator = &division.denominator.value;
            !denominator.sign.never_zero
                && denominator.data_type != Type::Null
                && !is_guarded(lint, division)
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
