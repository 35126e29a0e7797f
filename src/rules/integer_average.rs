//! `integer-average`: an average of numbers whose fractions were cast away.

use sqlparser::ast::Spanned;

use super::Rule;
use super::query_lint::QueryLint;
use crate::diagnostic::{Diagnostic, Level};
use crate::sql::analyze::SqlPlace;

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC310",
    name: "integer-average",
    level: Level::Warn,
    summary: "an average of numbers whose fractions were cast away",
    docs: r"## What
`avg(x::int)`, `avg(round(x))` or `avg(floor(x))` of a number with digits after the point, or a ratio cast to an integer.

## Why
The fractions are lost before they are averaged, or the ratio is rounded to 0 or 1.

## Cannot see
Numbers whose type is not known.

## Bad
```sql
select brand_token, avg(price::int) as avg_price from shop.orders where created_at < '{{ ds }}'::date group by 1
```

## Good
```sql
select brand_token, avg(price) as avg_price from shop.orders where created_at < '{{ ds }}'::date group by 1
```
",
};

/// Checks every conversion that drops fractions where they matter.
pub fn check(lint: &QueryLint<'_, '_>) -> Vec<Diagnostic> {
    let lost = lint.model.lost_fractions.iter();
    lost.map(|lost| {
        let message = if lost.is_ratio {
            "a ratio is rounded to a whole number"
        } else {
            "fractions are cast away before they are averaged"
        };
        Diagnostic::new(&RULE, message)
            .at_place(lint.place(SqlPlace::of(lost.expr.span())), "")
            .help("leave the cast away, or cast to DOUBLE")
    })
    .collect()
}
