//! FSC053 `runaway-template`: a template does too much work.

use super::Rule;
use crate::diagnostic::{Diagnostic, Level};

/// FSC053.
pub static RULE: Rule = Rule {
    code: "FSC053",
    name: "runaway-template",
    level: Level::Deny,
    summary: "a template does too much work",
    docs: r"## What
A template or macro recurses without end, loops too long, or yields more than 10 MiB of SQL.

## Why
fsc stops it, so that compiling always ends.

## Bad
```sql
{% macro days(n) %}{{ days(n) }}{% endmacro %}
```

## Good
```sql
{% macro days(n) %}{% if n > 0 %}{{ days(n - 1) }}{% endif %}{% endmacro %}
```
",
};

/// A template that was stopped because it did too much.
pub(crate) fn out_of_fuel() -> Diagnostic {
    Diagnostic::new(&RULE, "the template does too much work and was stopped")
        .help("let a loop run over fewer items, or compute the rows in SQL")
}

/// Calls that stand in each other too deep.
pub(crate) fn too_deep() -> Diagnostic {
    Diagnostic::new(&RULE, "macros call each other too deep")
        .help("let the recursion end, or write it as a loop")
}

/// Text that is too long.
pub(crate) fn too_long(bytes: usize, most: usize) -> Diagnostic {
    Diagnostic::new(
        &RULE,
        format!("the template yields {bytes} bytes of SQL; the most is {most}"),
    )
    .help("let a loop run over fewer items, or compute the rows in SQL")
}
