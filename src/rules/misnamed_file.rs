//! A file that is not read for its name.

use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::Rule;
use crate::source::Span;

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC030",
    name: "misnamed-file",
    severity: Severity::Warning,
    summary: "a file that is not read for its name",
    docs: r"## What
A TOML or YAML file is called like a definition file, but not quite: `features.toml`, `source.yaml`, `Table.toml`. Or a
file under `macros/` looks like Jinja and does not end in `.sql`: `days.jinja`.

## Why
Definition files are found by name, and macros by the end of their name; this file is not read. It is an error where no
feature view and no table is found otherwise, and then also for a `schema.yml`, which dbt reads and fsc does not.

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

/// The file `name` under `macros/` is not read.
pub fn macros(span: Span, name: &str) -> Diagnostic {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    Diagnostic::new(&RULE, format!("`{name}` is not read: macros stand in files that end in `.sql`"))
        .at(span, "")
        .help(format!("rename it to `{stem}.sql`, or leave it out with `exclude` in `fsc.toml`"))
}

/// The file `name` is one of dbt's.
pub fn of_dbt(span: Span, name: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("`{name}` is not read: it is a file of dbt's"))
        .at(span, "")
        .help("define feature views in a `feature.yaml`, sources in a `sources.yaml`; `fsc schema` prints what they hold")
        .help("or leave it out with `exclude` in `fsc.toml`")
}
