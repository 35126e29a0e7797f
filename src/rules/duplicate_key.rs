//! FSC513 `duplicate-key`: rows repeat a join key.

use super::Rule;
use super::named::Unwritten;
use super::null_key::audit_finding;
use crate::diagnostic::{Diagnostic, Level};

/// FSC513.
pub static RULE: Rule = Rule {
    code: "FSC513",
    name: "duplicate-key",
    level: Level::Deny,
    summary: "rows repeat a join key",
    docs: r"## What
The audit found several rows with the same key (at the same as-of time).

## Why
Which of them should be stored is not known; storing both would break point-in-time joins. Nothing was written.

## Bad
```sql
select brand_token, country, count(*) as retailers from production.orders group by 1, 2
```

## Good
```sql
select brand_token, count(distinct country) as num_countries from production.orders group by 1
```
",
};

/// What the audit found in a node.
pub(crate) fn found(unwritten: Unwritten<'_>, problem: &str, offenders: &str) -> Diagnostic {
    audit_finding(&RULE, unwritten, problem, offenders)
}
