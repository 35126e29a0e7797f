//! FSC058 `unknown-reference`: `ref` names something that the project does not make.

use super::Rule;
use crate::diagnostic::{Diagnostic, Level};

/// FSC058.
pub static RULE: Rule = Rule {
    code: "FSC058",
    name: "unknown-reference",
    level: Level::Deny,
    summary: "`ref` names something that the project does not make",
    docs: r"## What
A template calls `ref` with a name that is neither a table nor a feature view of the project.

## Why
The relation does not exist.

## Bad
```sql
select * from {{ ref('daily_embedings') }}
```

## Good
```sql
select * from {{ ref('daily_embeddings') }}
```
",
};

/// A `ref` of an unknown name.
pub(crate) fn unknown<'c>(name: &str, candidates: impl IntoIterator<Item = &'c str>) -> Diagnostic {
    Diagnostic::new(
        &RULE,
        format!("`ref('{name}')`: no table or feature view has this name"),
    )
    .did_you_mean(name, candidates)
}
