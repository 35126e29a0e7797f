//! A definition file that defines nothing.

use crate::diagnostic::{Diagnostic, Level};
use crate::project::schema::FileKind;
use crate::rules::Rule;
use crate::source::{FileId, Span};

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC031",
    name: "empty-definition",
    level: Level::Warn,
    summary: "a definition file that defines nothing",
    docs: r#"## What
A definition file is empty, or holds no definition: a `feature.toml` without `[[feature_view]]`.

## Why
Either something is missing or the file is left over.

## Bad
```toml
# brand/feature.toml
entity = "brand"
```

## Good
```toml
# brand/feature.toml
entity = "brand"

[[feature_view]]
sql = "brand_contact_book.sql"
features = { number_of_contact_books_found = {} }
```
"#,
};

/// A file of a kind defines nothing.
pub fn at(file: FileId, kind: FileKind) -> Diagnostic {
    let key = match kind {
        FileKind::Project => "name",
        FileKind::Feature => "[[feature_view]]",
        FileKind::Table => "[[table]]",
        FileKind::Entity => "[[entity]]",
        FileKind::Sources => "[[source]]",
    };
    Diagnostic::new(&RULE, "this file defines nothing")
        .at(Span::whole(file), "")
        .help(format!("add a `{key}`, or remove the file"))
}
