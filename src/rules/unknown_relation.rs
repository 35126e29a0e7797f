//! `unknown-relation`: a query reads a relation that the project does not know.

use super::Rule;
use crate::diagnostic::{Diagnostic, Place, Level};
use crate::sql::name::RelationName;

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC103",
    name: "unknown-relation",
    level: Level::Deny,
    summary: "a query reads a relation that the project does not know",
    docs: r"## What
A name in a FROM clause is neither a declared source, nor a table or feature view of the project, nor a common table expression
in scope. Names must carry their schema.

## Why
fsc orders and checks nodes by what they read. A relation that it does not know cannot be ordered, and a misspelt one would fail in the middle of a run.

## Bad
```sql
select token as brand_token from production.brand
```

## Good
```sql
select token as brand_token from production.brands -- declared in sources.toml
```
",
};

/// A relation that is not known. `qualified` is the one relation whose last part has an unqualified name.
pub fn diagnostic(
    name: &RelationName,
    qualified: Option<&RelationName>,
    near: Option<&str>,
    place: Place,
) -> Diagnostic {
    let span = place.copied();
    let diagnostic =
        Diagnostic::new(&RULE, format!("unknown relation `{name}`")).at_place(place, "");
    match (qualified, near) {
        (Some(qualified), _) => {
            let text = format!("write it with its schema: `{qualified}`");
            match span {
                Some(span) => diagnostic.help_edit(text, span, qualified.to_string()),
                None => diagnostic.help(text),
            }
        }
        (None, Some(near)) => diagnostic.help(format!("a similar name exists: `{near}`")),
        (None, None) => {
            diagnostic.help("declare it as a `[[source]]`, or define a table or feature view")
        }
    }
}

/// A name that several relations have, in several databases.
pub fn ambiguous<'r>(
    name: &RelationName,
    candidates: impl IntoIterator<Item = &'r RelationName>,
    place: Place,
) -> Diagnostic {
    let candidates: Vec<String> = candidates
        .into_iter()
        .map(|candidate| format!("`{candidate}`"))
        .collect();
    Diagnostic::new(&RULE, format!("`{name}` could be any of several relations"))
        .at_place(place, "")
        .note(format!("known are {}", candidates.join(", ")))
        .help("write it with its database")
}
