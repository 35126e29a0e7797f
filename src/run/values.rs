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
    moment: OnceLock<(String, String)>,
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

    /// Says which moment the run's is. Only the first word counts: one moment a run.
    pub(super) fn settle(&self, now: NaiveDateTime) {
        self.moment.get_or_init(|| {
            let computed_at = now.format("%Y-%m-%d %H:%M:%S%.6f").to_string();
            (computed_at, name_stamp(now, &self.run_id))
        });
    }

    /// The text of a parameter that is the same in all statements of a run; `None` for the others.
    pub(super) fn text(&self, parameter: Parameter) -> Option<&str> {
        match parameter {
            Parameter::RunId => Some(&self.run_id),
            Parameter::ComputedAt => Some(&self.moment.get()?.0),
            Parameter::RunStamp => Some(&self.moment.get()?.1),
            Parameter::ProjectRoot => Some(&self.root_in_literal),
            Parameter::RowsStaged
            | Parameter::RowsChanged
            | Parameter::QueryIds
            | Parameter::FoundIdentifier
            | Parameter::FoundLiteral => None,
        }
    }
}
