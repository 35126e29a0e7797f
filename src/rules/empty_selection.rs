//! A selector that meets no node.

use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Place, Level};
use crate::rules::Rule;
use crate::source::SourceFile;

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC085",
    name: "empty-selection",
    level: Level::Warn,
    summary: "a selector meets no node",
    docs: "\
## What
A term of `--select` or `--exclude` meets no feature view, table or source of the project.

## Why
It is likely a slip of the pen; the command goes on with what the other terms select.

## Bad
```console
$ fsc ls --select brand_contact_bok
```

## Good
```console
$ fsc ls --select brand_contact_book
```
",
};

/// The term at `range` of a selector meets nothing; `near` is a value that would.
pub fn term(file: &Arc<SourceFile>, range: Range<usize>, near: Option<String>) -> Diagnostic {
    let text = file.text.get(range.clone()).unwrap_or_default();
    let diagnostic = Diagnostic::new(&RULE, format!("nothing meets `{text}`"))
        .at_place(Place::Rendered(Arc::clone(file), range), "");
    match near {
        Some(near) => diagnostic.help(format!("a similar name exists: `{near}`")),
        None => diagnostic,
    }
}

/// Nothing is left to do.
pub fn nothing_selected() -> Diagnostic {
    Diagnostic::new(&RULE, "the selection is empty: nothing to do")
        .help("`fsc ls` lists what can be selected")
}
