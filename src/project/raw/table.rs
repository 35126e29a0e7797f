//! `table.toml`: tables that the project makes.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::project::document::Entries;
use crate::source::Spanned;

/// `table.toml` (or `.yaml`, `.yml`): tables that the project makes and other SQL or systems read.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TableFile {
    /// Who answers for the tables, where a table does not say otherwise.
    #[schemars(extend("examples" = ["rafay"]))]
    pub author: Option<String>,
    /// Words to select the tables by. A table has these and its own.
    #[serde(default)]
    #[schemars(extend("examples" = [["search"]]))]
    pub tags: Vec<String>,
    /// Tables.
    #[serde(default)]
    pub table: Vec<Spanned<RawTable>>,
}

/// A table that the project makes.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawTable {
    /// Its name, in SQL and in fsc, unique among views and tables. Default: the stem of the `sql` file. With `query` it
    /// must be given.
    #[schemars(extend("examples" = ["daily_embeddings_v2"]))]
    pub name: Option<Spanned<String>>,
    /// The file of its SQL, relative to this file's folder. Either this or `query`.
    #[schemars(extend("examples" = ["daily_embeddings_v2.sql"]))]
    pub sql: Option<Spanned<String>>,
    /// Its SQL. Either this or `sql`.
    #[schemars(extend("examples" = ["select token as brand_token, url_domain from production.brands"]))]
    pub query: Option<Spanned<String>>,
    /// The schema it is written to.
    #[schemars(required, extend("examples" = ["search"]))]
    pub schema: Option<Spanned<String>>,
    /// The database it is written to. Default: the target's.
    #[schemars(extend("examples" = ["ANALYTICS"]))]
    pub database: Option<Spanned<String>>,
    /// Who answers for it. Default: the file's.
    #[schemars(extend("examples" = ["rafay"]))]
    pub author: Option<String>,
    /// What it is.
    pub description: Option<String>,
    /// Words to select it by, besides the file's.
    #[serde(default)]
    #[schemars(extend("examples" = [["search"]]))]
    pub tags: Vec<String>,
    /// `true`: made anew beside, then swapped. `false`: merged on `unique_key`.
    #[schemars(extend("default" = true))]
    pub rebuild: Option<Spanned<bool>>,
    /// The columns that identify a row, when the table is merged.
    #[schemars(extend("examples" = [["sale_date", "product_token"]]))]
    pub unique_key: Option<Spanned<Vec<Spanned<String>>>>,
    /// What becomes of a merged table whose query yields other columns than before.
    #[schemars(extend("default" = "fail", "examples" = ["append"]))]
    pub on_schema_change: Option<Spanned<RawSchemaChange>>,
    /// The cadence of its as-of times: `1 hour`, `1 day` or `1 week`.
    #[schemars(extend("default" = "1 day", "examples" = ["1 hour"]))]
    pub interval: Option<Spanned<String>>,
    /// The first day that a merged table has rows of: where `fsc run --catch-up` begins.
    #[schemars(extend("format" = "date", "examples" = ["2023-08-01"]))]
    pub start_date: Option<Spanned<String>>,
    /// Which copies are kept.
    #[schemars(extend("default" = "never"))]
    pub snapshot: Option<RawSnapshot>,
    /// How long copies are kept. Default: for ever.
    #[schemars(extend("examples" = ["30 days"]))]
    pub snapshot_retention: Option<Spanned<String>>,
    /// Clustering keys, as SQL expressions (Snowflake).
    #[serde(default)]
    #[schemars(extend("examples" = [["ds"]]))]
    pub cluster_by: Vec<String>,
    /// `true`: without fail-safe (Snowflake).
    #[schemars(extend("default" = false))]
    pub transient: Option<bool>,
    /// Privileges, each with the roles that get it (Snowflake).
    #[serde(default)]
    #[schemars(extend("examples" = [{ "select": ["ml_reader"] }]))]
    pub grants: Entries<Vec<Spanned<String>>>,
    /// Values for `params.*` in the SQL.
    #[serde(default)]
    #[schemars(extend("examples" = [{ "days": 7 }]))]
    pub params: BTreeMap<String, serde_json::Value>,
}

/// What becomes of a merged table whose query yields other columns than before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RawSchemaChange {
    /// Nothing is written, and the run says what differs.
    Fail,
    /// New columns are added; columns that the query does not yield any more stay.
    Append,
    /// The table gets the query's columns: new ones are added, others retyped or dropped.
    Sync,
}

/// Which copies of a table are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RawSnapshot {
    /// None.
    Never,
    /// One a day: a rerun replaces that day's.
    Daily,
    /// One a run.
    EveryRun,
}
