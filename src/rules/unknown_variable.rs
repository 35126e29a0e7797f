//! FSC060 `unknown-variable`: `var` names a variable that is not set.

use super::Rule;
use crate::diagnostic::{Diagnostic, Level};

/// FSC060.
pub static RULE: Rule = Rule {
    code: "FSC060",
    name: "unknown-variable",
    level: Level::Deny,
    summary: "`var` names a variable that is not set",
    docs: r"## What
A template calls `var` with a name that `[vars]` in `fsc.toml` does not hold, and gives no default.

## Why
There is no value to render.

## Bad
```sql
select {{ var('trailing_dasy') }}
```

## Good
```sql
select {{ var('trailing_days', 7) }}
```
",
};

/// A variable without a value.
pub(crate) fn unknown<'c>(name: &str, candidates: impl IntoIterator<Item = &'c str>) -> Diagnostic {
    Diagnostic::new(&RULE, format!("variable `{name}` is not set"))
        .did_you_mean(name, candidates)
        .help(format!(
            "set it under `[vars]` in `fsc.toml`, or give a default: `var('{name}', …)`"
        ))
}
