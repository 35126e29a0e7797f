//! `leaking-bound`: a bound in time that lets in data from the as-of time on.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use sqlparser::ast::Spanned;

use super::Rule;
use super::query_lint::QueryLint;
use super::time_names::{ENDS, has_word, is_partition};
use crate::diagnostic::{Diagnostic, Level};
use crate::project::model::History;
use crate::sql::analyze::SqlPlace;
use crate::sql::analyze::bounds::{Bound, Side};
use crate::sql::analyze::instant::{DAY, Time};
use crate::sql::analyze::RelationKind;
use crate::sql::analyze::model::{Clause, Compare, ReadId};

/// The rule.
pub static RULE: Rule = Rule {
    code: "FSC303",
    name: "leaking-bound",
    level: Level::Warn,
    summary: "a bound in time that lets in data from the as-of time on",
    docs: r"## What
A comparison with the as-of time lets rows pass that belong to the as-of day or later: `<=` where `<` is meant, `between … and '{{ ds }}'`,
an equality with the as-of day, a week that begins before it and ends after. Also a WHERE or ON that keeps out what is earlier than a
moment, where nothing in the query keeps out what is later than the as-of time.

## Why
An as-of time is the first moment that is not known. A value that uses it has seen the future: the model looks better in training than it
will ever be in production.

## Cannot see
Queries of tables, relations that are not declared, and months that reach a day too far. An equality with the
as-of day on a column of a table or of another feature view. Whether a column is a time of its row's making, or of something planned. Columns called `valid_from` and the like, beside an end that is
bounded as well, windows that begin at the as-of time over rows that another column bounds, and partitions of snapshots (`snapshot_date = '{{ ds }}'`) are let pass.
The hours between two time zones: `convert_timezone` counts as the same moment. Limits that are computed by CASE, GREATEST, COALESCE of several
values or `||`, that are numbers (`epoch <= …`, `year(created_at) <= …`, `abs(datediff(…)) <= 7`), lists of several days, comparisons under OR or
NOT. An aggregate or window over rows that are bounded only afterwards, as by `min(created_at) < '{{ ds }}'` of the query around. Of a bound
without another end: conditions inside CASE, ages, and ends of periods (`expires_at >= '{{ ds }}'`).

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
    let mut findings: Vec<Diagnostic> = leaks.map(|bound| finding(lint, bound)).collect();
    let mut reported = BTreeSet::new();
    let open = lint.bounds.iter().filter_map(|bound| Some((bound, open_read(lint, bound)?)));
    findings.extend(open.filter(|(_, read)| reported.insert(*read)).map(|(bound, _)| {
        let span = bound.comparison.left.expr.span().union(&bound.comparison.right.expr.span());
        Diagnostic::new(&RULE, "a leak: data of after the as-of time passes, as the bound has no other end")
            .at_place(lint.place(SqlPlace::of(span)), "this keeps out what is earlier, and nothing what is later")
            .help(format!("add the other end: `{} < '{{{{ ds }}}}'::date`", bound.column.expr))
    }));
    findings
}

/// The source whose rows a bound holds back from below only, while nothing in the query does from above.
fn open_read(lint: &QueryLint<'_, '_>, bound: &Bound<'_, '_>) -> Option<ReadId> {
    let view = lint.view()?;
    let is_plain = matches!(bound.column.value.time, Time::Column { .. })
        && matches!(bound.comparison.clause, Clause::Where | Clause::On)
        && bound.comparison.is_required;
    if bound.side != Side::Below || bound.limit.is_none() || !is_plain || matches!(view.history, History::EventTimestamp { .. }) {
        return None;
    }
    let origins: Vec<_> = bound.origins.iter().collect();
    let [number] = origins.as_slice() else {
        return None;
    };
    let origin = lint.model.origins.get(*number as usize)?;
    let relation = lint.model.reads[origin.read].relation.as_ref()?;
    let is_open = relation.kind == RelationKind::Source
        && !lint.bounded[origin.read]
        && !has_word(origin.column.folded(), &ENDS);
    is_open.then_some(origin.read)
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
