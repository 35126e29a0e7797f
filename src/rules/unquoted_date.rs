//! FSC064 `unquoted-date`: a tag writes a date outside quotes, where SQL reads a subtraction.

use super::Rule;
use crate::diagnostic::{Diagnostic, Severity};

/// FSC064.
pub static RULE: Rule = Rule {
    code: "FSC064",
    name: "unquoted-date",
    severity: Severity::Error,
    summary: "a tag writes a date outside quotes, where SQL reads a subtraction",
    docs: r"## What
A tag such as `{{ ds }}` yields a date like `2023-08-01`, and stands neither in a string nor in a quoted name or a
comment. `{{ ds_nodash }}` may stand there: `20230801` is one number.

## Why
SQL reads `2023-08-01` as 2023 minus 8 minus 1, which is the number 2014. Most queries still run, and compute something
else.

## Bad
```sql
where created_at < {{ ds }}
```

## Good
```sql
where created_at < '{{ ds }}'::date
```
",
};

/// What stands outside quotes.
pub(crate) enum Unquoted<'t> {
    /// A tag that yields nothing but the date.
    Tag(&'t str),
    /// A date that continues a name: `events_{{ ds }}`.
    InName(&'t str),
    /// Text of which the date is a part.
    Part,
}

/// A date outside quotes.
pub(crate) fn found(what: &Unquoted) -> Diagnostic {
    let shown = match what {
        Unquoted::Tag(tag) | Unquoted::InName(tag) => format!("`{tag}`"),
        Unquoted::Part => "a date that a tag wrote".to_owned(),
    };
    let message =
        format!("{shown} stands outside quotes, where `2023-08-01` reads as 2023 - 08 - 01");
    let finding = Diagnostic::new(&RULE, message);
    match what {
        Unquoted::Tag(tag) => finding.help(format!("write `'{tag}'`")),
        Unquoted::InName(_) => {
            finding.help("in a name, write the date without dashes: `{{ ds_nodash }}`")
        }
        Unquoted::Part => finding.help("put the date in quotes"),
    }
}
