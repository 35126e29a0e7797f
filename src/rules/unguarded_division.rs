//! `unguarded-division`: a division by something that nothing is known of.

use super::Rule;
use super::division_by_zero::unguarded;
use super::query_lint::QueryLint;
use crate::diagnostic::{Diagnostic, Level};

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC318",
    name: "unguarded-division",
    level: Level::Allow,
    summary: "a division by something that nothing is known of",
    docs: r#"## What
A division by a column, or a sum, mean or extreme of one, that nothing guards against zero: no NULLIF, no condition of WHERE, HAVING, CASE or IFF
that mentions it.

## Why
Snowflake ends the whole statement with "Division by zero": one row with a zero, and no value of the view is written.

## Cannot see
`%` and MOD. What a condition says of the denominator: one that mentions it counts as a guard. Whether the column ever holds a zero: prices and populations never do, quantities and weights may. So this lint is off unless it is asked for.
Where the query itself shows how the denominator becomes zero, `division-by-zero` speaks instead.

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

/// Checks every division of which `division-by-zero` does not speak.
pub fn check(lint: &QueryLint<'_, '_>) -> Vec<Diagnostic> {
    unguarded(lint, &RULE, false)
}
