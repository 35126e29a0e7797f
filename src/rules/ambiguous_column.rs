//! `ambiguous-column`: a column that several relations in scope have.

use super::Rule;
use super::unknown_column::listed;
use crate::diagnostic::{Diagnostic, Place, Level};
use crate::sql::name::Identifier;

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC116",
    name: "ambiguous-column",
    level: Level::Deny,
    summary: "a column that several relations in scope have",
    docs: r"## What
A name without a qualifier stands for a column that several relations of the FROM clause have.

## Why
Snowflake refuses the query; and a reader cannot tell which one was meant.

## Bad
```sql
select brand_token from shop.orders join shop.returns on orders.id = returns.order_id
```

## Good
```sql
select orders.brand_token from shop.orders join shop.returns on orders.id = returns.order_id
```
",
};

/// A column that `relations` have.
pub fn diagnostic(name: &Identifier, relations: &[String], place: Place) -> Diagnostic {
    let message = if relations.len() > 1 {
        format!("the column `{name}` is ambiguous: {} have it", listed(relations, relations.len()))
    } else {
        format!("the column `{name}` is ambiguous: several columns are called so")
    };
    let finding = Diagnostic::new(&RULE, message).at_place(place, "");
    match relations.first() {
        Some(first) if relations.len() > 1 => {
            finding.help(format!("say which one is meant: `{first}.{name}`"))
        }
        _ => finding.help("give one of them another name where they are made"),
    }
}
