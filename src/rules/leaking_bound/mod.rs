//! `leaking-bound`: a bound in time that lets in data from the as-of time on. Each way to find a leak is a file.

mod beyond;
mod filled_later;
mod forward;
mod late;
mod open;
mod unheld;
mod void;

use std::collections::BTreeSet;

use super::Rule;
use super::query_lint::QueryLint;
use crate::diagnostic::{Diagnostic, Level};

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC303",
    name: "leaking-bound",
    level: Level::Warn,
    summary: "a bound in time that lets in data from the as-of time on",
    docs: r"## What
A comparison with the as-of time lets rows pass that belong to the as-of day or later: `<=` where `<` is meant, `between … and '{{ ds }}'`,
an equality with the as-of day, a day of a list that is it, a week that begins before it and ends after. Also:

- a WHERE, ON or counted condition that keeps out what is earlier than a moment, where nothing in the query keeps out what is later than the
  as-of time: `order_date >= dateadd(day, -7, '{{ ds }}')`, and `datediff(day, order_date, '{{ ds }}') <= 7` alike, of which what comes later has a
  negative distance;
- a bound of rows that an outer join keeps, in the condition of that join: `from orders o left join brands b on b.id = o.brand_id and
  o.created_at < '{{ ds }}'` yields every order;
- an ASOF join that takes the next row, `match_condition (o.created_at <= d.day)`, of a source that nothing bounds;
- a time that is bounded only by its distance to another one, where the two together reach past the as-of time: purchases within a week of the
  searches of up to yesterday;
- a bound under OR, of which another side lets rows of the same source pass without one: `created_at < '{{ ds }}' or is_open`;
- a source that is read twice, once with a bound and once without;
- the question whether a time is NULL that may have been filled in after the as-of time: `count_if(cancelled_at is not null)` of the orders that
  were placed before it, where nothing compares that time.

## Why
An as-of time is the first moment that is not known. A value that uses it has seen the future: the model looks better in training than it
will ever be in production.

## Cannot see
Queries of tables, relations that are not declared, and months that reach a day too far. An equality with the
as-of day on a column of a table or of another feature view. Whether a column is a time of its row's making, or of something planned. Columns called `valid_from` and the like, beside an end that is
bounded as well, windows that begin at the as-of time over rows that another column bounds, and partitions of snapshots (`snapshot_date = '{{ ds }}'`) are let pass.
The hours between two time zones: `convert_timezone` counts as the same moment. Limits that are computed by CASE, GREATEST, COALESCE of several
values or `||`, that are numbers (`epoch <= …`, `year(created_at) <= …`, `abs(datediff(…)) <= 7`), comparisons under NOT. That WHERE makes an outer join
an inner one (`where s.id is not null`). A source that is read once and not bounded, in a subquery or a branch of a UNION: of it speaks `reads-as-of-now`. Columns that are changed
later, such as a status. Distances to a time of the same row, to several times at once, or in months. An aggregate or window over rows that are bounded only afterwards, as by `min(created_at) < '{{ ds }}'` of the query around. Of a bound
without another end: conditions inside CASE that begin at the as-of time, ages since a birth, distances of which the query computes a minimum or maximum first, and ends of
periods (`expires_at >= '{{ ds }}'`).

## Bad
```sql
select brand_token, sum(amount) as sales from shop.orders
where order_date between dateadd(day, -7, '{{ ds }}'::date) and '{{ ds }}'::date group by 1
```

## Good
```sql
select brand_token, sum(amount) as sales from shop.orders
where order_date >= dateadd(day, -7, '{{ ds }}'::date) and order_date < '{{ ds }}'::date group by 1
```
",
};

/// Looks for leaks in each way. A source that one of them has reported is not reported again by those after it.
pub fn check(lint: &QueryLint<'_, '_>) -> Vec<Diagnostic> {
    if lint.dynamic_view().is_none() {
        return Vec::new();
    }
    let mut reported = BTreeSet::new();
    let mut findings = late::find(lint);
    findings.extend(beyond::find(lint));
    findings.extend(void::find(lint, &mut reported));
    findings.extend(open::find(lint, &mut reported));
    findings.extend(forward::find(lint, &mut reported));
    findings.extend(unheld::find(lint, &mut reported));
    findings.extend(filled_later::find(lint));
    findings
}
