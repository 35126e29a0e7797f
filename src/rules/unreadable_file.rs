//! A file that cannot be read.

use std::io;

use crate::diagnostic::{Diagnostic, Level};
use crate::rules::Rule;
use crate::source::Span;

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC002",
    name: "unreadable-file",
    level: Level::Deny,
    summary: "a file that cannot be read",
    docs: r"## What
A definition, macro or SQL file that exists by name could not be read: a directory has its name, a link leads nowhere
or in a circle, permissions are missing, or its text is not UTF-8.

## Why
Leaving the file out would compile a different project than the one on disk.

## Bad
```text
brand/feature.toml/        a directory by the name of a definition file
```

## Good
```text
brand/feature.toml
```
",
};

/// Reading failed.
pub fn io(span: Span, name: &str, error: &io::Error) -> Diagnostic {
    walked(span, name, &error.to_string())
}

/// Reading or walking failed for `reason`.
pub fn walked(span: Span, name: &str, reason: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("cannot read `{name}`: {reason}"))
        .at(span, "")
        .help("mend the file, or leave it out with `exclude` in `fsc.toml`")
}

/// The text is not UTF-8.
pub fn not_utf8(span: Span, name: &str, line: usize, is_utf16: bool) -> Diagnostic {
    let encoding = if is_utf16 { "; it looks like UTF-16" } else { "" };
    Diagnostic::new(
        &RULE,
        format!("`{name}` is not UTF-8: invalid bytes on line {line}{encoding}"),
    )
    .at(span, "the first byte that is not UTF-8")
    .help("save the file as UTF-8")
}
