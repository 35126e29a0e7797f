//! A target that the project does not have.

use crate::diagnostic::{Diagnostic, Level};
use crate::rules::Rule;

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC083",
    name: "unknown-target",
    level: Level::Deny,
    summary: "a target was asked for that the project does not have",
    docs: "\
## What
`--target` or `FSC_TARGET` names a target that `fsc.toml` does not declare.

## Why
A target says where statements run; fsc never guesses that.

## Bad
```console
$ fsc run --target prdo --ds 2023-08-01
```

## Good
```console
$ fsc run --target prod --ds 2023-08-01
```
",
};

/// `name` is none of the project's targets.
pub fn named(name: &str, targets: &[&str]) -> Diagnostic {
    let list = targets
        .iter()
        .map(|target| format!("`{target}`"))
        .collect::<Vec<_>>()
        .join(", ");
    Diagnostic::new(&RULE, format!("no target `{name}` in `fsc.toml`"))
        .note(format!("the project has {list}"))
        .did_you_mean(name, targets.iter().copied())
}
