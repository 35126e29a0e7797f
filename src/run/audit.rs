//! Reads what an audit returned, and says what is wrong with the offending rows shown.

use crate::diagnostic::Diagnostic;
use crate::emit::script::Problem;
use crate::engine::Rows;
use crate::rules::{
    duplicate_key, event_timestamp_out_of_range, failed_check, non_finite_value, null_key,
};

/// The counts of an audit's one row. What is NULL (a sum over no rows) counts as none.
pub(super) fn counts(rows: &Rows) -> Vec<u64> {
    rows.rows
        .first()
        .into_iter()
        .flatten()
        .map(|count| {
            count
                .as_deref()
                .and_then(|text| text.parse().ok())
                .unwrap_or(0)
        })
        .collect()
}

/// The diagnostic of one finding.
pub(super) fn finding(node: &str, problem: &Problem, count: u64, offenders: &Rows) -> Diagnostic {
    let said = problem.counted(count);
    let shown: Vec<String> = offenders
        .rows
        .iter()
        .map(|row| {
            let text = |column: usize| row.get(column).and_then(Option::as_deref).unwrap_or("NULL");
            match problem {
                Problem::NullKey { .. } => format!("`{}`", text(0)),
                Problem::DuplicateKey { .. } => format!("`{}` ({} times)", text(0), text(1)),
                Problem::EventTimestamp { .. }
                | Problem::NonFinite { .. }
                | Problem::Check { .. } => format!("`{}` ({})", text(0), text(1)),
            }
        })
        .collect();
    let mut shown = shown.join(", ");
    if count > offenders.rows.len() as u64 && !shown.is_empty() {
        shown.push_str(", …");
    }
    match problem {
        Problem::NullKey { .. } => null_key::found(node, &said, &shown),
        Problem::DuplicateKey { .. } => duplicate_key::found(node, &said, &shown),
        Problem::EventTimestamp { .. } => event_timestamp_out_of_range::found(node, &said, &shown),
        Problem::NonFinite { .. } => non_finite_value::found(node, &said, &shown),
        Problem::Check { .. } => failed_check::found(node, &said, &shown),
    }
}
