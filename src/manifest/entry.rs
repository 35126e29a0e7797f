//! The entries of the manifest: what it says of an entity, a source, a table, a feature view.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::compile::CheckedNode;
use crate::output_folder;
use crate::project::model::{
    Backfill, Checks, Definition, FeatureView, History, Project, SchemaChange, Snapshot, Source,
    Store, Table, TableWrite,
};
use crate::sql::name::Identifier;

#[derive(Debug, Serialize)]
pub(super) struct StoreEntry {
    #[serde(skip_serializing_if = "Option::is_none")]
    database: Option<String>,
    schema: String,
}

#[derive(Debug, Serialize)]
pub(super) struct EntityEntry<'p> {
    description: Option<&'p str>,
    keys: Vec<KeyEntry<'p>>,
}

#[derive(Debug, Serialize)]
struct KeyEntry<'p> {
    name: &'p str,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    data_type: Option<&'p str>,
}

#[derive(Debug, Serialize)]
pub(super) struct SourceEntry<'p> {
    relation: String,
    description: Option<&'p str>,
    tags: &'p [String],
    columns: Vec<KeyEntry<'p>>,
}

/// What tables and feature views have in common.
#[derive(Debug, Serialize)]
struct NodeEntry<'p> {
    name: &'p str,
    path: &'p str,
    sql_path: &'p str,
    compiled_path: String,
    description: Option<&'p str>,
    author: Option<&'p str>,
    tags: &'p [String],
    definition_hash: &'p str,
    columns: Vec<&'p str>,
}

#[derive(Debug, Serialize)]
pub(super) struct TableEntry<'p> {
    #[serde(flatten)]
    node: NodeEntry<'p>,
    relation: String,
    rebuild: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    unique_key: Vec<&'p str>,
    interval: String,
    /// Of a merged table.
    on_schema_change: Option<SchemaChange>,
    snapshot: Snapshot,
    snapshot_retention: Option<String>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    cluster_by: &'p [String],
    transient: bool,
    /// Privileges, each with the roles that get it.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    grants: BTreeMap<&'p str, Vec<&'p str>>,
}

#[derive(Debug, Serialize)]
pub(super) struct FeatureViewEntry<'p> {
    #[serde(flatten)]
    node: NodeEntry<'p>,
    entity: &'p str,
    #[serde(rename = "static")]
    is_static: bool,
    interval: Option<String>,
    event_timestamp: Option<&'p str>,
    rebuild: bool,
    ttl: Option<String>,
    availability_lag: Option<String>,
    backfill: Option<BackfillEntry<'p>>,
    features: Vec<FeatureEntry<'p>>,
}

#[derive(Debug, Serialize)]
struct BackfillEntry<'p> {
    namespace: &'p str,
    start_date: String,
    end_date: String,
    batch_size: Option<u32>,
}

#[derive(Debug, Serialize)]
struct FeatureEntry<'p> {
    /// As the store has it.
    name: String,
    description: Option<&'p str>,
    online: bool,
    checks: &'p Checks,
}

impl StoreEntry {
    pub(super) fn new(store: &Store) -> Self {
        Self {
            database: store.database.as_ref().map(ToString::to_string),
            schema: store.schema.to_string(),
        }
    }
}

pub(super) fn entities(project: &Project) -> BTreeMap<&str, EntityEntry<'_>> {
    project
        .entities
        .iter()
        .map(|(name, entity)| {
            let keys = entity
                .keys
                .iter()
                .map(|key| KeyEntry {
                    name: key.column.as_written(),
                    data_type: key.data_type.as_deref(),
                })
                .collect();
            let description = entity.description.as_deref();
            (name.as_str(), EntityEntry { description, keys })
        })
        .collect()
}

pub(super) fn source(source: &Source) -> SourceEntry<'_> {
    SourceEntry {
        relation: source.relation.to_string(),
        description: source.description.as_deref(),
        tags: &source.tags,
        columns: source
            .columns
            .iter()
            .map(|column| KeyEntry {
                name: column.name.as_written(),
                data_type: Some(&column.data_type.value),
            })
            .collect(),
    }
}

fn node_entry<'p>(
    project: &'p Project,
    node: &'p CheckedNode,
    definition: &'p Definition,
) -> NodeEntry<'p> {
    NodeEntry {
        name: definition.name.as_str(),
        path: &definition.path,
        sql_path: &project.files.file(definition.query.file).name,
        compiled_path: output_folder::compiled(definition.name.as_str()),
        description: definition.description.as_deref(),
        author: definition.author.as_deref(),
        tags: &definition.tags,
        definition_hash: &node.definition_hash,
        columns: node.columns.iter().map(Identifier::as_written).collect(),
    }
}

pub(super) fn table<'p>(
    project: &'p Project,
    node: &'p CheckedNode,
    table: &'p Table,
) -> TableEntry<'p> {
    let (unique_key, on_schema_change) = match &table.write {
        TableWrite::Rebuild => (Vec::new(), None),
        TableWrite::Merge {
            unique_key,
            on_schema_change,
        } => (
            unique_key.iter().map(Identifier::as_written).collect(),
            Some(*on_schema_change),
        ),
    };
    TableEntry {
        node: node_entry(project, node, &table.definition),
        relation: table.relation.to_string(),
        rebuild: unique_key.is_empty(),
        unique_key,
        on_schema_change,
        interval: table.interval.to_string(),
        snapshot: table.snapshot,
        snapshot_retention: table.snapshot_retention.map(|length| length.to_string()),
        cluster_by: &table.cluster_by,
        transient: table.transient,
        grants: table
            .grants
            .iter()
            .map(|(privilege, roles)| {
                let roles = roles.iter().map(Identifier::as_written);
                (privilege.as_str(), roles.collect())
            })
            .collect(),
    }
}

pub(super) fn view<'p>(
    project: &'p Project,
    node: &'p CheckedNode,
    view: &'p FeatureView,
) -> FeatureViewEntry<'p> {
    let (is_static, event_timestamp) = match &view.history {
        History::Static => (true, None),
        History::AsOf { .. } => (false, None),
        History::EventTimestamp { column, .. } => (false, Some(column.value.as_written())),
    };
    FeatureViewEntry {
        node: node_entry(project, node, &view.definition),
        entity: view.entity.as_str(),
        is_static,
        interval: (!is_static).then(|| view.history.interval().to_string()),
        event_timestamp,
        rebuild: view.rebuild,
        ttl: view.ttl.map(|length| length.to_string()),
        availability_lag: view.availability_lag.map(|length| length.to_string()),
        backfill: view.backfill.as_ref().map(backfill_entry),
        features: view
            .features
            .iter()
            .map(|feature| FeatureEntry {
                name: feature.column.stored_name(),
                description: feature.description.as_deref(),
                online: feature.online,
                checks: &feature.checks,
            })
            .collect(),
    }
}

fn backfill_entry(backfill: &Backfill) -> BackfillEntry<'_> {
    BackfillEntry {
        namespace: &backfill.namespace,
        start_date: backfill.start_date.to_string(),
        end_date: backfill.end_date.to_string(),
        batch_size: backfill.batch_size,
    }
}
