//! `invalid-query`: the SQL is not exactly one query.

use super::Rule;
use crate::diagnostic::{Diagnostic, Place, Level};
use crate::sql::parse::{SqlError, SqlErrorKind};

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC101",
    name: "invalid-query",
    level: Level::Deny,
    summary: "the SQL is not exactly one query",
    docs: r"## What
The SQL of a table or feature view must be one `select` (or `with … select`, or `values`). It was empty, had a second
statement, or was a statement that writes (`create`, `insert`, `drop`, `copy`, `select … into`, …). A `;` at the end is fine.

## Why
fsc decides how rows are written and wraps the query in its own statements. A statement among them would run unseen.

## Bad
```sql
create table brand_orders as
select brand_token, count(*) as orders from production.orders group by 1
```

## Good
```sql
select brand_token, count(*) as orders from production.orders group by 1
```
",
};

/// Text that is not one query.
pub fn diagnostic(error: &SqlError, place: Place) -> Diagnostic {
    let diagnostic = Diagnostic::new(&RULE, error.kind.to_string()).at_place(place, "");
    match (&error.help, &error.kind) {
        (Some(help), _) => diagnostic.help(help),
        (None, SqlErrorKind::SecondStatement) => {
            diagnostic.help("keep one query; a second one belongs in a table or view of its own")
        }
        (None, _) => diagnostic.help("write one `select` that yields the rows"),
    }
}
