//! `reads-as-of-now`: a relation is read as it is now, without a bound in time.

use super::Rule;
use super::query_lint::QueryLint;
use crate::diagnostic::{Diagnostic, Level};
use crate::sql::analyze::RelationKind;
use crate::sql::types::Type;

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC317",
    name: "reads-as-of-now",
    level: Level::Allow,
    summary: "a relation is read as it is now, without a bound in time",
    docs: r"## What
In a feature view with a history, a relation that has times is read without a bound by the as-of time: nothing keeps out what happened
after it.

## Why
Rows that were added or changed later take part. A run for today looks right; a backfill, or a rerun of last month, sees the future.

## Cannot see
Whether rows ever change: a relation that is only written once per key does no harm, and this lint reports every one that nothing bounds. So it
is off unless it is asked for. Queries of tables. Relations without any date or timestamp column.

## Bad
```sql
select o.brand_token, count(c.id) as complaints
from shop.orders o join shop.complaints c on c.order_id = o.id
where o.created_at < '{{ ds }}'::date group by 1
```

## Good
```sql
select o.brand_token, count(c.id) as complaints
from shop.orders o join shop.complaints c on c.order_id = o.id and c.created_at < '{{ ds }}'::date
where o.created_at < '{{ ds }}'::date group by 1
```
",
};

/// Checks every relation that is read.
pub fn check(lint: &QueryLint<'_, '_>) -> Vec<Diagnostic> {
    if lint.dynamic_view().is_none() || !lint.model.uses_as_of {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for (number, (read, is_bounded)) in lint.model.reads.iter().zip(&lint.bounded).enumerate() {
        let Some(relation) = &read.relation else {
            continue;
        };
        let Some(columns) = &relation.columns else {
            continue;
        };
        let is_time =
            |data_type: Type| matches!(data_type, Type::Date | Type::Timestamp(_));
        let time = match relation.kind {
            RelationKind::Source | RelationKind::Table => {
                columns.iter().find(|column| is_time(column.data_type))
            }
            // `computed_at` is no time of the values.
            RelationKind::FeatureView => columns.iter().find(|column| column.is_as_of),
        };
        let (Some(time), false) = (time, is_bounded) else {
            continue;
        };
        findings.push(
            Diagnostic::new(
                &RULE,
                format!("`{}` is read as it is now, without a bound in time", read.name),
            )
            .at_place(lint.place(read.place), "")
            .note("rows of after the as-of time take part when the past is computed")
            .help(format!("bound it: {}", lint.bound_for(number, &time.name))),
        );
    }
    findings
}
