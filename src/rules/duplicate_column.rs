//! `duplicate-column`: a query yields two columns of one name.

use super::Rule;
use crate::diagnostic::{Diagnostic, Place, Level};
use crate::sql::name::Identifier;

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC107",
    name: "duplicate-column",
    level: Level::Deny,
    summary: "a query yields two columns of one name",
    docs: r"## What
Two output columns have the same name. Plain names are compared without case, as Snowflake folds them. A star counts as all
the columns that it stands for.

## Why
A table cannot have two columns of one name, and which of them a feature would take is anybody's guess.

## Bad
```sql
select b.token, r.token from production.brands b join production.retailers r on r.brand = b.token
```

## Good
```sql
select b.token as brand_token, r.token as retailer_token
from production.brands b join production.retailers r on r.brand = b.token
```
",
};

/// A second column of a name.
pub fn diagnostic(name: &Identifier, place: Place, first: Place) -> Diagnostic {
    Diagnostic::new(&RULE, format!("two output columns are named `{name}`"))
        .at_place(place, "the second")
        .at_place(first, "the first")
        .help("give one another name: `… as name`, or leave it out of a star with `exclude`")
}
