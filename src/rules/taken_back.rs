//! FSC099 `taken-back`: a table is rebuilt as of an earlier time than it stands.

use super::Rule;
use crate::diagnostic::{Diagnostic, Level};
use crate::project::time::AsOf;

/// FSC099.
pub static RULE: Rule = Rule {
    code: "FSC099",
    name: "taken-back",
    level: Level::Warn,
    summary: "a run computes a table or static view as of an earlier time than it stands",
    docs: r"## What
`fsc run --ds` of a past day rebuilds a table, or computes a static view, that stands as of a later day.

## Why
It holds one state. Whoever reads it from now on finds that of the earlier day, until it is computed again.

## Bad
```console
$ fsc run --ds 2023-08-01
```

## Good
```console
$ fsc backfill --select resource_type:feature_view --start 2023-08-01 --end 2023-08-01 --force
```
",
};

/// `node` stands as of `stands` and is computed as of `time`.
pub fn diagnostic(node: &str, stands: AsOf, time: AsOf) -> Diagnostic {
    let name = super::named::of_id(node);
    Diagnostic::new(
        &RULE,
        format!("{node} goes back from {stands} to {time}, for all who read it"),
    )
    .help(format!(
        "`fsc run --ds {stands} --select {name}` brings it forward again; `fsc backfill` restates days without it"
    ))
}
