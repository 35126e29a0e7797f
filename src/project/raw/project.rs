//! `fsc.toml`: the project and its targets.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use super::{RawEntity, RawLints, RawNaming};
use crate::project::document::Entries;
use crate::source::Spanned;

/// `fsc.toml`: the project. The folder that holds it is the project's root.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProjectFile {
    /// The project's name.
    #[schemars(required, extend("examples" = ["marketplace"]))]
    pub name: Option<Spanned<String>>,
    /// The target when none is asked for. Default: the first, or `dev`, an embedded DuckDB, when there is none.
    #[schemars(extend("examples" = ["dev"]))]
    pub default_target: Option<Spanned<String>>,
    /// Globs, from the root, of files and folders that hold no definitions. Hidden folders and `target/` never do.
    #[serde(default)]
    #[schemars(extend("examples" = [["legacy/**"]]))]
    pub exclude: Vec<Spanned<String>>,
    /// Values for `var('x')` in the SQL.
    #[serde(default)]
    #[schemars(extend("examples" = [{ "late_minutes": 15 }]))]
    pub vars: BTreeMap<String, serde_json::Value>,
    /// Where values are kept.
    pub store: Option<RawStore>,
    /// How much lints weigh, by a rule's name or code: docs/lints-configuration.md.
    #[serde(default)]
    #[schemars(extend("examples" = [{ "missing-author": "warn" }]))]
    pub lints: RawLints,
    /// How names are to look.
    #[serde(default)]
    #[schemars(extend("examples" = [{ "feature": "[a-z][a-z0-9_]*" }]))]
    pub naming: RawNaming,
    /// Targets: named connections.
    #[serde(default)]
    pub target: Entries<Spanned<RawTarget>>,
    /// Entities: the things that features describe.
    #[serde(default)]
    pub entity: Vec<Spanned<RawEntity>>,
}

/// The offline store.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawStore {
    /// The schema of `features_long` and its siblings.
    #[schemars(extend("default" = "feature_store"))]
    pub schema: Option<Spanned<String>>,
    /// The database. Default: the target's.
    #[schemars(extend("examples" = ["ANALYTICS"]))]
    pub database: Option<Spanned<String>>,
}

/// A target: a named connection. Text may hold `{{ env_var('NAME') }}`, which is read only when the target is used and is
/// never written to an artifact or a log.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawTarget {
    /// What it connects to.
    #[serde(rename = "type")]
    #[schemars(required)]
    pub kind: Option<TargetType>,
    /// How many nodes run at once. Default: chosen by fsc.
    #[schemars(range(min = 1, max = 1024), extend("examples" = [4]))]
    pub threads: Option<u16>,
    /// DuckDB: the database file, relative to the project's root; `:memory:` keeps nothing. Default:
    /// `target/<target>.duckdb`.
    #[schemars(extend("examples" = ["target/dev.duckdb"]))]
    pub path: Option<Spanned<String>>,
    /// Snowflake: the account: `ORGANISATION-ACCOUNT`, or a locator with its region, `xy12345.eu-central-1`. Must be given.
    #[schemars(extend("examples" = ["{{ env_var('SNOWFLAKE_ACCOUNT') }}"]))]
    pub account: Option<Spanned<String>>,
    /// Snowflake: the host, with a port where it needs one, where it is not that of the account.
    #[schemars(extend("examples" = ["example.privatelink.snowflakecomputing.com"]))]
    pub host: Option<Spanned<String>>,
    /// Snowflake: the user.
    #[schemars(extend("examples" = ["{{ env_var('SNOWFLAKE_USER') }}"]))]
    pub user: Option<Spanned<String>>,
    /// Snowflake: the role. Default: the user's.
    #[schemars(extend("examples" = ["FEATURE_ENGINEER"]))]
    pub role: Option<Spanned<String>>,
    /// Snowflake: the warehouse. Default: the user's.
    #[schemars(extend("examples" = ["TRANSFORMING"]))]
    pub warehouse: Option<Spanned<String>>,
    /// Snowflake: the database.
    #[schemars(extend("examples" = ["ANALYTICS"]))]
    pub database: Option<Spanned<String>>,
    /// Snowflake: the schema of names that are not qualified.
    #[schemars(extend("examples" = ["PUBLIC"]))]
    pub schema: Option<Spanned<String>>,
    /// Snowflake: how to log in: `snowflake_jwt` (a key pair), `programmatic_access_token`, `oauth` or `snowflake` (a
    /// password). Default: what the one credential of the target tells; a `token` is a programmatic access token.
    #[schemars(extend("examples" = ["snowflake_jwt"]))]
    pub authenticator: Option<Spanned<String>>,
    /// Snowflake: the file of the private key, PKCS#8 in PEM. From the project's root, `~` or `/`: it may lie outside of the
    /// project.
    #[schemars(extend("examples" = ["{{ env_var('SNOWFLAKE_PRIVATE_KEY_PATH') }}"]))]
    pub private_key_path: Option<Spanned<String>>,
    /// Snowflake: the private key, PKCS#8 in PEM or Base64. A secret: only from the environment.
    #[schemars(extend("writeOnly" = true, "examples" = ["{{ env_var('SNOWFLAKE_PRIVATE_KEY') }}"]))]
    pub private_key: Option<Spanned<String>>,
    /// Snowflake: what the private key is encrypted with. A secret: only from the environment.
    #[schemars(extend("writeOnly" = true, "examples" = ["{{ env_var('SNOWFLAKE_KEY_PASSPHRASE') }}"]))]
    pub private_key_passphrase: Option<Spanned<String>>,
    /// Snowflake: a programmatic access token, or a token of an OAuth server. A secret: only from the environment.
    #[schemars(extend("writeOnly" = true, "examples" = ["{{ env_var('SNOWFLAKE_TOKEN') }}"]))]
    pub token: Option<Spanned<String>>,
    /// Snowflake: the password. A secret: only from the environment.
    #[schemars(extend("writeOnly" = true, "examples" = ["{{ env_var('SNOWFLAKE_PASSWORD') }}"]))]
    pub password: Option<Spanned<String>>,
    /// Snowflake: the query tag of every statement, with which they are found again in the query history.
    #[schemars(extend("examples" = ["fsc"]))]
    pub query_tag: Option<Spanned<String>>,
    /// Snowflake: how long to wait for a connection, and for the login.
    #[schemars(extend("default" = "1 minute", "examples" = ["30 seconds"]))]
    pub connect_timeout: Option<Spanned<String>>,
    /// Snowflake: how long to wait for an answer before it is asked for again. A statement that runs on answers about every
    /// 45 seconds.
    #[schemars(extend("default" = "2 minutes", "examples" = ["3 minutes"]))]
    pub request_timeout: Option<Spanned<String>>,
    /// Snowflake: how long a statement may take before it is stopped. Default: as long as Snowflake allows, two days.
    #[schemars(extend("examples" = ["4 hours"]))]
    pub statement_timeout: Option<Spanned<String>>,
    /// Snowflake: session parameters, but for those that fsc relies on: docs/snowflake.md.
    #[serde(default)]
    #[schemars(extend("examples" = [{ "LOCK_TIMEOUT": "3600" }]))]
    pub session_parameters: Entries<Spanned<String>>,
}

/// What a target connects to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum TargetType {
    /// The embedded DuckDB.
    #[serde(rename = "duckdb")]
    DuckDb,
    /// Snowflake.
    Snowflake,
}

/// The keys of a target that hold secrets: never a literal, never shown.
pub const SECRETS: [&str; 4] = ["password", "token", "private_key", "private_key_passphrase"];
