//! FSC550 `missing-as-of`: a node reads another whose values as of that time are not there.

use super::Rule;
use crate::diagnostic::{Diagnostic, Level};
use crate::intervals::Missing;
use crate::plan::{Plan, PlannedNode};

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

/// A planned node needs what is missing as of its times. The ways out are commands that can be given as they stand.
pub(crate) fn diagnostic(plan: &Plan, node: &PlannedNode, missing: &Missing) -> Diagnostic {
    let Missing {
        node: needed,
        name,
        as_of,
        until,
        has_one_state,
        stands_as_of,
    } = missing;
    let lacks = match node.times().len() {
        _ if *has_one_state => format!("does not stand as of {until}"),
        0 | 1 => format!("has no values as of {as_of}"),
        2 => format!("has no values as of {as_of}, nor as of one more time"),
        times => format!(
            "has no values as of {as_of}, nor as of {} more times",
            times - 1
        ),
    };
    let message = format!(
        "{} was not computed: it reads {needed}, which {lacks}",
        node.id
    );
    let found = Diagnostic::new(&RULE, message);
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
    found.help(format!(
        "compute it first, `{first}`, or with what needs it: `{}`",
        together(plan, node)
    ))
}

/// The command that computes a node with all that it needs, as of the times that were asked for.
fn together(plan: &Plan, node: &PlannedNode) -> String {
    let times = node.times();
    let (Some(first), Some(last)) = (times.first(), times.last()) else {
        return format!("fsc run --select +{}", node.name);
    };
    match (plan.by_interval, &plan.backfill) {
        (false, _) => format!("fsc run --ds {last} --select +{}", node.name),
        (true, None) => format!("fsc run --catch-up --select +{}", node.name),
        (true, Some(_)) => format!(
            "fsc backfill --select +{} --start {first} --end {last}",
            node.name
        ),
    }
}
