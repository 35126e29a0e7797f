//! A setting from the environment or a flag has a value that it cannot have.

use crate::diagnostic::{Diagnostic, Level};
use crate::rules::Rule;

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC081",
    name: "invalid-setting",
    level: Level::Deny,
    summary: "a setting has a value that it cannot have",
    docs: "\
## What
A setting, from a flag or from an `FSC_*` environment variable, has a value that it cannot have.

## Why
Going on with the default instead would do something else than what was asked for.

## Bad
```console
$ FSC_MESSAGE_FORMAT=xml fsc check
```

## Good
```console
$ FSC_MESSAGE_FORMAT=json fsc check
```
",
};

/// `setting` (`FSC_COLOR`) is `value`, which is not `expected` ("one of `auto`, `always`, `never`").
pub fn not_expected(setting: &str, value: &str, expected: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("`{setting}` is `{value}`, expected {expected}"))
}
