//! `leaking-bound`: a bound in time that lets in data from the as-of time on.

use std::cmp::Ordering;

use sqlparser::ast::Spanned;

use super::Rule;
use super::query_lint::QueryLint;
use super::time_names::is_partition;
use crate::diagnostic::{Diagnostic, Level};
use crate::project::model::History;
use crate::sql::analyze::SqlPlace;
use crate::sql::analyze::bounds::{Bound, Side};
use crate::sql::analyze::instant::DAY;
use crate::sql::analyze::RelationKind;
use crate::sql::analyze::model::Compare;

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC303",
    name: "leaking-bound",
    level: Level::Warn,
    summary: "a bound in time that lets in data from the as-of time on",
    docs: r"## What
A comparison with the as-of time lets rows pass that belong to the as-of day or later: `<=` where `<` is meant, `between … and '{{ ds }}'`,
an equality with the as-of day, a week that begins before it and ends after.

## Why
An as-of time is the first moment that is not known. A value that uses it has seen the future: the model looks better in training than it
will ever be in production.

## Cannot see
Queries of tables, relations that are not declared, comparisons under OR or NOT, and months that reach a day too far. An equality with the
as-of day on a column of a table or of another feature view. Whether a column is a time of its row's making, or of something planned. Columns called `valid_from` and the like, beside an end that is
bounded as well, windows that begin at the as-of time over rows that another column bounds, and partitions of snapshots (`snapshot_date = '{{ ds }}'`) are let pass.

## Bad
```sql
select brand_token, sum(amount) as sales from shop.orders
where order_date between dateadd(day, -7, '{{ ds }}'::date) and '{{ ds }}'::date group by 1
```

## Good
```sql
select brand_token, sum(amount) as sales from shop.orders
where order_date >= dateadd(day, -7, '{{ ds }}'::date) and order_date < '{{ ds }}'::date group by 1
```
",
};

/// Checks every bound from above.
pub fn check(lint: &QueryLint<'_, '_>) -> Vec<Diagnostic> {
    if lint.dynamic_view().is_none() {
        return Vec::new();
    }
    let leaks = lint.bounds.iter().filter(|bound| leaks(lint, bound));
    leaks.map(|bound| finding(lint, bound)).collect()
}

fn leaks(lint: &QueryLint<'_, '_>, bound: &Bound<'_, '_>) -> bool {
    let Some(limit) = bound.limit else {
        return false;
    };
    // A month that begins on the as-of day is the only one that leaks by a day: that is not what is looked for.
    if bound.side == Side::Below || limit <= 0 || (!bound.is_exact && limit <= DAY) {
        return false;
    }
    // An event at the as-of moment itself has that as its own as-of time.
    let has_own_times = lint
        .view()
        .is_some_and(|view| matches!(view.history, History::EventTimestamp { .. }));
    if has_own_times && limit <= 1 {
        return false;
    }
    if bound.side == Side::Both && !bound.comparison.is_required {
        return false;
    }
    let columns = bound
        .origins
        .iter()
        .filter_map(|number| lint.model.origins.get(number as usize));
    for origin in columns {
        let read = &lint.model.reads[origin.read];
        let Some(relation) = &read.relation else {
            return false;
        };
        let known = relation.columns.as_ref().zip(relation.position(&origin.column));
        // What a feature view has at an as-of time was known at it.
        if known.is_some_and(|(columns, position)| columns[position].is_as_of) && limit <= DAY {
            return false;
        }
        if bound.side == Side::Both
            && (relation.kind != RelationKind::Source
                || is_partition(origin.column.folded()))
        {
            return false;
        }
    }
    !is_harmless(lint, bound) && !is_planned(lint, bound)
}

/// Whether a window that begins at the as-of time or later is asked of rows that are known before it: appointments of next
/// week that were booked by now.
fn is_planned(lint: &QueryLint<'_, '_>, bound: &Bound<'_, '_>) -> bool {
    let within = lint.blocks_within(bound.comparison.block);
    let reads = lint.reads_of(bound.origins);
    let beside = || {
        lint.bounds.iter().filter(|other| {
            other.comparison.is_required && within.contains(&other.comparison.block)
        })
    };
    let begins_later = beside().any(|other| {
        other.side == Side::Below
            && other.limit.is_some_and(|limit| limit >= 0)
            && other.origins.meets(bound.origins)
    });
    let is_known = beside().any(|other| {
        other.keeps_out_the_future()
            && !other.origins.meets(bound.origins)
            && lint.reads_of(other.origins) == reads
    });
    begins_later && is_known
}

/// Whether another bound keeps the same rows out, or an end of validity does.
fn is_harmless(lint: &QueryLint<'_, '_>, bound: &Bound<'_, '_>) -> bool {
    let within = lint.blocks_within(bound.comparison.block);
    lint.bounds.iter().any(|other| {
        let is_same = other.origins.meets(bound.origins);
        if is_same
            && other.keeps_out_the_future()
            && other.comparison.is_required
            && within.contains(&other.comparison.block)
        {
            return true;
        }
        let reads = lint.reads_of(bound.origins);
        let is_end = !is_same
            && other.side == Side::Below
            && other.limit.is_some_and(|limit| limit >= 0)
            && other.comparison.block == bound.comparison.block;
        is_end && lint.reads_of(other.origins) == reads
    })
}

fn finding(lint: &QueryLint<'_, '_>, bound: &Bound<'_, '_>) -> Diagnostic {
    let comparison = bound.comparison;
    let column = bound.column.expr;
    let other = if std::ptr::eq(comparison.left.expr, column) {
        comparison.right.expr
    } else {
        comparison.left.expr
    };
    let limit = bound.limit.unwrap_or_default();
    let what = match limit.cmp(&DAY) {
        Ordering::Greater => "data of after the as-of time passes",
        Ordering::Equal => "data of the as-of day itself passes",
        Ordering::Less => "data of the as-of moment itself passes",
    };
    let span = if comparison.is_between {
        other.span()
    } else {
        column.span().union(&other.span())
    };
    let finding = Diagnostic::new(&RULE, format!("a leak: {what}"))
        .at_place(lint.place(SqlPlace::of(span)), "this lets it in");
    if comparison.is_between {
        finding.help("BETWEEN includes its end; write `>=` for the start and `<` for the end")
    } else if bound.side == Side::Both {
        finding.help("the as-of time is the first moment that is not known; the last whole day is `dateadd(day, -1, '{{ ds }}'::date)`")
    } else if comparison.operator == Compare::LessOrEqual || comparison.operator == Compare::GreaterOrEqual {
        finding.help("compare with `<`: the as-of time is the first moment that is not known")
    } else {
        finding.help("compare with the as-of time itself: `< '{{ ds }}'::date`")
    }
}
