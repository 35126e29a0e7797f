//! A number that is infinite or not a number.

use crate::diagnostic::{Diagnostic, Level};
use crate::rules::Rule;
use crate::source::Span;

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC008",
    name: "not-finite",
    level: Level::Deny,
    summary: "a number that is infinite or not a number",
    docs: r"## What
A number in a definition is `inf` or `nan`.

## Why
No stored value is ever infinite, and nothing compares to `nan`: a check against one would never, or always, fail.

## Bad
```toml
[feature_view.features.total_sales]
checks = { max = inf }
```

## Good
```toml
[feature_view.features.total_sales]
checks = { min = 0 }
```
",
};

/// The value of `key` is not finite.
pub fn at(span: Span, key: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("`{key}` is not a finite number"))
        .at(span, "")
        .help("write a number, or leave the key out")
}
