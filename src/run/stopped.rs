//! Why what a run does stopped before its end, and so what may be done about it.

use crate::diagnostic::Diagnostic;
use crate::engine::{EngineError, full_disk};

/// Why it stopped.
#[derive(Debug)]
pub enum Stopped {
    /// It was asked to.
    Cancelled,
    /// A statement did not get its lock, and did nothing.
    Contended(Diagnostic),
    /// The session is gone; the script may be sent again in another, from its start.
    SessionLost(Diagnostic),
    /// The target cannot be worked in any more: there is no connection, or no room on its disk.
    Unreachable(Diagnostic),
    /// The rows are not what they should be, or making them failed: those of some as-of times of a batch may be good.
    BadRows(Vec<Diagnostic>),
    /// Something is wrong.
    Failed(Vec<Diagnostic>),
}

impl Stopped {
    /// What an error means for what was being done, of which `said` tells.
    pub(crate) fn by(error: &EngineError, said: Diagnostic) -> Self {
        match error {
            EngineError::Contention(_) => Self::Contended(said),
            EngineError::SessionLost(_) => Self::SessionLost(said),
            EngineError::Connection(_) => Self::Unreachable(said),
            EngineError::Statement(text) if full_disk::is_said(text) => Self::Unreachable(said),
            _ => said.into(),
        }
    }

    /// What was wrong; none where the run was asked to stop.
    pub fn errors(self) -> Option<Vec<Diagnostic>> {
        match self {
            Self::Cancelled => None,
            Self::Contended(error) | Self::SessionLost(error) | Self::Unreachable(error) => {
                Some(vec![error])
            }
            Self::BadRows(errors) | Self::Failed(errors) => Some(errors),
        }
    }
}

impl From<Diagnostic> for Stopped {
    fn from(problem: Diagnostic) -> Self {
        Self::Failed(vec![problem])
    }
}
