//! `unsupported-type`: a source column's type has no exact counterpart on the embedded target.

use super::Rule;
use crate::diagnostic::{Diagnostic, Level};
use crate::project::model::{Source, SourceColumn};

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC201",
    name: "unsupported-type",
    level: Level::Deny,
    summary: "the type of a source's column cannot be had on the embedded target",
    docs: r#"## What
A source that is read on the embedded DuckDB declares a column whose type is not known to mean the same there, or is no
Snowflake type at all.

## Why
A type that only nearly fits gives values that only nearly fit, and nobody sees it.

## Bad
```toml
[source.columns]
seen_at = "timestamp_tz"
```

## Good
```toml
[source.columns]
seen_at = "timestamp_ntz"   # UTC
```
"#,
};

/// The finding for a column; `problem` names what is not supported.
pub fn diagnostic(source: &Source, column: &SourceColumn, problem: &str) -> Diagnostic {
    Diagnostic::new(
        &RULE,
        format!(
            "the type `{}` of `{}.{}` is not supported on the embedded target",
            column.data_type.value, source.relation, column.name
        ),
    )
    .at(column.data_type.span, problem)
    .help("declare a type that both engines have: varchar, number(p, s), float, boolean, date, timestamp_ntz")
}
