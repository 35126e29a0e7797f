//! FSC503 `unreadable-source-file`: the local file of a source could not be read.

use super::Rule;
use crate::diagnostic::{Diagnostic, Level};
use crate::plan::MountedSource;

/// FSC503.
pub static RULE: Rule = Rule {
    code: "FSC503",
    name: "unreadable-source-file",
    level: Level::Deny,
    summary: "the local file of a source could not be read",
    docs: r"## What
The local file that stands in for a source is there, but DuckDB cannot read it as what its name says: Parquet, or CSV
with a header.

## Why
The nodes that read the source cannot be computed. Nothing was written.

## Bad
```console
$ gzip -c brands.csv > data/brands.parquet
```

## Good
```console
$ cp brands.csv data/brands.csv
```
",
};

/// The engine's reason stands in a note.
pub(crate) fn unreadable(mount: &MountedSource, reason: &str) -> Diagnostic {
    Diagnostic::new(
        &RULE,
        format!(
            "file `{}` of source `{}` cannot be read",
            mount.path, mount.relation
        ),
    )
    .at(mount.span, "")
    .note(reason)
}
