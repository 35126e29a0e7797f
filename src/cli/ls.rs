//! `fsc ls`.

use clap::{Args, ValueEnum};
use serde::Serialize;

use super::context::{Context, Stream};
use super::outcome::{CommandResult, Exit};
use super::selecting::{SelectArgs, selectable};
use super::vars::VarsArgs;
use super::{pipeline, table as layout};
use crate::compile::{CheckedNode, CheckedProject};
use crate::selection::{Kind, SelectableNode};
use crate::template::When;

/// List sources, tables and feature views
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  fsc ls
  fsc ls --select tag:search
  fsc ls --select +brand_contact_book --output name
  fsc ls --select entity:brand --output json")]
pub struct LsArgs {
    #[command(flatten)]
    select: SelectArgs,

    /// How the list is written
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    output: LsOutput,

    #[command(flatten)]
    vars: VarsArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum LsOutput {
    /// With kind, entity, features and tags
    Table,
    /// A JSON array
    Json,
    /// Names, one a line
    Name,
    /// Definition files, one a line
    Path,
}

/// A node as JSON.
#[derive(Serialize)]
struct Entry<'c> {
    id: &'c str,
    name: &'c str,
    kind: Kind,
    path: &'c str,
    relation: String,
    entity: Option<&'c str>,
    author: Option<&'c str>,
    tags: &'c [String],
    features: &'c [String],
    depends_on: Vec<&'c str>,
}

/// Prints the selected nodes, each after those that it reads.
pub fn run(args: &LsArgs, context: &mut Context) -> CommandResult {
    args.vars.apply(context)?;
    let Some(checked) = pipeline::checked(context, When::Symbolic, Stream::Stderr)? else {
        return Ok(Exit::Findings);
    };
    let selected = args.select.nodes(&checked, context)?;
    let ids: std::collections::HashSet<&str> = selected
        .iter()
        .map(|position| checked.nodes[*position].id.as_str())
        .collect();
    let nodes: Vec<(&CheckedNode, SelectableNode)> = checked
        .in_order()
        .filter(|node| ids.contains(node.id.as_str()))
        .map(|node| (node, selectable(&checked.project, node)))
        .collect();
    let text = match args.output {
        LsOutput::Table => table(&nodes),
        LsOutput::Json => json(&checked, &nodes),
        LsOutput::Name => nodes
            .iter()
            .map(|(_, node)| node.name.clone() + "\n")
            .collect(),
        LsOutput::Path => {
            let mut paths: Vec<&str> = nodes
                .iter()
                .map(|(_, node)| node.paths[0].as_str())
                .collect();
            paths.sort_unstable();
            paths.dedup();
            paths.join("\n") + if paths.is_empty() { "" } else { "\n" }
        }
    };
    context.data(&text)?;
    Ok(Exit::Clean)
}

fn table(nodes: &[(&CheckedNode, SelectableNode)]) -> String {
    let rows = nodes.iter().map(|(_, node)| {
        [
            node.name.clone(),
            node.kind.to_string(),
            node.entity.clone().unwrap_or_default(),
            match node.features.len() {
                0 => String::new(),
                number => number.to_string(),
            },
            node.tags.join(", "),
            node.paths[0].clone(),
        ]
    });
    layout::render(
        &["NAME", "KIND", "ENTITY", "FEATURES", "TAGS", "PATH"],
        rows,
    )
}

fn json(checked: &CheckedProject, nodes: &[(&CheckedNode, SelectableNode)]) -> String {
    let entries: Vec<Entry<'_>> = nodes
        .iter()
        .map(|(node, properties)| Entry {
            id: &node.id,
            name: &properties.name,
            kind: properties.kind,
            path: &properties.paths[0],
            relation: node.relation.to_string(),
            entity: properties.entity.as_deref(),
            author: properties.author.as_deref(),
            tags: &properties.tags,
            features: &properties.features,
            depends_on: checked
                .dependencies(node)
                .map(|read| read.id.as_str())
                .collect(),
        })
        .collect();
    super::json(&entries)
}
