//! What is made of a node's query: values in the offline store, or a table.

use crate::project::model::{Checks, EntityName, Key, Snapshot, TableWrite};
use crate::project::time::{AsOf, Length};
use crate::sql::name::{Identifier, RelationName};

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
    /// The same, and the view's rows that the query does not yield are deleted: at this as-of, or where rows have their own time
    /// in the span of the result.
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
