//! The manifest: what was compiled, as one JSON document (`target/manifest.json`) for other tools to read.
//!
//! It describes the whole checked project, also where only a part of it was planned. Versioned and deterministic: the same project gives the same bytes on every machine and day. It holds no absolute
//! path, no connection setting and nothing from the environment. Keys are sorted, lists are in a fixed order.

mod entry;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use self::entry::{EntityEntry, FeatureViewEntry, SourceEntry, StoreEntry, TableEntry};
use crate::compile::{CheckedProject, NodeKind};
use crate::output_folder;
use crate::sql::name::Dialect;
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
            store: StoreEntry::new(&project.store),
            entities: entry::entities(project),
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
                        .insert(id, entry::source(&project.sources[at]));
                    continue;
                }
                NodeKind::Table(at) => {
                    let entry = entry::table(project, node, &project.tables[at]);
                    manifest.tables.insert(id, entry);
                }
                NodeKind::FeatureView(at) => {
                    let entry = entry::view(project, node, &project.views[at]);
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
