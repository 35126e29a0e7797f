//! A level or an allowance of a rule that does not exist.

use crate::diagnostic::{Diagnostic, Level, Severity, nearest};
use crate::rules::{self, Rule};
use crate::source::Span;

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC033",
    name: "unknown-lint",
    level: Level::Deny,
    summary: "a level or an allowance of a rule that does not exist",
    docs: r#"## What
A key of `[lints]` or of a table in `[lints.paths]`, or a name in a comment `fsc: allow(…)`, is neither the name nor the
code of a rule. In a comment that is a warning.

## Why
A misspelt name would be ignored: the lint would keep its level, and the finding would still be reported.

## Bad
```toml
[lints]
mising-author = "warn"
```

## Good
```toml
[lints]
missing-author = "warn"
```
"#,
};

/// A key of `[lints]`.
pub fn in_settings(span: Span, name: &str) -> Diagnostic {
    at(span, name)
}

/// A name in a comment.
pub fn in_comment(span: Span, name: &str) -> Diagnostic {
    let mut finding = at(span, name);
    finding.severity = Severity::Warning;
    finding
}

fn at(span: Span, name: &str) -> Diagnostic {
    let finding = Diagnostic::new(&RULE, format!("no rule `{name}`")).at(span, "");
    let known = rules::configurable().flat_map(|rule| [rule.name, rule.code]);
    match nearest(name, known) {
        Some(near) => finding.help_edit(format!("a similar rule exists: `{near}`"), span, near),
        None => finding.help("`fsc explain` lists all rules"),
    }
}
