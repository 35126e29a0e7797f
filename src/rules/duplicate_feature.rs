//! Two features of one name for one entity.

use crate::diagnostic::{Diagnostic, Level};
use crate::project::model::{Feature, FeatureView};
use crate::rules::Rule;

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC013",
    name: "duplicate-feature",
    level: Level::Deny,
    summary: "two features of one name for one entity",
    docs: r#"## What
Two features of one entity have the same name, in one feature view or in two.

## Why
Values are stored by entity and feature: the second would overwrite the first.

## Bad
```toml
[[feature_view]]
sql = "brand_reach.sql"
features = { num_retailers = {} }

[[feature_view]]
sql = "brand_sales.sql"
features = { num_retailers = {} }
```

## Good
```toml
[[feature_view]]
sql = "brand_reach.sql"
features = { num_retailers_reached = {} }

[[feature_view]]
sql = "brand_sales.sql"
features = { num_retailers_sold_to = {} }
```
"#,
};

/// `feature` of `view` has the name of `first` of `first_view`.
pub fn at(
    view: &FeatureView,
    feature: &Feature,
    first_view: &FeatureView,
    first: &Feature,
) -> Diagnostic {
    let message = format!(
        "the feature `{}` of entity `{}` is declared twice",
        feature.column, view.entity
    );
    Diagnostic::new(&RULE, message)
        .at(feature.span, format!("in `{}`", view.definition.name))
        .at(first.span, format!("first in `{}`", first_view.definition.name))
        .help("name one of them otherwise, in its SQL and here")
}
