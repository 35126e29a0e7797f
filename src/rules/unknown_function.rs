//! `unknown-function`: a function that fsc does not know.

use super::Rule;
use crate::diagnostic::{Diagnostic, Place, Level};

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC126",
    name: "unknown-function",
    level: Level::Info,
    summary: "a function that fsc does not know",
    docs: r"## What
A query calls a function that is not among those of Snowflake that fsc knows. It may be new, or one of the user's own without its schema.

## Why
The type of its result is not known, so that checks are weaker from there on; a misspelt name fails when the query runs.

## Bad
```sql
select brand_token, iif(count(*) > 3, 1, 0) as is_popular from shop.orders group by 1
```

## Good
```sql
select brand_token, iff(count(*) > 3, 1, 0) as is_popular from shop.orders group by 1
```
",
};

/// A function, and one of a similar name.
pub fn diagnostic(name: &str, near: Option<&str>, place: Place) -> Diagnostic {
    let finding = Diagnostic::new(&RULE, format!("the function `{name}` is not known"))
        .at_place(place, "")
        .note("the type of its result is taken as unknown");
    match near {
        Some(near) => finding.help(format!("a similar function exists: `{near}`")),
        None => finding.help("a function of one's own is named with its schema: `analytics.my_function(…)`"),
    }
}
