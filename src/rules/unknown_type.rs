//! `unknown-type`: a cast to a type that Snowflake does not have.

use super::Rule;
use crate::diagnostic::{Diagnostic, Level, Place};

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC128",
    name: "unknown-type",
    level: Level::Deny,
    summary: "a cast to a type that Snowflake does not have",
    docs: r"## What
A cast, `try_cast` or typed literal names a type that is none of Snowflake's: a misspelt one, or another database's. A name in quotes or with
its schema is let pass: it may be a type of one's own.

## Why
The query would fail when it runs, perhaps after an hour of others.

## Bad
```sql
select brand_token, sum(amount)::intger as sales from shop.orders group by 1
```

## Good
```sql
select brand_token, sum(amount)::integer as sales from shop.orders group by 1
```
",
};

/// A type, and the one that was probably meant.
pub fn diagnostic(name: &str, near: Option<&str>, place: Place) -> Diagnostic {
    let finding =
        Diagnostic::new(&RULE, format!("Snowflake has no type `{name}`")).at_place(place, "");
    match near {
        Some(near) => finding.help(format!("write `{}`", near.to_lowercase())),
        None => finding.help(
            "the types are `number(p, s)`, `float`, `varchar`, `boolean`, `date`, `timestamp_ntz`, `variant` and their like",
        ),
    }
}
