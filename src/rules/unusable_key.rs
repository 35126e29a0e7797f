//! FSC129 `unusable-key`: a key of a type whose values have no one text.

use crate::diagnostic::{Diagnostic, Level, Place};
use crate::rules::Rule;
use crate::sql::name::Identifier;
use crate::sql::types::{Family, Type};

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC129",
    name: "unusable-key",
    level: Level::Deny,
    summary: "a key of an entity that is not a whole number, text, a boolean or a date",
    docs: r"## What
A feature view yields a key of its entity as a number with digits after the point, a timestamp, or something semi-structured. A
run refuses the same of what no declared column tells the type of (FSC511).

## Why
Values are stored and found by the text of their key. `1.5`, `1.50` and `1.4999999999999999` may be one number and are three
texts; the text of a timestamp depends on the session.

## Bad
```sql
select price::number(10, 2) as product_key, count(*) as orders from shop.orders group by 1
```

## Good
```sql
select product_id as product_key, count(*) as orders from shop.orders group by 1
```
",
};

/// A key that is yielded as this type, where it cannot be one.
pub fn of_type(key: &Identifier, data_type: Type, place: Place) -> Option<Diagnostic> {
    let cast = match data_type {
        Type::Number { scale: 0, .. } => return None,
        Type::Number { .. } | Type::Float => "number(38, 0)",
        _ => match data_type.family()? {
            Family::Datetime if data_type == Type::Date => return None,
            Family::Datetime => "date",
            Family::SemiStructured => "varchar",
            _ => return None,
        },
    };
    let message = format!("the key `{key}` is {data_type}, which has no one text");
    Some(
        Diagnostic::new(&RULE, message)
            .at_place(place, "")
            .help(format!(
                "cast it to `{cast}`, or take another column for it"
            )),
    )
}
