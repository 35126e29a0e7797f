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
`fsc query` was given a statement that writes, several statements, or text that does not parse.

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

/// `reason` says what is wrong at `range` of the query.
pub fn refused(file: &Arc<SourceFile>, range: Range<usize>, reason: &str) -> Diagnostic {
    Diagnostic::new(&RULE, reason).at_place(Place::Rendered(Arc::clone(file), range), "")
}
