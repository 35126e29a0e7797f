//! A static view with a cadence or a time column.

use crate::diagnostic::{Diagnostic, Level};
use crate::rules::Rule;
use crate::source::Span;

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC022",
    name: "static-conflict",
    level: Level::Deny,
    summary: "a static view with a cadence, a time column or a past",
    docs: r#"## What
A feature view is `static = true` and has an `interval`, an `event_timestamp`, a `start_date` or a `backfill`.

## Why
Static values have no history: they describe no as-of time, so there is nothing for the key to mean.

## Bad
```toml
[[feature_view]]
sql = "plane_age.sql"
static = true
interval = "1 day"
```

## Good
```toml
[[feature_view]]
sql = "plane_age.sql"
static = true
```
"#,
};

/// `key` stands beside `static = true`.
pub fn at(span: Span, key: &str, flag: Span) -> Diagnostic {
    Diagnostic::new(&RULE, format!("a static view has no `{key}`"))
        .at(span, "")
        .at(flag, "static here")
        .help(format!("remove `{key}`, or `static` where values have a history"))
}
