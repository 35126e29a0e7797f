//! `fsc schema`.

use clap::{Args, ValueEnum};
use serde_json::{Map, Value};

use super::context::Context;
use super::outcome::{CommandResult, Exit};
use crate::project::schema::{FileKind, json_schemas};

/// Print the JSON Schema of a kind of definition file, for editors
///
/// Without a kind, one object with all of them.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  fsc schema feature > feature.schema.json
  fsc schema")]
pub struct SchemaArgs {
    /// The kind of file
    kind: Option<SchemaKind>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum SchemaKind {
    /// `fsc.toml`
    #[value(alias = "fsc")]
    Project,
    /// `feature.toml`
    Feature,
    /// `table.toml`
    Table,
    /// `entity.toml`
    Entity,
    /// `sources.toml`
    Sources,
}

impl From<SchemaKind> for FileKind {
    fn from(kind: SchemaKind) -> Self {
        match kind {
            SchemaKind::Project => Self::Project,
            SchemaKind::Feature => Self::Feature,
            SchemaKind::Table => Self::Table,
            SchemaKind::Entity => Self::Entity,
            SchemaKind::Sources => Self::Sources,
        }
    }
}

/// Prints the schema.
pub fn run(args: &SchemaArgs, context: &mut Context) -> CommandResult {
    let text = match args.kind.map(FileKind::from) {
        Some(kind) => json_schemas()
            .iter()
            .filter(|schema| schema.kind == kind)
            .map(|schema| super::json(&schema.schema))
            .collect(),
        None => super::json(
            &json_schemas()
                .iter()
                .map(|schema| (schema.kind.stem().to_owned(), schema.schema.clone()))
                .collect::<Map<String, Value>>(),
        ),
    };
    context.data(&text)?;
    Ok(Exit::Clean)
}
