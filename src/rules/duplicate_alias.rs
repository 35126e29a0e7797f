//! `duplicate-alias`: two relations of one name in a FROM clause.

use super::Rule;
use crate::diagnostic::{Diagnostic, Place, Level};
use crate::sql::name::Identifier;

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC118",
    name: "duplicate-alias",
    level: Level::Deny,
    summary: "two relations of one name in a FROM clause",
    docs: r"## What
Two relations in one FROM clause have the same alias or name.

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
pub fn diagnostic(name: &Identifier, place: Place, first: Place) -> Diagnostic {
    Diagnostic::new(
        &RULE,
        format!("two relations in this FROM clause are called `{name}`"),
    )
    .at_place(place, "")
    .at_place(first, "the first one")
    .help("give one of them an alias of its own")
}
