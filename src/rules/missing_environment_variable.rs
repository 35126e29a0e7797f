//! FSC061 `missing-environment-variable`: `env_var` names a variable that is not set.

use super::Rule;
use crate::diagnostic::{Diagnostic, Level};

/// FSC061.
pub static RULE: Rule = Rule {
    code: "FSC061",
    name: "missing-environment-variable",
    level: Level::Deny,
    summary: "`env_var` names a variable that is not set",
    docs: r"## What
A template calls `env_var` with a name that is not set in the environment, and gives no default.

## Why
There is no value to render.

## Bad
```sql
select '{{ env_var('FEATURE_REGION') }}'
```

## Good
```sql
select '{{ env_var('FEATURE_REGION', 'eu') }}'
```
",
};

/// An environment variable without a value.
pub(crate) fn missing(name: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("environment variable `{name}` is not set"))
        .help(format!("set it, or give a default: `env_var('{name}', …)`"))
}
