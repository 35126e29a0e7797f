//! A session parameter that is not the project's to set.

use crate::diagnostic::{Diagnostic, Level};
use crate::project::snowflake::Problem;
use crate::rules::Rule;
use crate::source::Spanned;

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC039",
    name: "fixed-session-parameter",
    level: Level::Deny,
    summary: "a session parameter that fsc sets itself",
    docs: r#"## What
`session_parameters` of a Snowflake target sets a parameter that fsc relies on to another value, sets the query tag, or has
a key that is no parameter's name. docs/snowflake.md lists the parameters that are fixed, each with its reason.

## Why
As-of times are UTC, weeks begin on Monday, a name in quotes keeps its case: with another value of such a parameter the
same project would store other values than on the embedded target, or a statement would mean something else than what was
reviewed.

## Bad
```toml
[target.prod.session_parameters]
TIMEZONE = "Europe/Berlin"
```

## Good
```toml
[target.prod.session_parameters]
LOCK_TIMEOUT = "3600"
```
"#,
};

/// The parameter `name` cannot be set as it is.
pub fn at(name: &Spanned<String>, problem: &Problem) -> Diagnostic {
    Diagnostic::new(&RULE, format!("`{}` {}", name.value, problem.what))
        .at(name.span, "")
        .help(problem.way_out.clone())
}
