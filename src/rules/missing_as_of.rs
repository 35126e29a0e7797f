//! FSC550 `missing-as-of`: a node reads another whose values as of that time are not there.

use super::named::of_id;
use super::{Rule, table_gone};
use crate::diagnostic::{Diagnostic, Level};
use crate::intervals::Missing;
use crate::plan::Plan;
use crate::project::time::AsOf;

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

/// Which command computes a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asked {
    /// `fsc run`, as of one time.
    Run,
    /// `fsc run --catch-up`.
    CatchUp,
    /// `fsc backfill`.
    Backfill,
}

impl Asked {
    /// The command that a plan was made for.
    pub(crate) fn of(plan: &Plan) -> Self {
        match (plan.by_interval, &plan.backfill) {
            (false, _) => Self::Run,
            (true, None) => Self::CatchUp,
            (true, Some(_)) => Self::Backfill,
        }
    }
}

/// A node needs what is missing as of its `times`, in order, or what [is gone](table_gone). The ways out are commands that can be given as they stand.
pub(crate) fn diagnostic(
    node: &str,
    missing: &Missing,
    times: &[AsOf],
    asked: Asked,
) -> Diagnostic {
    let Missing {
        node: needed,
        name,
        as_of,
        until,
        has_one_state,
        is_static,
        stands_as_of,
        gone,
    } = missing;
    if let Some(gone) = gone {
        return table_gone::diagnostic(node, missing, gone, times, asked);
    }
    let lacks = match times.len() {
        _ if *has_one_state => format!("does not stand as of {until}"),
        0 | 1 => format!("has no values as of {as_of}"),
        2 => format!("has no values as of {as_of}, nor as of one more time"),
        times => format!(
            "has no values as of {as_of}, nor as of {} more times",
            times - 1
        ),
    };
    let message = format!("{node} was not computed: it reads {needed}, which {lacks}");
    let found = Diagnostic::new(&RULE, message).about(node, times);
    let found = match stands_as_of {
        Some(at) => found.note(format!("{needed} stands as of {at}")),
        None if *has_one_state => found.note(format!("{needed} was never computed")),
        None => found,
    };
    let first = if *has_one_state || as_of == until {
        format!("fsc run --ds {until} --select {name}")
    } else {
        format!("fsc backfill --select {name} --start {as_of} --end {until}")
    };
    // A static view has no past, and no backfill computes it.
    found.help(if *is_static && asked != Asked::Run {
        format!("compute it first: `{first}`")
    } else {
        format!(
            "compute it first, `{first}`, or with what needs it: `{}`",
            together(node, times, asked)
        )
    })
}

/// The command that computes a node with all that it needs, as of the times that were asked for.
pub(super) fn together(node: &str, times: &[AsOf], asked: Asked) -> String {
    let name = of_id(node);
    match (asked, times) {
        (Asked::CatchUp, _) => format!("fsc run --catch-up --select +{name}"),
        (_, []) => format!("fsc run --select +{name}"),
        (Asked::Backfill, [first, .., last]) => {
            format!("fsc backfill --select +{name} --start {first} --end {last}")
        }
        (Asked::Backfill, [only]) => {
            format!("fsc backfill --select +{name} --start {only} --end {only}")
        }
        (Asked::Run, [.., last]) => format!("fsc run --ds {last} --select +{name}"),
    }
}
