//! FSC062 `secret-in-sql`: a template reads a secret.

use super::Rule;
use crate::diagnostic::{Diagnostic, Level};

/// FSC062.
pub static RULE: Rule = Rule {
    code: "FSC062",
    name: "secret-in-sql",
    level: Level::Deny,
    summary: "a template reads a secret",
    docs: r"## What
A SQL template calls `env_var` with a variable whose name starts with `FSC_SECRET_`, or that the settings of a
target read.

## Why
SQL is written to `target/compiled/`, to the manifest and to logs. Secrets belong into the settings of a
target, which are read when the target is used and written nowhere.

## Bad
```sql
select '{{ env_var('FSC_SECRET_TOKEN') }}'
```

## Good
```sql
select '{{ env_var('FEATURE_REGION', 'eu') }}'
```
",
};

/// A secret that a template would put into SQL.
pub(crate) fn found(name: &str, target: Option<&str>) -> Diagnostic {
    let found = Diagnostic::new(
        &RULE,
        format!("environment variable `{name}` is a secret and cannot be used in SQL"),
    );
    match target {
        Some(target) => found.note(format!("the settings of target `{target}` read it")),
        None => found.note("names that start with `FSC_SECRET_` are secrets"),
    }
}
