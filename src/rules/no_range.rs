//! FSC095 `no-range`: a backfill without a first day.

use super::Rule;
use crate::diagnostic::{Diagnostic, Level};
use crate::project::time::AsOf;

/// FSC095.
pub static RULE: Rule = Rule {
    code: "FSC095",
    name: "no-range",
    level: Level::Deny,
    summary: "a backfill has no days to compute",
    docs: r"## What
`fsc backfill --select` names no `--start`, and a selected node has no `start_date`; or the range ends before it begins.

## Why
Which days are computed is never guessed.

## Bad
```console
$ fsc backfill --select brand_contact_book
```

## Good
```console
$ fsc backfill --select brand_contact_book --start 2023-08-01 --end 2023-08-30
```
",
};

/// Nothing says where the days of `name` begin.
pub fn without_start(name: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("nothing says where the backfill of `{name}` begins"))
        .help("name the first day, `--start 2023-08-01`, or give it a `start_date`")
}

/// The range ends before it begins. The last hour of a day stands for the day.
pub fn backwards(first: AsOf, last: AsOf) -> Diagnostic {
    let last = if last.date() < first.date() {
        AsOf::midnight(last.date())
    } else {
        last
    };
    Diagnostic::new(&RULE, format!("the range ends, {last}, before it begins, {first}"))
        .help("`--start` is the first day and `--end` the last; both count")
}
