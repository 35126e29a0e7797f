//! `key-not-unique`: a query that can yield an entity's key several times.

use sqlparser::ast::Spanned;

use super::Rule;
use super::query_lint::QueryLint;
use crate::diagnostic::{Diagnostic, Level};
use crate::project::model::History;
use crate::sql::analyze::SqlPlace;

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC312",
    name: "key-not-unique",
    level: Level::Warn,
    summary: "a query that can yield an entity's key several times",
    docs: r"## What
A feature view groups by more than its entity's key, or its rows have a known key that holds more columns: the entity's key can come several
times at one as-of time.

## Why
A key twice at one as-of time has no one value: the audit stops the run. It may pass for months, until the first key with two rows comes.

## Cannot see
Relations whose keys are not known. A column that the key determines, such as a brand's country beside the brand, is reported although it does
no harm: take it with `any_value`.

## Bad
```sql
select brand_token, country, count(*) as orders from shop.orders where created_at < '{{ ds }}'::date group by brand_token, country
```

## Good
```sql
select brand_token, count(*) as orders from shop.orders where created_at < '{{ ds }}'::date group by brand_token
```
",
};

/// Checks what identifies a row of the result.
pub fn check(lint: &QueryLint<'_, '_>) -> Vec<Diagnostic> {
    let (Some(view), Some(columns), Some((_, block))) = (lint.view(), lint.model.output(), lint.main_block()) else {
        return Vec::new();
    };
    let time = match &view.history {
        History::EventTimestamp { column, .. } => Some(&column.value),
        History::Static | History::AsOf { .. } => None,
    };
    let is_key = |position: &usize| {
        columns
            .get(*position)
            .and_then(|column| column.name.as_ref())
            .is_some_and(|name| lint.keys.contains(name) || time == Some(name))
    };
    let known = &lint.model.row_sets[lint.model.root].keys;
    if known.iter().any(|key| key.iter().all(is_key)) {
        return Vec::new();
    }
    let Some(grouping) = &block.grouping else {
        return Vec::new();
    };
    // Grouped by something that is neither a key of the entity nor one value: rows beyond the key.
    let beyond = grouping.keys.iter().find(|key| {
        let position = key.projected.and_then(|projected| block.projected[projected].position);
        !key.value.origins.is_empty()
            && !key.is_determined
            && !position.is_some_and(|position| is_key(&position))
    });
    let Some(key) = beyond else {
        return Vec::new();
    };
    let written = key.expr.to_string();
    let finding = Diagnostic::new(
        &RULE,
        format!("rows are grouped by `{written}` beside the key of `{}`: the key can come several times", view.entity),
    )
    .at_place(lint.place(SqlPlace::of(key.expr.span())), "")
    .help(format!("take it out of GROUP BY, and choose one value where it is needed: `any_value({written})`"));
    vec![finding]
}
