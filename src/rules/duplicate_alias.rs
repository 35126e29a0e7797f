//! `duplicate-alias`: two relations of one name in a FROM clause.

use super::Rule;
use crate::diagnostic::{Diagnostic, Place, Level};
use crate::sql::name::Identifier;

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC118",
    name: "duplicate-alias",
    level: Level::Deny,
    summary: "two relations of one name in a FROM clause or WITH",
    docs: r"## What
Two relations in one FROM clause, or two common table expressions in one WITH, have the same alias or name.

## Why
Snowflake refuses the query, or `o.price` could mean either.

## Bad
```sql
select o.price from shop.orders as o join shop.offers as o on o.id = o.order_id
```

## Good
```sql
select orders.price from shop.orders join shop.offers on orders.id = offers.order_id
```
",
};

/// The second relation of a name.
pub fn diagnostic(name: &Identifier, in_with: bool, place: Place, first: Place) -> Diagnostic {
    let (message, help) = if in_with {
        (
            format!("two common table expressions are called `{name}`"),
            "give one of them another name",
        )
    } else {
        (
            format!("two relations in this FROM clause are called `{name}`"),
            "give one of them an alias of its own",
        )
    };
    Diagnostic::new(&RULE, message)
        .at_place(place, "")
        .at_place(first, "the first one")
        .help(help)
}
