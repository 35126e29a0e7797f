//! FSC051 `unknown-template-name`: a template uses a name, filter or test that does not exist.

use super::Rule;
use crate::diagnostic::{Diagnostic, Level};

/// FSC051.
pub static RULE: Rule = Rule {
    code: "FSC051",
    name: "unknown-template-name",
    level: Level::Deny,
    summary: "a template uses a name, filter or test that does not exist",
    docs: r"## What
A template uses a variable, function, filter or test that neither fsc nor a macro of the project provides, or
a value that is undefined.

## Why
An undefined name would render as nothing, and SQL with a hole in it may still run and give wrong values.

## Bad
```sql
select brand_token from brands where created_at < '{{ sd }}'
```

## Good
```sql
select brand_token from brands where created_at < '{{ ds }}'
```
",
};

/// A name that nothing provides. `last` is the part to compare with `candidates`.
pub(crate) fn unknown<'c>(
    name: &str,
    last: &str,
    candidates: impl IntoIterator<Item = &'c str>,
) -> Diagnostic {
    let found = Diagnostic::new(&RULE, format!("`{name}` is undefined"));
    match hint(name) {
        Some(hint) => found.help(hint),
        None => found.did_you_mean(last, candidates),
    }
}

/// An undefined value whose name is not known, in `minijinja`'s words.
pub(crate) fn undefined_value(message: &str) -> Diagnostic {
    Diagnostic::new(&RULE, message)
}

/// A filter that does not exist, in `minijinja`'s words.
pub(crate) fn filter(message: &str) -> Diagnostic {
    Diagnostic::new(&RULE, message)
}

/// A test that does not exist, in `minijinja`'s words.
pub(crate) fn test(message: &str) -> Diagnostic {
    Diagnostic::new(&RULE, message)
}

/// What to write instead of a name that Airflow or dbt has and fsc has not.
fn hint(name: &str) -> Option<&'static str> {
    Some(match name {
        "execution_date" | "logical_date" => {
            "`data_interval_end` is the as-of time, `data_interval_start` the start of its interval"
        }
        "prev_ds" | "yesterday_ds" => "write `macros.ds_add(ds, -1)`",
        "next_ds" | "tomorrow_ds" => "write `macros.ds_add(ds, 1)`; values at `ds` may not use such data",
        "config" => "settings of a node stand in its definition file",
        "this" => "`this` is the relation that a table writes; this query does not write one",
        _ => return None,
    })
}
