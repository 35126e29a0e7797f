//! A query that the target refused.

use crate::diagnostic::{Diagnostic, Level};
use crate::rules::Rule;

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC092",
    name: "query-failed",
    level: Level::Deny,
    summary: "the target refused a query",
    docs: "\
## What
The database of the target could not answer a query of `fsc query` or `fsc show --run`.

## Why
A table that was never made, or a slip of the pen: the note holds what the database said.

## Bad
```console
$ fsc query 'select * from feature_store.feature_long'
```

## Good
```console
$ fsc query 'select * from feature_store.features_long'
```
",
};

/// The database said `error` to `subject` ("the query", "the query of `brand_contact_book`").
pub fn refused(subject: &str, error: &str) -> Diagnostic {
    let mut lines = error.lines();
    let first = lines.next().unwrap_or_default();
    let diagnostic = Diagnostic::new(&RULE, format!("{subject} failed: {first}"));
    let rest = lines.collect::<Vec<_>>().join("\n");
    let diagnostic = if rest.trim().is_empty() {
        diagnostic
    } else {
        diagnostic.note(rest.trim_end().to_owned())
    };
    if error.contains("does not exist") {
        diagnostic.help("`fsc run --ds DATE` makes the store, the tables and the views that a query can read")
    } else {
        diagnostic
    }
}
