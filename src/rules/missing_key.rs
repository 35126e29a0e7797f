//! A definition without a key that it needs.

use crate::diagnostic::{Diagnostic, Level};
use crate::rules::{Rule, named};
use crate::source::Span;

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC005",
    name: "missing-key",
    level: Level::Deny,
    summary: "a definition without a key that it needs",
    docs: r#"## What
A key that has no default is not there, or holds nothing: an entity without `keys`, a feature view without `features`,
a backfill without its dates.

## Why
Nothing sensible could be assumed in its place.

## Bad
```toml
[[entity]]
name = "brand"
```

## Good
```toml
[[entity]]
name = "brand"
keys = ["brand_token"]
```
"#,
};

/// `key` is not in the table that `parent` holds (empty: the file).
pub fn at(span: Span, key: &str, parent: &str) -> Diagnostic {
    let place = named::inside(parent);
    let help = match key {
        "features" => "declare each feature: `[feature_view.features.<column>]`".to_owned(),
        "name" if parent.is_empty() => "name the project: `name = \"marketplace\"`".to_owned(),
        _ => format!("add `{key}`"),
    };
    Diagnostic::new(&RULE, format!("missing key `{key}`{place}"))
        .at(span, "")
        .help(help)
}

/// `key` holds nothing, where it needs at least one `what`.
pub fn empty(span: Span, key: &str, what: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("`{key}` is empty"))
        .at(span, "")
        .help(format!("add {what}"))
}

/// A node with `query` has no file to be named after.
pub fn name(header: Span) -> Diagnostic {
    Diagnostic::new(&RULE, "missing key `name` beside `query`")
        .at(header, "")
        .help("add `name`: only a node with `sql` is named after its file")
}

/// Neither the view nor its file says which entity it describes.
pub fn entity(header: Span) -> Diagnostic {
    Diagnostic::new(&RULE, "missing key `entity`")
        .at(header, "this feature view has none, and neither has the file")
        .help("add `entity` at the top of the file")
}
