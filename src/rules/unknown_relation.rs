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
in scope. Names must carry their schema, and their database where it is not the target's own.

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

/// A name without its database, which one or several relations have in databases that are not the target's own.
pub fn ambiguous<'r>(
    name: &RelationName,
    candidates: impl IntoIterator<Item = &'r RelationName>,
    place: Place,
) -> Diagnostic {
    let span = match &place {
        Place::File(span) => Some(*span),
        Place::Rendered(..) | Place::Yielded(_) => None,
    };
    let candidates: Vec<String> = candidates
        .into_iter()
        .map(RelationName::to_string)
        .collect();
    if let [only] = candidates.as_slice() {
        let diagnostic = Diagnostic::new(
            &RULE,
            format!("`{name}` is not in the target's own database"),
        )
        .at_place(place, "");
        let help = format!("write `{only}`");
        return match span {
            Some(span) => diagnostic.help_edit(help, span, only.clone()),
            None => diagnostic.help(help),
        };
    }
    let candidates: Vec<String> = candidates.iter().map(|name| format!("`{name}`")).collect();
    Diagnostic::new(&RULE, format!("`{name}` could be any of several relations"))
        .at_place(place, "")
        .note(format!("known are {}", candidates.join(", ")))
        .help("write it with its database")
}
