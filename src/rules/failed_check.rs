//! FSC516 `failed-check`: values of a feature break a declared check.

use super::Rule;
use super::named::Unwritten;
use super::null_key::audit_finding;
use crate::diagnostic::{Diagnostic, Level};

/// FSC516.
pub static RULE: Rule = Rule {
    code: "FSC516",
    name: "failed-check",
    level: Level::Deny,
    summary: "values of a feature break a declared check",
    docs: r"## What
A feature declares `checks` (`not_null`, `min`, `max`, `accepted_values`), and the audit found values that break one.

## Why
The check says what the readers of the feature rely on. Nothing was written: the store keeps its last good values.

## Bad
```toml
[feature_view.features.share_of_orders]
checks = { min = 0, max = 1 }     # the SQL yields per cent
```

## Good
```toml
[feature_view.features.share_of_orders]
checks = { min = 0, max = 100 }
```
",
};

/// What the audit found in a node.
pub(crate) fn found(unwritten: Unwritten<'_>, problem: &str, offenders: &str) -> Diagnostic {
    audit_finding(&RULE, unwritten, problem, offenders)
}
