//! `looks-ahead`: a window that looks at later rows before they are kept out.

use std::collections::HashMap;

use sqlparser::ast::{Expr, OrderBySort, WindowFrameBound, WindowSpec};

use super::Rule;
use super::query_lint::QueryLint;
use crate::sql::analyze::same::{bare, is_negative};
use crate::diagnostic::{Diagnostic, Level};
use crate::sql::analyze::bounds::filters_rows;
use crate::sql::analyze::lineage::Origins;
use crate::sql::analyze::model::{BlockId, Call};
use crate::sql::function::Kind;
use crate::sql::name::Identifier;
use crate::sql::types::Type;

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC306",
    name: "looks-ahead",
    level: Level::Warn,
    summary: "a window that looks at later rows before they are kept out",
    docs: r"## What
`LEAD`, a frame that ends after the current row, `LAST_VALUE` or an aggregate over the whole partition, in a SELECT whose rows are not yet
bounded by the as-of time. Over a descending order, `LAG` and the rows before the current one are the later ones, and `ROW_NUMBER`, `RANK` and
`DENSE_RANK` over a descending time count from a row that may be removed later.

## Why
The window has seen rows of after the as-of time before a later WHERE removes them: what is left still carries their values.

## Cannot see
Queries of tables. Windows over relations without times, and windows without a frame over rows that nothing bounds later either. Which
rows are later where the order is not one of time. `ROW_NUMBER` and `RANK` over an order that is computed. Over rows that are bounded already, looking ahead among them is fine and not reported.

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
    let mut bounded = HashMap::new();
    calls
        .filter_map(|call| {
            let spec = lint.window(call)?;
            let (what, is_framed) = what_ahead(call, spec).or_else(|| numbers_backwards(lint, call, spec))?;
            sees_unbounded_rows(lint, call, is_framed, &mut bounded).then(|| {
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

/// What looks at later rows, and whether the text says so: by an offset or a frame, and not by leaving one away.
fn what_ahead(call: &Call<'_>, spec: &WindowSpec) -> Option<(String, bool)> {
    let known = call.known?;
    let name = known.name;
    let descends = spec
        .order_by
        .first()
        .is_some_and(|item| matches!(item.options.sort, Some(OrderBySort::Desc)));
    let order = if descends { " over a descending order" } else { "" };
    if let "LEAD" | "LAG" = name {
        let offset = call.arguments.get(1).map(|argument| argument.expr);
        let is_negative = offset.is_some_and(is_negative);
        let is_ahead = (name == "LEAD") ^ is_negative ^ descends;
        let offset = if is_negative { " with a negative offset" } else { "" };
        return is_ahead.then(|| (format!("`{name}`{offset}{order} looks at later rows"), true));
    }
    if let Some(frame) = &spec.window_frame {
        // What precedes in a descending order comes later.
        let is_ahead = if descends {
            matches!(frame.start_bound, WindowFrameBound::Preceding(_))
        } else {
            matches!(frame.end_bound, Some(WindowFrameBound::Following(_)))
        };
        return is_ahead.then(|| (format!("the frame of `{name}` reaches later rows"), true));
    }
    let is_ahead = match name {
        "FIRST_VALUE" => descends,
        "LAST_VALUE" => !descends,
        "NTH_VALUE" => true,
        _ => known.kind == Kind::Aggregate && (spec.order_by.is_empty() || descends),
    };
    is_ahead.then(|| (format!("`{name}`{order} without a frame takes in later rows"), false))
}

/// A number that counts from the latest row: it is another one as soon as a later row is added.
fn numbers_backwards(lint: &QueryLint<'_, '_>, call: &Call<'_>, spec: &WindowSpec) -> Option<(String, bool)> {
    let name = call.known?.name;
    let first = spec.order_by.first()?;
    let descends = matches!(first.options.sort, Some(OrderBySort::Desc));
    if !descends || !matches!(name, "ROW_NUMBER" | "RANK" | "DENSE_RANK") {
        return None;
    }
    let column = match bare(&first.expr) {
        Expr::Identifier(ident) => ident,
        Expr::CompoundIdentifier(parts) => parts.last()?,
        _ => return None,
    };
    let name_of = Identifier::new(&column.value);
    let is_time = lint.model.reads.iter().filter_map(|read| read.relation.as_deref()).any(|relation| {
        let columns = relation.columns.as_deref().unwrap_or_default();
        relation.position(&name_of).is_some_and(|position| {
            matches!(columns[position].data_type, Type::Date | Type::Timestamp(_))
        })
    });
    is_time.then(|| (format!("`{name}` counts from the latest row"), false))
}

/// Whether the rows that a window is computed over hold some of a relation with times that nothing has bounded yet. Where no
/// frame is written, only such rows count as are kept out later.
/// `bounded` remembers, for each SELECT that was asked about, the readings that are bounded before its windows.
fn sees_unbounded_rows(
    lint: &QueryLint<'_, '_>,
    call: &Call<'_>,
    is_framed: bool,
    bounded: &mut HashMap<BlockId, Vec<bool>>,
) -> bool {
    let mut origins = Origins::default();
    for argument in &call.arguments {
        origins.extend(&argument.value.origins);
    }
    // `count(*)` counts whatever FROM yields.
    if origins.is_empty() {
        for item in lint.block(call.block).into_iter().flat_map(|block| &block.from) {
            origins.extend(&lint.model.origins_of(item.rows));
        }
    }
    // A time that equals or precedes a bounded one is bounded as well.
    let is_bounded = bounded.entry(call.block).or_insert_with(|| {
        let within = lint.blocks_within(call.block);
        let before = lint.bounds.iter().filter(|bound| filters_rows(bound.comparison, &within));
        lint.times.bounded(lint.model, before)
    });
    lint.reads_of(&origins).into_iter().any(|read| {
        let columns = lint.model.reads[read].relation.as_deref().and_then(|relation| relation.columns.as_ref());
        let has_times = columns.into_iter().flatten().any(|column| {
            matches!(column.data_type, Type::Date | Type::Timestamp(_))
        });
        has_times && !is_bounded[read] && (is_framed || lint.bounded[read])
    })
}
