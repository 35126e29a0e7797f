//! FSC532 `unknown-snapshot`: a table or a copy was named that there is not.

use super::Rule;
use super::named::list;
use crate::diagnostic::{Diagnostic, Level};

/// FSC532.
pub static RULE: Rule = Rule {
    code: "FSC532",
    name: "unknown-snapshot",
    level: Level::Deny,
    summary: "a table or a snapshot was named that there is not",
    docs: r"## What
`fsc snapshots` was given the name of a table that neither the project nor the ledger has, or of a copy that the ledger does
not list for that table, or one that it lists and that is not there any more; or an as-of day that several copies have.

## Why
There is nothing to restore or to drop. Only copies that fsc made are looked at: a table that was copied by hand is not one
of them, whatever its name is.

## Bad
```console
$ fsc snapshots restore daily_sales DAILY_SALES__SNAPSHOT__20230231
```

## Good
```console
$ fsc snapshots ls daily_sales
$ fsc snapshots restore daily_sales DAILY_SALES__SNAPSHOT__20230228
```
",
};

/// No table has this name; `known` are all that there are.
pub(crate) fn table<'k>(name: &str, known: impl IntoIterator<Item = &'k str>) -> Diagnostic {
    Diagnostic::new(
        &RULE,
        format!("no table `{name}` in the project or in the ledger"),
    )
    .did_you_mean(name, known)
    .help("`fsc snapshots ls` lists all copies with their tables")
}

/// What has this name is `kind`, "a feature view".
pub(crate) fn no_table(name: &str, kind: &str) -> Diagnostic {
    Diagnostic::new(
        &RULE,
        format!("`{name}` is {kind}: only tables have snapshots"),
    )
    .help("`fsc snapshots ls` lists all copies with their tables")
}

/// Several copies may be meant.
pub(crate) fn several<'k>(
    table: &str,
    name: &str,
    meant: impl IntoIterator<Item = &'k str>,
) -> Diagnostic {
    Diagnostic::new(
        &RULE,
        format!("`{name}` may mean several snapshots of `{table}`"),
    )
    .help(format!("name one of {}", list(meant)))
}

/// The project does not have this table any more.
pub(crate) fn retired(name: &str) -> Diagnostic {
    Diagnostic::new(
        &RULE,
        format!("`{name}` is no table of the project: its copies are not restored"),
    )
    .help("define it again; or read the copy, which is a table like any other")
}

/// The ledger lists no such copy; `known` are those that it lists for the table.
pub(crate) fn copy<'k>(
    table: &str,
    name: &str,
    known: impl IntoIterator<Item = &'k str>,
) -> Diagnostic {
    Diagnostic::new(&RULE, format!("no snapshot `{name}` of `{table}`"))
        .did_you_mean(name, known)
        .help(format!("`fsc snapshots ls {table}` lists all of them"))
}

/// The ledger lists the copy, and it is not there.
pub(crate) fn missing(table: &str, name: &str) -> Diagnostic {
    Diagnostic::new(
        &RULE,
        format!("the snapshot `{name}` of `{table}` is listed, but it is not in the target"),
    )
    .note("somebody dropped it, or the run that was to make it was stopped")
    .help(format!(
        "`fsc snapshots drop {table} {name}` takes it off the list"
    ))
}

/// Somebody has put something else in the place of the copy.
pub(crate) fn replaced(table: &str, name: &str) -> Diagnostic {
    Diagnostic::new(
        &RULE,
        format!("what is called like the snapshot `{name}` of `{table}` was not made by fsc"),
    )
    .note("its comment does not say `made by fsc`: somebody has put it in the place of the copy")
    .help("look at it, and drop or rename it by hand")
}
