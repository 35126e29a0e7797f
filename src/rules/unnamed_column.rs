//! `unnamed-column`: an expression in the select list has no name.

use super::Rule;
use crate::diagnostic::{Diagnostic, Place, Level};

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC106",
    name: "unnamed-column",
    level: Level::Deny,
    summary: "an expression in the select list has no name",
    docs: r"## What
An output column is an expression without an alias, such as `count(*)`. A column that stands alone (`b.token`) has a name of
its own.

## Why
Features, keys and the columns of tables are known by name, and engines name such columns differently.

## Bad
```sql
select brand_token, count(*) from production.orders group by 1
```

## Good
```sql
select brand_token, count(*) as orders from production.orders group by 1
```
",
};

/// An expression without a name.
pub fn diagnostic(place: Place) -> Diagnostic {
    Diagnostic::new(&RULE, "this output column has no name")
        .at_place(place, "")
        .help("give it one: `… as name`")
}
