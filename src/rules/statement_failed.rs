//! FSC510 `statement-failed`: the database refused a statement.

use super::Rule;
use crate::diagnostic::{Diagnostic, Level};
use crate::engine::EngineError;

/// FSC510.
pub static RULE: Rule = Rule {
    code: "FSC510",
    name: "statement-failed",
    level: Level::Deny,
    summary: "the database refused a statement",
    docs: r"## What
The database returned an error for a statement of a node, or of the set-up of a run. The message names what the
statement was for; the database's own words stand in a note.

## Why
The node's transaction was rolled back: the store holds what it held before. Where the message says that the node was
written, its values are there and what comes after them is not: its wide view, or the snapshot of a table. Nodes that
depend on it were skipped. A rerun completes what is missing.

## Bad
```sql
select token as brand_token, 1 / 0 as ratio, sqrt(-1) as root from production.brands
```

## Good
```sql
select token as brand_token, div0(1, 0) as ratio, null as root from production.brands
```
",
};

/// `subject` is the node or the part of the run, `purpose` what the statement was for.
pub(crate) fn refused(subject: &str, purpose: &str, error: &EngineError) -> Diagnostic {
    diagnostic(&format!("{subject} failed"), purpose, error)
}

/// The same of a node whose values or table were written before the statement was sent.
pub(crate) fn refused_after_write(node: &str, purpose: &str, error: &EngineError) -> Diagnostic {
    diagnostic(
        &format!("{node} was written, and failed after that"),
        purpose,
        error,
    )
}

/// An error in fsc itself, of which this is all that is known, ended a node.
pub(crate) fn panicked(node: &str, said: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("{node} failed: an error in fsc itself: {said}"))
        .help("report it with the output of `fsc debug`")
}

fn diagnostic(what: &str, purpose: &str, error: &EngineError) -> Diagnostic {
    let message = error.to_string();
    let mut lines = message.lines();
    let first = lines.next().unwrap_or_default();
    let diagnostic = Diagnostic::new(&RULE, format!("{what}: {first}"))
        .note(format!("the statement was for: {purpose}"));
    // DuckDB: a relation of another kind has the name. Snowflake: the same.
    let is_taken = first.starts_with("Catalog Error: Existing object ")
        || (first.contains(" already exists as ") && first.contains("Object "));
    let diagnostic = if is_taken {
        diagnostic.help(
            "it had another kind when the name was something else's: if its rows are not needed, drop it by hand",
        )
    } else {
        diagnostic
    };
    let rest = lines.collect::<Vec<_>>().join("\n");
    if rest.trim().is_empty() {
        diagnostic
    } else {
        diagnostic.note(rest.trim().to_owned())
    }
}
