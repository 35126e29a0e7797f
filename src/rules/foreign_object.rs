//! FSC530 `foreign-object`: something that fsc did not make stands where it would make something.

use super::Rule;
use crate::diagnostic::{Diagnostic, Level};
use crate::emit::ownership::adoption;
use crate::plan::MountedSource;
use crate::sql::name::RelationName;

/// FSC530.
pub static RULE: Rule = Rule {
    code: "FSC530",
    name: "foreign-object",
    level: Level::Deny,
    summary: "something that fsc did not make stands where it would make something",
    docs: r"## What
A table or view of the name that a node (or the local file of a source) would get is there already, and fsc did not make
it: its comment does not say `made by fsc`, and the ledger does not know it from an older version of fsc either.

## Why
fsc drops, replaces and alters only what it has made. Who made this table is not known, nor who needs its rows; nothing
was touched.

## Bad
```sql
create table search.daily_orders (day date, orders int);    -- by hand, or by dbt; then: fsc run --select daily_orders
```

## Good
```sql
alter table search.daily_orders rename to search.daily_orders_of_before;
```
Or give the table of the project another name. Or hand the table over to fsc, which then replaces it, or merges into it:
```sql
comment on table search.daily_orders is 'made by fsc';
```
",
};

/// The relation `found`, of the type that the catalog calls `kind`, stands where `node` would write.
pub(crate) fn stands(node: &str, found: &RelationName, kind: &str) -> Diagnostic {
    let is_view = kind.to_ascii_uppercase().contains("VIEW");
    let noun = if is_view { "view" } else { "table" };
    let place = shown(found);
    Diagnostic::new(
        &RULE,
        format!("`{node}` was not written: a {noun} `{place}` is there that fsc did not make"),
    )
    .note("its comment does not say `made by fsc`, and the ledger does not know it: who made it is not known")
    .note("nothing was touched")
    .help("rename it, or drop it by hand, if its rows are not needed; or give the node another name")
    .help(format!(
        "to hand it over to fsc, which may replace it from then on: `{}`",
        adoption(is_view, found)
    ))
}

/// Something stands where the local file of a source would be a view.
pub(crate) fn instead_of_file(mount: &MountedSource, kind: &str) -> Diagnostic {
    let is_view = kind.to_ascii_uppercase().contains("VIEW");
    let noun = if is_view { "view" } else { "table" };
    Diagnostic::new(
        &RULE,
        format!(
            "`{}` cannot stand in for `{}`: a {noun} of that name is there that fsc did not make",
            mount.path, mount.relation
        ),
    )
    .at(mount.span, "")
    .note("its comment does not say `made by fsc`: who made it is not known")
    .help("rename it, or drop it by hand, if it is not needed")
}

fn shown(relation: &RelationName) -> String {
    let mut parts: Vec<String> = Vec::new();
    for part in [&relation.database, &relation.schema].into_iter().flatten() {
        parts.push(part.stored_name());
    }
    parts.push(relation.name.stored_name());
    parts.join(".")
}
