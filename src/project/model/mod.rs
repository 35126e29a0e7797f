//! The resolved project: what the definitions mean, with names bound and illegal states gone.
//!
//! Only [`resolve`](super::resolve::resolve) makes these. Places of the things that later stages may have to point to
//! are kept as [`Spanned`](crate::source::Spanned).

mod definition;
mod feature_view;
mod name;
mod relation;
mod table;
mod target;

use std::collections::BTreeMap;
use std::path::PathBuf;

use indexmap::IndexMap;

pub use self::definition::{Definition, QueryTemplate};
pub use self::feature_view::{Backfill, Checks, Feature, FeatureView, History};
pub use self::name::{EntityName, NodeName, TargetName};
pub use self::relation::{Entity, Key, Source, SourceColumn};
pub use self::table::{SchemaChange, Snapshot, Table, TableWrite};
pub use self::target::{Connection, SESSION_PARAMETERS, Target};
use crate::lint::Lints;
use crate::source::{FileId, SourceMap};
use crate::sql::name::{Identifier, RelationName};

/// A resolved project.
#[derive(Debug)]
pub struct Project {
    /// The folder of `fsc.toml`, absolute. Never written to an artifact.
    pub root: PathBuf,
    /// The project's name.
    pub name: String,
    /// `[vars]`, for `var('x')`.
    pub vars: BTreeMap<String, serde_json::Value>,
    /// The offline store.
    pub store: Store,
    /// How much lints weigh, and which findings are allowed.
    pub lints: Lints,
    /// Targets in the order of `fsc.toml`.
    pub targets: IndexMap<TargetName, Target>,
    /// The target when none is asked for.
    pub default_target: TargetName,
    /// Entities by name, sorted.
    pub entities: BTreeMap<EntityName, Entity>,
    /// Sources, sorted by relation.
    pub sources: Vec<Source>,
    /// Tables, sorted by name.
    pub tables: Vec<Table>,
    /// Feature views, sorted by name.
    pub views: Vec<FeatureView>,
    /// The files under `macros/`, sorted by path.
    pub macros: Vec<FileId>,
    /// Every text that was read.
    pub files: SourceMap,
}

impl Project {
    /// The database in which a target looks for names without one, where that is known.
    pub fn own_database(&self, target: &TargetName) -> Option<Identifier> {
        self.targets.get(target).and_then(Target::database)
    }
}

/// Where values are kept.
#[derive(Debug, Clone)]
pub struct Store {
    /// The database, where it is not the target's.
    pub database: Option<Identifier>,
    /// The schema of `features_long` and its siblings.
    pub schema: Identifier,
}

impl Store {
    /// The relations that fsc keeps for itself; `feature_registry` is kept for one that it does not make yet.
    pub const TABLES: [&str; 10] = [
        "features_long",
        "features_static",
        "feature_registry",
        "fsc_runs",
        "fsc_intervals",
        "fsc_objects",
        "fsc_snapshots",
        "features_versions",
        "features_as_known",
        "fsc_leases",
    ];

    /// The table of the values of feature views: those of each as-of time, or those of views without a history.
    pub fn values(&self, has_history: bool) -> RelationName {
        self.relation(if has_history {
            "features_long"
        } else {
            "features_static"
        })
    }

    /// A relation of the store.
    pub fn relation(&self, name: &str) -> RelationName {
        RelationName {
            database: self.database.clone(),
            schema: Some(self.schema.clone()),
            name: Identifier::new(name),
        }
    }
}
