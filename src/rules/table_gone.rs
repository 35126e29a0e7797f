//! FSC553 `table-gone`: the ledger has as-of times of a table that is not in the target.

use super::Rule;
use super::missing_as_of::{Asked, together};
use super::named::of_id;
use crate::diagnostic::{Diagnostic, Level};
use crate::intervals::{Gone, Missing, Span};
use crate::ledger::Lost;
use crate::project::time::AsOf;
use crate::sql::name::{Dialect, RelationName};

/// FSC553.
pub static RULE: Rule = Rule {
    code: "FSC553",
    name: "table-gone",
    level: Level::Deny,
    summary: "the ledger has as-of times of a table that is not in the target",
    docs: r"## What
The ledger in the target lists as-of times of a table, and nothing of that name is there, or nothing that the role of the target
can see. Somebody dropped or renamed it, or its definition names another place since. A merged table is then not computed, nor is
what reads it. What reads a rebuilt table is not computed either, unless the same command makes the table. Where `features_long`
or `features_static` is gone, no feature view is computed, and nothing that reads one. `fsc status` counts such as-of times as
missing and says what is gone.

## Why
Computed as usual, a merged table would be made anew with one as-of time, and the ledger would go on to list all of them: the
history would be lost without a word. A new table would also stand in the way of the old one, where that can be had back.

`--force` of a backfill and `--full-refresh` of a run say that it may be made anew. The ledger notes first what is not there any
more (`undone`).

## Bad
```console
$ fsc run --ds 2023-08-05        # after `drop table commerce.driver_state`
```

## Good
```console
$ fsc snapshots restore driver_state latest
$ fsc run --ds 2023-08-05
```
```console
$ fsc backfill --select driver_state --start 2023-08-01 --end 2023-08-04 --force
$ fsc run --ds 2023-08-05
```
",
};

/// Tables of values that are gone.
#[derive(Debug, Clone)]
pub(crate) struct Values {
    /// The table of the store.
    pub(crate) relation: RelationName,
    /// The target's SQL.
    pub(crate) dialect: Dialect,
    /// Whether its values have as-of times.
    pub(crate) has_history: bool,
    /// The ids of the feature views of which the ledger has as-of times.
    pub(crate) views: Vec<String>,
    /// All of these together.
    pub(crate) lost: Lost,
}

/// A node is not computed as of `times`, in order: its own table is gone, or one that it reads.
pub(crate) fn diagnostic(
    node: &str,
    missing: &Missing,
    gone: &Gone,
    times: &[AsOf],
    asked: Asked,
) -> Diagnostic {
    let is_own = missing.node == node;
    let read = if is_own {
        String::new()
    } else {
        format!("it reads {}, and ", missing.node)
    };
    let message = format!("{node} was not computed: {read}{}", said(gone));
    let (name, until) = (&missing.name, missing.until);
    let found = ways_back(Diagnostic::new(&RULE, message), name, gone).about(node, times);
    if gone.is_merged {
        return found.help(anew(name, gone.lost));
    }
    found.help(format!(
        "make it first, `fsc run --ds {until} --select {name}`, or with what needs it: `{}`",
        together(node, times, asked)
    ))
}

/// That the table of `node` is gone, where nothing is computed.
pub(crate) fn told(node: &str, gone: &Gone) -> Diagnostic {
    let name = of_id(node);
    let found = Diagnostic::new(&RULE, format!("{node}: {}", said(gone)));
    let found = ways_back(found, name, gone);
    found.help(if gone.is_merged {
        anew(name, gone.lost)
    } else {
        let stood = gone.lost.stood_as_of;
        format!("make it again: `fsc run --ds {stood} --select {name}`")
    })
}

/// That the values of feature views are gone.
pub(crate) fn values(values: &Values) -> Diagnostic {
    let views = match values.views.len() {
        1 => "1 feature view".to_owned(),
        views => format!("{views} feature views"),
    };
    let message = format!(
        "`{}` is gone, in which the ledger has {} of {views}",
        values.relation,
        counted(values.lost)
    );
    let found = taken_back(
        Diagnostic::new(&RULE, message),
        &values.relation,
        values.dialect,
    );
    let Lost { first, last, .. } = values.lost;
    found.help(if values.has_history {
        format!(
            "compute all values anew: `fsc backfill --select resource_type:feature_view --start {first} --end {last} --force`"
        )
    } else {
        let names: Vec<&str> = values.views.iter().map(|view| of_id(view)).collect();
        format!(
            "compute all values anew: `fsc run --full-refresh --select {}`",
            names.join(" ")
        )
    })
}

fn said(gone: &Gone) -> String {
    format!(
        "`{}` is gone, of which the ledger has {}",
        gone.relation,
        counted(gone.lost)
    )
}

/// `4 as-of times (2023-08-01 to 2023-08-04)`.
fn counted(lost: Lost) -> String {
    let span = Span {
        first: lost.first,
        last: lost.last,
        times: lost.times,
    };
    match lost.times {
        1 => format!("1 as-of time ({span})"),
        times => format!("{times} as-of times ({span})"),
    }
}

/// How it came, and how the table comes back as it was.
fn ways_back(found: Diagnostic, name: &str, gone: &Gone) -> Diagnostic {
    let found = found.note("it was dropped or renamed, or its definition names another place since");
    let found = taken_back(found, &gone.relation, gone.dialect);
    if gone.has_copies {
        found.help(format!(
            "take the latest of its copies, where `fsc snapshots ls {name}` lists any: `fsc snapshots restore {name} latest`"
        ))
    } else {
        found
    }
}

fn taken_back(found: Diagnostic, relation: &RelationName, dialect: Dialect) -> Diagnostic {
    match dialect {
        Dialect::Snowflake => found.help(format!(
            "as long as Time Travel keeps it: `undrop table {}`",
            relation.quoted()
        )),
        Dialect::DuckDb => found,
    }
}

/// The command that makes a merged table anew with all that the ledger has of it.
fn anew(name: &str, Lost { first, last, .. }: Lost) -> String {
    format!("compute it anew: `fsc backfill --select {name} --start {first} --end {last} --force`")
}
