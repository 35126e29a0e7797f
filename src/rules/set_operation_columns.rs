//! `set-operation-columns`: the branches of a set operation have different numbers of columns.

use super::Rule;
use crate::diagnostic::{Diagnostic, Place, Level};

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC108",
    name: "set-operation-columns",
    level: Level::Deny,
    summary: "the branches of a set operation have different numbers of columns",
    docs: r"## What
A branch of `union`, `except`, `minus` or `intersect` yields more or fewer columns than the first one.

## Why
The branches are put together by position, so that every engine refuses this.

## Bad
```sql
select token, name from production.brands
union all
select token from production.retired_brands
```

## Good
```sql
select token, name from production.brands
union all
select token, null from production.retired_brands
```
",
};

/// A branch with another number of columns than the first.
pub fn diagnostic(columns: usize, place: Place, first_columns: usize, first: Place) -> Diagnostic {
    let count = |number: usize| match number {
        1 => "1 column".to_owned(),
        _ => format!("{number} columns"),
    };
    let message = format!(
        "this branch yields {}, the first one {}",
        count(columns),
        count(first_columns)
    );
    Diagnostic::new(&RULE, message)
        .at_place(place, "")
        .at_place(first, "the first branch")
        .help("yield the same columns in every branch")
}
