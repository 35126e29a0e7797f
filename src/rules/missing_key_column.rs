//! `missing-key-column`: a key of the entity is not among the output columns.

use super::Rule;
use super::missing_column::yields;
use crate::diagnostic::{Diagnostic, Place, Level};
use crate::project::model::Entity;
use crate::sql::name::Identifier;

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC111",
    name: "missing-key-column",
    level: Level::Deny,
    summary: "a key of the entity is not among the output columns",
    docs: r#"## What
A feature view describes an entity, but its query does not yield all the columns that identify it.

## Why
Without its key a value cannot be stored: nobody would know which brand it describes.

## Bad
```sql
-- entity brand, keys = ["brand_token"]
select token, count(*) as orders from production.orders group by 1
```

## Good
```sql
-- entity brand, keys = ["brand_token"]
select token as brand_token, count(*) as orders from production.orders group by 1
```
"#,
};

/// A key without a column; `columns` are those that the query yields.
pub fn diagnostic(
    entity: &Entity,
    key: &Identifier,
    columns: &[&str],
    select_list: Place,
) -> Diagnostic {
    let message = format!(
        "the query yields no column `{key}`, a key of the entity `{}`",
        entity.name
    );
    Diagnostic::new(&RULE, message)
        .at_place(select_list, "this select list")
        .at(entity.span, "the entity is declared here")
        .note(yields(columns))
        .did_you_mean(key.as_written(), columns.iter().copied())
}
