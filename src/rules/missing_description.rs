//! A feature view or feature that nobody described.

use crate::diagnostic::{Diagnostic, Level};
use crate::project::model::Project;
use crate::rules::Rule;

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC340",
    name: "missing-description",
    level: Level::Warn,
    summary: "a feature view or feature without a description",
    docs: r#"## What
A feature view or a feature has no `description`, or an empty one.

## Why
A feature is a number with a meaning. Who does not know the meaning cannot reuse it, and builds it a second time.

## Bad
```toml
[[feature_view]]
sql = "brand_contact_book.sql"

[feature_view.features.number_of_contact_books_found]
```

## Good
```toml
[[feature_view]]
sql = "brand_contact_book.sql"
description = "How many retailers know a brand"

[feature_view.features.number_of_contact_books_found]
description = "Retailers with the brand in their address book"
```

## Cannot see
Whether a description says anything, or is true.
"#,
};

/// Every feature view and feature without a description.
pub fn check(project: &Project) -> Vec<Diagnostic> {
    let is_missing =
        |description: &Option<String>| description.as_ref().is_none_or(|text| text.trim().is_empty());
    let mut findings = Vec::new();
    for view in &project.views {
        let name = &view.definition.name;
        if is_missing(&view.definition.description) {
            let message = format!("the feature view `{name}` has no description");
            findings.push(
                Diagnostic::new(&RULE, message)
                    .at(view.definition.span, "")
                    .help("say in `description` what its features have in common"),
            );
        }
        for feature in &view.features {
            if is_missing(&feature.description) {
                let message = format!(
                    "the feature `{}` of `{name}` has no description",
                    feature.column
                );
                findings.push(
                    Diagnostic::new(&RULE, message)
                        .at(feature.span, "")
                        .help("say in `description` what the number means, and its unit"),
                );
            }
        }
    }
    findings
}
