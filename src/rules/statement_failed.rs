//! FSC510 `statement-failed`: the database refused a statement.

use super::Rule;
use crate::diagnostic::{Diagnostic, Level};
use crate::emit::STAGE;
use crate::engine::{EngineError, full_disk};
use crate::sql::name::RelationName;

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

/// A merged table that was made as transient is to have permanent copies.
pub(crate) fn no_permanent_copy(node: &str, table: &RelationName) -> Diagnostic {
    Diagnostic::new(
        &RULE,
        format!("{node} failed: `{table}` is transient, and Snowflake makes no permanent copy of a transient table"),
    )
    .note("it was made when the project said `transient = true`; nothing was written")
    .help("`--full-refresh` makes it anew, as permanent; or set `transient = true` again")
}

/// A transient copy is to become a permanent table.
pub(crate) fn no_permanent_table(table: &str, copy: &str) -> Diagnostic {
    Diagnostic::new(
        &RULE,
        format!("restoring the snapshot failed: `{copy}` is transient, and Snowflake makes no permanent table of a transient one"),
    )
    .note(format!("`{table}` is not `transient` any more; nothing was written"))
    .help("set `transient = true` for the table, restore, and build it anew with `--full-refresh` where it is to be permanent")
}

/// An error in fsc itself, of which this is all that is known, ended a node.
pub(crate) fn panicked(node: &str, said: &str) -> Diagnostic {
    Diagnostic::new(
        &RULE,
        format!("{node} failed: an error in fsc itself: {said}"),
    )
    .help("report it with the output of `fsc debug`")
}

/// A node waits for what waits for it.
pub(crate) fn never_started(node: &str) -> Diagnostic {
    panicked(node, "what it waits for never ends")
}

fn diagnostic(what: &str, purpose: &str, error: &EngineError) -> Diagnostic {
    let message = error.to_string();
    let mut lines = message.lines();
    let first = lines.next().unwrap_or_default();
    let diagnostic = Diagnostic::new(&RULE, format!("{what}: {first}")).note(if purpose == STAGE {
        "while the query ran".to_owned()
    } else {
        format!("the statement was for: {purpose}")
    });
    // DuckDB: a relation of another kind has the name. Snowflake: the same.
    let is_taken = first.starts_with("Catalog Error: Existing object ")
        || (first.contains(" already exists as ") && first.contains("Object "));
    let diagnostic = if is_taken {
        diagnostic.help(
            "it had another kind when the name was something else's: if its rows are not needed, drop it by hand",
        )
    } else if full_disk::is_said(&message) {
        diagnostic.help(full_disk::WAY_OUT)
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
