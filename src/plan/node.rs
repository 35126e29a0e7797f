//! A node of the plan: what is computed of it, as of when, and what has to be there before.

use super::{Action, RowTime, StoreWrite};
use crate::diagnostic::Level;
use crate::intervals::{Missing, Superseded};
use crate::project::model::{NodeName, Snapshot, Store, TableWrite};
use crate::project::time::{AsOf, Interval};
use crate::sql::name::RelationName;

/// A node of the plan: a feature view or a table at one as-of time, or a feature view at several.
#[derive(Debug, Clone)]
pub struct PlannedNode {
    /// `feature_view.brand_contact_book`.
    pub id: String,
    /// Its name.
    pub name: NodeName,
    /// The definition file, from the project's root.
    pub path: String,
    /// Positions in [`Plan::nodes`](super::Plan::nodes) of the nodes that must succeed first.
    pub depends_on: Vec<usize>,
    /// Positions in [`Plan::nodes`](super::Plan::nodes) of the nodes that must have ended before, however they end.
    pub comes_after: Vec<usize>,
    /// Positions in [`Plan::mounts`](super::Plan::mounts) of the local files that its query reads.
    pub mounts: Vec<usize>,
    /// The cadence of its as-of times.
    pub interval: Interval,
    /// The as-of time that is computed; of a batch the latest.
    pub as_of: PlannedTime,
    /// The other as-of times of a batch, in order, all before `as_of`: computed with it, in one stage and one MERGE.
    pub earlier: Vec<Slice>,
    /// What it needs that is not there and that this plan does not make: then it is not started.
    pub waits_for: Option<Missing>,
    /// The definition's hash.
    pub definition_hash: String,
    /// The hash of the definition and of all that it reads.
    pub values_hash: String,
    /// Whether something that it reads was computed by an older definition: what is computed from it is not what the
    /// definitions at hand yield.
    pub reads_stale: bool,
    /// The query, rendered for `as_of`, in the target's SQL, without a terminator.
    pub query: String,
    /// The query as it is as long as the table is missing that an earlier time of the plan was to make, and did not.
    pub while_missing: Option<String>,
    /// What becomes of it that the query yields no row.
    pub no_rows: Level,
    /// What is made of it.
    pub action: Action,
}

/// An as-of time that is known, or left open for a later run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlannedTime {
    /// Left open: prints as `{{ ds }}` (or `{{ ts }}` when the cadence is below a day).
    Open(Interval),
    /// Known.
    At(AsOf),
}

/// One as-of time of a batch, with the query as it is rendered for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slice {
    /// The as-of time.
    pub as_of: AsOf,
    /// The query, rendered, in the target's SQL, without a terminator.
    pub query: String,
}

impl PlannedNode {
    /// `feature_view` or `table`.
    pub fn kind(&self) -> &'static str {
        match self.action {
            Action::FeatureView(_) => "feature_view",
            Action::Table(_) => "table",
        }
    }

    /// Its as-of times, in order; none where the time is left open.
    pub fn times(&self) -> Vec<AsOf> {
        let latest = match self.as_of {
            PlannedTime::At(as_of) => Some(as_of),
            PlannedTime::Open(_) => None,
        };
        let earlier = self.earlier.iter().map(|slice| slice.as_of);
        earlier.chain(latest).collect()
    }

    /// The same node at a part of its as-of times, in order; `None` where there is none of them.
    pub fn at(&self, wanted: impl Fn(AsOf) -> bool) -> Option<Self> {
        let PlannedTime::At(latest) = self.as_of else {
            return Some(self.clone());
        };
        let mut slices = self.earlier.clone();
        slices.push(Slice {
            as_of: latest,
            query: self.query.clone(),
        });
        slices.retain(|slice| wanted(slice.as_of));
        let last = slices.pop()?;
        let mut part = Self {
            as_of: PlannedTime::At(last.as_of),
            query: last.query,
            earlier: slices,
            ..self.clone()
        };
        if let Action::FeatureView(action) = &mut part.action {
            let follows = |time: &AsOf| wanted(self.interval.floor(*time));
            action.between.retain(follows);
        }
        Some(part)
    }

    /// Names in the ledger what is computed.
    pub fn recorded_hash(&self) -> &str {
        if self.reads_stale {
            &self.definition_hash
        } else {
            &self.values_hash
        }
    }

    /// What stands in the store goes, where the definition at hand does not yield it; a merged table keeps its rows, which may
    /// have had another key.
    pub(crate) fn supersede(&mut self, superseded: &Superseded) {
        match &mut self.action {
            Action::FeatureView(action) => {
                match action.time {
                    RowTime::Column(_) => action.meets_older = superseded.gives_way,
                    RowTime::None | RowTime::AsOf if superseded.gives_way => {
                        action.write = StoreWrite::Replace;
                    }
                    RowTime::None | RowTime::AsOf => {}
                }
                action.between.clone_from(&superseded.between);
            }
            Action::Table(action) => action.may_repeat_keys = superseded.gives_way,
        }
    }

    /// The table has rows of later as-of times: a copy would say that they were there as of this one.
    pub(crate) fn keep_no_daily_copy(&mut self) {
        if let Action::Table(action) = &mut self.action
            && action.write != TableWrite::Rebuild
            && action.snapshot == Snapshot::Daily
        {
            action.snapshot = Snapshot::Never;
        }
    }

    /// Whether it holds one state, whatever the as-of time: a rebuilt table, or a view without a history.
    pub fn has_one_state(&self) -> bool {
        match &self.action {
            Action::FeatureView(action) => action.time == RowTime::None,
            Action::Table(action) => action.write == TableWrite::Rebuild,
        }
    }

    /// What happens, in a word: `merge`, `replace`, `rebuild`.
    pub fn verb(&self) -> &'static str {
        match &self.action {
            Action::FeatureView(action) => match action.write {
                StoreWrite::Merge if !action.meets_older => "merge",
                StoreWrite::Merge | StoreWrite::Replace => "replace",
            },
            Action::Table(action) => match action.write {
                TableWrite::Rebuild => "rebuild",
                TableWrite::Merge { .. } => "merge",
            },
        }
    }

    /// The relation that is written.
    pub fn destination(&self, store: &Store) -> RelationName {
        match &self.action {
            Action::FeatureView(action) => store.values(action.time != RowTime::None),
            Action::Table(action) => action.relation.clone(),
        }
    }
}
