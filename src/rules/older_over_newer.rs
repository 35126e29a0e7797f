//! FSC098 `older-over-newer`: an as-of time is merged over what later ones left.

use super::Rule;
use crate::diagnostic::{Diagnostic, Level};
use crate::intervals::Earlier;
use crate::project::time::AsOf;

/// FSC098.
pub static RULE: Rule = Rule {
    code: "FSC098",
    name: "older-over-newer",
    level: Level::Warn,
    summary: "an as-of time is merged over what later as-of times left",
    docs: r"## What
A merged table, or a feature view with an `event_timestamp`, is computed as of a time while the target holds later ones of it.

## Why
Each time is merged over what the one before left. A row of an earlier day takes the place of a newer row of the same key.
That is right where a key holds its day (`unique_key = ['trip_date', 'driver_id']`), and takes the table back where it does
not (`unique_key = ['driver_id']`, the latest state of each driver).

## Bad
```console
$ fsc backfill --select driver_state --start 2023-08-02 --end 2023-08-02
```

## Good
```console
$ fsc backfill --select driver_state --start 2023-08-02 --force
```
",
};

/// `node` is computed as of `earlier`, and stands as of `latest`.
pub fn diagnostic(
    node: &str,
    latest: AsOf,
    earlier: Earlier,
    has_daily_copies: bool,
) -> Diagnostic {
    let finding = Diagnostic::new(
        &RULE,
        format!(
            "{node} as of {} is merged over what it holds as of {latest}",
            times(earlier)
        ),
    )
    .note("a row takes the place of a newer one of the same key");
    let finding = if has_daily_copies {
        finding.note("no copy is made as of an earlier day: it would have rows of later ones")
    } else {
        finding
    };
    finding.help(format!(
        "where a key does not hold its day, compute what follows anew: `fsc backfill --select {} --start {} --end {latest} --force`",
        super::named::of_id(node),
        earlier.first
    ))
}

/// `2023-08-01`, or `2023-08-01 to 2023-08-07`.
pub(super) fn times(Earlier { first, last }: Earlier) -> String {
    if first == last {
        first.to_string()
    } else {
        format!("{first} to {last}")
    }
}
