//! A query that the target refused.

use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::Rule;

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC092",
    name: "query-failed",
    severity: Severity::Error,
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
    if let Some(extension) = missing_extension(error) {
        return Diagnostic::new(
            &RULE,
            format!("{subject} failed: it needs DuckDB's extension `{extension}`, which fsc does not load"),
        )
        .help("nothing is fetched over the network: keep the file in the project, and declare it as a source");
    }
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

/// The extension that DuckDB would have installed: its advice to do so is nothing that `fsc query` takes.
fn missing_extension(error: &str) -> Option<&str> {
    let (_, name) = error
        .split_once("INSTALL ")
        .filter(|_| error.contains("extension"))?;
    let end = name.find(|c: char| c != '_' && !c.is_ascii_alphanumeric());
    Some(&name[..end.unwrap_or(name.len())])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn advice_to_install_is_not_passed_on() {
        let said = "Missing Extension Error: File https://x/y.csv requires the extension httpfs to be loaded\n\
                    Please try installing and loading the httpfs extension by running:\n\
                    INSTALL httpfs;\nLOAD httpfs;\n";
        let found = refused("the query", said);
        assert_eq!(
            found.message,
            "the query failed: it needs DuckDB's extension `httpfs`, which fsc does not load"
        );
        assert!(found.notes.is_empty());
        assert_eq!(
            refused("the query", "Parser Error: x\nLINE 1").message,
            "the query failed: Parser Error: x"
        );
    }
}
