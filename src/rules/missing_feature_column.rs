//! `missing-feature-column`: a declared feature is not among the output columns.

use super::Rule;
use super::missing_column::yields;
use crate::diagnostic::{Diagnostic, Level};
use crate::project::model::Feature;

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC110",
    name: "missing-feature-column",
    level: Level::Deny,
    summary: "a declared feature is not among the output columns",
    docs: r"## What
A feature view declares a feature, but its query yields no column of that name.

## Why
The feature would have no values.

## Bad
```toml
[feature_view.features.number_of_orders]
```
```sql
select brand_token, count(*) as orders from production.orders group by 1
```

## Good
```toml
[feature_view.features.number_of_orders]
```
```sql
select brand_token, count(*) as number_of_orders from production.orders group by 1
```
",
};

/// A feature without a column; `columns` are those that the query yields, `candidates` those of them that it is compared with.
pub fn diagnostic(feature: &Feature, columns: &[&str], candidates: &[&str]) -> Diagnostic {
    let name = feature.column.as_written();
    Diagnostic::new(&RULE, format!("the query yields no column `{name}`"))
        .at(feature.span, "this feature is declared here")
        .note(yields(columns))
        .did_you_mean(name, candidates.iter().copied())
}
