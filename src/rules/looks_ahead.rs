//! `looks-ahead`: a window that looks at later rows before they are kept out.

use sqlparser::ast::{Expr, UnaryOperator, WindowFrameBound, WindowType};

use super::Rule;
use super::query_lint::QueryLint;
use crate::diagnostic::{Diagnostic, Level};
use crate::sql::analyze::bounds::{Side, filters_rows};
use crate::sql::analyze::model::Call;
use crate::sql::types::Type;

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC306",
    name: "looks-ahead",
    level: Level::Warn,
    summary: "a window that looks at later rows before they are kept out",
    docs: r"## What
`LEAD`, or a frame that ends after the current row, in a SELECT whose rows are not yet bounded by the as-of time.

## Why
The window has seen rows of after the as-of time before a later WHERE removes them: what is left still carries their values.

## Cannot see
Windows over relations without times. Over rows that are bounded already, looking ahead among them is fine and not reported.

## Bad
```sql
with gaps as (
    select brand_token, created_at,
        datediff(day, created_at, lead(created_at) over (partition by brand_token order by created_at)) as gap
    from shop.orders
)
select brand_token, avg(gap) as avg_gap_days from gaps where created_at < '{{ ds }}'::date group by 1
```

## Good
```sql
with gaps as (
    select brand_token,
        datediff(day, created_at, lead(created_at) over (partition by brand_token order by created_at)) as gap
    from shop.orders where created_at < '{{ ds }}'::date
)
select brand_token, avg(gap) as avg_gap_days from gaps group by 1
```
",
};

/// Checks every window function.
pub fn check(lint: &QueryLint<'_, '_>) -> Vec<Diagnostic> {
    if lint.dynamic_view().is_none() || !lint.model.uses_as_of {
        return Vec::new();
    }
    let calls = lint.model.calls.iter().filter(|call| call.function.over.is_some());
    calls
        .filter_map(|call| {
            let what = what_ahead(call)?;
            sees_unbounded_rows(lint, call).then(|| {
                Diagnostic::new(
                    &RULE,
                    format!("{what} before rows of after the as-of time are kept out"),
                )
                .at_place(lint.place(call.place), "")
                .help("filter on the as-of time in this SELECT, or in one that it reads")
            })
        })
        .collect()
}

fn what_ahead(call: &Call<'_>) -> Option<String> {
    let name = call.known?.name;
    let is_negative = |expr: &Expr| {
        matches!(
            expr,
            Expr::UnaryOp {
                op: UnaryOperator::Minus,
                ..
            }
        )
    };
    let offset = call.arguments.get(1).map(|argument| argument.expr);
    match name {
        "LEAD" if !offset.is_some_and(is_negative) => {
            return Some("`LEAD` looks at later rows".to_owned());
        }
        "LAG" if offset.is_some_and(is_negative) => {
            return Some("`LAG` with a negative offset looks at later rows".to_owned());
        }
        _ => {}
    }
    let Some(WindowType::WindowSpec(spec)) = &call.function.over else {
        return None;
    };
    let descends = spec.order_by.first().is_some_and(|item| {
        matches!(item.options.sort, Some(sqlparser::ast::OrderBySort::Desc))
    });
    let frame = spec.window_frame.as_ref()?;
    let is_ahead = match &frame.end_bound {
        Some(WindowFrameBound::Following(_)) => !descends,
        _ => descends && matches!(frame.start_bound, WindowFrameBound::Preceding(_)),
    };
    is_ahead.then(|| format!("the frame of `{name}` reaches later rows"))
}

/// Whether the rows that a window is computed over hold some of a relation with times that nothing has bounded yet.
fn sees_unbounded_rows(lint: &QueryLint<'_, '_>, call: &Call<'_>) -> bool {
    let within = lint.blocks_within(call.block);
    let mut origins = crate::sql::analyze::lineage::Origins::default();
    for argument in &call.arguments {
        origins.extend(&argument.value.origins);
    }
    lint.reads_of(&origins).into_iter().any(|read| {
        let columns = lint.model.reads[read].relation.as_deref().and_then(|relation| relation.columns.as_ref());
        let has_times = columns.into_iter().flatten().any(|column| {
            matches!(column.data_type, Type::Date | Type::Timestamp(_))
        });
        let is_bounded = lint.bounds.iter().any(|bound| {
            bound.side != Side::Below
                && filters_rows(bound.comparison, &within)
                && lint.reads_of(bound.origins).contains(&read)
        });
        has_times && !is_bounded
    })
}
