//! `unbounded-periods`: a table of periods is read without asking for one.

use super::Rule;
use super::query_lint::QueryLint;
use super::time_names::{ENDS, STARTS, has_word};
use crate::diagnostic::{Diagnostic, Level};
use crate::sql::analyze::{Relation, RelationKind};
use crate::sql::types::Type;

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC304",
    name: "unbounded-periods",
    level: Level::Warn,
    summary: "a table of periods is read without asking for one",
    docs: r"## What
In a feature view with a history, a relation whose rows are valid for a period (`valid_from` and `valid_to`, `started_at` and `ended_at`, …), or
another feature view, is read without any bound by the as-of time.

## Why
Every version that a row ever had takes part, later ones included: rows are multiplied, and the past is computed from the future.

## Cannot see
Queries of tables, and what the queries of those that are read keep. Periods whose columns are called otherwise. Relations of which a join
meets one row at most, or with one row for each key of the entity: they hold no versions. Relations without periods are the business of `reads-as-of-now`, which is off by default.

## Bad
```sql
select s.account_id, count(distinct p.plan) as plans
from app.seats s join billing.plan_history p on p.account_id = s.account_id
where s.created_at < '{{ ds }}'::date group by 1
```

## Good
```sql
select s.account_id, count(distinct p.plan) as plans
from app.seats s join billing.plan_history p on p.account_id = s.account_id
    and p.valid_from < '{{ ds }}'::date and coalesce(p.valid_to, '9999-12-31') >= '{{ ds }}'::date
where s.created_at < '{{ ds }}'::date group by 1
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
            RelationKind::Source => columns.iter().find(|column| is_time(column.data_type)),
            // A table's own query says which of its periods are in it.
            RelationKind::Table => None,
            // `computed_at` is no time of the values.
            RelationKind::FeatureView => columns.iter().find(|column| column.is_as_of),
        };
        let (Some(time), false) = (time, is_bounded) else {
            continue;
        };
        if !has_periods(relation) || lint.is_one_at_most(number)
            || is_of_entity(lint, relation)
            // What is bound at too great a distance is reported there.
            || lint.beyond.iter().any(|beyond| beyond.read == number)
        {
            continue;
        }
        findings.push(
            Diagnostic::new(
                &RULE,
                format!("`{}` holds periods, and the query asks for none", read.name),
            )
            .at_place(lint.place(read.place), "")
            .note("all versions take part, those of after the as-of time included")
            .help(format!("bound it: {}", lint.bound_for(number, &time.name))),
        );
    }
    findings
}

/// Whether a source has one row for each key of the entity: its period is the entity's own, and there are no versions.
fn is_of_entity(lint: &QueryLint<'_, '_>, relation: &Relation) -> bool {
    let Some(columns) = &relation.columns else {
        return false;
    };
    relation.keys.iter().any(|key| {
        let mut names = key.iter().filter_map(|position| columns.get(*position));
        names.all(|column| lint.keys.contains(&column.name))
    })
}

/// Whether a row of the relation is valid for a period, or the relation is a feature view, with a row for each as-of time.
fn has_periods(relation: &Relation) -> bool {
    if relation.kind == RelationKind::FeatureView {
        return true;
    }
    let has = |words: &[&str]| {
        relation.columns.iter().flatten().any(|column| {
            matches!(column.data_type, Type::Date | Type::Timestamp(_))
                && has_word(column.name.folded(), words)
        })
    };
    has(&STARTS) && has(&ENDS)
}
