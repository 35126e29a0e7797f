//! FSC552 `gap-behind`: an as-of time is merged over what lacks the ones before.

use super::Rule;
use super::named::of_id;
use crate::diagnostic::{Diagnostic, Level};
use crate::intervals::{Span, listed};

/// FSC552.
pub static RULE: Rule = Rule {
    code: "FSC552",
    name: "gap-behind",
    level: Level::Warn,
    summary: "an as-of time is merged over what lacks the ones before it",
    docs: r"## What
A merged table, or a feature view with an `event_timestamp`, is computed as of a time, and the ledger does not have the time
before it, though earlier ones. A restored snapshot, a failed run and a day without a run leave such gaps. A command that computes
several as-of times says it of all of them at once. A rebuilt table has no gaps: it holds one state.

## Why
Where each run adds what is new of its day, the rows of the missing days are missing, in every copy of the table and in
whatever sums it up; a day that is filled in later does not make what was computed after it stale. Where the query yields all
that is not there yet (`where day > (select max(day) …)`, or all of the history), there is no gap in the rows.

## Bad
```console
$ fsc run --ds 2023-08-05        # the latest is 2023-08-02
```

## Good
```console
$ fsc run --ds 2023-08-05 --catch-up
```
",
};

/// `node` is computed as of the times `behind`, and holds nothing as of `gaps`: one before each of them, in order.
pub fn diagnostic(node: &str, behind: &[Span], gaps: &[Span]) -> Diagnostic {
    let (computed, behind, lacks) = (behind, listed(behind), listed(gaps));
    let found = Diagnostic::new(
        &RULE,
        format!("{node} as of {behind} is merged over what lacks {lacks}"),
    );
    let (Some(first), Some(end)) = (gaps.first(), computed.last()) else {
        return found;
    };
    found.help(format!(
        "compute all of it in order, and what was computed from it: `fsc backfill --select {}+ --start {} --end {} --force`",
        of_id(node),
        first.first,
        end.last
    ))
}
