//! What the embedded target needs beside the SQL: a local file for every source that is read, types that both engines have,
//! and one database for all.
//!
//! A plan fails where something is missing that a planned node needs. `fsc check` asks about the whole project beforehand.

use std::collections::BTreeSet;

use super::MountedSource;
use crate::compile::{CheckedNode, CheckedProject, NodeKind};
use crate::diagnostic::Diagnostic;
use crate::project::model::Source;
use crate::rules::{not_available, source_without_file, unsupported_type};
use crate::sql::lower;
use crate::sql::name::Dialect;

/// All that keeps a project from being run on its target. Sources without a file are a warning here: whoever only checks
/// needs none.
pub fn obstacles(checked: &CheckedProject) -> Vec<Diagnostic> {
    if checked.dialect != Dialect::DuckDb {
        return Vec::new();
    }
    let nodes: Vec<&CheckedNode> = checked.in_order().collect();
    let mut diagnostics: Vec<Diagnostic> = nodes
        .iter()
        .filter_map(|node| in_a_database(checked, node))
        .collect();
    let (with_file, without): (Vec<&Source>, Vec<&Source>) =
        sources_read(checked, &nodes).partition(|source| source.path.is_some());
    for source in with_file {
        mount(source, &mut diagnostics);
    }
    diagnostics.extend(source_without_file::in_project(&without));
    diagnostics
}

/// The local files of the sources that the planned nodes read.
pub(super) fn mounts(
    checked: &CheckedProject,
    planned: &[&CheckedNode],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<MountedSource> {
    sources_read(checked, planned)
        .filter_map(|source| mount(source, diagnostics))
        .collect()
}

/// The sources that nodes read, in the order of the project.
fn sources_read<'c>(
    checked: &'c CheckedProject,
    nodes: &[&CheckedNode],
) -> impl Iterator<Item = &'c Source> + use<'c> {
    let read: BTreeSet<usize> = nodes
        .iter()
        .flat_map(|node| checked.dependencies(node))
        .filter_map(|dependency| match dependency.kind {
            NodeKind::Source(at) => Some(at),
            NodeKind::Table(_) | NodeKind::FeatureView(_) => None,
        })
        .collect();
    read.into_iter().map(|at| &checked.project.sources[at])
}

/// The local file of one source; a source without one, or with a type that the embedded target lacks, is a finding.
pub fn mount(source: &Source, diagnostics: &mut Vec<Diagnostic>) -> Option<MountedSource> {
    let (Some(path), Some(place)) = (source.local_path(), &source.path) else {
        diagnostics.push(source_without_file::diagnostic(source));
        return None;
    };
    let columns = source
        .columns
        .iter()
        .filter_map(
            |column| match lower::declared_type(&column.data_type.value) {
                Ok(data_type) => Some((column.name.clone(), data_type)),
                Err(problem) => {
                    diagnostics.push(unsupported_type::diagnostic(source, column, &problem));
                    None
                }
            },
        )
        .collect();
    Some(MountedSource {
        relation: source.relation.clone(),
        path,
        columns,
        span: source.span,
        path_span: place.span,
    })
}

/// The embedded target has one database of its own: a table cannot be made in another, nor a feature view be read there.
pub(super) fn in_a_database(checked: &CheckedProject, node: &CheckedNode) -> Option<Diagnostic> {
    let definition = checked.definition(node)?;
    let made = matches!(node.kind, NodeKind::Table(_)).then_some(&node.relation);
    let read = checked
        .dependencies(node)
        .filter(|read| !matches!(read.kind, NodeKind::Source(_)))
        .map(|read| &read.relation);
    let relation = made
        .into_iter()
        .chain(read)
        .find(|relation| relation.database.is_some())?;
    Some(not_available::database(definition.span, relation))
}
