//! FSC055 `duplicate-macro`: two macros have one name.

use super::Rule;
use crate::diagnostic::{Diagnostic, Level};

/// FSC055.
pub static RULE: Rule = Rule {
    code: "FSC055",
    name: "duplicate-macro",
    level: Level::Deny,
    summary: "two macros have one name",
    docs: r"## What
Two macros under `macros/` have the same name.

## Why
Macros are called by name from everywhere, so a name must mean one thing.

## Bad
```sql
{% macro trailing(n) %}…{% endmacro %}
{% macro trailing(days) %}…{% endmacro %}
```

## Good
```sql
{% macro trailing(n) %}…{% endmacro %}
{% macro trailing_days(days) %}…{% endmacro %}
```
",
};

/// A macro whose name another one has.
pub(crate) fn duplicate(name: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("macro `{name}` is defined twice")).help("rename one of them")
}
