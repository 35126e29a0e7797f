//! `missing-unique-key`: a unique key of a table is not among the output columns.

use super::Rule;
use super::missing_column::yields;
use crate::diagnostic::{Diagnostic, Place, Level};
use crate::project::model::Table;
use crate::source::Span;
use crate::sql::name::Identifier;

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC114",
    name: "missing-unique-key",
    level: Level::Deny,
    summary: "a unique key of a table is not among the output columns",
    docs: r#"## What
A table that is merged names the columns that identify a row (`unique_key`), but its query does not yield all of them.

## Why
Without its key a row cannot be matched with the one that is there.

## Bad
```toml
unique_key = ["brand_token"]
```
```sql
select token, name from production.brands
```

## Good
```toml
unique_key = ["brand_token"]
```
```sql
select token as brand_token, name from production.brands
```
"#,
};

/// A unique key without a column; `columns` are those that the query yields.
pub fn diagnostic(
    table: &Table,
    key: &Identifier,
    columns: &[&str],
    select_list: Place,
) -> Diagnostic {
    Diagnostic::new(
        &RULE,
        format!("the query yields no column `{key}`, which is in `unique_key`"),
    )
    .at_place(select_list, "this select list")
    .at(table.definition.span, "the table is defined here")
    .note(yields(columns))
    .did_you_mean(key.as_written(), columns.iter().copied())
}

/// A unique key of a source without a column; `columns` are those that the source declares.
pub fn of_source<'c>(
    key: &Identifier,
    place: Span,
    columns: impl Iterator<Item = &'c str>,
) -> Diagnostic {
    Diagnostic::new(
        &RULE,
        format!("the source declares no column `{key}`, which is in `unique_key`"),
    )
    .at(place, "")
    .did_you_mean(key.as_written(), columns)
    .help("declare it under `columns`")
}
