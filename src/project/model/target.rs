//! Targets: where a project runs.

use std::collections::BTreeMap;

use super::TargetName;
use crate::source::{Span, Spanned};
use crate::sql::name::{Dialect, Identifier};

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
