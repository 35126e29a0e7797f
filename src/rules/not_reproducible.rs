//! `not-reproducible`: a query reads the clock, chance or the session.

use super::Rule;
use super::query_lint::QueryLint;
use crate::diagnostic::{Diagnostic, Level};
use crate::sql::function::Reproducible;

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC301",
    name: "not-reproducible",
    level: Level::Warn,
    summary: "a query reads the clock, chance or the session",
    docs: r"## What
A query calls a function whose value differs from run to run: `current_date`, `current_timestamp`, `getdate()`, `sysdate()`, `random()`,
`uuid_string()`, `current_user`.

## Why
A value describes an as-of time. A run for last Monday, today and tomorrow, must give the same value; `current_date` gives it that of the
day on which it happens to run, so that a backfill writes wrong history and a training set cannot be made again.

## Cannot see
What a user-defined function or a view behind a source reads. A sequence (`s.nextval`, `seq4()`), rows that SAMPLE picks, table functions.

## Bad
```sql
select brand_token, count(*) as orders_trailing_7_days
from shop.orders where created_at >= current_date - 7 group by 1
```

## Good
```sql
select brand_token, count(*) as orders_trailing_7_days
from shop.orders where created_at >= dateadd(day, -7, '{{ ds }}'::date) and created_at < '{{ ds }}'::date group by 1
```
",
};

/// Checks every call.
pub fn check(lint: &QueryLint<'_, '_>) -> Vec<Diagnostic> {
    let sequences = lint.model.sequences.iter().map(|place| {
        Diagnostic::new(
            &RULE,
            "a sequence gives another value on every run: this query is not reproducible",
        )
        .at_place(lint.place(*place), "")
        .help("derive the value from the row: `hash(key)`")
    });
    let calls = lint.model.calls.iter();
    let calls = calls
        .filter_map(|call| {
            // Numbers for generated rows: the same ones on every run, but for gaps.
            let known = call.known.filter(|known| !known.name.starts_with("SEQ"))?;
            let (what, help) = match known.reproducible {
                Reproducible::Yes => return None,
                Reproducible::Now => (
                    "reads the clock",
                    "use the as-of time: `'{{ ds }}'::date`",
                ),
                Reproducible::Random => (
                    "gives another value on every run",
                    "derive the value from the row: `hash(key)`",
                ),
                Reproducible::Session => (
                    "depends on who runs it",
                    "use a variable of the project: `{{ var('name') }}`",
                ),
            };
            let message = format!("`{}` {what}: this query is not reproducible", known.name);
            Some(
                Diagnostic::new(&RULE, message)
                    .at_place(lint.place(call.place), "")
                    .help(help),
            )
        });
    calls.chain(sequences).collect()
}
