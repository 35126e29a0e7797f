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
An aggregate in WHERE, ON, GROUP BY or in another aggregate; a window function there, in HAVING or in another window
function; an alias of one of them there. And the reverse: QUALIFY in a SELECT without a window function.

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
    inside: Option<&str>,
    place: Place,
) -> Diagnostic {
    let kind = if is_window { "window function" } else { "aggregate" };
    let (place_name, help) = match clause {
        Clause::Where if is_window => ("in WHERE", "filter on it with QUALIFY"),
        Clause::Where => ("in WHERE", "filter on it with HAVING"),
        Clause::On => ("in the condition of a join", "compute it in a subquery first"),
        Clause::GroupBy => ("in GROUP BY", "compute it in a subquery first"),
        Clause::Having => ("in HAVING", "filter on it with QUALIFY"),
        Clause::Select | Clause::From | Clause::Qualify | Clause::OrderBy => {
            ("here", "compute it in a subquery first")
        }
    };
    let finding = |place_name: &str, help| {
        let message = format!("the {kind} `{function}` cannot stand {place_name}");
        Diagnostic::new(&RULE, message).at_place(place, "").help(help)
    };
    match inside {
        Some(inside) => finding(
            &format!("inside {inside}"),
            "compute the inner one in a subquery or common table expression",
        ),
        None => finding(place_name, help),
    }
}

/// QUALIFY without anything that it is there for.
pub fn qualify(place: Place) -> Diagnostic {
    Diagnostic::new(&RULE, "QUALIFY needs a window function to filter on")
        .at_place(place, "")
        .help("filter with WHERE, or on groups with HAVING")
}
