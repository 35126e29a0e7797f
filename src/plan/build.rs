//! Makes a [`Plan`] of a checked project.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::Path;

use sqlparser::dialect::SnowflakeDialect;
use sqlparser::parser::Parser;

use super::{
    Action, FeatureViewAction, MountedSource, Plan, PlannedFeature, PlannedNode, PlannedTime,
    RowTime, StoreWrite, TableAction,
};
use crate::compile::{CheckedNode, CheckedProject, NodeKind};
use crate::diagnostic::Diagnostic;
use crate::project::model::{FeatureView, History, Project, Source, SourceColumn, Store, Table};
use crate::rules;
use crate::sql::lower;
use crate::sql::name::{Dialect, Identifier, RelationName};
use crate::template::When;

/// Which part of a project is planned; target and as-of time are those it was compiled for.
#[derive(Debug, Default)]
pub struct PlanRequest {
    /// Ids of the nodes to plan; `None` plans all.
    pub selected: Option<HashSet<String>>,
}

/// Plans a checked project. Fails when the target cannot do what a planned node needs.
pub fn plan(checked: &CheckedProject, request: &PlanRequest) -> Result<Plan, Vec<Diagnostic>> {
    let project = &checked.project;
    let dialect = checked.dialect;
    let mut planned: Vec<&CheckedNode> = Vec::new();
    let mut positions: HashMap<&str, usize> = HashMap::new();
    for node in checked.in_order() {
        let wanted = request
            .selected
            .as_ref()
            .is_none_or(|selected| selected.contains(&node.id));
        if wanted && !matches!(node.kind, NodeKind::Source(_)) {
            positions.insert(&node.id, planned.len());
            planned.push(node);
        }
    }
    let mut diagnostics = Vec::new();
    let mounts = match dialect {
        Dialect::Snowflake => Vec::new(),
        Dialect::DuckDb => mounts(checked, &planned, &mut diagnostics),
    };
    if dialect == Dialect::DuckDb {
        diagnostics.extend(
            planned
                .iter()
                .filter_map(|node| in_a_database(checked, node)),
        );
    }
    if crate::diagnostic::has_errors(&diagnostics) {
        return Err(diagnostics);
    }
    let mounted: BTreeMap<&RelationName, usize> = mounts
        .iter()
        .enumerate()
        .map(|(position, mount)| (&mount.relation, position))
        .collect();
    let nodes = planned
        .iter()
        .filter_map(|node| {
            let depends_on = checked
                .dependencies(node)
                .filter_map(|dependency| positions.get(dependency.id.as_str()).copied())
                .collect();
            let read = checked
                .dependencies(node)
                .filter_map(|dependency| mounted.get(&dependency.relation).copied())
                .collect();
            planned_node(checked, node, depends_on, read)
        })
        .collect();
    Ok(Plan {
        project: project.name.clone(),
        target: checked.target.clone(),
        dialect,
        store: store(project, dialect),
        mounts,
        nodes,
    })
}

/// The embedded target has one database of its own: a table cannot be made in another, nor a feature view be read there.
fn in_a_database(checked: &CheckedProject, node: &CheckedNode) -> Option<Diagnostic> {
    let project = &checked.project;
    let definition = match node.kind {
        NodeKind::Source(_) => return None,
        NodeKind::Table(at) => &project.tables[at].definition,
        NodeKind::FeatureView(at) => &project.views[at].definition,
    };
    let made = matches!(node.kind, NodeKind::Table(_)).then_some(&node.relation);
    let read = checked
        .dependencies(node)
        .filter(|read| !matches!(read.kind, NodeKind::Source(_)))
        .map(|read| &read.relation);
    let relation = made
        .into_iter()
        .chain(read)
        .find(|relation| relation.database.is_some())?;
    Some(rules::not_available::database(definition.span, relation))
}

/// The store as the dialect names it: the embedded target has one database, whatever the store's is called elsewhere.
fn store(project: &Project, dialect: Dialect) -> Store {
    match dialect {
        Dialect::Snowflake => project.store.clone(),
        Dialect::DuckDb => Store {
            database: None,
            schema: project.store.schema.clone(),
        },
    }
}

