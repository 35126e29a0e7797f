//! A key that no definition has.

use crate::diagnostic::{Diagnostic, Level, nearest};
use crate::rules::{Rule, named};
use crate::source::Span;

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC004",
    name: "unknown-key",
    level: Level::Deny,
    summary: "a key that no definition has",
    docs: r#"## What
A definition file holds a key that is not in its schema (`fsc schema` prints it).

## Why
A misspelt key would be ignored, and what it was meant to set would silently keep its default.

## Bad
```toml
[[feature_view]]
sql = "brand.sql"
desciption = "How many retailers know this brand"
```

## Good
```toml
[[feature_view]]
sql = "brand.sql"
description = "How many retailers know this brand"
```
"#,
};

/// Keys that have a place, but in another file.
const ELSEWHERE: [(&str, &str); 10] = [
    ("entity", "`fsc.toml` or `entity.toml`"),
    ("entities", "`fsc.toml` or `entity.toml`, as `[[entity]]`"),
    ("feature_view", "`feature.toml`"),
    ("feature_views", "`feature.toml`, as `[[feature_view]]`"),
    ("source", "`sources.toml`"),
    ("sources", "`sources.toml`, as `[[source]]`"),
    ("table", "`table.toml`"),
    ("tables", "`table.toml`, as `[[table]]`"),
    ("target", "`fsc.toml`"),
    ("vars", "`fsc.toml`"),
];

/// `key` is none of the `known` keys of the table that `parent` holds (empty: the file).
pub fn at<'k>(
    span: Span,
    key: &str,
    parent: &str,
    known: impl Iterator<Item = &'k str>,
) -> Diagnostic {
    let known: Vec<&str> = known.collect();
    let place = named::inside(parent);
    let finding = Diagnostic::new(&RULE, format!("unknown key `{key}`{place}")).at(span, "");
    if let Some(near) = nearest(key, known.iter().copied()) {
        return finding.help_edit(format!("a similar key exists: `{near}`"), span, near);
    }
    let elsewhere = ELSEWHERE.iter().find(|(name, _)| *name == key);
    if let (true, Some((_, file))) = (parent.is_empty(), elsewhere) {
        return finding.help(format!("`{key}` belongs in {file}"));
    }
    let list = named::list(known.iter().copied());
    finding.help(format!("the keys here are {list}"))
}
