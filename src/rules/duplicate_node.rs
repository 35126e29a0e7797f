//! Two feature views or tables of one name.

use crate::diagnostic::{Diagnostic, Level};
use crate::project::model::Definition;
use crate::rules::Rule;

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC012",
    name: "duplicate-node",
    level: Level::Deny,
    summary: "two feature views or tables of one name",
    docs: r#"## What
Two feature views, two tables, or one of each have the same name, upper and lower case taken as one.

## Why
A node's name is how it is selected, what its compiled file is called and what its stored intervals are found by.

## Bad
```toml
[[feature_view]]
sql = "brand.sql"

[[feature_view]]
name = "brand"
sql = "brand_reach.sql"
```

## Good
```toml
[[feature_view]]
sql = "brand.sql"

[[feature_view]]
sql = "brand_reach.sql"
```
"#,
};

/// `node` has the name of `first`.
pub fn at(node: &Definition, first: &Definition) -> Diagnostic {
    Diagnostic::new(&RULE, format!("the name `{}` is taken", node.name))
        .at(node.span, "defined again here")
        .at(first.span, "first defined here")
        .help("give one of them another `name`")
}
