//! A comment that allows findings, and does not say which or why.

use crate::diagnostic::{Diagnostic, Level};
use crate::rules::Rule;
use crate::source::Span;

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC035",
    name: "invalid-allowance",
    level: Level::Warn,
    summary: "a comment that allows findings without saying which, or why",
    docs: r"## What
A comment `fsc: allow(…)` has no reason after it, or names no rules between parentheses. One without a reason works all
the same.

## Why
Whoever reads the code later must know whether the reason still holds.

## Bad
```sql
select token as brand_token, 1 as is_known, name -- fsc: allow(undeclared-column)
from production.brands
```

## Good
```sql
select token as brand_token, 1 as is_known, name -- fsc: allow(undeclared-column) a report reads the query
from production.brands
```
",
};

const FORM: &str = "write `fsc: allow(rule, …) reason`, with rules by name or code";

/// An allowance without a reason.
pub fn without_reason(span: Span) -> Diagnostic {
    Diagnostic::new(&RULE, "an allowance without a reason")
        .at(span, "")
        .help("say after the parentheses why the finding may stay")
}

/// A comment that was meant to be an allowance.
pub fn unreadable(span: Span) -> Diagnostic {
    Diagnostic::new(&RULE, "a comment for fsc that cannot be read")
        .at(span, "")
        .note("it allows nothing")
        .help(FORM)
}
