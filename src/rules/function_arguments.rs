//! `function-arguments`: a function with a wrong number or type of arguments.

use super::Rule;
use crate::diagnostic::{Diagnostic, Place, Level};

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC122",
    name: "function-arguments",
    level: Level::Deny,
    summary: "a function with a wrong number or type of arguments",
    docs: r"## What
A call gives a function of Snowflake more or fewer arguments than it takes, or one of a type that it does not take and that is not
converted.

## Why
The query would fail when it runs.

## Bad
```sql
select brand_token, datediff(min(created_at), max(created_at)) as days from shop.orders group by 1
```

## Good
```sql
select brand_token, datediff(day, min(created_at), max(created_at)) as days from shop.orders group by 1
```
",
};

/// What is wrong with a call, and how the function is called.
pub fn diagnostic(message: &str, signature: &str, place: Place) -> Diagnostic {
    Diagnostic::new(&RULE, message)
        .at_place(place, "")
        .help(format!("the function is `{signature}`"))
}
