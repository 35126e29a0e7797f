//! `unsupported-construct`: the embedded target does not run a construct.

use super::Rule;
use crate::diagnostic::{Diagnostic, Place, Level};
use crate::sql::lower::Unsupported;

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC200",
    name: "unsupported-construct",
    level: Level::Deny,
    summary: "the embedded target does not run a construct",
    docs: r"## What
A query uses a function, a clause or a format that fsc does not know how to write for DuckDB with the same meaning. The query may be
fine on Snowflake.

## Why
A wrong value is worse than a refused one: nothing is passed to DuckDB in the hope that it fits.

## Bad
```sql
select brand_token, soundex(name) as sound from production.brands
```

## Good
```sql
select brand_token, lower(name) as name from production.brands
```
",
};

/// A construct that is not known to mean the same on DuckDB.
pub fn diagnostic(unsupported: &Unsupported, place: Place) -> Diagnostic {
    let diagnostic = Diagnostic::new(
        &RULE,
        format!("the embedded target does not run {}", unsupported.construct),
    )
    .at_place(place, "");
    match &unsupported.help {
        Some(help) => diagnostic.help(help),
        None => diagnostic.help("write it another way, or use a Snowflake target"),
    }
}

/// A query that is written differently for different days.
pub fn date_shapes_query(place: Place) -> Diagnostic {
    Diagnostic::new(
        &RULE,
        "the date changes how this query is written for the embedded target",
    )
    .at_place(place, "")
    .help("name a day: `--ds 2023-08-01`")
}
