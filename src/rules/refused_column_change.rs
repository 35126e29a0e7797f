//! FSC531 `refused-column-change`: a table's columns cannot become what its query yields.

use super::Rule;
use super::named::{list, of_id};
use crate::diagnostic::{Diagnostic, Level};
use crate::sql::name::Identifier;

/// FSC531.
pub static RULE: Rule = Rule {
    code: "FSC531",
    name: "refused-column-change",
    level: Level::Deny,
    summary: "a table's columns cannot become what its query yields",
    docs: r#"## What
A table with `on_schema_change = "append"` or `"sync"` would have to change in a way that loses rows or values: a column
of its `unique_key` would be added or get another type; `unique_key` was edited, and rows have the same key now; values that are there do not fit the new type; a column would go
without which two rows have the same key; or Snowflake does not change one type into the other in place.

## Why
A merge keeps the rows that it does not touch, and they must mean afterwards what they meant before. Nothing was written.

## Bad
```sql
select day, 1.5::number(2, 1) as score    -- the table holds a score of 12
```

## Good
```sql
select day, 1.5::number(10, 1) as score
```
Or make the table anew, where its query yields all the rows that it is to have: `fsc run --full-refresh --select scores`.
"#,
};

/// Why a column cannot change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refusal<'t> {
    /// It belongs to the key, and the table lacks it.
    NewKey,
    /// It belongs to the key, and has another type.
    KeyType {
        /// The table's.
        kept: &'t str,
        /// The query's.
        yielded: &'t str,
    },
    /// Values that are there are not the same in the new type.
    Values {
        /// How many.
        count: &'t str,
        /// One of them.
        example: &'t str,
        /// The table's type.
        kept: &'t str,
        /// The query's.
        yielded: &'t str,
    },
    /// The engine does not change the type in place.
    InPlace {
        /// The table's.
        kept: &'t str,
        /// The query's.
        yielded: &'t str,
    },
    /// Without it, rows have the same key.
    RepeatedKeys {
        /// How many keys.
        count: &'t str,
    },
}

/// `column` of the table `relation` cannot become what `node` yields. `name` is the node's name alone.
pub(crate) fn refused(
    node: &str,
    relation: &str,
    column: &str,
    refusal: Refusal<'_>,
) -> Diagnostic {
    let (said, way_out) = match refusal {
        Refusal::NewKey => (
            format!("`{column}` of the `unique_key` of `{node}` is no column of `{relation}`, and its rows would have no key"),
            "take it out of `unique_key`".to_owned(),
        ),
        Refusal::KeyType { kept, yielded } => (
            format!("`{column}` of the `unique_key` of `{node}` is {yielded} in the query and {kept} in `{relation}`"),
            format!("cast it to {kept} in the query: the type of a key does not change"),
        ),
        Refusal::Values { count, example, kept, yielded } => {
            let values = if count == "1" { "value" } else { "values" };
            (
                format!("`{column}` of `{relation}` cannot become {yielded}: {count} {values} of {kept} would change, such as `{example}`"),
                "cast it in the query to a type that holds both".to_owned(),
            )
        }
        Refusal::InPlace { kept, yielded } => (
            format!("`{column}` of `{relation}` cannot become {yielded}: Snowflake does not change {kept} into it in place"),
            format!("cast it to {kept} in the query"),
        ),
        Refusal::RepeatedKeys { count } => {
            let keys = if count == "1" { "key" } else { "keys" };
            (
                format!("`{column}` of `{relation}` cannot go: without it, several rows have the same `unique_key` ({count} {keys})"),
                "yield it, and keep it in `unique_key`".to_owned(),
            )
        }
    };
    Diagnostic::new(&RULE, said)
        .note("nothing was written")
        .help(way_out)
        .help(format!("or {}", anew(node)))
}

/// Rows of the table `relation` have the same key: `node` had another one when they were written.
pub(crate) fn repeated_keys(
    node: &str,
    relation: &str,
    unique_key: &[Identifier],
    count: &str,
) -> Diagnostic {
    let keys = if count == "1" { "key" } else { "keys" };
    let columns = list(unique_key.iter().map(Identifier::as_written));
    let said = format!(
        "several rows of `{relation}` have the same {columns} ({count} {keys}), which `{node}` has as its `unique_key` now"
    );
    Diagnostic::new(&RULE, said)
        .note("nothing was written")
        .help("give it back the columns that it had")
        .help(format!("or {}", anew(node)))
}

fn anew(node: &str) -> String {
    format!(
        "make the table anew, where the query yields all the rows that it is to have: `fsc run --ds DATE --full-refresh --select {}+`, \
         DATE being the day that was not written; its other as-of times are missing then",
        of_id(node)
    )
}
