//! `undeclared-column`: a query yields a column that is not declared.

use super::Rule;
use crate::diagnostic::{Diagnostic, Place, Level};
use crate::project::model::FeatureView;
use crate::sql::name::Identifier;

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC112",
    name: "undeclared-column",
    level: Level::Warn,
    summary: "a query yields a column that is not declared",
    docs: r"## What
A feature view yields a column that is neither a key of its entity, nor a declared feature, nor the event timestamp.

## Why
The column is computed and thrown away; often it is a feature that someone forgot to declare.

## Bad
```toml
[feature_view.features.orders]
```
```sql
select brand_token, count(*) as orders, sum(price) as sales from production.orders group by 1
```

## Good
```toml
[feature_view.features.orders]
[feature_view.features.sales]
```
```sql
select brand_token, count(*) as orders, sum(price) as sales from production.orders group by 1
```
",
};

/// A column that nobody declared.
pub fn diagnostic(name: &Identifier, view: &FeatureView, place: Place) -> Diagnostic {
    Diagnostic::new(&RULE, format!("the output column `{name}` is not declared"))
        .at_place(place, "")
        .note(format!(
            "its values are not stored by the feature view `{}`",
            view.definition.name
        ))
        .help(format!(
            "declare it as a feature: `[feature_view.features.{name}]`, or remove it"
        ))
}
