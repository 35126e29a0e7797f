//! FSC514 `event-timestamp-out-of-range`: rows have no event timestamp, or one after the as-of time.

use super::Rule;
use super::named::Unwritten;
use super::null_key::audit_finding;
use crate::diagnostic::{Diagnostic, Level};

/// FSC514.
pub static RULE: Rule = Rule {
    code: "FSC514",
    name: "event-timestamp-out-of-range",
    level: Level::Deny,
    summary: "rows have no event timestamp, or one after the as-of time",
    docs: r"## What
A view with `event_timestamp` yielded rows whose time is NULL or after the as-of time of the run.

## Why
A value is described by data before its time: one after the as-of time would leak the future into training sets. Nothing
was written.

## Bad
```sql
select brand_token, order_at, total from production.orders
```

## Good
```sql
select brand_token, order_at, total from production.orders where order_at <= '{{ ds }}'::timestamp_ntz
```
",
};

/// What the audit found in a node.
pub(crate) fn found(unwritten: Unwritten<'_>, problem: &str, offenders: &str) -> Diagnostic {
    audit_finding(&RULE, unwritten, problem, offenders)
}
