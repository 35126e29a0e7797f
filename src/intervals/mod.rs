//! Which as-of times of which nodes are to be computed, and which of them together.
//!
//! Pure: from the checked project, the ranges that are asked for and what the ledger says to units of work. A unit is a
//! node at one as-of time, or a feature view at several that share a stage and a MERGE. What reads another node waits for
//! the same as-of time of it: made by another unit, or there already.

mod gone;
mod needs;
mod ranges;
mod remarks;
mod spans;
mod superseded;
mod units;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::compile::{CheckedNode, CheckedProject, NodeKind};
use crate::ledger::State;
use crate::project::model::{History, TableWrite};
use crate::project::time::AsOf;

pub use gone::{Gone, gone, keep_back, lost_history};
pub use needs::{Found, Missing, needs};
pub use ranges::{
    Days, first_day, job, last_asked_for, made, namespaces, of_namespace, of_selection, of_times,
    reach, up_to, views_of_namespace,
};
pub use remarks::{Earlier, remarks};
pub use spans::{Span, listed, spans};
pub use superseded::{Superseded, UndefinedViews, superseded, undefined};
pub use units::units;

/// How many as-of times are computed together where no definition says otherwise (`cargo bench --bench backfill`).
pub const BATCH_SIZE: usize = 30;

/// A node and the range of its as-of times that is asked for, both ends included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Range {
    /// The node's position in [`CheckedProject::nodes`].
    pub node: usize,
    /// The first time.
    pub first: AsOf,
    /// The last time.
    pub last: AsOf,
    /// How many as-of times are computed together.
    pub batch_size: usize,
    /// Which as-of times of the range are asked for, where not all are.
    pub only: Option<BTreeSet<AsOf>>,
}

impl Range {
    /// Whether one of its as-of times is asked for.
    fn holds(&self, time: AsOf) -> bool {
        self.only.as_ref().is_none_or(|only| only.contains(&time))
    }
}

/// Which as-of times of a range are computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    /// Those that are not there, and those that failed.
    pub missing: bool,
    /// Those that another definition computed.
    pub stale: bool,
    /// Those that are there as the definition has it.
    pub present: bool,
}

impl Wanted {
    fn holds(self, state: State) -> bool {
        match state {
            State::Missing | State::Failed => self.missing,
            State::Stale => self.stale,
            State::Present => self.present,
        }
    }
}

/// What is computed together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// The node's position in [`CheckedProject::nodes`].
    pub node: usize,
    /// Its as-of times, in order, at least one.
    pub times: Vec<AsOf>,
    /// What it needs that is not there and that no unit makes.
    pub missing: Option<Missing>,
    /// Whether something that it reads was computed by an older definition, and no unit computes it anew.
    pub reads_stale: bool,
    /// What stands in the store where it writes, and goes.
    pub superseded: Superseded,
    /// Whether the store has a later as-of time of the node.
    pub is_behind: bool,
}

/// What a backfill is called.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackfillJob {
    /// `feature_store_backfill_<namespace>_<start>_<end>`: names the job in the ledger and in query tags.
    pub name: String,
    /// The namespace, which the ledger keeps beside every as-of time.
    pub namespace: String,
}

/// How a node's as-of times relate to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Each stands for itself, and several can be computed together.
    Independent,
    /// Each is written over what those before it left: one after the other, in their order.
    Sequential,
    /// There is one state, of the time that was computed last.
    OneState,
}

/// How a node's as-of times relate to each other; a source has none.
pub fn kind(checked: &CheckedProject, node: &CheckedNode) -> Option<Kind> {
    let project = &checked.project;
    match node.kind {
        NodeKind::Source(_) => None,
        NodeKind::Table(at) => Some(match project.tables[at].write {
            TableWrite::Rebuild => Kind::OneState,
            TableWrite::Merge { .. } => Kind::Sequential,
        }),
        NodeKind::FeatureView(at) => Some(match project.views[at].history {
            History::Static => Kind::OneState,
            History::AsOf { .. } => Kind::Independent,
            // Each run yields a part of the history, and a later one may correct it.
            History::EventTimestamp { .. } => Kind::Sequential,
        }),
    }
}
