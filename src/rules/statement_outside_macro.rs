//! FSC057 `statement-outside-macro`: a macro file holds a statement outside of a macro.

use super::Rule;
use crate::diagnostic::{Diagnostic, Level};

/// FSC057.
pub static RULE: Rule = Rule {
    code: "FSC057",
    name: "statement-outside-macro",
    level: Level::Deny,
    summary: "a macro file holds a statement outside of a macro",
    docs: r"## What
A file under `macros/` holds a statement, such as `set` or `if`, that does not stand inside a macro.

## Why
Only the macros of such a file are used: the statement would have no effect, and a macro that relies on it
would not see it.

## Bad
```sql
{% set days = 7 %}
{% macro trailing() %}{{ days }}{% endmacro %}
```

## Good
```sql
{% macro trailing(days=7) %}{{ days }}{% endmacro %}
```
",
};

/// A statement that has no effect.
pub(crate) fn found(keyword: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("`{keyword}` outside of a macro has no effect"))
        .help("move it into a macro, or use `[vars]` in `fsc.toml`")
}
