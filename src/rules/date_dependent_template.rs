//! FSC063 `date-dependent-template`: the SQL depends on the date in a way that cannot be written down without one.

use super::Rule;
use crate::diagnostic::{Diagnostic, Level};
use crate::project::time::AsOf;
use crate::template::symbolic::NotSymbolic;

/// FSC063.
pub static RULE: Rule = Rule {
    code: "FSC063",
    name: "date-dependent-template",
    level: Level::Deny,
    summary: "the SQL depends on the date in a way that cannot be written down without one",
    docs: r"## What
Without `--ds`, fsc renders a template at two dates far apart and writes the date back as `{{ ds }}`, `{{
macros.ds_add(ds, -7) }}` and the like. Here the text depends on the date in another way: it tests the date,
or takes it apart. Templates that test or compute with the date are also rendered at further dates, among them
those around every date in the template.

## Why
Compiling must not depend on today. A text that holds for some dates only would be reviewed for one date and
run for another.

## Bad
```sql
select * from {{ 'brands_new' if ds >= '2023-08-01' else 'brands' }}
```

## Good
```sql
select * from brands_new where '{{ ds }}' >= '2023-08-01'
union all
select * from brands where '{{ ds }}' < '2023-08-01'
```
",
};

const WAY_OUT: &str = "let SQL compute it from '{{ ds }}', or give the date: `--ds 2023-08-01`";

/// Renderings at two dates differ in something that is no date.
pub(crate) fn differs(error: &NotSymbolic) -> Diagnostic {
    Diagnostic::new(
        &RULE,
        "the SQL depends on the date in more than the dates in it",
    )
    .note(format!(
        "at one date it reads `{}`, at another `{}`",
        error.first, error.second
    ))
    .help(WAY_OUT)
}

/// The rendering at one date is not what the renderings at others say.
pub(crate) fn at(as_of: AsOf, error: &NotSymbolic) -> Diagnostic {
    Diagnostic::new(
        &RULE,
        "the SQL depends on the date in more than the dates in it",
    )
    .note(format!(
        "at {as_of} it reads `{}`, at other dates `{}`",
        error.first, error.second
    ))
    .help(WAY_OUT)
}

/// What is said where the difference is in a block whose condition reads `name`.
pub(crate) fn condition(name: &str) -> String {
    format!("a condition on `{name}` changes the SQL")
}

/// More dates in a template that tests dates than can be tried.
pub(crate) fn too_many_dates() -> Diagnostic {
    Diagnostic::new(
        &RULE,
        "the template tests the date, and holds too many dates to try them all",
    )
    .help(WAY_OUT)
}
