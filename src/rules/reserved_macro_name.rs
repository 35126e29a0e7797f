//! FSC056 `reserved-macro-name`: a macro is named like something that every template has.

use super::Rule;
use crate::diagnostic::{Diagnostic, Level};

/// FSC056.
pub static RULE: Rule = Rule {
    code: "FSC056",
    name: "reserved-macro-name",
    level: Level::Deny,
    summary: "a macro is named like something that every template has",
    docs: r"## What
A macro under `macros/` has the name of a variable or function that fsc or Jinja provides, such as `ds` or
`var`.

## Why
Templates would get the one and mean the other.

## Bad
```sql
{% macro source(name) %}…{% endmacro %}
```

## Good
```sql
{% macro production_source(name) %}…{% endmacro %}
```
",
};

/// A macro with a name that is taken.
pub(crate) fn reserved(name: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("macro `{name}` has the name of a builtin")).help("rename it")
}
