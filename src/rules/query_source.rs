//! A node without SQL, or with two.

use crate::diagnostic::{Diagnostic, Level};
use crate::rules::Rule;
use crate::source::Span;

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC021",
    name: "query-source",
    level: Level::Deny,
    summary: "a node without SQL, or with two",
    docs: r#"## What
A feature view or table has both `sql` and `query`, neither of them, or SQL that is empty.

## Why
A node is one query; with two it is not clear which.

## Bad
```toml
[[feature_view]]
name = "brand"
sql = "brand.sql"
query = "select 1"
```

## Good
```toml
[[feature_view]]
name = "brand"
sql = "brand.sql"
```
"#,
};

/// Both `sql` and `query` are there.
pub fn both(sql: Span, query: Span) -> Diagnostic {
    Diagnostic::new(&RULE, "both `sql` and `query` are given")
        .at(query, "the query")
        .at(sql, "the file")
        .help("keep one of them")
}

/// Neither is there.
pub fn neither(header: Span) -> Diagnostic {
    Diagnostic::new(&RULE, "neither `sql` nor `query` is given")
        .at(header, "")
        .help("add `sql`, a file relative to this one, or `query`, the SQL itself")
}

/// The SQL is empty.
pub fn empty(span: Span) -> Diagnostic {
    Diagnostic::new(&RULE, "the SQL is empty")
        .at(span, "")
        .help("write a query that yields the keys and the declared columns")
}
