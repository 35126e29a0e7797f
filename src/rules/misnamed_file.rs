//! A file that is almost called like a definition file.

use crate::diagnostic::{Diagnostic, Level};
use crate::rules::Rule;
use crate::source::Span;

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC030",
    name: "misnamed-file",
    level: Level::Warn,
    summary: "a file that is almost called like a definition file",
    docs: r"## What
A TOML or YAML file is called like a definition file, but not quite: `features.toml`, `source.yaml`, `Table.toml`.

## Why
Definition files are found by name; this one is not read.

## Bad
```text
brand/features.toml
```

## Good
```text
brand/feature.toml
```
",
};

/// The file `name` is not read; `meant` would be.
pub fn at(span: Span, name: &str, meant: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("`{name}` is not read: definition files are called `{meant}`"))
        .at(span, "")
        .help(format!("rename it to `{meant}`, or leave it out with `exclude` in `fsc.toml`"))
}
