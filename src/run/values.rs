//! What only a run knows, as it stands in statements.

use std::path::Path;

use chrono::NaiveDateTime;

use super::id::name_stamp;
use crate::emit::script::Parameter;
use crate::sql::name::{Dialect, path_in_literal};

/// The values of a run's parameters, the same for all its nodes.
#[derive(Debug)]
pub(super) struct RunValues {
    pub(super) dialect: Dialect,
    run_id: String,
    computed_at: String,
    run_stamp: String,
    root_in_literal: String,
}

impl RunValues {
    pub(super) fn new(dialect: Dialect, run_id: &str, now: NaiveDateTime, root: &Path) -> Self {
        Self {
            dialect,
            run_id: run_id.to_owned(),
            computed_at: now.format("%Y-%m-%d %H:%M:%S%.6f").to_string(),
            run_stamp: name_stamp(now, run_id),
            root_in_literal: path_in_literal(&root.to_string_lossy()),
        }
    }

    /// The text of a parameter that is the same in all statements of a run; `None` for the others.
    pub(super) fn text(&self, parameter: Parameter) -> Option<&str> {
        match parameter {
            Parameter::RunId => Some(&self.run_id),
            Parameter::ComputedAt => Some(&self.computed_at),
            Parameter::RunStamp => Some(&self.run_stamp),
            Parameter::ProjectRoot => Some(&self.root_in_literal),
            Parameter::RowsStaged
            | Parameter::RowsChanged
            | Parameter::QueryIds
            | Parameter::FoundIdentifier
            | Parameter::FoundLiteral => None,
        }
    }
}
