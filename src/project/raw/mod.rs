//! Raw definitions: what definition files say, with the place of every value, before anything was made of it.
//!
//! These types are the schema of every file, in TOML and in YAML: they deserialize the files, `fsc schema` prints the
//! JSON Schema that they generate, and the project reference is made of their doc comments. Keys that must be there are
//! `Option` all the same (`#[schemars(required)]`): that they are missing is reported once, by the validator, and the
//! rest of the file is still read. Dates, lengths of time and names are text here; `resolve` reads them.

mod entity;
mod feature;
mod lints;
mod project;
mod source;
mod table;

use std::collections::HashMap;

pub use entity::{EntityFile, RawEntity, RawKey};
pub use feature::{FeatureFile, RawBackfill, RawChecks, RawFeature, RawFeatureView};
pub use lints::{RawLints, RawNaming};
pub use project::{ProjectFile, RawStore, RawTarget, SECRETS, TargetType};
pub use source::{RawColumn, RawSource, SourceFile};
pub use table::{RawSchemaChange, RawSnapshot, RawTable, TableFile};

use crate::source::FileId;

/// Every definition of a project as it was read.
#[derive(Debug, Default)]
pub struct RawProject {
    /// The folder of `fsc.toml`, absolute.
    pub root: std::path::PathBuf,
    /// `fsc.toml`.
    pub project: ProjectFile,
    /// The feature files, by path.
    pub features: Vec<RawFile<FeatureFile>>,
    /// The table files, by path.
    pub tables: Vec<RawFile<TableFile>>,
    /// The entity files, by path.
    pub entities: Vec<RawFile<EntityFile>>,
    /// The source files, by path.
    pub sources: Vec<RawFile<SourceFile>>,
    /// The files that `sql` keys name, by path from the root.
    pub queries: HashMap<String, FileId>,
    /// The files under `macros/`, by path.
    pub macros: Vec<FileId>,
    /// Whether everything that was found could be read. When not, what seems missing may stand in what was not read.
    pub complete: bool,
}

/// A definition file that was read.
#[derive(Debug)]
pub struct RawFile<T> {
    /// The file.
    pub file: FileId,
    /// Its path from the root, with `/`.
    pub path: String,
    /// What it says.
    pub content: T,
}

impl<T> RawFile<T> {
    /// The folder that paths in this file start from: empty or with `/` at its end.
    pub fn folder(&self) -> &str {
        let end = self.path.rfind('/').map_or(0, |slash| slash + 1);
        &self.path[..end]
    }
}
