//! `sources.toml`: tables that the project reads and does not make.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::project::document::{Entries, TextOr};
use crate::source::Spanned;

/// `sources.toml` (or `.yaml`, `.yml`): tables that the project reads and does not make.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SourceFile {
    /// Sources.
    #[serde(default)]
    pub source: Vec<Spanned<RawSource>>,
}

/// A source: a table that the project reads.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawSource {
    /// The table's name.
    #[schemars(required, extend("examples" = ["brands"]))]
    pub name: Option<Spanned<String>>,
    /// The schema it is in.
    #[schemars(extend("examples" = ["production"]))]
    pub schema: Option<Spanned<String>>,
    /// The database it is in. Default: the target's.
    #[schemars(extend("examples" = ["RAW"]))]
    pub database: Option<Spanned<String>>,
    /// What it is.
    pub description: Option<String>,
    /// The file that stands in for it on the embedded target (`.parquet`, `.csv` or `.csv.gz`), relative to this file's folder.
    #[schemars(extend("examples" = ["data/brands.parquet"]))]
    pub path: Option<Spanned<String>>,
    /// Its columns, each with its Snowflake type, or a table with type and description.
    #[serde(default)]
    #[schemars(extend("examples" = [{ "token": "varchar" }]))]
    pub columns: Entries<Spanned<TextOr<RawColumn>>>,
    /// The columns that identify a row: with them, checks know which joins keep one row a key.
    #[schemars(extend("examples" = [["token"]]))]
    pub unique_key: Option<Spanned<Vec<Spanned<String>>>>,
    /// Words to select it by.
    #[serde(default)]
    pub tags: Vec<String>,
}

/// A column of a source.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawColumn {
    /// Its Snowflake type.
    #[serde(rename = "type")]
    #[schemars(required, extend("examples" = ["varchar"]))]
    pub data_type: Option<Spanned<String>>,
    /// What it holds.
    pub description: Option<String>,
}
