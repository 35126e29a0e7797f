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
The target is one that this fsc compiles for but does not run on: running on Snowflake is not in this version, and a
build without the feature `duckdb` runs on no embedded database.

## Why
Saying so is better than running half.

## Bad
```console
$ fsc run --target prod         # type = "snowflake"
```

## Good
```console
$ fsc compile --target prod     # the statements for Snowflake, in target/compiled
$ fsc run --target dev          # type = "duckdb"
```
"#,
};

/// Running on Snowflake is a step of its own.
pub(crate) fn snowflake(target: &Target) -> Diagnostic {
    Diagnostic::new(
        &RULE,
        format!(
            "target `{}` is Snowflake, which this version of fsc compiles for but does not run on",
            target.name
        ),
    )
    .at(target.span, "")
    .help(format!(
        "see the statements with `fsc compile --target {0}`, or run on a target of type `duckdb`",
        target.name
    ))
}

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
