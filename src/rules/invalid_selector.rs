//! A selector that cannot be read.

use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Place, Level};
use crate::rules::Rule;
use crate::source::SourceFile;

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC084",
    name: "invalid-selector",
    level: Level::Deny,
    summary: "a selector cannot be read",
    docs: "\
## What
The value of `--select` or `--exclude` is not dbt's selection syntax: names with `*`, `tag:`, `path:`, `entity:`,
`author:`, `source:`, `feature:`, `resource_type:`; `+x`, `x+`, `2+x`, `@x`; a space is a union, a comma an intersection.

## Why
A selector that is read otherwise than it was meant runs the wrong nodes.

## Bad
```console
$ fsc ls --select tga:search
```

## Good
```console
$ fsc ls --select tag:search
```
",
};

fn at(file: &Arc<SourceFile>, range: Range<usize>, message: String, label: &str) -> Diagnostic {
    Diagnostic::new(&RULE, message).at_place(Place::Rendered(Arc::clone(file), range), label)
}

/// Nothing stands where a name is expected.
pub fn empty(file: &Arc<SourceFile>, range: Range<usize>) -> Diagnostic {
    let message = format!("a name is missing in `{}`", file.name);
    at(file, range, message, "")
        .help("a space stands between alternatives, a comma between conditions, without blanks around it")
}

/// `@` and `+` in one term.
pub fn closure_and_depth(file: &Arc<SourceFile>, range: Range<usize>) -> Diagnostic {
    at(file, range, "`@` and `+` do not go together".to_owned(), "")
        .note("`@x` is `x`, all that reads it, and all that these need")
}

/// `tga:x`.
pub fn unknown_method(
    file: &Arc<SourceFile>,
    range: Range<usize>,
    method: &str,
    methods: &[&str],
) -> Diagnostic {
    at(file, range, format!("unknown selector method `{method}:`"), "")
        .note(format!("the methods are {}", list(methods)))
        .did_you_mean(method, methods.iter().copied())
}

/// `resource_type:model`.
pub fn unknown_kind(
    file: &Arc<SourceFile>,
    range: Range<usize>,
    kind: &str,
    kinds: &[&str],
) -> Diagnostic {
    at(file, range, format!("unknown resource type `{kind}`"), "")
        .note(format!("the resource types are {}", list(kinds)))
        .did_you_mean(kind, kinds.iter().copied())
}

/// `[a`.
pub fn bad_pattern(
    file: &Arc<SourceFile>,
    range: Range<usize>,
    pattern: &str,
    reason: &str,
) -> Diagnostic {
    at(file, range, format!("`{pattern}` is not a pattern"), reason)
}

/// `state:modified`: there is nothing to compare with.
pub fn needs_diff(file: &Arc<SourceFile>, range: Range<usize>) -> Diagnostic {
    let message = "`state:` needs another revision to compare with".to_owned();
    at(file, range, message, "").note("it comes with `fsc diff`, which this version does not have yet")
}

fn list(names: &[&str]) -> String {
    names
        .iter()
        .map(|name| format!("`{name}`"))
        .collect::<Vec<_>>()
        .join(", ")
}
