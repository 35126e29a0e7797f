//! Which session may read what others wrote.
//!
//! What a session has committed, every session that begins later reads, and the session itself. That is all that Snowflake
//! promises by default (`READ_CONSISTENCY_MODE`): a session that had begun before may still read the rows of before, for a
//! moment of unknown length. A worker keeps its session from node to node, so it takes another one for a node that reads
//! what was committed elsewhere since the kept one began.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use crate::engine::{Engine, EngineError, Session};

/// A session of a worker.
pub(super) struct Kept {
    pub(super) session: Box<dyn Session>,
    /// Tells it from the others of the run.
    pub(super) number: u64,
    /// How many nodes had been written when it began.
    begun: u64,
}

/// What was committed in a run so far, and where.
#[derive(Debug, Default)]
pub(super) struct Commits {
    sessions: AtomicU64,
    /// How many nodes have been written.
    count: AtomicU64,
    /// By the position of the node in the plan.
    nodes: Mutex<BTreeMap<usize, Commit>>,
}

#[derive(Debug)]
struct Commit {
    /// How many nodes had been written with this one.
    at: u64,
    /// The sessions that wrote it: several, where one was lost.
    sessions: BTreeSet<u64>,
}

impl Commits {
    /// A session that reads all that was noted so far.
    pub(super) fn open(&self, engine: &dyn Engine) -> Result<Kept, EngineError> {
        let begun = self.count.load(Ordering::SeqCst);
        Ok(Kept {
            session: engine.session()?,
            number: self.sessions.fetch_add(1, Ordering::SeqCst),
            begun,
        })
    }

    /// Notes that a node was written, before anything that reads it may start.
    pub(super) fn note(&self, position: usize, sessions: BTreeSet<u64>) {
        if sessions.is_empty() {
            return;
        }
        let at = self.count.fetch_add(1, Ordering::SeqCst) + 1;
        let mut nodes = self.nodes.lock().unwrap_or_else(PoisonError::into_inner);
        nodes.insert(position, Commit { at, sessions });
    }

    /// Whether a session reads what the run has written of these nodes.
    pub(super) fn are_read_by<'p>(
        &self,
        kept: &Kept,
        positions: impl IntoIterator<Item = &'p usize>,
    ) -> bool {
        let nodes = self.nodes.lock().unwrap_or_else(PoisonError::into_inner);
        let mut written = positions
            .into_iter()
            .filter_map(|position| nodes.get(position));
        written.all(|commit| {
            commit.at <= kept.begun
                || commit
                    .sessions
                    .iter()
                    .all(|session| *session == kept.number)
        })
    }
}
