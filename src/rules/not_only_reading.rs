//! A query that writes, or is not one query.

use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Place, Level};
use crate::rules::Rule;
use crate::source::SourceFile;

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC091",
    name: "not-only-reading",
    level: Level::Deny,
    summary: "`fsc query` was given something other than one query that reads",
    docs: "\
## What
`fsc query` was given a statement that writes, several statements, text that does not parse, or a function of Snowflake's
system that does something (`SYSTEM$CANCEL_QUERY`).

## Why
What stands in the store is made by `fsc run` alone: a query only looks at it.

## Bad
```console
$ fsc query 'delete from feature_store.features_long'
```

## Good
```console
$ fsc query 'select count(*) from feature_store.features_long'
```
",
};

/// There is no query, and a terminal to ask for one.
pub fn nothing_given() -> Diagnostic {
    Diagnostic::new(&RULE, "no query was given")
        .help("write it as an argument, `fsc query \"select 1\"`, or in a file, `fsc query < question.sql`")
}

/// Stdin cannot be read as text.
pub fn unreadable(error: &std::io::Error) -> Diagnostic {
    Diagnostic::new(&RULE, format!("the query on stdin cannot be read: {error}"))
}

/// `reason` says what is wrong at `range` of the query.
pub fn refused(file: &Arc<SourceFile>, range: Range<usize>, reason: &str) -> Diagnostic {
    Diagnostic::new(&RULE, reason).at_place(Place::Rendered(Arc::clone(file), range), "")
}
