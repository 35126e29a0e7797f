//! A range that ends before it starts.

use crate::diagnostic::{Diagnostic, Level};
use crate::rules::Rule;
use crate::source::Spanned;

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC023",
    name: "backwards-range",
    level: Level::Deny,
    summary: "a range that ends before it starts",
    docs: r#"## What
A backfill's `end_date` is before its `start_date`, or a check's `max` is less than its `min`.

## Why
The range is empty: the backfill would do nothing, and no value could pass the check.

## Bad
```toml
backfill = { namespace = "august", start_date = 2023-08-30, end_date = 2023-08-01 }
```

## Good
```toml
backfill = { namespace = "august", start_date = 2023-08-01, end_date = 2023-08-30 }
```
"#,
};

/// `end_date` is before `start_date`.
pub fn dates(end: &Spanned<String>, start: &Spanned<String>) -> Diagnostic {
    let message = format!("the range ends ({}) before it starts ({})", end.value, start.value);
    Diagnostic::new(&RULE, message)
        .at(end.span, "ends here")
        .at(start.span, "starts here")
        .help("both ends are included; one day has the same date twice")
}

/// `max` is less than `min`.
pub fn numbers(min: &Spanned<f64>, max: &Spanned<f64>) -> Diagnostic {
    let message = format!("`max` ({}) is less than `min` ({})", max.value, min.value);
    Diagnostic::new(&RULE, message)
        .at(max.span, "the greatest")
        .at(min.span, "the least")
        .help("both bounds are allowed values; swap them, or remove one")
}
