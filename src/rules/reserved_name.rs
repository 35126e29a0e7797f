//! A relation with a name that fsc makes relations of its own under.

use crate::diagnostic::{Diagnostic, Level};
use crate::project::model::Table;
use crate::rules::Rule;
use crate::source::Span;
use crate::sql::name::RelationName;

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC037",
    name: "reserved-name",
    level: Level::Deny,
    summary: "a relation with a name that fsc makes relations of its own under",
    docs: r#"## What
A table, feature view or source is called `fsc_new__…` or `fsc_stage__…`, or stands beside a table `x` that keeps
snapshots and is called `x__snapshot__…`. A source without a `path` is only read: it may be a snapshot.

## Why
A run builds a table as `fsc_new__x` before it takes its name, holds rows in `fsc_stage__x` before it writes them, and
copies a table to `x__snapshot__20240108`. It would overwrite, or drop, what it finds under these names.

## Bad
```toml
[[table]]
sql = "brands.sql"
schema = "search"
snapshot = "daily"

[[table]]
name = "brands__snapshot__latest"
sql = "latest.sql"
schema = "search"
```

## Good
```toml
[[table]]
sql = "brands.sql"
schema = "search"
snapshot = "daily"

[[table]]
name = "latest_brands"
sql = "latest.sql"
schema = "search"
```
"#,
};

/// A `kind` of relation that is called like what stands only while a node runs.
pub fn working(relation: &RelationName, span: Span, kind: &str) -> Diagnostic {
    let message = format!("the {kind} `{relation}` has a name that is kept for tables of fsc's own");
    Diagnostic::new(&RULE, message)
        .at(span, "")
        .note("a run makes and drops tables called `fsc_new__…` and `fsc_stage__…`")
        .help("give it another name")
}

/// A `kind` of relation that is called like a copy of a table.
pub fn snapshot(relation: &RelationName, span: Span, kind: &str, table: &Table) -> Diagnostic {
    let message = format!(
        "the {kind} `{relation}` has the name of a snapshot of the table `{}`",
        table.relation
    );
    Diagnostic::new(&RULE, message)
        .at(span, "")
        .at(table.definition.span, "the table")
        .help("give it another name or schema")
}
