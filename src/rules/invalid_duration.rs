//! Text that is no length of time.

use crate::diagnostic::{Diagnostic, Level};
use crate::project::time::Interval;
use crate::rules::{Rule, named};
use crate::source::Spanned;

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC010",
    name: "invalid-duration",
    level: Level::Deny,
    summary: "text that is no length of time",
    docs: r#"## What
A length of time is not a whole number and a unit (seconds, minutes, hours, days, weeks), or an interval is not `1
hour`, `1 day` or `1 week`.

## Why
A length that is misread makes values look fresher or older than they are.

## Bad
```toml
ttl = "30d"
```

## Good
```toml
ttl = "30 days"
```
"#,
};

/// The value of `key` is no length of time.
pub fn length(text: &Spanned<String>, key: &str) -> Diagnostic {
    Diagnostic::new(
        &RULE,
        format!("`{key}` is not a length of time: `{}`", text.value),
    )
    .at(text.span, "")
    .help("write a whole number and a unit: `90 seconds`, `6 hours`, `30 days`, `2 weeks`")
}

/// The value of `key` is nothing at all.
pub fn zero(text: &Spanned<String>, key: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("`{key}` is zero"))
        .at(text.span, "")
        .help(format!("write a longer time, or leave `{key}` out to set no limit"))
}

/// A length that is no cadence.
pub fn interval(text: &Spanned<String>) -> Diagnostic {
    let list = named::list(Interval::NAMES);
    Diagnostic::new(&RULE, format!("`interval` cannot be `{}`", text.value))
        .at(text.span, "")
        .help(format!("it can be {list}"))
}
