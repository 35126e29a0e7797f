//! A definition file that is not valid TOML or YAML.

use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::Rule;
use crate::source::Span;

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC003",
    name: "invalid-syntax",
    severity: Severity::Error,
    summary: "a definition file that is not valid TOML or YAML",
    docs: r#"## What
The text of a definition file breaks the rules of its format: an unclosed quote, a key that stands twice, several YAML
documents, an alias that grows without end.

## Why
What follows a syntax error cannot be read with certainty.

## Bad
```toml
entity = "brand
author = "rafay"
```

## Good
```toml
entity = "brand"
author = "rafay"
```
"#,
};

/// What the TOML parser says. `list` is the key of a header that stands twice and could start one more of a list.
pub fn toml(span: Span, message: &str, list: Option<&str>) -> Diagnostic {
    let finding =
        Diagnostic::new(&RULE, format!("invalid TOML: {}", one_line(message))).at(span, "");
    match list {
        Some(key) => finding.help(format!("for several, write `[[{key}]]` above each")),
        None => finding.help("the format is described at https://toml.io"),
    }
}

/// What the YAML parser says.
pub fn yaml(span: Span, message: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("invalid YAML: {}", one_line(message)))
        .at(span, "")
        .help("the format is described at https://yaml.org/spec/1.2.2")
}

/// A file that fits its schema and still does not fit its type.
pub fn unfit(span: Span, message: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("unreadable definition: {}", one_line(message)))
        .at(span, "")
        .help("`fsc schema` prints what a definition file may hold")
}

fn one_line(message: &str) -> String {
    message.split_whitespace().collect::<Vec<_>>().join(" ")
}