fn planned_node(
    checked: &CheckedProject,
    node: &CheckedNode,
    depends_on: Vec<usize>,
    mounts: Vec<usize>,
) -> Option<PlannedNode> {
    let project = &checked.project;
    let query = node.query.as_ref()?.sql(checked.dialect).to_owned();
    let (definition, interval, action) = match node.kind {
        NodeKind::Source(_) => return None,
        NodeKind::Table(at) => {
            let table = &project.tables[at];
            (
                &table.definition,
                table.interval,
                table_action(table, &node.columns),
            )
        }
        NodeKind::FeatureView(at) => {
            let view = &project.views[at];
            let action = view_action(project, checked.dialect, view)?;
            (&view.definition, view.history.interval(), action)
        }
    };
    Some(PlannedNode {
        id: node.id.clone(),
        name: definition.name.clone(),
        path: definition.path.clone(),
        depends_on,
        mounts,
        as_of: match checked.when {
            When::Symbolic => PlannedTime::Open(interval),
            When::At(time) => PlannedTime::At(interval.floor(time)),
        },
        definition_hash: node.definition_hash.clone(),
        query,
        action,
    })
}

fn view_action(project: &Project, dialect: Dialect, view: &FeatureView) -> Option<Action> {
    Some(Action::FeatureView(FeatureViewAction {
        entity: view.entity.clone(),
        keys: project.entities.get(&view.entity)?.keys.clone(),
        features: view
            .features
            .iter()
            .map(|feature| PlannedFeature {
                column: feature.column.clone(),
                checks: feature.checks.clone(),
            })
            .collect(),
        time: match &view.history {
            History::Static => RowTime::None,
            History::AsOf { .. } => RowTime::AsOf,
            History::EventTimestamp { column, .. } => RowTime::Column(column.value.clone()),
        },
        write: if view.rebuild {
            StoreWrite::Replace
        } else {
            StoreWrite::Merge
        },
        wide_view: store(project, dialect).relation(view.definition.name.as_str()),
    }))
}

fn table_action(table: &Table, columns: &[Identifier]) -> Action {
    Action::Table(TableAction {
        relation: table.relation.clone(),
        columns: columns.to_vec(),
        write: table.write.clone(),
        snapshot: table.snapshot,
        snapshot_retention: table.snapshot_retention,
        cluster_by: table.cluster_by.clone(),
        transient: table.transient,
        grants: table
            .grants
            .iter()
            .map(|(privilege, roles)| (privilege.clone(), roles.clone()))
            .collect(),
    })
}

/// The local files of the sources that the planned nodes read.
fn mounts(
    checked: &CheckedProject,
    planned: &[&CheckedNode],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<MountedSource> {
    let read: BTreeSet<usize> = planned
        .iter()
        .flat_map(|node| checked.dependencies(node))
        .filter_map(|dependency| match dependency.kind {
            NodeKind::Source(at) => Some(at),
            NodeKind::Table(_) | NodeKind::FeatureView(_) => None,
        })
        .collect();
    read.into_iter()
        .filter_map(|at| mount(&checked.project.sources[at], diagnostics))
        .collect()
}

/// The local file of one source; a source without one, or with a type that the embedded target lacks, is a finding.
pub fn mount(source: &Source, diagnostics: &mut Vec<Diagnostic>) -> Option<MountedSource> {
    let Some(path) = &source.path else {
        diagnostics.push(rules::source_without_file::diagnostic(source));
        return None;
    };
    let columns = source
        .columns
        .iter()
        .filter_map(|column| match embedded_type(column) {
            Ok(data_type) => Some((column.name.clone(), data_type)),
            Err(problem) => {
                diagnostics.push(rules::unsupported_type::diagnostic(
                    source, column, &problem,
                ));
                None
            }
        })
        .collect();
    Some(MountedSource {
        relation: source.relation.clone(),
        path: slashes(&path.value),
        columns,
        span: source.span,
    })
}

/// The type of a source's column on the embedded target, or what it lacks for it.
pub fn embedded_type(column: &SourceColumn) -> Result<String, String> {
    let parsed = Parser::new(&SnowflakeDialect {})
        .try_with_sql(&column.data_type.value)
        .and_then(|mut parser| {
            let data_type = parser.parse_data_type()?;
            parser.expect_token(&sqlparser::tokenizer::Token::EOF)?;
            Ok(data_type)
        })
        .map_err(|error| error.to_string())?;
    lower::data_type(&parsed).map_err(|unsupported| unsupported.construct)
}

fn slashes(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}
