//! A schema that DuckDB keeps for itself.

use crate::diagnostic::{Diagnostic, Level};
use crate::rules::Rule;
use crate::source::Span;
use crate::sql::name::Identifier;

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC205",
    name: "reserved-schema",
    level: Level::Deny,
    summary: "a schema or database that the embedded target keeps for itself",
    docs: r#"## What
The project is compiled for a DuckDB target, and a table, the store, or a source with a file stands in a schema or database
called `memory`, `temp`, `system`, `__fsc_database`, `information_schema` or `pg_catalog`.

## Why
These are DuckDB's own: nothing can be made in them, or their names mean a database where a schema is meant.

## Bad
```toml
[[table]]
sql = "brands.sql"
schema = "temp"
```

## Good
```toml
[[table]]
sql = "brands.sql"
schema = "scratch"
```
"#,
};

/// `what` at `span` stands in a schema or database that is not to be had.
pub fn at(what: &str, span: Span, name: &Identifier) -> Diagnostic {
    let message = format!("`{name}`, where {what} stands, is a name that DuckDB keeps for itself");
    Diagnostic::new(&RULE, message)
        .at(span, "")
        .help("choose another schema, or compile for a Snowflake target")
}
