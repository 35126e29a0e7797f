//! The plan: what to do, in what order. Pure: no clock, no files, no engine.
//!
//! `compile`, `plan`, `show` and `run` all read this one value, so what was shown is what runs. A plan says what each
//! step means; how that reads in SQL is [`emit`](crate::emit)'s.

mod beside;
mod build;
mod by_interval;
mod embedded;
mod lost;

pub use beside::{made_and_read, remarks, settle};
pub use build::{PlanRequest, plan, store, without_nodes};
pub use by_interval::{IntervalsRequest, plan_intervals};
pub use embedded::{mount, obstacles};
pub use lost::{Lost, LostNodes, lost_tables};

use crate::diagnostic::Level;
use crate::intervals::{BackfillJob, Missing, Superseded};
use crate::project::model::{
    Checks, EntityName, Key, NodeName, Snapshot, Store, TableWrite, TargetName,
};
use crate::project::time::{AsOf, Interval, Length};
use crate::source::Span;
use crate::sql::name::{Dialect, Identifier, RelationName};

/// What a run would do on one target.
#[derive(Debug)]
pub struct Plan {
    /// The project's name.
    pub project: String,
    /// The target.
    pub target: TargetName,
    /// The SQL that the target speaks.
    pub dialect: Dialect,
    /// The offline store.
    pub store: Store,
    /// The local files that stand in for the sources that planned nodes read, sorted; empty on other targets.
    pub mounts: Vec<MountedSource>,
    /// Nodes, each after those that it depends on.
    pub nodes: Vec<PlannedNode>,
    /// Whether nodes stand here once for each batch of their as-of times. What needs a failed node then is what needs the
    /// as-of time that failed; otherwise all that needs the node.
    pub by_interval: bool,
    /// The backfill that it is a plan of, if any.
    pub backfill: Option<BackfillJob>,
    /// The tables that it makes anew though the ledger has as-of times of them.
    pub lost: Vec<Lost>,
}

/// One as-of time of a batch, with the query as it is rendered for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slice {
    /// The as-of time.
    pub as_of: AsOf,
    /// The query, rendered, in the target's SQL, without a terminator.
    pub query: String,
}

/// A source whose rows come from a local file (embedded target).
#[derive(Debug, Clone)]
pub struct MountedSource {
    /// How SQL names it.
    pub relation: RelationName,
    /// The file, from the project's root, with `/`.
    pub path: String,
    /// The declared columns with their types in the target's SQL; empty takes the file's columns as they are.
    pub columns: Vec<(Identifier, String)>,
    /// Where the source is declared.
    pub span: Span,
    /// Where the file is named.
    pub path_span: Span,
}

/// A node of the plan: a feature view or a table at one as-of time, or a feature view at several.
#[derive(Debug, Clone)]
pub struct PlannedNode {
    /// `feature_view.brand_contact_book`.
    pub id: String,
    /// Its name.
    pub name: NodeName,
    /// The definition file, from the project's root.
    pub path: String,
    /// Positions in [`Plan::nodes`] of the nodes that must succeed first.
    pub depends_on: Vec<usize>,
    /// Positions in [`Plan::nodes`] of the nodes that must have ended before, however they end.
    pub comes_after: Vec<usize>,
    /// Positions in [`Plan::mounts`] of the local files that its query reads.
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

/// What is made of a node's query.
#[derive(Debug, Clone)]
pub enum Action {
    /// Values into the offline store.
    FeatureView(FeatureViewAction),
    /// A table.
    Table(TableAction),
}

/// How a view's values enter the store.
#[derive(Debug, Clone)]
pub struct FeatureViewAction {
    /// The entity.
    pub entity: EntityName,
    /// Its join keys.
    pub keys: Vec<Key>,
    /// The features.
    pub features: Vec<PlannedFeature>,
    /// Where each row's as-of time comes from.
    pub time: RowTime,
    /// Replaced whole, or merged.
    pub write: StoreWrite,
    /// Whether an older definition computed rows that have their own time. Those in the span of the result go; those that the
    /// definition at hand computed stay, also where it yields them no more: they may be those of another as-of time.
    pub meets_older: bool,
    /// As-of times after those that are computed, and before the next ones, that a shorter cadence had: their values go.
    pub between: Vec<AsOf>,
    /// Whether values that are replaced or removed are kept as versions.
    pub keep_versions: bool,
    /// The wide view over the stored values that SQL reads: `feature_store.<view>`.
    pub wide_view: RelationName,
}

/// A feature as the plan needs it.
#[derive(Debug, Clone)]
pub struct PlannedFeature {
    /// The column; its [`stored_name`](Identifier::stored_name) is the feature's in the store.
    pub column: Identifier,
    /// What every value must satisfy.
    pub checks: Checks,
}

/// Where the as-of time of a stored row comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowTime {
    /// There is none: `features_static`.
    None,
    /// The node's as-of time.
    AsOf,
    /// A column of the query.
    Column(Identifier),
}

