//! A table that contradicts itself on how it is written.

use crate::diagnostic::{Diagnostic, Level};
use crate::rules::Rule;
use crate::source::{Span, Spanned};

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC024",
    name: "table-write",
    level: Level::Deny,
    summary: "a table that contradicts itself on how it is written",
    docs: r#"## What
A table with `rebuild = false` has no `unique_key`, one that is rebuilt has one, or an `on_schema_change`;
`snapshot_retention` stands without a `snapshot`, or a grant is no privilege.

## Why
A merge needs to know which row is which; a key or a retention that is ignored would only look as if it did something. A
rebuilt table is made anew with the columns that its query yields, so that no change of columns is left to be dealt with.

## Bad
```toml
[[table]]
sql = "daily_sales.sql"
schema = "commerce"
rebuild = false
```

## Good
```toml
[[table]]
sql = "daily_sales.sql"
schema = "commerce"
rebuild = false
unique_key = ["sale_date", "product_token"]
```
"#,
};

/// `rebuild = false` without a key.
pub fn merged_without_key(span: Span) -> Diagnostic {
    Diagnostic::new(&RULE, "a table that is merged needs a `unique_key`")
        .at(span, "")
        .help("add `unique_key`, the columns that identify a row, or let it be rebuilt")
}

/// A key of a table that is rebuilt.
pub fn key_of_rebuilt(key: Span, rebuild: Option<Span>) -> Diagnostic {
    let finding = Diagnostic::new(&RULE, "a table that is rebuilt has no `unique_key`")
        .at(key, "")
        .help("add `rebuild = false` to merge on it, or remove it");
    match rebuild {
        Some(rebuild) => finding.at(rebuild, "rebuilt"),
        None => finding.note("`rebuild` is true when it is not given"),
    }
}

/// What becomes of other columns, of a table that always has its query's.
pub fn schema_change_of_rebuilt(change: Span, rebuild: Option<Span>) -> Diagnostic {
    let finding = Diagnostic::new(&RULE, "a table that is rebuilt has no `on_schema_change`")
        .at(change, "")
        .help("remove it: a rebuilt table gets the columns that its query yields")
        .help("or add `rebuild = false` and a `unique_key`, to merge");
    match rebuild {
        Some(rebuild) => finding.at(rebuild, "rebuilt"),
        None => finding.note("`rebuild` is true when it is not given"),
    }
}

/// A retention of no snapshots.
pub fn retention_without_snapshot(span: Span) -> Diagnostic {
    Diagnostic::new(&RULE, "`snapshot_retention` without snapshots")
        .at(span, "")
        .help("add `snapshot = \"daily\"` or `\"every_run\"`, or remove it")
}

/// A grant that could not stand in SQL.
pub fn not_a_privilege(written: &Spanned<String>) -> Diagnostic {
    Diagnostic::new(&RULE, format!("`{}` is not a privilege", written.value))
        .at(written.span, "")
        .help("write a privilege such as `select`")
}

/// A rebuilt table holds one state: no past of its own.
pub fn start_of_rebuilt(span: Span) -> Diagnostic {
    Diagnostic::new(&RULE, "`start_date` belongs to a merged table")
        .at(span, "this table is rebuilt whole")
        .help("remove it, or merge the table: `rebuild = false` and a `unique_key`")
}
