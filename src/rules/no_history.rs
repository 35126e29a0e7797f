//! FSC096 `no-history`: a backfill of what has no past.

use super::Rule;
use crate::diagnostic::{Diagnostic, Level};

/// FSC096.
pub static RULE: Rule = Rule {
    code: "FSC096",
    name: "no-history",
    level: Level::Warn,
    summary: "a backfill selects a node that has no history",
    docs: r"## What
A static feature view is selected for a backfill. Its values describe no as-of time.

## Why
Computed for a past day, they would take the place of today's. It is left out.

## Bad
```console
$ fsc backfill --select plane_specification --start 2023-08-01 --end 2023-08-30
```

## Good
```console
$ fsc run --select plane_specification
```
",
};

/// The static view `name` is left out.
pub fn is_static(name: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("`{name}` is static and has no past to compute: left out"))
        .help(format!("`fsc run --select {name}` computes it as it is now"))
}
