//! `unknown-star`: a star stands for columns that are not known.

use super::Rule;
use crate::diagnostic::{Diagnostic, Place, Level};

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC109",
    name: "unknown-star",
    level: Level::Deny,
    summary: "a star stands for columns that are not known",
    docs: r"## What
`select *` (or `t.*`) reads a relation whose columns are not known: a source without declared columns, a pivot, a table function. A
star over anything whose columns are known is fine.

## Why
What a query yields must be known before it runs. A column that someone adds to a source tomorrow would otherwise change what is stored.

## Bad
```sql
select * from production.brands -- a source that declares no columns
```

## Good
```sql
select token as brand_token, is_active from production.brands
```
",
};

/// A star for the unknown columns of `of`.
pub fn diagnostic(of: &str, place: Place) -> Diagnostic {
    Diagnostic::new(
        &RULE,
        format!("`*` stands for columns that are not known: those of {of}"),
    )
    .at_place(place, "")
    .help("list the columns, or declare those of the source (`columns = …`)")
}
