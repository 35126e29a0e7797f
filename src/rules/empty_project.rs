//! A project without feature views and tables.

use crate::diagnostic::{Diagnostic, Level};
use crate::rules::Rule;
use crate::source::Span;

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC032",
    name: "empty-project",
    level: Level::Warn,
    summary: "a project without feature views and tables",
    docs: r"## What
No `feature.toml` and no `table.toml` was found below the project's root.

## Why
There is nothing to compile or to run.

## Bad
```text
fsc.toml
brand_contact_book.sql
```

## Good
```text
fsc.toml
brand/feature.toml
brand/brand_contact_book.sql
```
",
};

/// Nothing was found.
pub fn at(project: Span) -> Diagnostic {
    Diagnostic::new(&RULE, "the project has no feature views and no tables")
        .at(project, "")
        .help("add a `feature.toml` anywhere below this file")
}
