//! FSC054 `template-loads-file`: a template includes, imports or extends another file.

use super::Rule;
use crate::diagnostic::{Diagnostic, Level};

/// FSC054.
pub static RULE: Rule = Rule {
    code: "FSC054",
    name: "template-loads-file",
    level: Level::Deny,
    summary: "a template includes, imports or extends another file",
    docs: r"## What
A template or macro uses `include`, `import`, `from … import` or `extends`.

## Why
Templates read no files: what a node depends on is its SQL, its parameters and the macros of the project, all
of which fsc has read. Macros of `macros/` are callable by name everywhere.

## Bad
```sql
{% from 'macros/dates.sql' import trailing %}
select {{ trailing(7) }}
```

## Good
```sql
select {{ trailing(7) }}
```
",
};

/// A tag that loads another template.
pub(crate) fn loads(keyword: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("`{keyword}` is not available: templates read no files"))
        .help("write a macro in `macros/`; it is callable by its name everywhere, without an import")
}