/// How rows enter the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StoreWrite {
    /// New keys are inserted, changed values updated.
    Merge,
    /// The view's rows at this as-of, or where rows have their own time those in the span of the result, are deleted and
    /// inserted anew.
    Replace,
}

/// How a table is made.
#[derive(Debug, Clone)]
pub struct TableAction {
    /// The table.
    pub relation: RelationName,
    /// Its columns, in order.
    pub columns: Vec<Identifier>,
    /// Swapped in, or merged on a key.
    pub write: TableWrite,
    /// The key that the rows of a table that is swapped in must have once each; empty where nothing is asked of them. A merge
    /// asks it of its own key.
    pub audited_key: Vec<Identifier>,
    /// Whether an older definition wrote its rows, so that they may have had another `unique_key`.
    pub may_repeat_keys: bool,
    /// Which copies are kept.
    pub snapshot: Snapshot,
    /// How long.
    pub snapshot_retention: Option<Length>,
    /// Whether the query, where it builds anew a table that is otherwise merged, yields what all earlier as-of times would
    /// have left: it reads `is_incremental()`.
    pub yields_history: bool,
    /// Clustering expressions (Snowflake).
    pub cluster_by: Vec<String>,
    /// Without fail-safe (Snowflake).
    pub transient: bool,
    /// Privilege to roles (Snowflake).
    pub grants: Vec<(String, Vec<Identifier>)>,
}

impl MountedSource {
    /// `source.production.brands`, as the graph names it.
    pub fn id(&self) -> String {
        format!("source.{}", self.relation)
    }
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
    pub fn computed_by(&self) -> &str {
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

/// A schema with its database, where that is given.
pub type Schema = (Option<Identifier>, Identifier);

impl Plan {
    /// The schemas that a run creates when they are missing: the store's, the tables', and those of mounted sources.
    pub fn schemas(&self) -> Vec<Schema> {
        let store = (self.store.database.clone(), self.store.schema.clone());
        let tables = self.nodes.iter().filter_map(|node| match &node.action {
            Action::Table(action) => schema(&action.relation),
            Action::FeatureView(_) => None,
        });
        let mut schemas = self.source_schemas();
        schemas.push(store);
        schemas.extend(tables);
        schemas.sort();
        schemas.dedup();
        schemas
    }

    /// Whether it computes a feature view.
    pub fn writes_values(&self) -> bool {
        let computed = self.nodes.iter().filter(|node| node.waits_for.is_none());
        let mut actions = computed.map(|node| &node.action);
        actions.any(|action| matches!(action, Action::FeatureView(_)))
    }

    /// The schemas of mounted sources, sorted.
    pub fn source_schemas(&self) -> Vec<Schema> {
        let mounts = self.mounts.iter();
        let mut schemas: Vec<_> = mounts.filter_map(|mount| schema(&mount.relation)).collect();
        schemas.sort();
        schemas.dedup();
        schemas
    }
}

fn schema(relation: &RelationName) -> Option<Schema> {
    Some((relation.database.clone(), relation.schema.clone()?))
}
