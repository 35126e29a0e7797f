//! FSC059 `undeclared-source`: `source` names a table that is not declared.

use super::Rule;
use crate::diagnostic::{Diagnostic, Level};

/// FSC059.
pub static RULE: Rule = Rule {
    code: "FSC059",
    name: "undeclared-source",
    level: Level::Deny,
    summary: "`source` names a table that is not declared",
    docs: r"## What
A template calls `source` with a schema and a name that no `[[source]]` declares.

## Why
Sources are declared so that fsc knows their columns and the data that stands in for them on the embedded
target.

## Bad
```sql
select * from {{ source('production', 'brandz') }}
```

## Good
```sql
select * from {{ source('production', 'brands') }}
```
",
};

/// A `source` that is not declared.
pub(crate) fn undeclared<'c>(
    name: &str,
    candidates: impl IntoIterator<Item = &'c str>,
) -> Diagnostic {
    let candidates: Vec<&str> = candidates.into_iter().collect();
    Diagnostic::new(&RULE, format!("source `{name}` is not declared"))
        .did_you_mean(name, candidates)
        .help("declare it in `sources.toml`")
}
