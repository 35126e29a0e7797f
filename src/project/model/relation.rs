//! What feature views are of and read: entities and sources.

use std::path::PathBuf;

use super::EntityName;
use crate::source::{Span, Spanned};
use crate::sql::name::{Identifier, RelationName};

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

impl Source {
    /// The file that stands in for it, from the project's root, with `/` on every machine.
    pub fn local_path(&self) -> Option<String> {
        let path = self.path.as_ref()?.value.to_string_lossy();
        Some(path.replace('\\', "/"))
    }
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
