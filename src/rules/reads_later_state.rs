//! FSC097 `reads-later-state`: a past as-of time is computed from a table that stands later.

use super::Rule;
use crate::diagnostic::{Diagnostic, Level};
use crate::intervals::Earlier;
use crate::project::time::AsOf;

/// FSC097.
pub static RULE: Rule = Rule {
    code: "FSC097",
    name: "reads-later-state",
    level: Level::Info,
    summary: "a past as-of time reads a table that stands as of a later one",
    docs: r"## What
A backfill, a restated day or a caught-up gap reads a rebuilt table, a merged table or a view with times of its own that holds
what was known at a later as-of time.

## Why
On its day the query read the table as it stood then. Now the table has rows of later days, and rows of that day may have
changed since. The values are those of the day only where the query itself keeps to what was known before `{{ ds }}`: a bound on
when a row became known, not on some other time of it. Lints find a missing bound; whether the bound is on the right
column, nobody but the author knows.

## Bad
```sql
-- the table holds completed trips: a trip that was requested before and completed after the day is in it now
select rider_id, count(*) as trips
from analytics.completed_trips
where requested_at < '{{ ds }}'
group by rider_id
```

## Good
```sql
select rider_id, count(*) as trips
from analytics.completed_trips
where completed_at < '{{ ds }}'
group by rider_id
```
",
};

/// `node` is computed as of `earlier` and reads `read`, which stands as of `stands` then.
pub fn diagnostic(node: &str, read: &str, stands: AsOf, earlier: Earlier) -> Diagnostic {
    let times = super::older_over_newer::times(earlier);
    Diagnostic::new(
        &RULE,
        format!("{node} as of {times} reads {read} as it stands as of {stands}"),
    )
    .help("the query has to leave out what became known after its own as-of time")
}
