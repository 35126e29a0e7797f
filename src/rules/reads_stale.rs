//! FSC551 `reads-stale`: a node reads what an older definition computed.

use super::Rule;
use super::named::of_id;
use super::older_over_newer::times;
use crate::diagnostic::{Diagnostic, Level};
use crate::intervals::Earlier;
use crate::project::time::AsOf;

/// FSC551.
pub static RULE: Rule = Rule {
    code: "FSC551",
    name: "reads-stale",
    level: Level::Warn,
    summary: "a node reads what an older definition computed",
    docs: r"## What
A feature view or table is computed, and another one of the project that it reads is not: what stands of that was computed
before it was edited, or before something that it reads was.

## Why
The values come from the old definition: a column that is new there is NULL, one that was renamed is missing. They are noted
as stale, so that `fsc status` shows them and `fsc backfill` computes them anew once what they read is.

## Bad
```console
$ fsc run --ds 2023-08-02 --select brand_sales_rank      # brand_sales was edited
```

## Good
```console
$ fsc backfill --select +brand_sales_rank --start 2023-08-02 --end 2023-08-02
```
",
};

/// As of when something is read that an older definition computed.
#[derive(Debug, Clone, Copy)]
pub enum Older {
    /// As of times from a first to a last one.
    Of(Earlier),
    /// What has one state, as of when that stands; whether what reads it has one as well.
    Stands {
        /// As of when.
        at: AsOf,
        /// Whether what reads it has one state.
        by_one_state: bool,
    },
}

/// `node` is computed as of `of`, and reads what an older definition computed of `read`.
pub fn diagnostic(node: &str, read: &str, of: Earlier, older: Older) -> Diagnostic {
    let said = format!(
        "{node} as of {} reads {read} as an older definition computed it",
        times(of)
    );
    let select = of_id(node);
    // A run computes each at its own latest time, which of another cadence may not be the one that is read.
    let both = match older {
        Older::Stands { at, by_one_state } if by_one_state || (of.first == of.last && at <= of.last) => {
            format!("`fsc run --ds {} --select +{select}`", at.max(of.last))
        }
        Older::Stands { at, .. } => {
            let (at, read) = (at.max(of.last), of_id(read));
            let (first, last) = (of.first, of.last);
            format!(
                "`fsc run --ds {at} --select +{read}`, then `fsc backfill --select {select} --start {first} --end {last}`"
            )
        }
        Older::Of(needed) => {
            let (first, last) = (needed.first, of.last);
            format!("`fsc backfill --select +{select} --start {first} --end {last}`")
        }
    };
    Diagnostic::new(&RULE, said)
        .note("what is computed from it is noted as stale")
        .help(format!("compute both: {both}"))
}
