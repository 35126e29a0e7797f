//! What a run is told beside its plan.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use chrono::NaiveDateTime;

use super::{Clock, Invocation, LeaseOptions, Retries};
use crate::source::Span;

/// What a run needs to know beside its plan.
#[derive(Debug, Clone)]
pub struct RunOptions {
    /// How many nodes run at once.
    pub threads: NonZeroUsize,
    /// The run's id, from [`run_id`](super::run_id).
    pub run_id: String,
    /// Now, UTC: the `computed_at` of every value of the run, unless the ledger knows a later run.
    pub now: NaiveDateTime,
    /// Tells how long things take.
    pub clock: Clock,
    /// The project's folder, absolute.
    pub root: PathBuf,
    /// Where the target is defined, for messages.
    pub target_at: Option<Span>,
    /// The command line, for the results file.
    pub args: Vec<String>,
    /// What was asked for, for the results file.
    pub invocation: Invocation,
    /// What is tried again, and how often.
    pub retries: Retries,
    /// Who the run is for others that want to write.
    pub lease: LeaseOptions,
    /// Whether the first node that fails keeps all others from starting.
    pub fail_fast: bool,
}

impl RunOptions {
    /// Of something that is smaller than a run.
    pub fn new(run_id: String, now: NaiveDateTime, root: &Path) -> Self {
        Self {
            threads: NonZeroUsize::MIN,
            run_id,
            now,
            clock: Clock::default(),
            root: root.to_path_buf(),
            target_at: None,
            args: Vec::new(),
            invocation: Invocation::default(),
            retries: Retries::default(),
            lease: LeaseOptions::default(),
            fail_fast: false,
        }
    }
}
