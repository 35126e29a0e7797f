//! `misplaced-aggregate`: an aggregate or window function where there can be none.

use super::Rule;
use crate::diagnostic::{Diagnostic, Place, Level};
use crate::sql::analyze::model::Clause;

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC120",
    name: "misplaced-aggregate",
    level: Level::Deny,
    summary: "an aggregate or window function where there can be none",
    docs: r"## What
An aggregate in WHERE, ON, GROUP BY or in another aggregate; a window function there or in HAVING.

## Why
WHERE decides which rows are grouped, so it cannot know the groups. Snowflake refuses the query.

## Bad
```sql
select brand_token, count(*) as orders from shop.orders where count(*) > 3 group by brand_token
```

## Good
```sql
select brand_token, count(*) as orders from shop.orders group by brand_token having count(*) > 3
```
",
};

/// A function in a clause, or in another aggregate.
pub fn diagnostic(
    function: &str,
    is_window: bool,
    clause: Clause,
    is_nested: bool,
    place: Place,
) -> Diagnostic {
    let kind = if is_window { "window function" } else { "aggregate" };
    let (place_name, help) = match clause {
        _ if is_nested => (
            "inside an aggregate",
            "compute the inner one in a subquery or common table expression",
        ),
        Clause::Where if is_window => ("in WHERE", "filter on it with QUALIFY"),
        Clause::Where => ("in WHERE", "filter on it with HAVING"),
        Clause::On => ("in the condition of a join", "compute it in a subquery first"),
        Clause::GroupBy => ("in GROUP BY", "compute it in a subquery first"),
        Clause::Having => ("in HAVING", "filter on it with QUALIFY"),
        Clause::Select | Clause::From | Clause::Qualify | Clause::OrderBy => {
            ("here", "compute it in a subquery first")
        }
    };
    Diagnostic::new(
        &RULE,
        format!("the {kind} `{function}` cannot stand {place_name}"),
    )
    .at_place(place, "")
    .help(help)
}
