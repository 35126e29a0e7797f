//! `position-out-of-range`: a number in GROUP BY or ORDER BY beyond the select list.

use super::Rule;
use crate::diagnostic::{Diagnostic, Place, Level};

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC121",
    name: "position-out-of-range",
    level: Level::Deny,
    summary: "a number in GROUP BY or ORDER BY beyond the select list",
    docs: r"## What
`group by 3` or `order by 3` where the select list has fewer columns.

## Why
The query would fail when it runs.

## Bad
```sql
select brand_token, count(*) as orders from shop.orders group by 3
```

## Good
```sql
select brand_token, count(*) as orders from shop.orders group by 1
```
",
};

/// A number beyond `columns`.
pub fn diagnostic(number: &str, columns: usize, place: Place) -> Diagnostic {
    let plural = if columns == 1 { "" } else { "s" };
    Diagnostic::new(
        &RULE,
        format!("position {number} is beyond the select list, which has {columns} column{plural}"),
    )
    .at_place(place, "")
    .help("name the column instead of counting")
}
