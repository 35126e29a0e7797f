//! `static-uses-as-of`: a static view whose query depends on the as-of time.

use super::Rule;
use super::query_lint::QueryLint;
use crate::diagnostic::{Diagnostic, Level};
use crate::project::model::History;

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC316",
    name: "static-uses-as-of",
    level: Level::Warn,
    summary: "a static view whose query depends on the as-of time",
    docs: r"## What
A feature view is `static = true`, and its query uses `{{ ds }}` or another time of the run.

## Why
Its values have no as-of time: which day they describe is lost, and depends on the last run.

## Cannot see
Whether the as-of time matters to the values: every use counts. Queries of tables.

## Bad
```toml
static = true
```
```sql
select brand_token, datediff(year, founded_on, '{{ ds }}') as age_years from shop.brands
```

## Good
```sql
select brand_token, year(founded_on) as founding_year from shop.brands
```
or leave `static` away.
",
};

/// Checks that the text of a static view does not depend on the as-of time.
pub fn check(lint: &QueryLint<'_, '_>) -> Vec<Diagnostic> {
    let Some(view) = lint.view() else {
        return Vec::new();
    };
    if !matches!(view.history, History::Static) || !lint.model.uses_as_of {
        return Vec::new();
    }
    let message = format!(
        "the static view `{}` depends on the as-of time, which its values do not keep",
        view.definition.name
    );
    vec![
        Diagnostic::new(&RULE, message)
            .at(view.definition.query.span, "")
            .help("take `static = true` away, so that its values have a history"),
    ]
}
