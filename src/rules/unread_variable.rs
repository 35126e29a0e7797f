//! FSC045 `unread-variable`: a variable was given that nothing reads.

use super::Rule;
use crate::diagnostic::{Diagnostic, Level};

/// FSC045.
pub static RULE: Rule = Rule {
    code: "FSC045",
    name: "unread-variable",
    level: Level::Deny,
    summary: "a variable was given that nothing reads",
    docs: r"## What
`--vars` or `FSC_VARS` names a variable that `[vars]` in `fsc.toml` does not hold and no template reads.

## Why
It is likely a slip of the pen, and the variable that was meant keeps its value.

## Bad
```console
$ fsc run --vars trailing_dasy=7
```

## Good
```console
$ fsc run --vars trailing_days=7
```
",
};

/// The variable; `known` are those that exist.
pub(crate) fn given<'k>(name: &str, known: impl IntoIterator<Item = &'k str>) -> Diagnostic {
    Diagnostic::new(&RULE, format!("nothing reads the variable `{name}`"))
        .did_you_mean(name, known)
        .help(format!(
            "a template reads it by `var('{name}')`; `[vars]` in `fsc.toml` may hold it"
        ))
}
