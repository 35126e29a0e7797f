//! `reads-store-table`: a query reads a table of the offline store itself.

use super::Rule;
use crate::diagnostic::{Diagnostic, Place, Level};
use crate::sql::name::RelationName;

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC104",
    name: "reads-store-table",
    level: Level::Deny,
    summary: "a query reads a table of the offline store itself",
    docs: r"## What
A query reads `features_long`, `features_static` or another table that fsc keeps. Feature values are read through the relation
of the feature view that makes them: `<store schema>.<view>`, with a column a key and a feature.

## Why
A read of the store itself hides which views are meant, so that they could not be computed first, and a changed store would break the query.

## Bad
```sql
select entity_id, value from feature_store.features_long where feature = 'orders_trailing_7_days'
```

## Good
```sql
select brand_token, orders_trailing_7_days from feature_store.brand_orders
```
",
};

/// A read of the store's own table.
pub fn diagnostic(name: &RelationName, place: Place) -> Diagnostic {
    Diagnostic::new(&RULE, format!("`{name}` is a table of the store itself"))
        .at_place(place, "")
        .help("read the relation of the feature view, with a column a feature: `<store schema>.<view>`")
}
