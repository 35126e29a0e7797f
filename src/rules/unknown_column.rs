//! `unknown-column`: a column that nothing in scope has.

use super::Rule;
use crate::diagnostic::{Diagnostic, Level, Place};
use crate::sql::analyze::Candidates;
use crate::sql::name::{Dialect, Identifier, string_literal};

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
    candidates: &Candidates,
    can_be_text: bool,
    place: Place,
) -> Diagnostic {
    let message = match qualifier {
        Some(qualifier) => format!("`{qualifier}` has no column `{name}`"),
        None => format!("nothing in scope has a column `{name}`"),
    };
    let finding = Diagnostic::new(&RULE, message).at_place(place, "");
    let is_same = |near: &String| near.eq_ignore_ascii_case(name.folded());
    if can_be_text && !candidates.near.as_ref().is_some_and(is_same) {
        let text = string_literal(Dialect::Snowflake, name.folded());
        return finding
            .note("double quotes make a name")
            .help(format!("put a text in single quotes: `{text}`"));
    }
    match &candidates.near {
        Some(near) => finding.help(format!("a similar name exists: `{near}`")),
        None if candidates.number == 0 => finding,
        None => finding.note(format!(
            "the columns are {}",
            listed(&candidates.first, candidates.number)
        )),
    }
}

/// The first of so many names, in backticks.
pub(super) fn listed(names: &[String], number: usize) -> String {
    let shown = &names[..names.len().min(Candidates::SHOWN)];
    let text: Vec<String> = shown.iter().map(|name| format!("`{name}`")).collect();
    let mut text = text.join(", ");
    if number > shown.len() {
        text.push_str(&format!(" and {} more", number - shown.len()));
    }
    text
}
