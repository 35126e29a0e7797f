//! FSC504 `missing-source-column`: the local file of a source lacks a declared column.

use super::Rule;
use crate::diagnostic::{Diagnostic, Level};
use crate::plan::MountedSource;
use crate::sql::name::Identifier;

/// FSC504.
pub static RULE: Rule = Rule {
    code: "FSC504",
    name: "missing-source-column",
    level: Level::Deny,
    summary: "the local file of a source lacks a declared column",
    docs: r#"## What
A source declares a column that its local file does not have.

## Why
SQL that reads the column would fail on the embedded target. Nothing was written.

## Bad
```toml
[source.columns]
token = "varchar"
url = "varchar"              # the file's header is: token,url_domain
```

## Good
```toml
[source.columns]
token = "varchar"
url_domain = "varchar"
```
"#,
};

/// `columns` are those that the file has.
pub(crate) fn missing(mount: &MountedSource, column: &Identifier, columns: &[&str]) -> Diagnostic {
    Diagnostic::new(
        &RULE,
        format!(
            "file `{}` has no column `{column}`, which source `{}` declares",
            mount.path, mount.relation
        ),
    )
    .at(mount.span, "")
    .note(format!("the file has the columns `{}`", columns.join("`, `")))
    .did_you_mean(column.as_written(), columns.iter().copied())
}
