//! Makes a [`Plan`] of a checked project.

use std::collections::{BTreeMap, HashMap};

use super::embedded::{in_a_database, mounts};
use super::{
    Action, FeatureViewAction, Plan, PlannedFeature, PlannedNode, PlannedTime, RowTime, StoreWrite,
    TableAction,
};
use crate::compile::{CheckedNode, CheckedProject, NodeKind};
use crate::diagnostic::{Diagnostic, Level};
use crate::project::model::{FeatureView, History, Project, Store, Table, TableWrite, TargetName};
use crate::rules;
use crate::selection::Selected;
use crate::sql::name::{Dialect, Identifier, RelationName};
use crate::template::When;

/// Which part of a project is planned; target and as-of time are those it was compiled for.
#[derive(Debug, Default)]
pub struct PlanRequest {
    /// The nodes to plan.
    pub selected: Selected,
    /// Whether merged tables are built anew, and the rows of views at their as-of replaced.
    pub full_refresh: bool,
}

/// Plans a checked project. Fails when the target cannot do what a planned node needs.
pub fn plan(checked: &CheckedProject, request: &PlanRequest) -> Result<Plan, Vec<Diagnostic>> {
    let project = &checked.project;
    let dialect = checked.dialect;
    let mut planned: Vec<&CheckedNode> = Vec::new();
    let mut positions: HashMap<&str, usize> = HashMap::new();
    for node in checked.in_order() {
        if request.selected.holds(&node.id) && !matches!(node.kind, NodeKind::Source(_)) {
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
            planned_node(checked, node, depends_on, read, request.full_refresh)
        })
        .collect();
    Ok(Plan {
        mounts,
        nodes,
        ..without_nodes(project, &checked.target, dialect)
    })
}

/// A plan of a target with nothing in it: for what is done to the store beside nodes.
pub fn without_nodes(project: &Project, target: &TargetName, dialect: Dialect) -> Plan {
    Plan {
        project: project.name.clone(),
        target: target.clone(),
        dialect,
        store: store(project, dialect),
        mounts: Vec::new(),
        nodes: Vec::new(),
        by_interval: false,
        backfill: None,
        lost: Vec::new(),
    }
}

/// The store as the dialect names it: the embedded target has one database, whatever the store's is called elsewhere.
pub fn store(project: &Project, dialect: Dialect) -> Store {
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
    full_refresh: bool,
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
                table_action(table, &node.columns, full_refresh),
            )
        }
        NodeKind::FeatureView(at) => {
            let view = &project.views[at];
            let action = view_action(project, checked.dialect, view, full_refresh)?;
            (&view.definition, view.history.interval(), action)
        }
    };
    Some(PlannedNode {
        id: node.id.clone(),
        name: definition.name.clone(),
        path: definition.path.clone(),
        depends_on,
        comes_after: Vec::new(),
        mounts,
        interval,
        earlier: Vec::new(),
        waits_for: None,
        as_of: match checked.when {
            When::Symbolic => PlannedTime::Open(interval),
            When::At(time) => PlannedTime::At(interval.floor(time)),
        },
        definition_hash: node.definition_hash.clone(),
        values_hash: node.values_hash.clone(),
        reads_stale: false,
        query,
        while_missing: None,
        no_rows: no_rows(project, &action, &definition.path),
        action,
    })
}

/// The level of [`no_rows`](rules::no_rows): what adds what is new may add nothing.
fn no_rows(project: &Project, action: &Action, path: &str) -> Level {
    let adds = match action {
        Action::FeatureView(view) => matches!(view.time, RowTime::Column(_)),
        Action::Table(table) => table.write != TableWrite::Rebuild,
    };
    if adds {
        Level::Allow
    } else {
        project.lints.levels.level(&rules::no_rows::RULE, path)
    }
}

fn view_action(
    project: &Project,
    dialect: Dialect,
    view: &FeatureView,
    full_refresh: bool,
) -> Option<Action> {
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
        write: if view.rebuild || full_refresh {
            StoreWrite::Replace
        } else {
            StoreWrite::Merge
        },
        meets_older: false,
        between: Vec::new(),
        keep_versions: view.keep_versions,
        wide_view: store(project, dialect).relation(view.definition.name.as_str()),
    }))
}

fn table_action(table: &Table, columns: &[Identifier], full_refresh: bool) -> Action {
    let (write, audited_key) = match &table.write {
        TableWrite::Merge { unique_key, .. } if full_refresh => {
            (TableWrite::Rebuild, unique_key.clone())
        }
        write => (write.clone(), Vec::new()),
    };
    Action::Table(TableAction {
        relation: table.relation.clone(),
        columns: columns.to_vec(),
        write,
        audited_key,
        yields_history: table.definition.query.text.contains("is_incremental"),
        may_repeat_keys: false,
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
