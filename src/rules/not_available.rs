//! A database that the embedded target does not have.

use crate::diagnostic::{Diagnostic, Level};
use crate::rules::Rule;
use crate::source::Span;
use crate::sql::name::RelationName;

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC028",
    name: "not-available",
    level: Level::Deny,
    summary: "a database beside the embedded target's own",
    docs: r#"## What
On the embedded target, a table or the store names a database.

## Why
The embedded target has one database, its own; a table cannot be made in another, nor a feature view be read there.

## Bad
```toml
[[table]]
sql = "brands_by_domain.sql"
schema = "search"
database = "ANALYTICS"
```

## Good
```toml
[[table]]
sql = "brands_by_domain.sql"
schema = "search"
```
"#,
};

/// A table or feature view that stands in a database of its own, needed at `span` for the embedded target.
pub fn database(span: Span, relation: &RelationName) -> Diagnostic {
    let message = format!("`{relation}` has a database, which the embedded target does not have");
    Diagnostic::new(&RULE, message)
        .at(span, "needed here")
        .help("leave `database` out of the table or `[store]`: the database of the target is taken")
}
