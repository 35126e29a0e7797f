//! What `fsc status` says of as-of times that failed.

use crate::cli::given::Given;
use crate::intervals::Span;
use crate::ledger::State;
use crate::run::last::LastRun;
use crate::status::NodeStatus;

/// For each node with failed times, which, why as far as that is known, and how they are tried again: by a command with the flags
/// that were `given`.
pub(super) fn text(statuses: &[NodeStatus], last_run: Option<&LastRun>, given: &Given) -> String {
    let mut text = String::new();
    for status in statuses {
        let spans = status.spans(State::Failed);
        let (Some(first), Some(last)) = (spans.first(), spans.last()) else {
            continue;
        };
        let times: Vec<String> = spans.iter().map(Span::to_string).collect();
        let name = status.id.split_once('.').map_or("", |(_, name)| name);
        let again = if status.is_retried(last_run) {
            // With its variables and flags, and with what was skipped for it.
            "fsc retry".to_owned()
        } else if status.count(State::Failed) == 1 {
            format!("fsc run --ds {} --select {name}", first.first)
        } else {
            format!(
                "fsc backfill --select {name} --start {} --end {}",
                first.first, last.last
            )
        };
        text.push_str(&format!(
            "\n{} failed as of {}; `{}` tries again\n",
            status.id,
            times.join(", "),
            given.with(&again),
        ));
        for reason in status.reasons(last_run) {
            text.push_str(&format!("  {reason}\n"));
        }
    }
    text
}
