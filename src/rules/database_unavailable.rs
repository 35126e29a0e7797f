//! FSC500 `database-unavailable`: the target's database could not be opened.

use super::{Rule, target_busy};
use crate::diagnostic::{Diagnostic, Level};
use crate::engine::EngineError;
use crate::project::model::Target;
use crate::template::settings::SettingError;

/// FSC500.
pub static RULE: Rule = Rule {
    code: "FSC500",
    name: "database-unavailable",
    level: Level::Deny,
    summary: "the target's database could not be opened",
    docs: r#"## What
fsc could not open the database of the target: the file is not a DuckDB database, the server lets nobody in, or the
operating system refused.

## Why
Nothing can run.

## Bad
```toml
[target.dev]
type = "duckdb"
path = "data/orders.parquet"
```

## Good
```toml
[target.dev]
type = "duckdb"
path = "target/dev.duckdb"
```
"#,
};

/// The database of a target could not be opened.
pub(crate) fn unavailable(target: &Target, error: &EngineError) -> Diagnostic {
    if let EngineError::Locked(_) = error {
        return target_busy::locked(target, error);
    }
    let said = error.to_string();
    let (problem, way_out) = said.split_once('\n').unwrap_or((&said, ""));
    let diagnostic = Diagnostic::new(
        &RULE,
        format!("target `{}` cannot be opened: {problem}", target.name),
    )
    .at(target.span, "");
    if way_out.is_empty() {
        diagnostic
    } else {
        diagnostic.help(way_out.to_owned())
    }
}

/// A setting of the target holds a template that it cannot hold.
pub(crate) fn unusable_setting(target: &Target, error: &SettingError) -> Diagnostic {
    Diagnostic::new(
        &RULE,
        format!("target `{}` cannot be opened: {error}", target.name),
    )
}
