//! `unstable-order`: an order that leaves open which row is taken.

use super::Rule;
use super::query_lint::QueryLint;
use crate::diagnostic::{Diagnostic, Level};

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC307",
    name: "unstable-order",
    level: Level::Warn,
    summary: "an order that leaves open which row is taken",
    docs: r#"## What
`ROW_NUMBER`, `FIRST_VALUE`, `LAST_VALUE`, `LAG`, `LEAD`, `LIMIT`, `FETCH` or `TOP` picks rows by an order in which rows can be equal, in the
query or in a part of it; or `LIMIT` and its like have no order at all. Reported where a key of the rows is known and the order does not cover it.

## Why
Of two equal rows the database takes either: two runs of the same day can give two values, and the difference looks like a change.

## Cannot see
LIMIT after UNION ALL where the order covers a key of each branch, or a branch has no known key. `RANK`, `NTH_VALUE`, `MIN_BY` and `MAX_BY`, the orders of `ARRAY_AGG` and `LISTAGG`, windows that are named in a WINDOW clause. Sources without a
`unique_key`. Columns that are unique without being declared so.

## Bad
```sql
-- orders has unique_key = ["id"]
select brand_token, amount as last_order_amount from shop.orders where created_at < '{{ ds }}'::date
qualify row_number() over (partition by brand_token order by created_at desc) = 1
```

## Good
```sql
select brand_token, amount as last_order_amount from shop.orders where created_at < '{{ ds }}'::date
qualify row_number() over (partition by brand_token order by created_at desc, id desc) = 1
```
"#,
};

/// Checks every order that picks a row.
pub fn check(lint: &QueryLint<'_, '_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for order in &lint.model.orders {
        if order.is_stable != Some(false) {
            continue;
        }
        findings.push(
            Diagnostic::new(
                &RULE,
                format!("{} picks by an order in which rows can be equal", order.what),
            )
            .at_place(lint.place(order.place), "")
            .help("add the columns of a key at the end of the order"),
        );
    }
    findings
}
