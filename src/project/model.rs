//! The resolved project: what the definitions mean, with names bound and illegal states gone.
//!
//! Only [`resolve`](super::resolve::resolve) makes these. Places of the things that later stages may have to point to
//! are kept as [`Spanned`].

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use chrono::NaiveDate;
use indexmap::IndexMap;
use serde::Serialize;

use super::block;
use super::time::{Interval, Length};
use crate::lint::Lints;
use crate::source::{FileId, SourceMap, Span, Spanned};
use crate::sql::name::{Dialect, Identifier, RelationName};

/// Declares a name that is compared as it is written.
macro_rules! name_type {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[serde(transparent)]
        pub struct $name(Arc<str>);

        impl $name {
            /// The name as it was written.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(name: &str) -> Self {
                Self(name.into())
            }
        }

        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(&self.0)
            }
        }
    };
}

name_type! {
    /// The name of an entity: `brand`.
    EntityName
}
name_type! {
    /// The name of a feature view or table, unique in the project: `brand_contact_book`.
    NodeName
}
name_type! {
    /// The name of a target in `fsc.toml`: `dev`.
    TargetName
}

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
    /// The tables that fsc keeps for itself.
    pub const TABLES: [&str; 6] = [
        "features_long",
        "features_static",
        "feature_registry",
        "fsc_runs",
        "fsc_intervals",
        "fsc_snapshots",
    ];

    /// A relation of the store.
    pub fn relation(&self, name: &str) -> RelationName {
        RelationName {
            database: self.database.clone(),
            schema: Some(self.schema.clone()),
            name: Identifier::new(name),
        }
    }
}

/// A named connection. Values may hold `{{ env_var('NAME') }}`: they are rendered when the target is used.
#[derive(Debug, Clone)]
pub struct Target {
    /// Its name.
    pub name: TargetName,
    /// Where it is declared.
    pub span: Span,
    /// What it connects to.
    pub connection: Connection,
    /// How many nodes run at once, where set.
    pub threads: Option<u16>,
}

impl Target {
    /// The SQL that this target speaks.
    pub fn dialect(&self) -> Dialect {
        match self.connection {
            Connection::DuckDb { .. } => Dialect::DuckDb,
            Connection::Snowflake { .. } => Dialect::Snowflake,
        }
    }

    /// The database in which it looks for names without one, where that is known without the environment.
    pub fn database(&self) -> Option<Identifier> {
        match &self.connection {
            Connection::DuckDb { .. } => None,
            Connection::Snowflake { settings } => settings
                .get("database")
                .filter(|database| !database.value.contains("{{"))
                .map(|database| Identifier::new(database.value.as_str())),
        }
    }
}

/// What the keys of a Snowflake connection's session parameters begin with; a parameter's name follows.
pub const SESSION_PARAMETERS: &str = "session_parameters.";

/// What a target connects to.
#[derive(Debug, Clone)]
pub enum Connection {
    /// The embedded DuckDB.
    DuckDb {
        /// The database file, relative to the project's root, as a template; `:memory:` keeps nothing.
        path: Spanned<String>,
    },
    /// Snowflake. Settings (account, user, …) as templates, by key.
    Snowflake {
        /// Every key of the target but `type` and `threads`.
        settings: BTreeMap<String, Spanned<String>>,
    },
}

/// The thing that features describe.
#[derive(Debug, Clone)]
pub struct Entity {
    /// Its name.
    pub name: EntityName,
    /// Where it is declared.
    pub span: Span,
    /// What it is.
    pub description: Option<String>,
    /// The columns that identify it, at least one.
    pub keys: Vec<Key>,
}

/// A join key.
#[derive(Debug, Clone)]
pub struct Key {
    /// The column.
    pub column: Identifier,
    /// Its Snowflake type, where declared.
    pub data_type: Option<String>,
}

/// A table that the project reads and does not make.
#[derive(Debug, Clone)]
pub struct Source {
    /// How SQL names it.
    pub relation: RelationName,
    /// Where it is declared.
    pub span: Span,
    /// What it is.
    pub description: Option<String>,
    /// Its columns; empty when none were declared.
    pub columns: Vec<SourceColumn>,
    /// The columns that identify a row; empty when nothing was said.
    pub unique_key: Vec<Identifier>,
    /// The file that stands in for it on the embedded target, relative to the project's root.
    pub path: Option<Spanned<PathBuf>>,
    /// Words to select it by.
    pub tags: Vec<String>,
}

/// A declared column of a source.
#[derive(Debug, Clone)]
pub struct SourceColumn {
    /// Its name.
    pub name: Identifier,
    /// Its Snowflake type as it was written, with its place.
    pub data_type: Spanned<String>,
    /// What it holds.
    pub description: Option<String>,
}

/// SQL with Jinja, in a file of its own or inside a definition.
#[derive(Debug, Clone)]
pub struct QueryTemplate {
    /// The file that holds it.
    pub file: FileId,
    /// Its text; for a `.sql` file the whole file.
    pub text: Arc<str>,
    /// Where the text starts in `file`, when its characters stand there one by one (a `.sql` file, or a multi-line
    /// literal string): a place in the text is then a place in the file. `None` where escapes or indentation stand
    /// between them.
    pub offset: Option<u32>,
    /// The place to point to when nothing finer is known: the `sql` or `query` value, or the whole file.
    pub span: Span,
}

