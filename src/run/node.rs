//! One node, from its start to its end: what is tried again, and how a batch finds the as-of time that fails it.
//!
//! A batch that fails is halved until the times that fail stand alone; the others are written. So one bad day costs that
//! day, and a few statements.

use std::collections::BTreeSet;

use super::Run;
use super::reading::Kept;
use super::results::{NodeResult, Status};
use super::retry;
use super::script::Sender;
use super::stopped::Stopped;
use crate::diagnostic::Diagnostic;
use crate::emit;
use crate::output_folder;
use crate::plan::PlannedNode;
use crate::rules::statement_failed;

/// Executes a node. Its session is kept for the worker's next one as long as nothing goes wrong in it. The sessions that
/// wrote something are added to `wrote`.
pub(super) fn execute(
    run: &Run,
    node: &PlannedNode,
    kept: &mut Option<Kept>,
    wrote: &mut BTreeSet<u64>,
) -> NodeResult {
    let begun = run.options.clock.passed();
    let mut result = Run::result(node, Status::Ok);
    let mut parts = vec![node.clone()];
    // As-of times that were not computed, and those that failed after their rows were written.
    let (mut left_out, mut unfinished) = (BTreeSet::new(), BTreeSet::new());
    while let Some(part) = parts.pop() {
        let mut is_written = false;
        let sent = retry::in_sessions(&run.options.retries, &part.id, || {
            attempt(run, &part, kept, wrote, &mut result, &mut is_written)
        });
        let Err(stopped) = sent else {
            continue;
        };
        if !is_written && let Some((first, second)) = halves(&part, &stopped) {
            parts.extend([second, first]);
            continue;
        }
        let is_reachable = !matches!(stopped, Stopped::Unreachable(_));
        let unwritten = if is_written {
            &mut unfinished
        } else {
            &mut left_out
        };
        unwritten.extend(part.times());
        match stopped.errors() {
            None => {
                result.status = Status::Cancelled;
                left_out.extend(parts.drain(..).flat_map(|part| part.times()));
            }
            Some(errors) => {
                result.status = Status::Failed;
                for error in errors {
                    result.errors.push(told(run, &part, error));
                }
                if is_reachable && !is_written {
                    note_failure(run, &part);
                }
            }
        }
    }
    result.left_out = left_out.into_iter().collect();
    result.unfinished = unfinished.into_iter().collect();
    result.seconds = run.options.clock.since(begun).as_secs_f64();
    result
}

/// A batch in two, where what failed is the fault of rows, and so of some of its as-of times.
fn halves(part: &PlannedNode, stopped: &Stopped) -> Option<(PlannedNode, PlannedNode)> {
    if !matches!(stopped, Stopped::BadRows(_)) {
        return None;
    }
    let times = part.times();
    let middle = *times.get(times.len() / 2).filter(|_| times.len() > 1)?;
    Some((
        part.at(|as_of| as_of < middle)?,
        part.at(|as_of| as_of >= middle)?,
    ))
}

/// An error with where the statements can be read.
fn told(run: &Run, part: &PlannedNode, mut error: Diagnostic) -> Diagnostic {
    let times = part.times();
    error = error.about(&part.id, &times);
    error.notes.push(match (times.first(), times.last()) {
        (Some(first), Some(last)) if run.plan.by_interval => {
            let of = if first == last {
                format!("as of {last}")
            } else {
                format!("as of {first} to {last}")
            };
            format!("{of}: its statements: `fsc show {} --ds {last}`", part.name)
        }
        _ => format!(
            "its statements stand in `{}`",
            output_folder::compiled(part.name.as_str())
        ),
    });
    error
}

/// Notes in the ledger that a node could not be computed. What keeps that from being written is no second failure: the
/// as-of time then is missing, and a failed one is computed again like a missing one.
fn note_failure(run: &Run, part: &PlannedNode) {
    let noted = run.engine.session().and_then(|mut session| {
        session.set_purpose(&run.purpose(Some(part)));
        for as_of in part.times() {
            let sql = emit::failed(run.plan, part, as_of)
                .bind(|parameter| run.values.text(parameter).unwrap_or_default().to_owned());
            session.execute(&sql)?;
        }
        Ok(())
    });
    if let Err(error) = noted {
        tracing::warn!(node = part.id, %error, "the ledger does not say that it failed");
    }
}

/// Sends a node's script once; `is_written` tells whether what it writes is there. Where its session is lost, it may be sent
/// again from its start: also after a COMMIT of which nobody knows whether it happened, since what was written is written
/// again as it is, and the ledger notes a run's node once.
fn attempt(
    run: &Run,
    part: &PlannedNode,
    kept: &mut Option<Kept>,
    wrote: &mut BTreeSet<u64>,
    result: &mut NodeResult,
    is_written: &mut bool,
) -> Result<(), Stopped> {
    let refused = |error| {
        let error = statement_failed::refused(&part.id, "a session", &error);
        Stopped::Unreachable(error)
    };
    let mut current = match kept.take() {
        Some(kept) => kept,
        None => run.commits.open(run.engine).map_err(refused)?,
    };
    // A COMMIT whose answer was lost may have happened, too.
    wrote.insert(current.number);
    let session = &mut current.session;
    let mut sender = Sender::new(session.as_mut(), run, Some(part));
    // In a session before.
    let was_written = *is_written;
    sender.done.is_written = was_written;
    let sent = sender.send(&emit::node(run.plan, part));
    let done = sender.done;
    result.statements += done.statements;
    result.query_ids.extend(done.query_ids);
    *is_written |= done.is_written;
    result.is_written |= done.is_written;
    // A part of a batch that fails is sent again in halves.
    if sent.is_ok() || part.earlier.is_empty() {
        add(&mut result.rows_staged, done.rows_staged);
    }
    if done.is_written && !was_written {
        add(&mut result.rows_changed, done.rows_changed);
    }
    if !run.cancellation.is_requested() {
        let told = [result.bytes_scanned, session.bytes_scanned()];
        result.bytes_scanned = told.into_iter().flatten().reduce(u64::saturating_add);
    }
    if sent.is_ok() {
        *kept = Some(current);
    }
    sent
}

fn add(sum: &mut Option<u64>, number: Option<u64>) {
    if let Some(number) = number {
        *sum = Some(sum.unwrap_or(0) + number);
    }
}
