//! FSC533 `unconfirmed`: nobody agreed to what replaces rows.

use super::Rule;
use crate::diagnostic::{Diagnostic, Level};

/// FSC533.
pub static RULE: Rule = Rule {
    code: "FSC533",
    name: "unconfirmed",
    level: Level::Deny,
    summary: "nobody agreed to what replaces rows",
    docs: r"## What
A command that replaces the rows of a table asks first. Nobody could be asked, because stdin is no terminal, or the answer
was not `y`.

## Why
The rows that are replaced are in no other place, unless they are in a snapshot. Nothing was done.

## Bad
```console
$ fsc snapshots restore daily_sales 20230801 < /dev/null
```

## Good
```console
$ fsc snapshots restore daily_sales 20230801 --yes
```
",
};

/// There is nobody to ask whether `what` is to be done.
pub(crate) fn nobody_to_ask(what: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("{what} was not agreed to: stdin is no terminal"))
        .note("nothing was done")
        .help("add `--yes` to agree beforehand")
}

/// The answer was no.
pub(crate) fn declined(what: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("{what} was not agreed to")).note("nothing was done")
}
