//! A value of another type than its key takes.

use crate::diagnostic::{Diagnostic, Severity};
use crate::project::document::Value;
use crate::rules::Rule;
use crate::source::Span;

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC006",
    name: "wrong-type",
    severity: Severity::Error,
    summary: "a value of another type than its key takes",
    docs: r#"## What
A value has the wrong type: text where a list is expected, a number where text is expected.

## Why
fsc does not guess conversions: `"false"` is text, and text is not false.

## Bad
```toml
[[feature_view]]
sql = "brand.sql"
rebuild = "false"
```

## Good
```toml
[[feature_view]]
sql = "brand.sql"
rebuild = false
```
"#,
};

/// `key` takes `expected` and was given `found`.
pub fn at(span: Span, key: &str, expected: &str, found: &Value) -> Diagnostic {
    let finding = Diagnostic::new(
        &RULE,
        format!("`{key}` takes {expected}, not {}", found.describe()),
    )
    .at(span, format!("expected {expected}"));
    match (expected, found) {
        ("an array", Value::String(_)) => finding.help("put it in brackets: `[\"…\"]`"),
        ("an array", Value::Table(_)) => {
            finding.help(format!("write `[[{key}]]` in TOML, or a list in YAML"))
        }
        ("a table", Value::Array(_)) => {
            finding.help(format!("write `[{key}]` in TOML, or keys and values in YAML"))
        }
        ("`true` or `false`", Value::String(_)) => {
            finding.help("write `true` or `false`, without quotes")
        }
        (_, Value::Null) => finding.help("leave the key out, or give it a value"),
        ("a string", _) => finding.help("put it in quotes"),
        _ => finding.help("`fsc schema` prints what each key takes"),
    }
}

/// `key` takes a table with a key a name and was given a list; `path` are the keys of the tables around it.
pub fn names_in_a_list(span: Span, path: &[String], key: &str, found: &Value) -> Diagnostic {
    let name = match found {
        Value::Array(items) => items.iter().find_map(|item| match &item.value {
            Value::String(name) => Some(name.as_str()),
            _ => None,
        }),
        _ => None,
    };
    let header: Vec<&str> = path
        .iter()
        .map(String::as_str)
        .filter(|key| !key.is_empty())
        .chain([key, name.unwrap_or("name")])
        .collect();
    Diagnostic::new(&RULE, format!("`{key}` takes a table, not {}", found.describe()))
        .at(span, "expected a table")
        .help(format!(
            "give each a table of its own: `[{}]` in TOML, or a key in YAML",
            header.join(".")
        ))
}
