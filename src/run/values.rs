//! What only a run knows, as it stands in statements.

use std::path::Path;
use std::sync::OnceLock;

use chrono::NaiveDateTime;

use super::id::name_stamp;
use crate::emit::script::Parameter;
use crate::sql::name::{Dialect, path_in_literal};

/// The values of a run's parameters, the same for all its nodes.
#[derive(Debug)]
pub(super) struct RunValues {
    pub(super) dialect: Dialect,
    run_id: String,
    root_in_literal: String,
    /// The run's one moment, once it is known: `computed_at`, and the stamp in names.
    moment: OnceLock<Moment>,
}

#[derive(Debug)]
struct Moment {
    at: NaiveDateTime,
    computed_at: String,
    stamp: String,
}

impl RunValues {
    pub(super) fn new(dialect: Dialect, run_id: &str, root: &Path) -> Self {
        Self {
            dialect,
            run_id: run_id.to_owned(),
            root_in_literal: path_in_literal(&root.to_string_lossy()),
            moment: OnceLock::new(),
        }
    }

    /// Says which moment the run's is, and returns the one that holds. Only the first word counts: one moment a run.
    pub(super) fn settle(&self, now: NaiveDateTime) -> NaiveDateTime {
        let moment = self.moment.get_or_init(|| Moment {
            at: now,
            computed_at: now.format("%Y-%m-%d %H:%M:%S%.6f").to_string(),
            stamp: name_stamp(now, &self.run_id),
        });
        moment.at
    }

    /// The text of a parameter that is the same in all statements of a run; `None` for the others.
    pub(super) fn text(&self, parameter: Parameter) -> Option<&str> {
        match parameter {
            Parameter::RunId => Some(&self.run_id),
            Parameter::ComputedAt => Some(&self.moment.get()?.computed_at),
            Parameter::RunStamp => Some(&self.moment.get()?.stamp),
            Parameter::ProjectRoot => Some(&self.root_in_literal),
            Parameter::RowsStaged
            | Parameter::RowsChanged
            | Parameter::QueryIds
            | Parameter::FoundIdentifier
            | Parameter::FoundLiteral => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;

    #[test]
    fn the_first_moment_holds() {
        let at = |hour| NaiveDate::from_ymd_opt(2023, 8, 2)?.and_hms_opt(hour, 0, 0);
        let values = RunValues::new(Dialect::DuckDb, "run-1", Path::new("/nowhere"));
        assert_eq!(values.settle(at(6).unwrap()), at(6).unwrap());
        assert_eq!(values.settle(at(7).unwrap()), at(6).unwrap());
        let computed_at = values.text(Parameter::ComputedAt);
        assert_eq!(computed_at, Some("2023-08-02 06:00:00.000000"));
    }
}
