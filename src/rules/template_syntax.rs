//! FSC050 `template-syntax`: a template or macro file is not valid Jinja.

use super::Rule;
use crate::diagnostic::{Diagnostic, Level};

/// FSC050.
pub static RULE: Rule = Rule {
    code: "FSC050",
    name: "template-syntax",
    level: Level::Deny,
    summary: "a template or macro file is not valid Jinja",
    docs: r"## What
A SQL template or a file under `macros/` could not be read as Jinja: a tag does not end, a block is not
closed, an expression is incomplete.

## Why
Nothing can be rendered from it, so no SQL of the node is known.

## Bad
```sql
select brand_token from brands where created_at < '{{ ds }'
```

## Good
```sql
select brand_token from brands where created_at < '{{ ds }}'
```
",
};

/// A template that Jinja cannot read, in `minijinja`'s words.
pub(crate) fn failed(message: impl AsRef<str>) -> Diagnostic {
    Diagnostic::new(&RULE, format!("invalid template: {}", message.as_ref()))
}
