//! FSC533 `unconfirmed`: nobody agreed to what is lost.

use super::Rule;
use crate::diagnostic::{Diagnostic, Level};

/// FSC533.
pub static RULE: Rule = Rule {
    code: "FSC533",
    name: "unconfirmed",
    level: Level::Deny,
    summary: "nobody agreed to what is lost",
    docs: r"## What
`fsc snapshots restore`, `fsc snapshots drop`, and `fsc clean` where a database stands in `target/`, ask first. Nobody could be
asked, because stdin is no terminal, or the answer was not `y`.

## Why
What goes is in no other place: rows that are replaced, unless they are in a snapshot; snapshots; a store with its features and
its ledger. Nothing was done. In a script, `--yes` agrees beforehand.

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

/// There is nobody to ask whether `what` is to be done; `outcome` says what did not happen.
pub(crate) fn nobody_to_ask(what: &str, outcome: &str) -> Diagnostic {
    Diagnostic::new(
        &RULE,
        format!("{outcome}: it needs `--yes` where nobody can be asked"),
    )
    .note(format!("it would {what}"))
    .note("stdin is no terminal")
}

/// The answer was no.
pub(crate) fn declined(what: &str, outcome: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("{outcome}: the answer was not `y`"))
        .note(format!("it would {what}"))
}
