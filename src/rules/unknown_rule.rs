//! `fsc explain` of a code that no rule has.

use crate::diagnostic::{Diagnostic, Level};
use crate::rules::Rule;

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC089",
    name: "unknown-rule",
    level: Level::Deny,
    summary: "no rule has this code",
    docs: "\
## What
`fsc explain` was given a code or name that no rule has.

## Why
Codes are stable: one that does not exist was mistyped, or belongs to another version of fsc.

## Bad
```console
$ fsc explain FSC8O
```

## Good
```console
$ fsc explain FSC080
```
",
};

/// No rule has this code or name; `known` are all of both.
pub fn named<'k>(code: &str, known: impl IntoIterator<Item = &'k str>) -> Diagnostic {
    Diagnostic::new(&RULE, format!("no rule `{code}`"))
        .did_you_mean(code, known)
        .help("`fsc explain` without a code lists all rules")
}
