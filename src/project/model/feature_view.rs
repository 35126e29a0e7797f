//! Feature views: queries that yield features.

use chrono::NaiveDate;
use serde::Serialize;

use super::{Definition, EntityName};
use crate::project::time::{Interval, Length};
use crate::source::{Span, Spanned};
use crate::sql::name::Identifier;

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
    /// Whether values that are replaced or removed are kept as versions.
    pub keep_versions: bool,
    /// How old a value may be in a point-in-time join; `None` is any age.
    pub ttl: Option<Length>,
    /// As-of plus this is when a model could really have read the value.
    pub availability_lag: Option<Length>,
    /// The first day that has values, where one is named.
    pub start_date: Option<NaiveDate>,
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
