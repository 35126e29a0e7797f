//! What `fsc status` prints.

use serde::Serialize;

use crate::cli::table as layout;
use crate::intervals::Span;
use crate::ledger::State;
use crate::project::time::AsOf;
use crate::status::{LeftOver, NodeStatus, calendar};

/// A node as JSON.
#[derive(Default, Serialize)]
struct Described<'s> {
    id: &'s str,
    /// Whether the project has it.
    is_defined: bool,
    /// None where it holds one state, or the project does not have it.
    interval: Option<String>,
    has_one_state: bool,
    first: Option<String>,
    last: Option<String>,
    present: Vec<Span>,
    stale: Vec<Span>,
    failed: Vec<Span>,
    missing: Vec<Span>,
    /// What no definition asks for.
    left_over: Vec<Span>,
    /// Why times failed, as far as the last run of this project folder tells.
    errors: Vec<&'s str>,
}

/// A line a node.
pub(super) fn table(statuses: &[NodeStatus]) -> String {
    let rows = statuses.iter().map(|status| {
        let time = |time: Option<&(AsOf, State)>| {
            time.map_or_else(|| "-".to_owned(), |(time, _)| time.to_string())
        };
        let count = |state| match status.count(state) {
            0 => "-".to_owned(),
            number => number.to_string(),
        };
        [
            status.id.clone(),
            if status.has_one_state {
                "one state".to_owned()
            } else {
                status.interval.to_string()
            },
            time(status.times.first()),
            time(status.times.last()),
            count(State::Present),
            count(State::Stale),
            count(State::Failed),
            count(State::Missing),
        ]
    });
    layout::render(
        &[
            "NODE", "INTERVAL", "FIRST", "LAST", "PRESENT", "STALE", "FAILED", "MISSING",
        ],
        rows,
    )
}

/// What no definition asks for, below that.
pub(super) fn left_over(left_over: &[LeftOver]) -> String {
    if left_over.is_empty() {
        return String::new();
    }
    let rows = left_over.iter().map(|left| {
        let times = &left.times;
        [
            left.id.clone(),
            times.first.to_string(),
            times.last.to_string(),
            times.times.to_string(),
        ]
    });
    let table = layout::render(&["NODE", "FIRST", "LAST", "TIMES"], rows);
    format!("\nleft over: computed once, and no definition has these as-of times now\n{table}")
}

/// A sign a day.
pub(super) fn calendars(statuses: &[NodeStatus]) -> String {
    let mut text = String::new();
    for status in statuses {
        text.push_str(&status.id);
        text.push('\n');
        text.push_str(&match (status.times.as_slice(), status.has_one_state) {
            ([], _) => "  nothing yet\n".to_owned(),
            ([(time, state)], true) => {
                let state = match state {
                    State::Present => "",
                    State::Stale => ", by an older definition",
                    State::Failed => ", and failed since",
                    State::Missing => ", and is gone",
                };
                format!("  as of {time}{state}\n")
            }
            _ => calendar(status),
        });
    }
    text
}

/// A JSON array; `why` tells why times failed.
pub(super) fn json<'s>(
    statuses: &'s [NodeStatus],
    left_over: &'s [LeftOver],
    why: impl Fn(&'s NodeStatus) -> Vec<&'s str>,
) -> String {
    let of = |status: &NodeStatus| {
        let of_node = left_over.iter().filter(|left| left.id == status.id);
        of_node.map(|left| left.times).collect()
    };
    let defined = statuses.iter().map(|status| {
        let time = |time: Option<&(AsOf, State)>| time.map(|(time, _)| time.to_string());
        Described {
            id: &status.id,
            is_defined: true,
            interval: (!status.has_one_state).then(|| status.interval.to_string()),
            has_one_state: status.has_one_state,
            first: time(status.times.first()),
            last: time(status.times.last()),
            present: status.spans(State::Present),
            stale: status.spans(State::Stale),
            failed: status.spans(State::Failed),
            missing: status.spans(State::Missing),
            left_over: of(status),
            errors: why(status),
        }
    });
    let is_gone = |left: &&LeftOver| statuses.iter().all(|status| status.id != left.id);
    let gone = left_over.iter().filter(is_gone).map(|left| Described {
        id: &left.id,
        first: Some(left.times.first.to_string()),
        last: Some(left.times.last.to_string()),
        left_over: vec![left.times],
        ..Described::default()
    });
    crate::cli::json(&defined.chain(gone).collect::<Vec<_>>())
}
