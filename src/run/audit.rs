//! Reads what an audit returned, and says what is wrong with the offending rows shown.

use crate::diagnostic::Diagnostic;
use crate::emit::script::Problem;
use crate::engine::{EngineError, Rows};
use crate::rules::named::Unwritten;
use crate::rules::{
    duplicate_key, event_timestamp_out_of_range, failed_check, no_rows, non_finite_value, null_key,
};

/// The counts of an audit's one row: of all rows, then of each of the `findings`. An answer of another shape is an error,
/// since it vouches for nothing.
pub(super) fn counts(rows: &Rows, findings: usize) -> Result<Vec<u64>, EngineError> {
    let wrong = |what: String| EngineError::Statement(format!("the audit {what}"));
    let [row] = rows.rows.as_slice() else {
        return Err(wrong(format!(
            "returned {} rows instead of 1",
            rows.rows.len()
        )));
    };
    if row.len() != findings + 1 {
        return Err(wrong(format!(
            "returned {} counts instead of {}",
            row.len(),
            findings + 1
        )));
    }
    row.iter()
        .map(|count| {
            let text = count.as_deref().unwrap_or("NULL");
            text.parse()
                .map_err(|_| wrong(format!("returned `{text}` instead of a count")))
        })
        .collect()
}

/// The diagnostic of one finding.
pub(super) fn finding(
    unwritten: Unwritten<'_>,
    problem: &Problem,
    count: u64,
    offenders: &Rows,
) -> Diagnostic {
    let said = problem.counted(count);
    let shown: Vec<String> = offenders
        .rows
        .iter()
        .map(|row| {
            let text = |column: usize| row.get(column).and_then(Option::as_deref).unwrap_or("NULL");
            match problem {
                Problem::NullKey { .. } if text(1).is_empty() => format!("`{}`", text(0)),
                Problem::NoRows { .. } => format!("`{}`", text(0)),
                Problem::DuplicateKey { .. } => format!("`{}` ({} times)", text(0), text(1)),
                Problem::NullKey { .. }
                | Problem::EventTimestamp { .. }
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
        Problem::NullKey { .. } => null_key::found(unwritten, &said, &shown),
        Problem::DuplicateKey { .. } => duplicate_key::found(unwritten, &said, &shown),
        Problem::EventTimestamp { .. } => {
            event_timestamp_out_of_range::found(unwritten, &said, &shown)
        }
        Problem::NonFinite { .. } => non_finite_value::found(unwritten, &said, &shown),
        Problem::NoRows { times: 1 } => no_rows::refused(unwritten, &said, ""),
        Problem::NoRows { .. } => no_rows::refused(unwritten, &said, &shown),
        Problem::Check { .. } => failed_check::found(unwritten, &said, &shown),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_that_is_not_counts_vouches_for_nothing() {
        let answer = |rows: &[&[Option<&str>]]| {
            let rows = Rows {
                columns: Vec::new(),
                rows: rows
                    .iter()
                    .map(|row| row.iter().map(|value| value.map(str::to_owned)).collect())
                    .collect(),
                query_id: None,
            };
            counts(&rows, 1).map_err(|error| error.to_string())
        };
        assert_eq!(answer(&[&[Some("3"), Some("0")]]), Ok(vec![3, 0]));
        for (rows, said) in [
            (&[] as &[&[_]], "the audit returned 0 rows instead of 1"),
            (&[&[Some("3")]], "the audit returned 1 counts instead of 2"),
            (
                &[&[Some("3"), None]],
                "the audit returned `NULL` instead of a count",
            ),
            (
                &[&[Some("3"), Some("1.0")]],
                "the audit returned `1.0` instead of a count",
            ),
        ] {
            assert_eq!(answer(rows), Err(said.to_owned()));
        }
    }
}
