//! `--select` and `--exclude` on a checked project.

use std::collections::HashSet;

use clap::Args;

use crate::compile::{CheckedNode, CheckedProject, NodeKind};
use crate::project::model::{Definition, Project};
use crate::selection::{Kind, NodeGraph, SelectableNode, Selected, Selection, select, syntax};
use crate::source::SourceMap;

use super::context::{Context, Stream};
use super::outcome::Failure;

/// Which nodes a command works on.
#[derive(Debug, Args)]
pub struct SelectArgs {
    /// The nodes to work on, in dbt's syntax: names with `*`, `tag:x`, `path:x`, `entity:x`, `author:x`, `source:x`,
    /// `feature:x`, `resource_type:x`; `+x` with all that x needs, `x+` with all that needs x, `+x+` both, `@x` with
    /// all that needs x and all that those need; a space is a union, a comma an intersection
    #[arg(long, short, value_name = "SELECTOR", num_args = 1..)]
    select: Vec<String>,

    /// The nodes to leave out, in the same syntax
    #[arg(long, value_name = "SELECTOR", num_args = 1..)]
    exclude: Vec<String>,
}

impl SelectArgs {
    /// The positions of the selected nodes in [`CheckedProject::nodes`]. What meets nothing is a warning.
    pub fn nodes(
        &self,
        checked: &CheckedProject,
        context: &mut Context,
    ) -> Result<HashSet<usize>, Failure> {
        let parse = |flag: &str, values: &[String]| {
            (!values.is_empty())
                .then(|| syntax::parse(flag, values))
                .transpose()
        };
        let (selected, excluded) = match (
            parse("--select", &self.select),
            parse("--exclude", &self.exclude),
        ) {
            (Ok(selected), Ok(excluded)) => (selected, excluded),
            (selected, excluded) => {
                let mut errors = selected.err().unwrap_or_default();
                errors.extend(excluded.err().unwrap_or_default());
                return Err(errors.into());
            }
        };
        let Selection { nodes, warnings } =
            select(&graph(checked), selected.as_ref(), excluded.as_ref());
        context.report(&warnings, &SourceMap::default(), Stream::Stderr)?;
        Ok(nodes.into_iter().collect())
    }

    /// The selected tables and feature views.
    pub fn ids(
        &self,
        checked: &CheckedProject,
        context: &mut Context,
    ) -> Result<Selected, Failure> {
        if self.select.is_empty() && self.exclude.is_empty() {
            return Ok(Selected::default());
        }
        let nodes = self.nodes(checked, context)?;
        let made = nodes
            .into_iter()
            .map(|position| &checked.nodes[position])
            .filter(|node| !matches!(node.kind, NodeKind::Source(_)))
            .map(|node| node.id.clone());
        Ok(Selected::only(made))
    }
}

/// What selection sees of a checked project: node by node, at the same positions.
fn graph(checked: &CheckedProject) -> NodeGraph {
    let nodes = checked
        .nodes
        .iter()
        .map(|node| selectable(&checked.project, node))
        .collect();
    NodeGraph::new(nodes, checked.graph.clone())
}

/// A node with all that it can be selected by.
pub fn selectable(project: &Project, node: &CheckedNode) -> SelectableNode {
    match node.kind {
        NodeKind::Source(at) => {
            let source = &project.sources[at];
            SelectableNode {
                name: source.relation.to_string(),
                kind: Kind::Source,
                tags: source.tags.clone(),
                paths: vec![project.files.file(source.span.file).name.clone()],
                entity: None,
                author: None,
                features: Vec::new(),
            }
        }
        NodeKind::Table(at) => made(project, &project.tables[at].definition, Kind::Table),
        NodeKind::FeatureView(at) => {
            let view = &project.views[at];
            SelectableNode {
                entity: Some(view.entity.to_string()),
                features: view
                    .features
                    .iter()
                    .map(|feature| feature.column.as_written().to_owned())
                    .collect(),
                ..made(project, &view.definition, Kind::FeatureView)
            }
        }
    }
}

fn made(project: &Project, definition: &Definition, kind: Kind) -> SelectableNode {
    let sql = project.files.file(definition.query.file).name.clone();
    let mut paths = vec![definition.path.clone()];
    if sql != definition.path {
        paths.push(sql);
    }
    SelectableNode {
        name: definition.name.to_string(),
        kind,
        tags: definition.tags.clone(),
        paths,
        entity: None,
        author: definition.author.clone(),
        features: Vec::new(),
    }
}
