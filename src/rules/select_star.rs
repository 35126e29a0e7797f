//! `select-star`: a star in what a feature view yields.

use sqlparser::ast::SelectItem;

use super::Rule;
use super::query_lint::QueryLint;
use crate::diagnostic::{Diagnostic, Level};
use crate::sql::analyze::SqlPlace;
use crate::sql::analyze::model::FromItem;

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC311",
    name: "select-star",
    level: Level::Warn,
    summary: "a star in what a feature view yields",
    docs: r"## What
The select list of a feature view's query is `*` or `t.*` over something else than a common table expression of the same query.

## Why
What a view yields is its contract: with a star it changes when the relation below changes, in another file or another team.

## Cannot see
Stars inside the query, which are a matter of taste where the columns are known.

## Bad
```sql
select * from shop.brand_totals
```

## Good
```sql
select brand_token, orders, sales from shop.brand_totals
```
",
};

/// Checks the stars of what the query yields.
pub fn check(lint: &QueryLint<'_, '_>) -> Vec<Diagnostic> {
    let (Some(_), Some((_, block))) = (lint.view(), lint.main_block()) else {
        return Vec::new();
    };
    // The columns of a common table expression stand in the same query.
    let is_cte = |item: &FromItem<'_>| {
        let ctes = block.query.and_then(|query| query.with.as_ref());
        let mut names = ctes.iter().flat_map(|with| &with.cte_tables).map(|cte| &cte.alias.name.value);
        item.name.as_ref().is_some_and(|name| names.any(|cte| cte.eq_ignore_ascii_case(name.as_written())))
    };
    if block.from.iter().all(is_cte) {
        return Vec::new();
    }
    let stars = block.select.projection.iter().filter_map(|item| match item {
        SelectItem::Wildcard(options) | SelectItem::QualifiedWildcard(_, options) => Some(options),
        _ => None,
    });
    stars
        .map(|options| {
            let place = SqlPlace::of(options.wildcard_token.0.span);
            Diagnostic::new(&RULE, "the feature view yields `*`: whatever columns there are")
                .at_place(lint.place(place), "")
                .help("list the keys and the features")
        })
        .collect()
}
