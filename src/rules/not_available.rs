//! A key that this version of fsc does not act on.

use crate::diagnostic::{Diagnostic, Level};
use crate::rules::Rule;
use crate::source::Span;
use crate::sql::name::RelationName;

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC028",
    name: "not-available",
    level: Level::Deny,
    summary: "a key that this version of fsc does not act on",
    docs: r#"## What
A definition asks for something that is planned and does not work yet; or, on the embedded target, for a database beside
the target's own.

## Why
Accepting the key and doing nothing would be a lie.

## Bad
```toml
[[feature_view]]
sql = "brand.sql"
keep_versions = true
```

## Good
```toml
[[feature_view]]
sql = "brand.sql"
```
"#,
};

/// `key` is true.
pub fn at(span: Span, key: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("`{key}` is not available yet"))
        .at(span, "")
        .help(format!("remove `{key}`: a recomputed value overwrites the one before"))
}

/// A table or feature view that stands in a database of its own, needed at `span` for the embedded target.
pub fn database(span: Span, relation: &RelationName) -> Diagnostic {
    let message = format!("`{relation}` has a database, which the embedded target does not have");
    Diagnostic::new(&RULE, message)
        .at(span, "needed here")
        .help("leave `database` out of the table or `[store]`: the database of the target is taken")
}
