//! A feature view or table that nobody answers for.

use crate::diagnostic::{Diagnostic, Level};
use crate::project::model::{Definition, Project};
use crate::rules::Rule;

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC341",
    name: "missing-author",
    level: Level::Allow,
    summary: "a feature view or table without an author",
    docs: r#"## What
Neither a feature view or table nor its file names an `author`. Off by default: a team of one needs none.

## Why
When values look wrong, somebody has to be asked.

## Bad
```toml
entity = "brand"

[[feature_view]]
sql = "brand_contact_book.sql"
```

## Good
```toml
entity = "brand"
author = "rafay"

[[feature_view]]
sql = "brand_contact_book.sql"
```

## Cannot see
Whether the author still works here.
"#,
};

/// Every feature view and table without an author.
pub fn check(project: &Project) -> Vec<Diagnostic> {
    let views = project.views.iter().map(|view| ("feature view", &view.definition));
    let tables = project.tables.iter().map(|table| ("table", &table.definition));
    views
        .chain(tables)
        .filter(|(_, definition)| is_missing(definition))
        .map(|(kind, definition)| {
            Diagnostic::new(&RULE, format!("the {kind} `{}` has no author", definition.name))
                .at(definition.span, "")
                .help("name one in `author`, here or at the top of the file")
        })
        .collect()
}

fn is_missing(definition: &Definition) -> bool {
    let author = definition.author.as_ref();
    author.is_none_or(|author| author.trim().is_empty())
}
