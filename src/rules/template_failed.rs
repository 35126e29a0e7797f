//! FSC052 `template-failed`: an expression of a template fails.

use super::Rule;
use crate::diagnostic::{Diagnostic, Level};

/// FSC052.
pub static RULE: Rule = Rule {
    code: "FSC052",
    name: "template-failed",
    level: Level::Deny,
    summary: "an expression of a template fails",
    docs: r"## What
An expression failed while a template was rendered: wrong arguments, values of the wrong kind, a date that is
not in the format given.

## Why
The template yields no SQL.

## Bad
```sql
select '{{ macros.ds_add('1 August', -7) }}'
```

## Good
```sql
select '{{ macros.ds_add('2023-08-01', -7) }}'
```
",
};

/// An expression that failed, and why.
pub(crate) fn failed(message: impl AsRef<str>) -> Diagnostic {
    Diagnostic::new(&RULE, format!("template failed: {}", message.as_ref()))
}
