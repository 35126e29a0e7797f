//! An `FSC_*` environment variable that fsc does not read.

use crate::diagnostic::{Diagnostic, Level};
use crate::rules::Rule;

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC082",
    name: "unknown-setting",
    level: Level::Warn,
    summary: "an `FSC_*` environment variable is not a setting",
    docs: "\
## What
The environment holds a variable whose name starts with `FSC_`, and fsc has no such setting.

## Why
It is likely a slip of the pen, and the setting that was meant has no effect.

## Bad
```console
$ FSC_TRAGET=prod fsc compile
```

## Good
```console
$ FSC_TARGET=prod fsc compile
```
",
};

/// The environment holds `variable`, which is none of `known`.
pub fn variable<'k>(variable: &str, known: impl IntoIterator<Item = &'k str>) -> Diagnostic {
    Diagnostic::new(
        &RULE,
        format!("unknown setting `{variable}` in the environment"),
    )
    .did_you_mean(variable, known)
}
