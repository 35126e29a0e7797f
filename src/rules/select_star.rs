//! `select-star`: a star in what a feature view yields.

use sqlparser::ast::{
    SelectItem, SelectItemQualifiedWildcardKind, WildcardAdditionalOptions,
};

use super::Rule;
use super::query_lint::QueryLint;
use crate::diagnostic::{Diagnostic, Level};
use crate::sql::analyze::SqlPlace;
use crate::sql::analyze::model::{Block, Columns, FromItem, RowSetId};

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC311",
    name: "select-star",
    level: Level::Warn,
    summary: "a star in what a feature view yields",
    docs: r"## What
The select list of a feature view's query is `*` or `t.*` over a relation, or over a subquery or common table expression that is
itself such a star. A star over one whose columns stand in the query is not reported, nor over a PIVOT of it by values that are written out.

## Why
What a view yields is its contract: with a star it changes when the relation below changes, in another file or another team.

## Cannot see
Stars inside the query whose columns it then chooses from: they are a matter of taste. Columns
that stand in the same query and that no one declared: of them speaks `undeclared-column`. Stars of a set operation's branches.

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
    outside_stars(lint, block)
        .map(|options| {
            let place = SqlPlace::of(options.wildcard_token.0.span);
            Diagnostic::new(&RULE, "the feature view yields `*`: whatever columns there are")
                .at_place(lint.place(place), "")
                .help("list the keys and the features")
        })
        .collect()
}

/// The stars of a SELECT that stand for columns which do not stand in the query.
fn outside_stars<'l>(
    lint: &'l QueryLint<'_, '_>,
    block: &'l Block<'_>,
) -> impl Iterator<Item = &'l WildcardAdditionalOptions> {
    block.select.projection.iter().filter_map(|item| {
        let (options, of) = match item {
            SelectItem::Wildcard(options) => (options, None),
            SelectItem::QualifiedWildcard(SelectItemQualifiedWildcardKind::ObjectName(name), options) => {
                (options, name.0.last()?.as_ident())
            }
            _ => return None,
        };
        let is_meant = |item: &FromItem<'_>| {
            let name = of.zip(item.name.as_ref());
            name.is_none_or(|(of, name)| of.value.eq_ignore_ascii_case(name.as_written()))
        };
        let mut items = block.from.iter().filter(|item| is_meant(item));
        items.any(|item| is_outside(lint, item.rows)).then_some(options)
    })
}

/// Whether something in FROM is no common table expression or subquery whose columns stand in the query.
fn is_outside(lint: &QueryLint<'_, '_>, item_rows: RowSetId) -> bool {
    let rows = &lint.model.row_sets[item_rows];
    match rows.columns {
        Columns::Read(_) | Columns::Unknown(_) => true,
        // The first SELECT gives the names: itself, or the first branch of a set operation. What is no SELECT, such as a
        // PIVOT of a relation, passes its columns on.
        Columns::Listed(_) => match rows.blocks.first().and_then(|block| lint.block(*block)) {
            Some(block) => outside_stars(lint, block).next().is_some(),
            None => !lint.model.origins_of(item_rows).is_empty(),
        },
    }
}
