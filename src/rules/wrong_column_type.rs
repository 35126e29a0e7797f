//! FSC511 `wrong-column-type`: a column of a node's query has a type that cannot be stored.

use super::Rule;
use crate::diagnostic::{Diagnostic, Level};
use crate::emit::script::{ColumnKind, ExpectedColumn};

/// FSC511.
pub static RULE: Rule = Rule {
    code: "FSC511",
    name: "wrong-column-type",
    level: Level::Deny,
    summary: "a column of a node's query has a type that cannot be stored",
    docs: r"## What
A query yields a feature that is neither a number nor a boolean, a join key that is not text, an integer, a boolean or a
date, or an event timestamp that is neither a date nor a timestamp without time zone.

## Why
`value` is a DOUBLE and `entity_id` is text. A silent cast would store something that nobody declared; floats and
timestamps have no one text form. Nothing was written.

## Bad
```sql
select token as brand_token, max(created_at) as last_order from production.brands group by 1
```

## Good
```sql
select token as brand_token, datediff('day', max(created_at), '{{ ds }}'::date) as days_since_last_order
from production.brands group by 1
```
",
};

/// The column's type is not one that `kind` may have.
pub(crate) fn wrong_type(node: &str, column: &ExpectedColumn, data_type: &str, cast: &str) -> Diagnostic {
    let allowed = match column.kind {
        ColumnKind::Feature => "a feature is a number or a boolean",
        ColumnKind::Key => "a join key is text, an integer, a boolean or a date",
        ColumnKind::EventTimestamp => {
            "an event timestamp is a date or a timestamp without time zone"
        }
    };
    Diagnostic::new(
        &RULE,
        format!("`{node}` yields `{}` as {data_type}, but {allowed}", column.label),
    )
    .note("nothing was written")
    .help(cast.to_owned())
}

/// The query did not yield the column at all.
pub(crate) fn missing(node: &str, column: &ExpectedColumn, columns: &[&str]) -> Diagnostic {
    Diagnostic::new(
        &RULE,
        format!("`{node}` does not yield a column `{}`", column.label),
    )
    .note("nothing was written")
    .did_you_mean(&column.name, columns.iter().copied())
}
