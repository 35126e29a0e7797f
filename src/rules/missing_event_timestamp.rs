//! `missing-event-timestamp`: the event timestamp is not among the output columns.

use super::Rule;
use super::missing_column::yields;
use crate::diagnostic::{Diagnostic, Level};
use crate::source::Spanned;
use crate::sql::name::Identifier;

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC113",
    name: "missing-event-timestamp",
    level: Level::Deny,
    summary: "the event timestamp is not among the output columns",
    docs: r#"## What
A feature view names the column that holds the as-of time of each row (`event_timestamp`), but its query does not yield it.

## Why
Without its time a value has no place in the history.

## Bad
```toml
event_timestamp = "ordered_at"
```
```sql
select brand_token, price from production.orders
```

## Good
```toml
event_timestamp = "ordered_at"
```
```sql
select brand_token, ordered_at, price from production.orders
```
"#,
};

/// A time column that the query does not yield; `columns` are those that it does.
pub fn diagnostic(column: &Spanned<Identifier>, columns: &[&str]) -> Diagnostic {
    let name = column.value.as_written();
    Diagnostic::new(
        &RULE,
        format!("the query yields no column `{name}`, the event timestamp"),
    )
    .at(column.span, "named here")
    .note(yields(columns))
    .did_you_mean(name, columns.iter().copied())
}
