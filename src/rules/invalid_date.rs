//! Text that is no date.

use crate::diagnostic::{Diagnostic, Level};
use crate::rules::Rule;
use crate::source::Spanned;

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC009",
    name: "invalid-date",
    level: Level::Deny,
    summary: "text that is no date",
    docs: r#"## What
A date is not a day of the calendar, written as year, month and day: `2023-08-01`.

## Why
Other forms (`01/08/2023`) mean different days to different readers.

## Bad
```toml
backfill = { namespace = "august", start_date = "01/08/2023", end_date = "30/08/2023" }
```

## Good
```toml
backfill = { namespace = "august", start_date = 2023-08-01, end_date = 2023-08-30 }
```
"#,
};

/// The value of `key` is no date.
pub fn at(text: &Spanned<String>, key: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("`{key}` is not a date: `{}`", text.value))
        .at(text.span, "")
        .help("write the day as `2023-08-01`")
}
