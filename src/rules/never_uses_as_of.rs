//! `never-uses-as-of`: a view with a history whose query does not depend on the as-of time.

use super::Rule;
use super::query_lint::QueryLint;
use crate::diagnostic::{Diagnostic, Level};
use crate::project::model::History;

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC302",
    name: "never-uses-as-of",
    level: Level::Warn,
    summary: "a view with a history whose query does not depend on the as-of time",
    docs: r#"## What
A feature view that is not static never uses `{{ ds }}`, `{{ ts }}` or the ends of the interval, or only in a comment or to compare
the as-of time with itself.

## Why
Whatever as-of time is asked for, the query gives today's values: a backfill writes today's values into the past, and a model is trained on
the future.

## Cannot see
Queries of tables. A source that is itself made anew for each day, such as a view that shows yesterday only. A query that computes a distance
to the as-of time, and does so over rows that it does not bound. Views whose rows have a time of their own
(`event_timestamp`) are let pass.

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
    let has_own_times = matches!(view.history, History::EventTimestamp { .. });
    if lint.model.uses_as_of || lint.model.reads.is_empty() || has_own_times {
        return Vec::new();
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
