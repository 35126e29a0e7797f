//! FSC501 `engine-not-available`: this build of fsc cannot run on the target.

use super::Rule;
use crate::diagnostic::{Diagnostic, Level};
use crate::project::model::Target;

/// FSC501.
pub static RULE: Rule = Rule {
    code: "FSC501",
    name: "engine-not-available",
    level: Level::Deny,
    summary: "this build of fsc cannot run on the target",
    docs: r#"## What
The target is one that this fsc compiles for but does not run on: it was built without the feature `snowflake`, or without
`duckdb`. Or a command asks the binder of a target that is Snowflake, which binds only over a connection.

## Why
Saying so is better than running half.

## Bad
```console
$ fsc check --bind --target prod     # type = "snowflake"
```

## Good
```console
$ fsc check --bind --target dev      # type = "duckdb"
```
"#,
};

/// Only DuckDB's binder can be asked without a connection.
pub(crate) fn no_binder(target: &Target) -> Diagnostic {
    Diagnostic::new(
        &RULE,
        format!(
            "target `{}` is Snowflake, and only the binder of DuckDB can be asked",
            target.name
        ),
    )
    .at(target.span, "")
    .help("name a target of type `duckdb`: `--target NAME`")
}

/// The embedded database was left out of this build.
#[cfg(not(feature = "duckdb"))]
pub(crate) fn without_duckdb(target: &Target) -> Diagnostic {
    Diagnostic::new(
        &RULE,
        format!(
            "target `{}` is DuckDB, and this fsc was built without the feature `duckdb`",
            target.name
        ),
    )
    .at(target.span, "")
    .help("build fsc with its default features")
}

/// The client for Snowflake was left out of this build.
#[cfg(not(feature = "snowflake"))]
pub(crate) fn without_snowflake(target: &Target) -> Diagnostic {
    Diagnostic::new(
        &RULE,
        format!(
            "target `{}` is Snowflake, and this fsc was built without the feature `snowflake`",
            target.name
        ),
    )
    .at(target.span, "")
    .help("build fsc with its default features; `fsc compile` writes the statements without a connection")
}
