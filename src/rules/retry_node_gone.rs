//! FSC522 `retry-node-gone`: what is to be retried is not in the project any more.

use super::Rule;
use crate::diagnostic::{Diagnostic, Level};

/// FSC522.
pub static RULE: Rule = Rule {
    code: "FSC522",
    name: "retry-node-gone",
    level: Level::Deny,
    summary: "a node that is to be retried is not in the project any more",
    docs: r"## What
A feature view or table failed or was skipped in the last run, and the project no longer has it: it was removed, or has
another name now.

## Why
It cannot be computed, so that the exit code is 1; the rest is.

## Bad
```console
$ fsc run --ds 2023-08-01        # brand_contact_book fails
$ # … brand_contact_book becomes brand_contacts …
$ fsc retry
```

## Good
```console
$ fsc run --ds 2023-08-01 --select brand_contacts
```
",
};

/// The node; `known` are those that the project has.
pub(crate) fn named<'k>(name: &str, known: impl IntoIterator<Item = &'k str>) -> Diagnostic {
    Diagnostic::new(
        &RULE,
        format!("`{name}` is to be retried, and the project does not have it any more"),
    )
    .did_you_mean(name, known)
    .help("run what took its place: `fsc run --ds … --select …`")
}