impl QueryTemplate {
    /// The place in the file of a range of the text; `None` where the text does not stand there line by line.
    pub fn place(&self, files: &SourceMap, range: Range<usize>) -> Option<Span> {
        let (offset, range) = if let Some(offset) = self.offset {
            (offset as usize, range)
        } else {
            let range = block::place(files.text(self.span), &self.text, range)?;
            (self.span.range().start, range)
        };
        Some(Span::new(
            self.file,
            range.start + offset..range.end + offset,
        ))
    }
}

/// What tables and feature views have in common.
#[derive(Debug, Clone)]
pub struct Definition {
    /// The name.
    pub name: NodeName,
    /// Where it is defined: the value that names it, or its table header.
    pub span: Span,
    /// Path of the definition file from the root, with `/`.
    pub path: String,
    /// What it is.
    pub description: Option<String>,
    /// Who answers for it.
    pub author: Option<String>,
    /// Words to select it by.
    pub tags: Vec<String>,
    /// Values for `params.*`.
    pub params: BTreeMap<String, serde_json::Value>,
    /// Its SQL.
    pub query: QueryTemplate,
}

/// One SQL query with the features it yields.
#[derive(Debug, Clone)]
pub struct FeatureView {
    /// Name, place, description, SQL.
    pub definition: Definition,
    /// The entity that its features describe.
    pub entity: EntityName,
    /// How as-of times enter, and which store the values go to.
    pub history: History,
    /// Its features, in the order of the definition, at least one.
    pub features: Vec<Feature>,
    /// Whether this view's rows at an as-of are replaced whole, not merged.
    pub rebuild: bool,
    /// How old a value may be in a point-in-time join; `None` is any age.
    pub ttl: Option<Length>,
    /// As-of plus this is when a model could really have read the value.
    pub availability_lag: Option<Length>,
    /// A past range to compute.
    pub backfill: Option<Backfill>,
}

/// Whether a view's values have a history, and where its as-of times come from.
#[derive(Debug, Clone)]
pub enum History {
    /// No history: `features_static`.
    Static,
    /// One as-of a run: `features_long`.
    AsOf {
        /// The cadence.
        interval: Interval,
    },
    /// The query yields its own time column: `features_long`.
    EventTimestamp {
        /// The cadence of runs.
        interval: Interval,
        /// The column that holds the as-of time of each row.
        column: Spanned<Identifier>,
    },
}

impl History {
    /// The cadence of runs; a static view has that of the default.
    pub fn interval(&self) -> Interval {
        match self {
            Self::Static => Interval::default(),
            Self::AsOf { interval } | Self::EventTimestamp { interval, .. } => *interval,
        }
    }
}

/// One numeric output column of a feature view.
#[derive(Debug, Clone)]
pub struct Feature {
    /// The column, whose [`stored_name`](Identifier::stored_name) is the feature's name in the store.
    pub column: Identifier,
    /// Where it is declared.
    pub span: Span,
    /// What it means.
    pub description: Option<String>,
    /// Whether `materialize` carries it to the online store.
    pub online: bool,
    /// What every value must satisfy before anything is written.
    pub checks: Checks,
}

/// Declared checks of a feature's values.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Checks {
    /// No NULL.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub not_null: bool,
    /// The least value allowed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min: Option<f64>,
    /// The greatest value allowed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max: Option<f64>,
    /// The only values allowed; empty allows all.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub accepted_values: Vec<f64>,
}

/// A past range of as-of times, computed under a namespace. Both ends are included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backfill {
    /// What the job is called: `feature_store_backfill_<namespace>_<start>_<end>`.
    pub namespace: String,
    /// First day.
    pub start_date: NaiveDate,
    /// Last day.
    pub end_date: NaiveDate,
    /// As-of times a batch, where set.
    pub batch_size: Option<u32>,
}

/// A table that the project makes and other SQL or systems read.
#[derive(Debug, Clone)]
pub struct Table {
    /// Name, place, description, SQL.
    pub definition: Definition,
    /// Where it is written.
    pub relation: RelationName,
    /// How it is written.
    pub write: TableWrite,
    /// The cadence of its as-of times.
    pub interval: Interval,
    /// Which copies are kept.
    pub snapshot: Snapshot,
    /// How long they are kept; `None` is for ever.
    pub snapshot_retention: Option<Length>,
    /// Clustering keys, as SQL expressions (Snowflake).
    pub cluster_by: Vec<String>,
    /// Without fail-safe (Snowflake).
    pub transient: bool,
    /// Privileges by name (`select`), each with the roles that get it.
    pub grants: BTreeMap<String, Vec<Identifier>>,
}

/// How a table is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TableWrite {
    /// Made anew beside, then swapped.
    Rebuild,
    /// Merged on a key.
    Merge {
        /// The columns that identify a row, at least one.
        unique_key: Vec<Identifier>,
    },
}

/// Which copies of a table are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Snapshot {
    /// None.
    #[default]
    Never,
    /// One a day: a rerun replaces that day's.
    Daily,
    /// One a run.
    EveryRun,
}
