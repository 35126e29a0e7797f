//! FSC505 `wrong-source-type`: a column of a source's local file does not fit its declared type.

use super::Rule;
use crate::diagnostic::{Diagnostic, Level};
use crate::plan::MountedSource;
use crate::sql::name::Identifier;

/// FSC505.
pub static RULE: Rule = Rule {
    code: "FSC505",
    name: "wrong-source-type",
    level: Level::Deny,
    summary: "a column of a source's local file does not fit its declared type",
    docs: r#"## What
A source declares a type for a column, and its local file holds something that cannot become that type without loss.
A Parquet file says what it holds; in a CSV file every value is tried.

## Why
The warehouse has the declared type. Values that are changed on the way in would give features that production never
computes. Nothing was written.

## Bad
```toml
[source.columns]
created_at = "date"          # the file holds times of day as well
```

## Good
```toml
[source.columns]
created_at = "timestamp_ntz"
```
"#,
};

/// A Parquet column of another type.
pub(crate) fn other_type(
    mount: &MountedSource,
    column: &Identifier,
    declared: &str,
    held: &str,
) -> Diagnostic {
    Diagnostic::new(
        &RULE,
        format!(
            "column `{column}` of file `{}` is {held}, and source `{}` declares a type that is {declared} in DuckDB",
            mount.path, mount.relation
        ),
    )
    .at(mount.span, "")
    .help("declare the type that the file holds, or write the file anew with the declared type")
}

/// Values of a CSV column that are not of the declared type, with one of them.
pub(crate) fn wrong_values(
    mount: &MountedSource,
    column: &Identifier,
    declared: &str,
    count: &str,
    example: &str,
) -> Diagnostic {
    Diagnostic::new(
        &RULE,
        format!(
            "column `{column}` of file `{}` has values that are not of the declared type ({declared} in DuckDB), such as `{example}`",
            mount.path
        ),
    )
    .at(mount.span, "")
    .note(format!("{count} of its values do not fit"))
    .help("declare the type that the file holds, or mend the file")
}
