//! Bounds that keep out what is earlier than a moment, of a source of which nothing keeps out what is later.

use std::collections::BTreeSet;

use super::RULE;
use crate::diagnostic::Diagnostic;
use crate::rules::query_lint::QueryLint;
use crate::rules::time_names::{BIRTHS, ENDS, has_word};
use crate::sql::analyze::bounds::{Bound, Side};
use crate::sql::analyze::instant::Time;
use crate::sql::analyze::model::{Clause, ReadId};

/// One finding a source.
pub(super) fn find(lint: &QueryLint<'_, '_>, reported: &mut BTreeSet<ReadId>) -> Vec<Diagnostic> {
    let open = lint
        .bounds
        .iter()
        .filter_map(|bound| Some((bound, open_read(lint, bound)?)));
    let new = open.filter(|(_, read)| reported.insert(*read));
    new.map(|(bound, read)| {
        Diagnostic::new(
            &RULE,
            "a leak: data of after the as-of time passes, as the bound has no other end",
        )
        .at_place(
            lint.place(bound.comparison.place()),
            "this keeps out what is earlier, and nothing what is later",
        )
        .help(format!(
            "add the other end: `{} < '{{{{ ds }}}}'::date`",
            bounded_column(lint, bound, read)
        ))
    })
    .collect()
}

/// The column that a bound is of, as the query can name it.
fn bounded_column(lint: &QueryLint<'_, '_>, bound: &Bound<'_, '_>, read: ReadId) -> String {
    let column = bound
        .origins
        .iter()
        .find_map(|number| lint.model.origins.get(number as usize));
    match (bound.column.value.time, column) {
        (Time::Age { .. }, Some(origin)) => lint.named(read, &origin.column),
        _ => bound.column.expr.to_string(),
    }
}

/// The source whose rows a bound holds back from below only, while nothing in the query does from above.
fn open_read(lint: &QueryLint<'_, '_>, bound: &Bound<'_, '_>) -> Option<ReadId> {
    // What has an age below a number may have a negative one, and lie after the as-of time.
    let is_age = matches!(bound.column.value.time, Time::Age { .. });
    let is_plain = (is_age && bound.limit.is_some_and(|limit| limit < 0)
        || matches!(bound.column.value.time, Time::Column { .. }))
        && match bound.comparison.clause {
            Clause::Where | Clause::On => bound.comparison.is_required,
            // A count of the last days, over all rows. What is asked of the as-of time itself may be planned for later.
            Clause::Select => bound.limit.is_some_and(|limit| limit < 0),
            _ => false,
        };
    if bound.side != Side::Below
        || bound.limit.is_none()
        || !is_plain
        || !bound.comparison.holds
        || lint.has_own_times()
    {
        return None;
    }
    let origins: Vec<_> = bound.origins.iter().collect();
    let [number] = origins.as_slice() else {
        return None;
    };
    let origin = lint.model.origins.get(*number as usize)?;
    let is_open = lint.is_source(origin.read)
        && !lint.bounded[origin.read]
        && !has_word(origin.column.folded(), &ENDS)
        && (!is_age || !has_word(origin.column.folded(), &BIRTHS));
    is_open.then_some(origin.read)
}
