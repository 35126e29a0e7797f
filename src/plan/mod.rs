//! The plan: what to do, in what order. Pure: no clock, no files, no engine.
//!
//! `compile`, `plan`, `show` and `run` all read this one value, so what was shown is what runs. A plan says what each
//! step means; how that reads in SQL is [`emit`](crate::emit)'s.

mod action;
mod beside;
mod build;
mod by_interval;
mod embedded;
mod lost;
mod node;

pub use action::{Action, FeatureViewAction, PlannedFeature, RowTime, StoreWrite, TableAction};
pub use beside::{made_and_read, remarks, settle};
pub use build::{PlanRequest, plan, store, without_nodes};
pub use by_interval::{IntervalsRequest, plan_intervals};
pub use embedded::{mount, obstacles};
pub use lost::{Lost, LostNodes, lost_tables};
pub use node::{PlannedNode, PlannedTime, Slice};

use crate::intervals::BackfillJob;
use crate::project::model::{Store, TargetName};
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

impl MountedSource {
    /// `source.production.brands`, as the graph names it.
    pub fn id(&self) -> String {
        format!("source.{}", self.relation)
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
