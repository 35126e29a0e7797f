//! A level or an allowance of a rule that has one level only.

use crate::diagnostic::{Diagnostic, Level, Severity};
use crate::rules::Rule;
use crate::source::Span;

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC034",
    name: "fixed-level",
    level: Level::Deny,
    summary: "a level or an allowance of a rule that has one level only",
    docs: r#"## What
`[lints]`, or a comment `fsc: allow(…)`, names a rule whose level cannot be set: an error without which the project has
no meaning, or a finding about a call of fsc. In a comment that is a warning.

## Why
After such an error fsc does not know what to compute; ignoring it would compute something else. `fsc explain` shows
which levels can be set.

## Bad
```toml
[lints]
unknown-relation = "warn"
```

## Good
```toml
[lints]
undeclared-column = "deny"
```
"#,
};

/// A key of `[lints]` that names `rule`.
pub fn in_settings(span: Span, rule: &Rule) -> Diagnostic {
    let what = if rule.level == Level::Deny {
        "is an error in every project"
    } else {
        "is said about a call of fsc, not about the project"
    };
    Diagnostic::new(&RULE, format!("the level of `{}` cannot be set", rule.name))
        .at(span, "")
        .note(format!("`{}` {what}", rule.name))
        .help("remove it; `fsc explain` shows which levels can be set")
}

/// A name in a comment that names `rule`.
pub fn in_comment(span: Span, rule: &Rule) -> Diagnostic {
    let message = format!("a finding of `{}` cannot be allowed", rule.name);
    let mut finding = Diagnostic::new(&RULE, message)
        .at(span, "")
        .note("only lints, and warnings about a project's files, can be allowed in place")
        .help(if rule.is_configurable() {
            "remove it, and set the rule's level for the file in `[lints.paths]`"
        } else {
            "remove it, and mend what the rule finds"
        });
    finding.severity = Severity::Warning;
    finding
}
