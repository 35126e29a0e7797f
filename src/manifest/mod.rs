//! The manifest: what was compiled, as one JSON document (`target/manifest.json`) for other tools to read.
//!
//! It describes the whole checked project, also where only a part of it was planned. Versioned and deterministic: the same project gives the same bytes on every machine and day. It holds no absolute
//! path, no connection setting and nothing from the environment. Keys are sorted, lists are in a fixed order.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::compile::{CheckedNode, CheckedProject, NodeKind};
use crate::output_folder;
use crate::project::model::{
    Backfill, Checks, Definition, FeatureView, History, Project, Snapshot, Source, Table,
    TableWrite,
};
use crate::sql::name::{Dialect, Identifier};
use crate::template::When;

/// The version of the manifest's shape: raised when a field changes meaning or goes.
pub const MANIFEST_VERSION: u32 = 1;

/// The document.
#[derive(Debug, Serialize)]
pub struct Manifest<'p> {
    #[serde(rename = "manifest_version")]
    version: u32,
    fsc_version: &'static str,
    project: &'p str,
    target: &'p str,
    dialect: Dialect,
    /// The as-of time that was compiled for; null when it was left open.
    as_of: Option<String>,
    store: StoreEntry,
    entities: BTreeMap<&'p str, EntityEntry<'p>>,
    sources: BTreeMap<&'p str, SourceEntry<'p>>,
    tables: BTreeMap<&'p str, TableEntry<'p>>,
    feature_views: BTreeMap<&'p str, FeatureViewEntry<'p>>,
    /// Node ids, each with the ids that it reads.
    depends_on: BTreeMap<&'p str, Vec<&'p str>>,
}

#[derive(Debug, Serialize)]
struct StoreEntry {
    #[serde(skip_serializing_if = "Option::is_none")]
    database: Option<String>,
    schema: String,
}

#[derive(Debug, Serialize)]
struct EntityEntry<'p> {
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
struct SourceEntry<'p> {
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
struct TableEntry<'p> {
    #[serde(flatten)]
    node: NodeEntry<'p>,
    relation: String,
    rebuild: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    unique_key: Vec<&'p str>,
    interval: String,
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
struct FeatureViewEntry<'p> {
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

impl<'p> Manifest<'p> {
    /// The manifest of a checked project.
    pub fn new(checked: &'p CheckedProject) -> Self {
        let project = &checked.project;
        let mut manifest = Self {
            version: MANIFEST_VERSION,
            fsc_version: env!("CARGO_PKG_VERSION"),
            project: &project.name,
            target: checked.target.as_str(),
            dialect: checked.dialect,
            as_of: match checked.when {
                When::Symbolic => None,
                When::At(time) => Some(time.to_string()),
            },
            store: StoreEntry {
                database: project.store.database.as_ref().map(ToString::to_string),
                schema: project.store.schema.to_string(),
            },
            entities: entities(project),
            sources: BTreeMap::new(),
            tables: BTreeMap::new(),
            feature_views: BTreeMap::new(),
            depends_on: BTreeMap::new(),
        };
        for node in checked.in_order() {
            let id = node.id.as_str();
            let mut dependencies: Vec<&str> = checked
                .dependencies(node)
                .map(|dependency| dependency.id.as_str())
                .collect();
            dependencies.sort_unstable();
            match node.kind {
                NodeKind::Source(at) => {
                    manifest
                        .sources
                        .insert(id, source_entry(&project.sources[at]));
                    continue;
                }
                NodeKind::Table(at) => {
                    let entry = table_entry(project, node, &project.tables[at]);
                    manifest.tables.insert(id, entry);
                }
                NodeKind::FeatureView(at) => {
                    let entry = view_entry(project, node, &project.views[at]);
                    manifest.feature_views.insert(id, entry);
                }
            }
            manifest.depends_on.insert(id, dependencies);
        }
        manifest
    }

    /// The document's text, with a newline at its end.
    pub fn to_json(&self) -> serde_json::Result<String> {
        let mut text = serde_json::to_string_pretty(self)?;
        text.push('\n');
        Ok(text)
    }
}

/// What is read back of a manifest.
#[derive(Deserialize)]
struct Written {
    tables: BTreeMap<String, WrittenNode>,
    feature_views: BTreeMap<String, WrittenNode>,
}

#[derive(Deserialize)]
struct WrittenNode {
    name: String,
    compiled_path: String,
}

impl Manifest<'_> {
    /// Where the nodes of a manifest that was written before had their statements; none where `json` is no manifest. A
    /// path that fsc would not write is left out, so that nobody is led elsewhere by an edited file.
    pub fn compiled_paths(json: &str) -> Vec<String> {
        let Ok(written) = serde_json::from_str::<Written>(json) else {
            return Vec::new();
        };
        written
            .tables
            .into_values()
            .chain(written.feature_views.into_values())
            .filter(|node| {
                !node.name.contains(['/', '\\'])
                    && node.compiled_path == output_folder::compiled(&node.name)
            })
            .map(|node| node.compiled_path)
            .collect()
    }
}

fn entities(project: &Project) -> BTreeMap<&str, EntityEntry<'_>> {
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

fn source_entry(source: &Source) -> SourceEntry<'_> {
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

fn table_entry<'p>(
    project: &'p Project,
    node: &'p CheckedNode,
    table: &'p Table,
) -> TableEntry<'p> {
    let unique_key = match &table.write {
        TableWrite::Rebuild => Vec::new(),
        TableWrite::Merge { unique_key } => unique_key.iter().map(Identifier::as_written).collect(),
    };
    TableEntry {
        node: node_entry(project, node, &table.definition),
        relation: table.relation.to_string(),
        rebuild: unique_key.is_empty(),
        unique_key,
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

fn view_entry<'p>(
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_that_fsc_would_not_write_are_not_read_back() {
        let json = serde_json::json!({
            "tables": { "table.t": { "name": "t", "compiled_path": "target/compiled/t.sql" } },
            "feature_views": {
                "feature_view.a": { "name": "a", "compiled_path": "brand/a.sql" },
                "feature_view.b": { "name": "../b", "compiled_path": "target/compiled/../b.sql" },
            },
        });
        assert_eq!(
            Manifest::compiled_paths(&json.to_string()),
            ["target/compiled/t.sql"]
        );
        assert!(Manifest::compiled_paths("").is_empty());
    }
}
