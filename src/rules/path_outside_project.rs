//! A path that leaves the project.

use crate::diagnostic::{Diagnostic, Level};
use crate::project::load::relative::Outside;
use crate::rules::Rule;
use crate::source::{Span, Spanned};

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC020",
    name: "path-outside-project",
    level: Level::Deny,
    summary: "a path that leaves the project",
    docs: r#"## What
A path in a definition is absolute, goes above the project's root with `..`, or passes a symbolic link that leads out
of the project.

## Why
A project must compile to the same thing on every machine; what lies outside it is not part of it.

## Bad
```toml
[[feature_view]]
sql = "../../shared/brand.sql"
```

## Good
```toml
[[feature_view]]
sql = "brand.sql"
```
"#,
};

/// A path in a definition.
pub(crate) fn written(path: &Spanned<String>, outside: Outside) -> Diagnostic {
    let written = &path.value;
    let message = match outside {
        Outside::Empty => format!("`{written}` names no file"),
        Outside::Absolute => format!("the path `{written}` is absolute"),
        Outside::Above => format!("the path `{written}` leaves the project"),
        Outside::Link => format!("the path `{written}` leaves the project through a link"),
    };
    Diagnostic::new(&RULE, message)
        .at(path.span, "")
        .help("name a file of the project, relative to the folder of this file")
}

/// A link that was found below the root.
pub fn found(span: Span, path: &str, is_directory: bool) -> Diagnostic {
    let what = if is_directory { "folder" } else { "file" };
    Diagnostic::new(&RULE, format!("the {what} `{path}` is a link that leaves the project"))
        .at(span, "")
        .help(format!("move the {what} into the project, or leave `{path}` out with `exclude` in `fsc.toml`"))
}
