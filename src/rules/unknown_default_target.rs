//! A default target that is not declared.

use crate::diagnostic::{Diagnostic, Level};
use crate::rules::{Rule, named};
use crate::source::Spanned;

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC027",
    name: "unknown-default-target",
    level: Level::Deny,
    summary: "a default target that is not declared",
    docs: r#"## What
`default_target` names a target that `fsc.toml` does not declare.

## Why
A command without `--target` would have nowhere to run.

## Bad
```toml
default_target = "development"

[target.dev]
type = "duckdb"
```

## Good
```toml
default_target = "dev"

[target.dev]
type = "duckdb"
```
"#,
};

/// `wanted` is none of the targets `known`.
pub fn at<'n>(wanted: &Spanned<String>, known: impl Iterator<Item = &'n str>) -> Diagnostic {
    let known: Vec<&str> = known.collect();
    let list = named::list(known.iter().copied());
    let finding = Diagnostic::new(&RULE, format!("unknown target `{}`", wanted.value))
        .at(wanted.span, "")
        .did_you_mean(&wanted.value, known);
    if finding.help.is_empty() {
        return finding.help(format!("the targets are {list}"));
    }
    finding
}
