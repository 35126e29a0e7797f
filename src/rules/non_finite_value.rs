//! FSC515 `non-finite-value`: values of a feature are NaN or infinite.

use super::Rule;
use super::named::Unwritten;
use super::null_key::audit_finding;
use crate::diagnostic::{Diagnostic, Level};

/// FSC515.
pub static RULE: Rule = Rule {
    code: "FSC515",
    name: "non-finite-value",
    level: Level::Deny,
    summary: "values of a feature are NaN or infinite",
    docs: r"## What
The audit found values that are not finite numbers.

## Why
They poison every average that reads them, and models refuse them. NULL is how the store says that there is no value.
Nothing was written.

## Bad
```sql
select brand_token, 'inf'::float as ratio from production.brands
```

## Good
```sql
select brand_token, null::float as ratio from production.brands
```
",
};

/// What the audit found in a node.
pub(crate) fn found(unwritten: Unwritten<'_>, problem: &str, offenders: &str) -> Diagnostic {
    audit_finding(&RULE, unwritten, problem, offenders)
}
