//! `fsc lineage`.

use std::collections::BTreeSet;

use clap::{Args, ValueEnum};

use super::context::{Context, Stream};
use super::outcome::{CommandResult, Exit, Failure};
use super::vars::VarsArgs;
use super::{pipeline, table as layout};
use crate::compile::{CheckedNode, CheckedProject, NodeKind};
use crate::lineage::{Dependents, Lineage, Tracer, Use};
use crate::project::model::Source;
use crate::rules::unknown_node;
use crate::sql::name::Identifier;
use crate::template::When;

/// Show from which columns of sources a feature is computed, or what is computed from a source's column
///
/// Follows the column through tables, feature views and queries, with the kind of each use: its value, a filter, a join, a
/// group. From a feature or a table's column it goes back to the sources; from a column of a source, or all of a source's, it goes
/// on to every feature and table column that would be another with it.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  fsc lineage brand.number_of_contact_books_found     entity and feature
  fsc lineage brand_contact_book                      all columns of a feature view or table
  fsc lineage daily_embeddings_v2.embedding --output json
  fsc lineage production.brands.url_domain            what breaks when this column of a source changes
  fsc lineage production.brands                       the same of each of its columns")]
pub struct LineageArgs {
    /// ENTITY.FEATURE, NODE.COLUMN, a feature view or a table; SOURCE.COLUMN or a source
    #[arg(value_name = "COLUMN")]
    column: String,

    /// How it is written
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    output: LineageOutput,

