//! A selector that meets no node.

use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Level, Place, Severity};
use crate::rules::Rule;
use crate::rules::named::list;
use crate::source::SourceFile;

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC085",
    name: "empty-selection",
    level: Level::Warn,
    summary: "a selector meets no node",
    docs: "\
## What
A term of `--select` or `--exclude` meets no feature view, table or source of the project. Where a command that computes is
left with nothing at all, that is an error, and its exit code 1.

## Why
It is likely a slip of the pen. The command goes on with what the other terms select; with nothing left, a scheduler must not
take the command for done.

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

/// Nothing at all is selected, and something was to be computed: an error, so that a scheduler does not take it for done.
pub fn nothing_selected() -> Diagnostic {
    error("nothing to compute is selected".to_owned()).help("`fsc ls` lists what can be selected")
}

/// Nothing that is selected has a backfill of the namespace; `declared` are the views that have it.
pub fn not_in_namespace<'n>(
    namespace: &str,
    declared: impl IntoIterator<Item = &'n str>,
) -> Diagnostic {
    error(format!(
        "no selected feature view has the backfill `{namespace}`: nothing was computed"
    ))
    .note(format!("it is that of {}", list(declared)))
    .help("name the namespace, or select views with `--start` and `--end`; both together mean the views that meet both")
}

fn error(message: String) -> Diagnostic {
    let mut found = Diagnostic::new(&RULE, message);
    found.severity = Severity::Error;
    found
}
