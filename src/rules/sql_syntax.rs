//! `sql-syntax`: the rendered SQL does not parse.

use super::Rule;
use crate::diagnostic::{Diagnostic, Place, Level};
use crate::sql::parse::SqlError;

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC100",
    name: "sql-syntax",
    level: Level::Deny,
    summary: "the rendered SQL does not parse",
    docs: r"## What
The SQL that a template yields cannot be read as Snowflake's dialect. The message names the slip where it is known: a missing
comma, a bracket or a text that is never closed, a misspelt keyword, clauses in the wrong order, the words of another dialect.
Otherwise it says what was expected where. A few constructs of Snowflake that fsc cannot read are called so.

## Why
Nothing can be said about a query that cannot be read, and the target would refuse it.

## Bad
```sql
select brand_token, count(*) as orders
form production.orders
group by 1
```

## Good
```sql
select brand_token, count(*) as orders
from production.orders
group by 1
```
",
};

/// SQL that does not parse.
pub fn diagnostic(error: &SqlError, place: Place) -> Diagnostic {
    let diagnostic = Diagnostic::new(&RULE, error.kind.to_string()).at_place(place, "");
    match &error.help {
        Some(help) => diagnostic.help(help),
        None => diagnostic,
    }
}
