//! FSC500 `database-unavailable`: the target's database could not be opened.

use super::{Rule, target_busy};
use crate::diagnostic::{Diagnostic, Level};
use crate::engine::EngineError;
use crate::project::model::Target;
use crate::source::Span;
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
    lets_nobody_in(target.name.as_str(), Some(target.span), error)
}

/// The same of a target of which no more is known than its name and where it is defined.
pub(crate) fn lets_nobody_in(name: &str, at: Option<Span>, error: &EngineError) -> Diagnostic {
    let said = error.to_string();
    let (problem, way_out) = said.split_once('\n').unwrap_or((&said, ""));
    let mut diagnostic = Diagnostic::new(
        &RULE,
        format!("target `{name}` cannot be opened: {problem}"),
    );
    if let Some(span) = at {
        diagnostic = diagnostic.at(span, "");
    }
    match error {
        EngineError::Locked(_) => diagnostic.help("end that process, or wait for it, and try again"),
        EngineError::Statement(_)
        | EngineError::Interrupted
        | EngineError::Connection(_)
        | EngineError::SessionLost(_)
        | EngineError::Contention(_) => {
            if way_out.is_empty() {
                diagnostic
            } else {
                diagnostic.help(way_out.to_owned())
            }
        }
    }
}

/// A setting of the target holds a template that it cannot hold.
pub(crate) fn unusable_setting(target: &Target, error: &SettingError) -> Diagnostic {
    Diagnostic::new(
        &RULE,
        format!("target `{}` cannot be opened: {error}", target.name),
    )
}
