//! FSC503 `unreadable-source-file`: the local file of a source could not be read.

use super::Rule;
use crate::diagnostic::{Diagnostic, Level};
use crate::plan::MountedSource;

/// FSC503.
pub static RULE: Rule = Rule {
    code: "FSC503",
    name: "unreadable-source-file",
    level: Level::Deny,
    summary: "the local file of a source could not be read",
    docs: r"## What
The local file that stands in for a source is there, but DuckDB cannot read it as what its name says: Parquet, or CSV
with a header.

## Why
The nodes that read the source cannot be computed. Nothing was written.

## Bad
```console
$ gzip -c brands.csv > data/brands.parquet
```

## Good
```console
$ cp brands.csv data/brands.csv
```
",
};

/// The engine's reason stands in a note.
pub(crate) fn unreadable(mount: &MountedSource, reason: &str) -> Diagnostic {
    Diagnostic::new(
        &RULE,
        format!(
            "file `{}` of source `{}` cannot be read",
            mount.path, mount.relation
        ),
    )
    .at(mount.path_span, "")
    .note(told(reason))
    .note(if mount.is_csv() {
        "it is read as CSV in UTF-8, with a header, commas between fields, and `\"` around texts"
    } else {
        "it is read as Parquet"
    })
}

/// What DuckDB says is wrong, without what it advises: options that fsc does not set, and its own statement.
fn told(reason: &str) -> String {
    let is_advice = |line: &&str| {
        let starts = [
            "Possible fixes:",
            "Possible Solution",
            "The search space",
            "LINE ",
            "file =",
        ];
        starts
            .iter()
            .any(|start| line.trim_start().starts_with(start))
    };
    let said: Vec<&str> = reason
        .lines()
        .take_while(|line| !is_advice(line))
        .map(str::trim_end)
        .filter(|line| !line.is_empty())
        .collect();
    said.join("\n")
}

#[cfg(test)]
mod tests {
    use super::told;

    #[test]
    fn advice_that_nobody_can_take_is_left_out() {
        let said = "Invalid Input Error: CSV Error on Line: 3\nOriginal Line: 1,2\n\nExpected Number of Columns: 3 Found: 2\n\
                    Possible fixes:\n* Enable null padding (null_padding=true) to replace missing values with NULL\n\n\
                    LINE 1: DESCRIBE SELECT";
        assert_eq!(
            told(said),
            "Invalid Input Error: CSV Error on Line: 3\nOriginal Line: 1,2\nExpected Number of Columns: 3 Found: 2"
        );
        assert_eq!(
            told("Too small to be a Parquet file"),
            "Too small to be a Parquet file"
        );
    }
}
