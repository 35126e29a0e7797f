//! FSC517 `changed-table`: a merged table has other columns than its query yields.

use super::Rule;
use crate::diagnostic::{Diagnostic, Level};

/// FSC517.
pub static RULE: Rule = Rule {
    code: "FSC517",
    name: "changed-table",
    level: Level::Deny,
    summary: "a merged table has other columns than its query yields",
    docs: r#"## What
The query of a table with `rebuild = false` yields a column that the table in the database lacks, lacks one that the table
has, or yields one of a type whose values the table's column does not hold unchanged.

## Why
A merge writes into the table as it was made first. It would round `1.2` to `1` in a column of whole numbers, insert the
same rows again at every run where that column is the key, and keep the last values of a column that is no longer
computed. Nothing was written.

## Bad
```sql
select brand_token, count(*) / 2 as score      -- the table was made when `score` was count(*)
from production.orders
group by 1
```

## Good
```sql
select brand_token, (count(*) / 2)::number(38, 0) as score
from production.orders
group by 1
```
Or say that the table is to follow its query: `on_schema_change = "append"` adds the columns that are new and leaves those
that are gone, `on_schema_change = "sync"` also drops and retypes. Or make the table anew (`fsc run --full-refresh --select
brands`), with the rows that the query yields then.
"#,
};

/// What of a column does not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Misfit<'t> {
    /// The table lacks it.
    New,
    /// The query lacks it.
    Gone,
    /// The table's type does not hold what the query yields.
    Type {
        /// The table's.
        kept: &'t str,
        /// The query's.
        yielded: &'t str,
    },
}

/// `column` of the table `relation` does not fit what `node` yields.
pub(crate) fn misfit(node: &str, relation: &str, column: &str, misfit: Misfit<'_>) -> Diagnostic {
    let name = node.split_once('.').map_or(node, |(_, name)| name);
    let (said, way_out) = match misfit {
        Misfit::New => (
            format!("`{node}` yields a column `{column}` that `{relation}` does not have"),
            "leave it out, or set `on_schema_change = \"append\"`: rows that are there get NULL",
        ),
        Misfit::Gone => (
            format!("`{node}` does not yield the column `{column}` of `{relation}`"),
            "yield it, or set `on_schema_change` to `\"append\"`, which leaves it, or `\"sync\"`, which drops it",
        ),
        Misfit::Type { kept, yielded } => (
            format!(
                "`{node}` yields `{column}` as {yielded}, and `{relation}` keeps it as {kept}, which would change values"
            ),
            "cast it in the query, or set `on_schema_change = \"sync\"`: the table's column takes the query's type, if every value in it fits",
        ),
    };
    Diagnostic::new(&RULE, said)
        .note("nothing was written")
        .help(way_out)
        .help(format!(
            "or make the table anew, with the rows that the query yields now: `fsc run --ds DATE --full-refresh --select {name}+`, DATE being the day that was \
             not written; its other as-of times are missing then"
        ))
}
