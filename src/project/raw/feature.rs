//! `feature.toml`: feature views and their features.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::project::document::Entries;
use crate::source::Spanned;

/// `feature.toml` (or `.yaml`, `.yml`): feature views of one entity. What stands above the views is what every view
/// below says when it does not say otherwise.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FeatureFile {
    /// The entity of every view in this file.
    #[schemars(extend("examples" = ["brand"]))]
    pub entity: Option<Spanned<String>>,
    /// Who answers for the views.
    #[schemars(extend("examples" = ["rafay"]))]
    pub author: Option<String>,
    /// Words to select the views by. A view has these and its own.
    #[serde(default)]
    #[schemars(extend("examples" = [["search"]]))]
    pub tags: Vec<String>,
    /// The cadence of as-of times: `1 hour`, `1 day` or `1 week`.
    #[schemars(extend("default" = "1 day", "examples" = ["1 hour"]))]
    pub interval: Option<Spanned<String>>,
    /// The first day that the views have values of.
    #[schemars(extend("format" = "date", "examples" = ["2023-08-01"]))]
    pub start_date: Option<Spanned<String>>,
    /// How old a value may be in a point-in-time join. None: any age.
    #[schemars(extend("examples" = ["30 days"]))]
    pub ttl: Option<Spanned<String>>,
    /// As-of plus this is when a model could really have read the value.
    #[schemars(extend("examples" = ["6 hours"]))]
    pub availability_lag: Option<Spanned<String>>,
    /// Feature views.
    #[serde(default)]
    pub feature_view: Vec<Spanned<RawFeatureView>>,
}

/// A feature view: one SQL query with the features it yields, the unit of computing and writing.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawFeatureView {
    /// Its name, unique among views and tables. Default: the stem of the `sql` file. With `query` it must be given.
    #[schemars(extend("examples" = ["brand_contact_book"]))]
    pub name: Option<Spanned<String>>,
    /// The file of its SQL, relative to this file's folder. Either this or `query`.
    #[schemars(extend("examples" = ["brand_contact_book.sql"]))]
    pub sql: Option<Spanned<String>>,
    /// Its SQL. Either this or `sql`.
    #[schemars(extend("examples" = ["select token as brand_token, 1 as is_known from production.brands"]))]
    pub query: Option<Spanned<String>>,
    /// The entity, where the file does not name one; otherwise it must be the file's.
    #[schemars(extend("examples" = ["brand"]))]
    pub entity: Option<Spanned<String>>,
    /// Who answers for it. Default: the file's.
    #[schemars(extend("examples" = ["rafay"]))]
    pub author: Option<String>,
    /// What it is.
    pub description: Option<String>,
    /// Words to select it by, besides the file's.
    #[serde(default)]
    #[schemars(extend("examples" = [["search"]]))]
    pub tags: Vec<String>,
    /// `true`: values have no history and go to `features_static`; `interval` and `event_timestamp` then have no place.
    #[serde(rename = "static")]
    #[schemars(extend("default" = false))]
    pub is_static: Option<Spanned<bool>>,
    /// The cadence of as-of times: `1 hour`, `1 day` or `1 week`. Default: the file's, or `1 day`.
    #[schemars(extend("default" = "1 day", "examples" = ["1 hour"]))]
    pub interval: Option<Spanned<String>>,
    /// The output column that holds the as-of time of each row, instead of one as-of per run.
    #[schemars(extend("examples" = ["ordered_at"]))]
    pub event_timestamp: Option<Spanned<String>>,
    /// How old a value may be in a point-in-time join. Default: the file's, or any age.
    #[schemars(extend("examples" = ["30 days"]))]
    pub ttl: Option<Spanned<String>>,
    /// As-of plus this is when a model could really have read the value. Default: the file's, or none.
    #[schemars(extend("examples" = ["6 hours"]))]
    pub availability_lag: Option<Spanned<String>>,
    /// `true`: this view's rows at an as-of (with `event_timestamp`: between the first and the last time that the query
    /// yields) are replaced whole, not merged.
    #[schemars(extend("default" = false))]
    pub rebuild: Option<bool>,
    /// `true`: a value that a later run replaces or removes is kept as a version, with when it was known, so that the store
    /// answers what was known at a time (`features_as_known`).
    #[schemars(extend("default" = false))]
    pub keep_versions: Option<bool>,
    /// Values for `params.*` in the SQL.
    #[serde(default)]
    #[schemars(extend("examples" = [{ "days": 7 }]))]
    pub params: BTreeMap<String, serde_json::Value>,
    /// The first day that has values: where `fsc run --catch-up`, `fsc status` and a backfill without `--start` begin.
    #[schemars(extend("format" = "date", "examples" = ["2023-08-01"]))]
    pub start_date: Option<Spanned<String>>,
    /// A past range to compute.
    pub backfill: Option<Spanned<RawBackfill>>,
    /// Its features, by output column, at least one.
    #[schemars(required)]
    pub features: Option<Spanned<Entries<RawFeature>>>,
}

/// A past range of as-of times to compute under a namespace. Both ends are included.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawBackfill {
    /// What the job is called: `feature_store_backfill_<namespace>_<start>_<end>`.
    #[schemars(required, extend("examples" = ["brand_1_month"]))]
    pub namespace: Option<Spanned<String>>,
    /// First day.
    #[schemars(required, extend("format" = "date", "examples" = ["2023-08-01"]))]
    pub start_date: Option<Spanned<String>>,
    /// Last day.
    #[schemars(required, extend("format" = "date", "examples" = ["2023-08-30"]))]
    pub end_date: Option<Spanned<String>>,
    /// As-of times a batch.
    #[schemars(range(min = 1, max = 1000), extend("examples" = [7]))]
    pub batch_size: Option<u32>,
}

/// A feature: one numeric output column of the view.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawFeature {
    /// What it means.
    pub description: Option<String>,
    /// Whether `materialize` carries it to the online store.
    #[schemars(extend("default" = false))]
    pub online: Option<bool>,
    /// What every value must satisfy before anything is written.
    pub checks: Option<Spanned<RawChecks>>,
}

/// Checks of a feature's values.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawChecks {
    /// `true`: no value may be NULL.
    #[schemars(extend("default" = false))]
    pub not_null: Option<bool>,
    /// The least value allowed.
    #[schemars(extend("examples" = [0]))]
    pub min: Option<Spanned<f64>>,
    /// The greatest value allowed.
    #[schemars(extend("examples" = [1]))]
    pub max: Option<Spanned<f64>>,
    /// The only values allowed.
    #[schemars(extend("examples" = [[0, 1]]))]
    pub accepted_values: Option<Spanned<Vec<f64>>>,
}
