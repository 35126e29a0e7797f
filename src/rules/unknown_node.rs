//! A node that the project does not have.

use crate::diagnostic::{Diagnostic, Level};
use crate::rules::Rule;

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC090",
    name: "unknown-node",
    level: Level::Deny,
    summary: "a feature view or table was named that the project does not have",
    docs: "\
## What
A command was given the name of a feature view or table that the project does not have.

## Why
There is nothing to show.

## Bad
```console
$ fsc show brand_contact_bok
```

## Good
```console
$ fsc show brand_contact_book
```
",
};

/// No node or column has this name; `known` are the nodes, and the features as `entity.feature`.
pub fn column<'k>(name: &str, known: impl IntoIterator<Item = &'k str>) -> Diagnostic {
    Diagnostic::new(&RULE, format!("no feature, feature view or table `{name}`"))
        .did_you_mean(name, known)
        .help("name a feature as `entity.feature`, a column as `node.column`; `fsc ls` lists all nodes")
}

/// A source has no such column; `known` are its columns as `source.column`.
pub fn source_column<'k>(name: &str, known: impl IntoIterator<Item = &'k str>) -> Diagnostic {
    Diagnostic::new(&RULE, format!("no column `{name}` is declared"))
        .did_you_mean(name, known)
        .help("the columns of a source stand in its definition, in `[source.columns]`")
}

/// A source was named, which is no query of the project's.
pub fn source(name: &str) -> Diagnostic {
    Diagnostic::new(
        &RULE,
        format!("`{name}` is a source: the project reads it, and has no statements of it"),
    )
    .help(format!("`fsc ls --select {name}+` lists what reads it"))
}

/// No node has this name; `known` are all that there are.
pub fn named<'k>(name: &str, known: impl IntoIterator<Item = &'k str>) -> Diagnostic {
    Diagnostic::new(&RULE, format!("no feature view or table `{name}`"))
        .did_you_mean(name, known)
        .help("`fsc ls` lists all of them")
}
