//! `never-uses-as-of`: a view with a history whose query does not depend on the as-of time.

use super::Rule;
use super::query_lint::QueryLint;
use crate::diagnostic::{Diagnostic, Level};
use crate::project::model::FeatureView;
use crate::project::time::Interval;
use crate::sql::analyze::RelationKind;
use crate::sql::analyze::model::Read;

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC302",
    name: "never-uses-as-of",
    level: Level::Warn,
    summary: "a view with a history whose query does not depend on the as-of time",
    docs: r#"## What
A feature view that is not static never uses `{{ ds }}`, `{{ ts }}` or the ends of the interval, or only in a comment or to compare
the as-of time with itself. Or its as-of times are hours, and its query uses `{{ ds }}` only, which is the day.

## Why
Whatever as-of time is asked for, the query gives today's values: a backfill writes today's values into the past, and a model is trained on
the future. A query of days gives the same values at each of the 24 hours of one.

## Cannot see
Queries of tables. A source that is itself made anew for each day, such as a view that shows yesterday only. A query that computes a distance
to the as-of time, and does so over rows that it does not bound. Views whose rows have a time of their own
(`event_timestamp`) are let pass. Of hourly views: queries that read a table or another feature view, which may change within a day, and queries
that were rendered for one as-of time (`--ds`).

## Bad
```toml
[[feature_view]]
sql = "brand_orders.sql"
```
```sql
select brand_token, count(*) as orders from shop.orders group by 1
```

## Good
```sql
select brand_token, count(*) as orders from shop.orders where created_at < '{{ ds }}'::date group by 1
```
or, where the values have no history, `static = true`.
"#,
};

/// Checks that the text depends on the as-of time.
pub fn check(lint: &QueryLint<'_, '_>) -> Vec<Diagnostic> {
    let Some(view) = lint.dynamic_view() else {
        return Vec::new();
    };
    // Rows with a time of their own may come from the whole history.
    if lint.model.reads.is_empty() || lint.has_own_times() {
        return Vec::new();
    }
    if lint.model.uses_as_of {
        return same_all_day(lint, view).into_iter().collect();
    }
    let message = format!(
        "the query of `{}` does not depend on the as-of time: its past values would be today's",
        view.definition.name
    );
    let finding = Diagnostic::new(&RULE, message)
        .at(view.definition.query.span, "")
        .help("use only data before the as-of time: `where created_at < '{{ ds }}'::date`")
        .help("or declare it `static = true`, when its values have no history");
    vec![finding]
}

/// Hourly as-of times, and a query that knows their day only.
fn same_all_day(lint: &QueryLint<'_, '_>, view: &FeatureView) -> Option<Diagnostic> {
    let is_source = |read: &Read| {
        let relation = read.relation.as_ref();
        relation.is_none_or(|relation| relation.kind == RelationKind::Source)
    };
    let is_same = lint.model.is_same_all_day
        && view.history.interval() == Interval::Hour
        && lint.model.reads.iter().all(is_source);
    is_same.then(|| {
        let message = format!(
            "the query of `{}` is the same at every hour of a day: `ds` is the day of the as-of time",
            view.definition.name
        );
        Diagnostic::new(&RULE, message)
            .at(view.definition.query.span, "")
            .help("use the hour: `where created_at < '{{ ts }}'::timestamp_ntz`, or `'{{ data_interval_end }}'`")
            .help("or compute it once a day: `interval = \"1 day\"`")
    })
}
