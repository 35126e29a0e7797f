//! A name that cannot be used.

use crate::diagnostic::{Diagnostic, Level};
use crate::rules::Rule;
use crate::source::Span;

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC011",
    name: "invalid-name",
    level: Level::Deny,
    summary: "a name that cannot be used",
    docs: r#"## What
A name of an entity, feature view or table is not made of ASCII letters, digits and `_`, beginning
with a letter, at most 200 of them; or a column's name is empty or holds control characters.

## Why
These names become file names, relations and parts of statements, on every system.

## Bad
```toml
[[feature_view]]
name = "brand contact-book"
sql = "brand.sql"
```

## Good
```toml
[[feature_view]]
name = "brand_contact_book"
sql = "brand.sql"
```
"#,
};

/// A name that is no file name and identifier everywhere.
pub fn plain(span: Span, what: &str, name: &str) -> Diagnostic {
    let finding = Diagnostic::new(&RULE, format!("`{name}` cannot name a {what}")).at(span, "");
    explain(finding, name)
}

/// The stem of a node's SQL file is no name.
pub fn stem(span: Span, what: &str, stem: &str) -> Diagnostic {
    let message = format!("`{stem}`, the file's stem, cannot name a {what}");
    explain(Diagnostic::new(&RULE, message).at(span, ""), stem)
        .help("give the node a `name`, or rename the file")
}

/// A name that could not even be quoted.
pub fn identifier(span: Span, what: &str, name: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("`{}` cannot name {what}", name.escape_debug()))
        .at(span, "")
        .help("a name in SQL has 1 to 255 bytes and no control characters")
}

fn explain(finding: Diagnostic, name: &str) -> Diagnostic {
    let finding = finding.note(
        "a name has letters (a to z), digits and `_`, begins with a letter, and is at most 200 long",
    );
    let words = name.split(|character: char| !character.is_ascii_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    let mended = words.join("_");
    if mended.starts_with(|first: char| first.is_ascii_alphabetic()) && mended.len() <= 200 {
        return finding.help(format!("`{mended}` would do"));
    }
    finding.help("choose another name")
}
