//! `key-type`: an entity key with another type than elsewhere.

use super::Rule;
use crate::diagnostic::{Diagnostic, Place, Level};
use crate::project::model::Entity;
use crate::sql::name::Identifier;
use crate::sql::types::Type;

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC125",
    name: "key-type",
    level: Level::Deny,
    summary: "an entity key with another type than elsewhere",
    docs: r"## What
Two feature views of one entity yield its key in types of different kinds: a number here, a text there.

## Why
Keys are stored as text, and `7` and `07` are two keys: rows of the two views would not meet in a join.

## Bad
```sql
-- in another view of the entity, retailer_id is a NUMBER
select to_varchar(retailer_id, '0000') as retailer_id, count(*) as orders from shop.orders group by 1
```

## Good
```sql
select retailer_id, count(*) as orders from shop.orders group by 1
```
",
};

/// A key of another type than `who` says.
pub fn diagnostic(
    entity: &Entity,
    key: &Identifier,
    found: Type,
    expected: Type,
    who: &str,
    place: Place,
) -> Diagnostic {
    Diagnostic::new(
        &RULE,
        format!("the key `{key}` is {found} here, but {expected} in {who}"),
    )
    .at_place(place, "")
    .at(entity.span, "the entity is declared here")
    .help(format!("convert it: `{key}::{}`", cast_name(expected)))
}

fn cast_name(data_type: Type) -> String {
    match data_type {
        Type::Number { .. } => "number".to_owned(),
        other => other.to_string().to_lowercase(),
    }
}
