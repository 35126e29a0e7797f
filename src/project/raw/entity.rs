//! `entity.toml`, and `[[entity]]` wherever it stands.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::project::document::TextOr;
use crate::source::Spanned;

/// `entity.toml` (or `.yaml`, `.yml`): entities, anywhere in the project.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EntityFile {
    /// Entities: the things that features describe.
    #[serde(default)]
    pub entity: Vec<Spanned<RawEntity>>,
}

/// An entity: the thing that features describe. Declared once in a project, in any file that takes `[[entity]]`.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawEntity {
    /// Its name, unique in the project.
    #[schemars(required, extend("examples" = ["brand"]))]
    pub name: Option<Spanned<String>>,
    /// The column or columns that identify it, in the order in which `entity_id` joins them. A key is a column's name, or
    /// a table with its name and type.
    #[schemars(required, extend("examples" = [["brand_token"]]))]
    pub keys: Option<Spanned<Vec<Spanned<TextOr<RawKey>>>>>,
    /// What it is.
    pub description: Option<String>,
}

/// A join key with its type.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawKey {
    /// The column.
    #[schemars(required, extend("examples" = ["retailer_id"]))]
    pub name: Option<Spanned<String>>,
    /// Its Snowflake type.
    #[serde(rename = "type")]
    #[schemars(extend("examples" = ["number(38,0)"]))]
    pub data_type: Option<Spanned<String>>,
}
