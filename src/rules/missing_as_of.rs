//! FSC550 `missing-as-of`: a node reads another whose values as of that time are not there.

use super::Rule;
use crate::diagnostic::{Diagnostic, Level};
use crate::intervals::Missing;

/// FSC550.
pub static RULE: Rule = Rule {
    code: "FSC550",
    name: "missing-as-of",
    level: Level::Deny,
    summary: "a node reads another that was not computed as of that time",
    docs: r"## What
A feature view or table reads another one of the project, which has no values as of the time that is computed: the ledger in
the target does not list them, and this command does not compute them. A table that is rebuilt, and a static view, hold one
state, which must be that of the time that is computed or a later one.

## Why
What it would read is yesterday's, or nothing at all. The values would look like any others, and be wrong.

## Bad
```console
$ fsc run --ds 2023-08-02 --select brand_sales_rank
```

## Good
```console
$ fsc run --ds 2023-08-02 --select +brand_sales_rank
```
",
};

/// A node needs what is missing, at `times` of its as-of times, of which `missing` names the first.
pub(crate) fn diagnostic(node: &str, missing: &Missing, times: usize) -> Diagnostic {
    let (needed, as_of) = (&missing.node, missing.as_of);
    let more = match times {
        0 | 1 => String::new(),
        2 => ", nor as of one more time".to_owned(),
        times => format!(", nor as of {} more times", times - 1),
    };
    let found = Diagnostic::new(
        &RULE,
        format!("{node} was not computed: it reads {needed}, which has no values as of {as_of}{more}"),
    );
    let found = match missing.stands_as_of {
        Some(at) => found.note(format!("{needed} stands as of {at}")),
        None => found,
    };
    found.help(format!(
        "compute it first, `fsc run --ds {as_of} --select {}`, or with what needs it: `--select +…`",
        missing.name
    ))
}
