//! `column-count`: a number of columns where another number is needed.

use super::Rule;
use crate::diagnostic::{Diagnostic, Level, Place};

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC127",
    name: "column-count",
    level: Level::Deny,
    summary: "a number of columns where another number is needed",
    docs: r"## What
A subquery that stands for one value, or after IN, yields several columns; a list of names has more names than there are
columns; a row of VALUES is longer or shorter than the first.

## Why
Snowflake refuses the query.

## Bad
```sql
select token as brand_token from production.brands
where token in (select brand_token, count(*) from shop.orders group by 1)
```

## Good
```sql
select token as brand_token from production.brands
where token in (select brand_token from shop.orders)
```
",
};

/// `message` says what has how many.
pub fn diagnostic(message: &str, place: Place) -> Diagnostic {
    Diagnostic::new(&RULE, message)
        .at_place(place, "")
        .help("list as many columns as are needed")
}
