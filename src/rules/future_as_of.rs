//! An as-of time in the future.

use crate::diagnostic::{Diagnostic, Level};
use crate::project::time::AsOf;
use crate::rules::Rule;

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC093",
    name: "future-as-of",
    level: Level::Deny,
    summary: "an as-of time is in the future",
    docs: "\
## What
`--ds` or `--end` names an as-of time after now.

## Why
A value describes what is known before its as-of time. Computed too early, it would lack data that is still to come, and
stand in the store as if it were whole.

## Bad
```console
$ fsc run --ds 2999-01-01
```

## Good
```console
$ fsc run --ds 2023-08-01
```
",
};

/// The namespace's days of the view `view` end after `now`.
pub fn of_namespace(view: &str, last: AsOf, now: AsOf) -> Diagnostic {
    Diagnostic::new(
        &RULE,
        format!("the backfill of `{view}` ends on {last}, which is in the future"),
    )
    .note(format!("it is now {} UTC", now.sql()))
    .help("name an earlier last day, `--end`, or change the `end_date` of its `backfill`")
}

/// `as_of` is after `now`.
pub fn later_than(as_of: AsOf, now: AsOf) -> Diagnostic {
    Diagnostic::new(&RULE, format!("the as-of time {as_of} is in the future"))
        .note(format!("it is now {} UTC", now.sql()))
        .help("leave it out: then it is the latest as-of time of each view")
}
