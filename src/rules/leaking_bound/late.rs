//! Bounds from above that let the as-of time itself pass, or what comes after it.

use std::cmp::Ordering;

use sqlparser::ast::Spanned as _;

use super::RULE;
use crate::diagnostic::Diagnostic;
use crate::rules::query_lint::QueryLint;
use crate::rules::time_names::is_partition;
use crate::sql::analyze::bounds::{Bound, Side};
use crate::sql::analyze::instant::{DAY, Time};
use crate::sql::analyze::model::Compare;
use crate::sql::analyze::{RelationKind, SqlPlace};

/// One finding a bound.
pub(super) fn find(lint: &QueryLint<'_, '_>) -> Vec<Diagnostic> {
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
    if lint.has_own_times() && limit <= 1 {
        return false;
    }
    if bound.side == Side::Both && !bound.comparison.is_required && !bound.comparison.is_listed {
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
        let known = relation
            .columns
            .as_ref()
            .zip(relation.position(&origin.column));
        // What a feature view has at an as-of time was known at it.
        if known.is_some_and(|(columns, position)| columns[position].is_as_of) && limit <= DAY {
            return false;
        }
        if bound.side == Side::Both
            && (relation.kind != RelationKind::Source || is_partition(origin.column.folded()))
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
    let is_age = matches!(bound.column.value.time, Time::Age { .. });
    if comparison.is_between {
        finding.help("BETWEEN includes its end; write `>=` for the start and `<` for the end")
    } else if bound.side == Side::Both {
        finding.help("the as-of time is the first moment that is not known; the last whole day is `dateadd(day, -1, '{{ ds }}'::date)`")
    } else if bound.strict_limit.is_some_and(|limit| limit <= 0) {
        let other = other_equality(comparison.written);
        finding.help(format!(
            "compare with `{other}`: the as-of time is the first moment that is not known"
        ))
    } else if is_age {
        finding.help("bound the time itself by the as-of time: `< '{{ ds }}'::date`")
    } else {
        finding.help(format!(
            "compare with the as-of time itself: `{column} < '{{{{ ds }}}}'::date`"
        ))
    }
}

/// A comparison as it is written, without equality where that has it, and with it where it does not: under NOT.
fn other_equality(written: Compare) -> &'static str {
    match written {
        Compare::LessOrEqual => "<",
        Compare::GreaterOrEqual => ">",
        Compare::Less => "<=",
        Compare::Greater => ">=",
        Compare::Equal => "<>",
        Compare::NotEqual => "=",
    }
}
