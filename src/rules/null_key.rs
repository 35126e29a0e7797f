//! FSC512 `null-key`: rows have no join key.

use super::Rule;
use super::named::Unwritten;
use crate::diagnostic::{Diagnostic, Level};

/// FSC512.
pub static RULE: Rule = Rule {
    code: "FSC512",
    name: "null-key",
    level: Level::Deny,
    summary: "rows have no join key",
    docs: r"## What
The audit found rows of a view, or of a table that merges on a key, in which a key column is NULL.

## Why
A value without a key belongs to nothing, and NULL matches nothing in a MERGE, so that every run would add the row anew.
Nothing was written.

## Bad
```sql
select o.brand_token, count(*) as orders from production.orders o group by 1
```

## Good
```sql
select o.brand_token, count(*) as orders from production.orders o where o.brand_token is not null group by 1
```
",
};

/// What the audit found in a node.
pub(crate) fn found(unwritten: Unwritten<'_>, problem: &str, offenders: &str) -> Diagnostic {
    audit_finding(&RULE, unwritten, problem, offenders)
}

/// How all findings of an audit read.
pub(super) fn audit_finding(
    rule: &'static Rule,
    unwritten: Unwritten<'_>,
    problem: &str,
    offenders: &str,
) -> Diagnostic {
    let diagnostic = Diagnostic::new(rule, format!("{unwritten}: {problem}"));
    if offenders.is_empty() {
        diagnostic
    } else {
        diagnostic.note(format!("offending rows: {offenders}"))
    }
}