    #[command(flatten)]
    vars: VarsArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum LineageOutput {
    /// For people
    Table,
    /// A JSON array, an object a column
    Json,
}

/// Prints the lineage of what was named.
pub fn run(args: &LineageArgs, context: &mut Context) -> CommandResult {
    args.vars.apply(context)?;
    let Some(checked) = pipeline::checked(context, When::Symbolic, Stream::Stderr)? else {
        return Ok(Exit::Findings);
    };
    let tracer = Tracer::new(&checked);
    if let Some((source, columns)) = source(&checked, &args.column)? {
        let found = tracer.dependents(&source, &columns);
        context.data(&match args.output {
            LineageOutput::Table => found.iter().map(used).collect::<Vec<_>>().join("\n"),
            LineageOutput::Json => super::json(&found),
        })?;
        return Ok(Exit::Clean);
    }
    let mut found = Vec::new();
    for (node, column) in named(&checked, &args.column)? {
        if let Some(column) = column {
            found.extend(tracer.trace(node, &column));
        } else {
            let columns = node.lineage.columns.iter();
            found.extend(columns.filter_map(|column| tracer.trace(node, &column.name)));
        }
    }
    let text = match args.output {
        LineageOutput::Table => found.iter().map(shown).collect::<Vec<_>>().join("\n"),
        LineageOutput::Json => super::json(&json(&found)),
    };
    context.data(&text)?;
    Ok(Exit::Clean)
}

/// The source that was named, with the columns that are meant of it.
fn source(
    checked: &CheckedProject,
    wanted: &str,
) -> Result<Option<(String, Vec<String>)>, Failure> {
    let find = |name: &str| {
        let mut sources = checked.project.sources.iter();
        sources.find(|source| source.relation.to_string().eq_ignore_ascii_case(name))
    };
    let columns = |source: &Source| -> Vec<String> {
        let columns = source.columns.iter();
        columns.map(|column| column.name.to_string()).collect()
    };
    if let Some(source) = find(wanted) {
        return Ok(Some((source.relation.to_string(), columns(source))));
    }
    let Some((relation, column)) = wanted.rsplit_once('.') else {
        return Ok(None);
    };
    let Some(source) = find(relation) else {
        return Ok(None);
    };
    let known = columns(source);
    let is_known = known.iter().any(|known| known.eq_ignore_ascii_case(column));
    // A source without declared columns has any.
    if !known.is_empty() && !is_known {
        let relation = source.relation.to_string();
        let known: Vec<String> = known
            .iter()
            .map(|column| format!("{relation}.{column}"))
            .collect();
        let known = known.iter().map(String::as_str);
        return Err(unknown_node::source_column(wanted, known).into());
    }
    Ok(Some((source.relation.to_string(), vec![column.to_owned()])))
}

fn used(dependents: &Dependents) -> String {
    let Dependents {
        relation,
        column,
        used_by,
    } = dependents;
    if used_by.is_empty() {
        return format!("{relation}.{column} is used by nothing\n");
    }
    let rows = used_by.iter().map(|used| {
        let what = if used.is_feature { "feature" } else { "column" };
        [
            format!("  {}.{}", used.node, used.column),
            what.to_owned(),
            words(&used.uses),
        ]
    });
    let table = layout::render(&["  USED BY", "KIND", "USE"], rows);
    format!("{relation}.{column}\n{table}")
}

/// `value, filter`.
fn words(uses: &BTreeSet<Use>) -> String {
    let words: Vec<String> = uses
        .iter()
        .map(|how| format!("{how:?}").to_lowercase())
        .collect();
    words.join(", ")
}

/// The nodes that were named, with the column where one was.
fn named<'c>(
    checked: &'c CheckedProject,
    wanted: &str,
) -> Result<Vec<(&'c CheckedNode, Option<Identifier>)>, Failure> {
    let made = || {
        checked
            .nodes
            .iter()
            .filter(|node| !matches!(node.kind, NodeKind::Source(_)))
    };
    let name = |node: &CheckedNode| {
        node.id
            .split_once('.')
            .map_or("", |(_, name)| name)
            .to_owned()
    };
    if let Some(node) = made().find(|node| name(node) == wanted || node.id == wanted) {
        return Ok(vec![(node, None)]);
    }
    if let Some((first, column)) = wanted.rsplit_once('.') {
        let column = Identifier::new(column);
        let yields = |node: &&CheckedNode| {
            node.lineage
                .columns
                .iter()
                .any(|other| other.name == column)
        };
        let of_node = made()
            .find(|node| name(node) == first || node.id == first)
            .filter(yields);
        let of_entity = made().find(|node| match node.kind {
            NodeKind::FeatureView(view) => {
                let view = &checked.project.views[view];
                view.entity.as_str() == first
                    && view.features.iter().any(|feature| feature.column == column)
            }
            NodeKind::Table(_) | NodeKind::Source(_) => false,
        });
        if let Some(node) = of_node.or(of_entity) {
            return Ok(vec![(node, Some(column))]);
        }
    }
    let mut known: Vec<String> = made().map(name).collect();
    for view in &checked.project.views {
        let features = view.features.iter();
        known.extend(features.map(|feature| format!("{}.{}", view.entity, feature.column)));
    }
    Err(unknown_node::column(wanted, known.iter().map(String::as_str)).into())
}

fn shown(lineage: &Lineage) -> String {
    let mut text = format!(
        "{}.{} {}\n",
        lineage.node, lineage.column, lineage.data_type
    );
    let rows = lineage.columns.iter().map(|(source, uses)| {
        [
            format!("  {}.{}", source.relation, source.column),
            words(uses),
        ]
    });
    text.push_str(&layout::render(&["  COLUMN", "USE"], rows));
    if !lineage.through.is_empty() {
        text.push_str(&format!("  through {}\n", lineage.through.join(", ")));
    }
    text
}

fn json(found: &[Lineage]) -> Vec<serde_json::Value> {
    found
        .iter()
        .map(|lineage| {
            let columns = lineage.columns.iter().map(|(source, uses)| {
                serde_json::json!({
                    "relation": source.relation,
                    "column": source.column,
                    "uses": uses,
                })
            });
            serde_json::json!({
                "node": lineage.node,
                "column": lineage.column,
                "type": lineage.data_type,
                "through": lineage.through,
                "columns": columns.collect::<Vec<_>>(),
            })
        })
        .collect()
}
