//! A project inside a project.

use std::path::Path;

use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::Rule;
use crate::source::Span;

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC029",
    name: "nested-project",
    severity: Severity::Error,
    summary: "a project inside a project",
    docs: r#"## What
A folder below the project's root holds an `fsc.toml` of its own.

## Why
Its definitions would be read as part of this project, with other targets and variables than they were written for.

## Bad
```text
fsc.toml
examples/small/fsc.toml
```

## Good
```toml
# fsc.toml
name = "marketplace"
exclude = ["examples"]
```
"#,
};

/// A second `fsc.toml`.
pub fn at(span: Span) -> Diagnostic {
    Diagnostic::new(&RULE, "another project stands inside this one")
        .at(span, "")
        .help("leave its folder out with `exclude` in the `fsc.toml` above, or remove this file")
}

/// `fsc init` would make a project in `folder`, below the project `outer`.
pub fn would_be(folder: &Path, outer: &Path) -> Diagnostic {
    let message = format!("`{}` lies in the project `{}`", folder.display(), outer.display());
    Diagnostic::new(&RULE, message)
        .note("a project inside it would be read as a part of it")
        .help("name a folder outside of it")
}
