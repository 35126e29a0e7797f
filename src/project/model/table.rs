//! Tables that the project makes.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;

use super::Definition;
use crate::project::time::{Interval, Length};
use crate::sql::name::{Identifier, RelationName};

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
    /// The first day that a merged table has rows of, where one is named.
    pub start_date: Option<NaiveDate>,
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
        /// What becomes of the table when its query yields other columns.
        on_schema_change: SchemaChange,
    },
}

/// What becomes of a merged table whose query yields other columns than before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SchemaChange {
    /// Nothing is written.
    #[default]
    Fail,
    /// New columns are added; columns that the query does not yield any more stay.
    Append,
    /// New columns are added, others retyped or dropped.
    Sync,
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
