//! `wrapped-filter`: a filter on a time that a function or cast wraps.

use sqlparser::ast::Spanned;

use super::Rule;
use super::query_lint::QueryLint;
use crate::diagnostic::{Diagnostic, Level};
use crate::sql::analyze::SqlPlace;
use crate::sql::analyze::model::{Clause, Columns};

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC315",
    name: "wrapped-filter",
    level: Level::Allow,
    summary: "a filter on a time that a function or cast wraps",
    docs: r"## What
A condition of WHERE compares a function or cast of a relation's time column with the as-of time: `date_trunc('day', ts) < …`,
`datediff(day, ts, …) <= 7`.

## Why
Snowflake prunes micro-partitions by the least and greatest value of a plain column. Through a function it often reads the whole table; on
a large one that is most of the bill.

## Cannot see
Which functions Snowflake can look through: for some casts and truncations it prunes all the same. So this lint is off unless it is asked for.

## Bad
```sql
select brand_token, count(*) as orders from shop.orders where datediff(day, created_at, '{{ ds }}') between 1 and 7 group by 1
```

## Good
```sql
select brand_token, count(*) as orders from shop.orders
where created_at >= dateadd(day, -7, '{{ ds }}'::date) and created_at < '{{ ds }}'::date group by 1
```
",
};

/// Checks every bound of a column that is read directly.
pub fn check(lint: &QueryLint<'_, '_>) -> Vec<Diagnostic> {
    let mut places = Vec::new();
    for bound in &lint.bounds {
        let comparison = bound.comparison;
        let reads_directly = lint.block(comparison.block).is_some_and(|block| {
            block.from.iter().any(|item| {
                matches!(lint.model.row_sets[item.rows].columns, Columns::Read(_))
                    && lint.model.origins_of(item.rows).meets(bound.origins)
            })
        });
        let place = SqlPlace::of(bound.column.expr.span());
        if bound.is_wrapped
            && comparison.is_required
            && comparison.clause == Clause::Where
            && reads_directly
            && !places.contains(&place)
        {
            places.push(place);
        }
    }
    places
        .into_iter()
        .map(|place| {
            Diagnostic::new(&RULE, "a filter on a wrapped time column may read the whole table")
                .at_place(lint.place(place), "")
                .help("compare the column itself with a moved as-of time")
        })
        .collect()
}
