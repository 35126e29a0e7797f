//! A path to a file that does not exist.

use crate::diagnostic::{Diagnostic, Severity, nearest};
use crate::rules::Rule;
use crate::source::Spanned;

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC019",
    name: "missing-file",
    severity: Severity::Error,
    summary: "a path to a file that does not exist",
    docs: r#"## What
`sql` names a file that is not there, relative to the folder of its definition. A source's `path` that is not there is
a warning: only a run on the embedded target reads it.

## Why
Without its SQL a node cannot be compiled.

## Bad
```toml
[[feature_view]]
sql = "brand_contactbook.sql"      # the file is brand_contact_book.sql
```

## Good
```toml
[[feature_view]]
sql = "brand_contact_book.sql"
```
"#,
};

/// An `sql` file is not at `path`; `beside` are the files of the definition's folder.
pub fn query<'n>(
    written: &Spanned<String>,
    path: &str,
    beside: impl Iterator<Item = &'n str>,
) -> Diagnostic {
    let finding =
        Diagnostic::new(&RULE, format!("no file `{path}`")).at(written.span, "");
    match nearest(&written.value, beside) {
        Some(near) => finding.help_edit(
            format!("a similar file exists: `{near}`"),
            written.span,
            format!("{near:?}"),
        ),
        None => finding.help("paths are relative to the folder of this file"),
    }
}

/// A source's file is not at `path`; `beside` are the files of its folder.
pub fn source(written: &Spanned<String>, path: &str, beside: &[String]) -> Diagnostic {
    let mut finding = Diagnostic::new(&RULE, format!("no file `{path}` to stand in for the source"))
        .at(written.span, "")
        .note("a run on the embedded target reads it");
    finding.severity = Severity::Warning;
    let name = path.rsplit('/').next().unwrap_or_default();
    match nearest(name, beside.iter().map(String::as_str)) {
        Some(near) => finding.help(format!("a similar file exists: `{near}`")),
        None => finding.help("paths are relative to the folder of this file"),
    }
}

/// Whether a finding is the warning about a source's file.
pub fn is_of_source(finding: &Diagnostic) -> bool {
    *finding.rule == RULE && finding.severity == Severity::Warning
}
