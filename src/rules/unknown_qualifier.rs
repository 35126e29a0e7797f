//! `unknown-qualifier`: a qualifier that names nothing in the FROM clause.

use super::Rule;
use crate::diagnostic::{Diagnostic, Level, Place};
use crate::sql::analyze::Candidates;

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC117",
    name: "unknown-qualifier",
    level: Level::Deny,
    summary: "a qualifier that names nothing in the FROM clause",
    docs: r"## What
In `o.price`, `o` is neither the alias nor the name of anything in the FROM clause. A relation with an alias can be named by its alias
only.

## Why
The query would fail when it runs.

## Bad
```sql
select orders.brand_token from shop.orders as o
```

## Good
```sql
select o.brand_token from shop.orders as o
```
",
};

/// A qualifier that names nothing; `candidates` are the names in scope. `only_holder`: the probable one is the only one that has
/// the column.
pub fn diagnostic(
    qualifier: &str,
    candidates: &Candidates,
    only_holder: bool,
    place: Place,
) -> Diagnostic {
    let finding = Diagnostic::new(
        &RULE,
        format!("`{qualifier}` is not in the FROM clause"),
    )
    .at_place(place, "");
    match &candidates.near {
        Some(near) if only_holder => finding.help(format!("only `{near}` has such a column")),
        Some(near) => finding.help(format!("a similar name exists: `{near}`")),
        None if candidates.number == 0 => finding,
        None => finding.note(format!(
            "the FROM clause has {}",
            super::unknown_column::listed(&candidates.first, candidates.number)
        )),
    }
}
