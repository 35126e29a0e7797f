//! `unknown-column`: a column that nothing in scope has.

use super::Rule;
use crate::diagnostic::{Diagnostic, Place, Level, nearest};
use crate::sql::name::Identifier;

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC115",
    name: "unknown-column",
    level: Level::Deny,
    summary: "a column that nothing in scope has",
    docs: r"## What
A query names a column that no relation in its FROM clause has, nor any query around it. Reported only where the columns of everything in
scope are known: sources with declared columns, tables, feature views, CTEs.

## Why
The query would fail when it runs, perhaps after an hour of others.

## Bad
```sql
select token as brand_token, count_if(actve) as active_brands from production.brands group by 1
```

## Good
```sql
select token as brand_token, count_if(active) as active_brands from production.brands group by 1
```
",
};

/// A column that nothing has; `candidates` are the columns in scope.
pub fn diagnostic(
    name: &Identifier,
    qualifier: Option<&Identifier>,
    candidates: &[String],
    place: Place,
) -> Diagnostic {
    let message = match qualifier {
        Some(qualifier) => format!("`{qualifier}` has no column `{name}`"),
        None => format!("nothing in scope has a column `{name}`"),
    };
    let near = nearest(name.as_written(), candidates.iter().map(String::as_str));
    let finding = Diagnostic::new(&RULE, message).at_place(place, "");
    match near {
        Some(near) => finding.help(format!("a similar name exists: `{near}`")),
        None if candidates.is_empty() => finding,
        None => finding.note(format!("the columns are {}", listed(candidates))),
    }
}

/// Some names, in backticks.
pub(super) fn listed(names: &[String]) -> String {
    const MOST: usize = 12;
    let mut text = names
        .iter()
        .take(MOST)
        .map(|name| format!("`{name}`"))
        .collect::<Vec<_>>()
        .join(", ");
    if names.len() > MOST {
        text.push_str(&format!(" and {} more", names.len() - MOST));
    }
    text
}
