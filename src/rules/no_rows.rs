//! FSC518 `no-rows`: a query yielded nothing.

use super::Rule;
use super::named::{Unwritten, of_id};
use crate::diagnostic::{Diagnostic, Level, Severity};
use crate::intervals::{Span, listed};

/// FSC518.
pub static RULE: Rule = Rule {
    code: "FSC518",
    name: "no-rows",
    level: Level::Warn,
    summary: "a query yielded no row",
    docs: r"## What
The query of a feature view, or of a table that is built anew, yielded no row, and that was written. Of views with an
`event_timestamp` and of merged tables this is not said: they add what is new, which may be nothing. Of as-of times that are
computed together it is said where none of them has rows. At the end, and once for each view and table, whatever its batches.

## Why
Nothing is wrong with no rows, so nothing fails (with the level `deny` it does, of each as-of time alone, and that time is not written); but a load that did not happen, a filter that is too narrow and a join on the
wrong key all look like this. A table is empty then, and a model gets no values.

## Bad
```console
$ fsc run --ds 2023-09-01     # before the load of that day
[1/1] ok        merge feature_view brand_activity 2023-09-01  0 rows, 0 values changed
```

## Good
```console
$ fsc run --ds 2023-09-01     # after it, or once the query reads what there is
[1/1] ok        merge feature_view brand_activity 2023-09-01  1,204 rows, 3,612 values changed
```
",
};

/// What the audit found in a node, where no rows are an error.
pub(crate) fn refused(unwritten: Unwritten<'_>, problem: &str, times: &str) -> Diagnostic {
    let mut finding = Diagnostic::new(&RULE, format!("{unwritten}: {problem}"));
    finding.severity = Severity::Error;
    if !times.is_empty() {
        finding = finding.note(format!("as of {times}"));
    }
    finding
        .note("`[lints]` makes this an error")
        .help("see what the query reads; where no rows are right, set another level of `no-rows` in `[lints.paths]`")
}

/// `node` was written without a row as of these times; none where the time was left open.
pub(crate) fn written(node: &str, times: &[Span], severity: Severity) -> Diagnostic {
    let as_of = if times.is_empty() {
        String::new()
    } else {
        format!(" as of {}", listed(times))
    };
    let mut finding = Diagnostic::new(&RULE, format!("{node}{as_of} has no rows"));
    finding.severity = severity;
    match times.last() {
        Some(Span { last, .. }) => finding.help(format!(
            "see its query: `fsc show {} --ds {last}`",
            of_id(node)
        )),
        None => finding,
    }
}
