//! `source-without-file`: the embedded target needs a local file for every source that a node reads.

use super::Rule;
use crate::diagnostic::{Diagnostic, Level, Severity};
use crate::project::model::Source;

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC202",
    name: "source-without-file",
    level: Level::Deny,
    summary: "a source that is read on the embedded target has no local file",
    docs: r#"## What
A node that is to run on the embedded DuckDB reads a source that names no `path`. `fsc check` warns of it,
as it reads no source; a plan or a run of such a node fails.

## Why
On Snowflake a source is a table that is there. On a laptop or in a pull request a Parquet or CSV file stands in for it;
without one there is nothing to read.

## Bad
```toml
[[source]]
schema = "production"
name = "brands"
```

## Good
```toml
[[source]]
schema = "production"
name = "brands"
path = "data/brands.parquet"
```
"#,
};

/// The warning for all such sources of a project; none where there are none.
pub fn in_project(sources: &[&Source]) -> Option<Diagnostic> {
    const MOST: usize = 3;
    let (first, others) = sources.split_first()?;
    let mut finding = diagnostic(first);
    if !others.is_empty() {
        let named: Vec<String> = sources
            .iter()
            .take(MOST)
            .map(|source| format!("`{}`", source.relation))
            .collect();
        let more = match sources.len().saturating_sub(MOST) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        finding.message = format!(
            "{} sources have no file for the embedded target: {}{more}",
            sources.len(),
            named.join(", "),
        );
    }
    finding.severity = Severity::Warning;
    Some(finding.note("a run on the embedded target reads it"))
}

/// The finding for a source that is read.
pub fn diagnostic(source: &Source) -> Diagnostic {
    Diagnostic::new(
        &RULE,
        format!("the source `{}` has no file for the embedded target", source.relation),
    )
    .at(source.span, "declared here without `path`")
    .help("give it `path = \"….parquet\"` (or `.csv`), relative to this file's folder")
}
