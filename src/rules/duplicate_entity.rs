//! Two entities of one name.

use crate::diagnostic::{Diagnostic, Level};
use crate::rules::Rule;
use crate::source::{Span, Spanned};

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC014",
    name: "duplicate-entity",
    level: Level::Deny,
    summary: "two entities of one name",
    docs: r#"## What
An entity is declared more than once, upper and lower case taken as one.

## Why
Each declaration could name other keys, and features would be stored under keys that depend on which one is read.

## Bad
```toml
[[entity]]
name = "brand"
keys = ["brand_token"]

[[entity]]
name = "brand"
keys = ["brand_id"]
```

## Good
```toml
[[entity]]
name = "brand"
keys = ["brand_token"]
```
"#,
};

/// `written` was declared before, as `first_name` at `first`.
pub fn at(written: &Spanned<String>, first_name: &str, first: Span) -> Diagnostic {
    Diagnostic::new(&RULE, format!("the entity `{first_name}` is declared twice"))
        .at(written.span, "declared again here")
        .at(first, "first declared here")
        .help("keep one declaration")
}
