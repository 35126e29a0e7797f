//! `ungrouped-column`: a column that is neither grouped nor aggregated.

use super::Rule;
use crate::diagnostic::{Diagnostic, Place, Level};

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC119",
    name: "ungrouped-column",
    level: Level::Deny,
    summary: "a column that is neither grouped nor aggregated",
    docs: r"## What
A SELECT with GROUP BY, or with an aggregate, names a column that is not grouped by and does not stand in an aggregate.

## Why
A group has many values of that column; Snowflake refuses the query.

## Bad
```sql
select brand_token, country, count(*) as orders from shop.orders group by brand_token
```

## Good
```sql
select brand_token, count(distinct country) as countries, count(*) as orders from shop.orders group by brand_token
```
",
};

/// A column, as written.
pub fn diagnostic(column: &str, place: Place) -> Diagnostic {
    Diagnostic::new(
        &RULE,
        format!("the column `{column}` is neither in GROUP BY nor in an aggregate"),
    )
    .at_place(place, "")
    .help(format!(
        "add it to GROUP BY, or choose a value of the group: `max({column})`, `any_value({column})`"
    ))
}
