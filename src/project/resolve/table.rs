//! Tables that the project makes.

use std::collections::{BTreeMap, HashSet};

use super::Resolver;
use super::names::NodeSource;
use crate::project::model::{Definition, SchemaChange, Snapshot, Table, TableWrite};
use crate::project::raw::{RawFile, RawProject, RawSchemaChange, RawSnapshot, RawTable, TableFile};
use crate::rules::{column_clash, table_write};
use crate::source::{Span, Spanned};
use crate::sql::name::Identifier;

impl Resolver<'_> {
    /// Every table, sorted by name.
    pub(super) fn tables(&mut self, raw: &RawProject) -> Vec<Table> {
        let mut tables = Vec::new();
        for file in &raw.tables {
            for raw in &file.content.table {
                tables.extend(self.table(file, raw));
            }
        }
        tables.sort_by(|a: &Table, b: &Table| a.definition.name.cmp(&b.definition.name));
        tables
    }

    /// Reads every part before it gives up on one, so that all findings are made.
    fn table(&mut self, file: &RawFile<TableFile>, raw: &Spanned<RawTable>) -> Option<Table> {
        let (header, raw) = (raw.span, &raw.value);
        let source = NodeSource {
            name: raw.name.as_ref(),
            sql: raw.sql.as_ref(),
            query: raw.query.as_ref(),
            header,
        };
        let name = self.node_name("table", &source);
        let query = self.query(file.folder(), &source);
        let write = self.table_write(raw, header);
        let interval = self.interval(raw.interval.as_ref());
        let start_date = raw.start_date.as_ref().and_then(|written| {
            if let Some(TableWrite::Rebuild) = write {
                self.report(table_write::start_of_rebuilt(written.span));
            }
            self.date("start_date", written)
        });
        let retention = self.positive_length("snapshot_retention", raw.snapshot_retention.as_ref());
        let snapshot = snapshot(raw.snapshot);
        if let (Snapshot::Never, Some(retention)) = (snapshot, &raw.snapshot_retention) {
            self.report(table_write::retention_without_snapshot(retention.span));
        }
        let grants = self.grants(raw);
        let name = name?;
        let relation = {
            let written = Spanned::new(name.value.as_str().to_owned(), name.span);
            raw.schema.as_ref()?;
            self.relation(raw.database.as_ref(), raw.schema.as_ref(), &written)
        };
        Some(Table {
            definition: Definition {
                name: name.value,
                span: name.span,
                path: file.path.clone(),
                description: raw.description.clone(),
                author: raw.author.clone().or_else(|| file.content.author.clone()),
                tags: all_tags(&file.content.tags, &raw.tags),
                params: raw.params.clone(),
                query: query?,
            },
            relation: relation?,
            write: write?,
            interval,
            start_date,
            snapshot,
            snapshot_retention: retention,
            cluster_by: raw.cluster_by.clone(),
            transient: raw.transient.unwrap_or(false),
            grants,
        })
    }

    fn table_write(&mut self, raw: &RawTable, header: Span) -> Option<TableWrite> {
        let rebuild = raw.rebuild.as_ref().is_none_or(|rebuild| rebuild.value);
        if let (Some(change), true) = (&raw.on_schema_change, rebuild) {
            let rebuild = raw.rebuild.as_ref().map(|rebuild| rebuild.span);
            self.report(table_write::schema_change_of_rebuilt(change.span, rebuild));
        }
        match (&raw.unique_key, rebuild) {
            (None, true) => Some(TableWrite::Rebuild),
            (Some(key), true) => {
                let rebuild = raw.rebuild.as_ref().map(|rebuild| rebuild.span);
                self.report(table_write::key_of_rebuilt(key.span, rebuild));
                None
            }
            (None, false) => {
                if self.complete {
                    let place = raw.rebuild.as_ref().map_or(header, |rebuild| rebuild.span);
                    self.report(table_write::merged_without_key(place));
                }
                None
            }
            (Some(key), false) => {
                if key.value.is_empty() {
                    self.report(table_write::merged_without_key(key.span));
                    return None;
                }
                let mut unique_key: Vec<Identifier> = Vec::new();
                let mut seen = std::collections::HashMap::new();
                for written in &key.value {
                    let column = self.identifier("a column", written)?;
                    if let Some(first) = seen.insert(column.clone(), written.span) {
                        self.report(column_clash::two_columns(written.span, first, &column));
                    } else {
                        unique_key.push(column);
                    }
                }
                Some(TableWrite::Merge {
                    unique_key,
                    on_schema_change: schema_change(raw.on_schema_change.as_ref()),
                })
            }
        }
    }

    fn grants(&mut self, raw: &RawTable) -> BTreeMap<String, Vec<Identifier>> {
        let mut grants = BTreeMap::new();
        for (privilege, roles) in &raw.grants.0 {
            let Some(name) = self.privilege(privilege) else {
                continue;
            };
            let roles = roles
                .iter()
                .filter_map(|role| self.identifier("a role", role))
                .collect();
            grants.insert(name, roles);
        }
        grants
    }

    /// A privilege stands in SQL without quotes: only words will do.
    fn privilege(&mut self, written: &Spanned<String>) -> Option<String> {
        let is_words = !written.value.is_empty()
            && written
                .value
                .chars()
                .all(|character| character.is_ascii_alphabetic() || character == ' ');
        if is_words {
            return Some(written.value.clone());
        }
        self.report(table_write::not_a_privilege(written));
        None
    }
}

/// Tags of the file and of the node, each once, in the order they were written.
pub(super) fn all_tags(of_file: &[String], own: &[String]) -> Vec<String> {
    let mut seen = HashSet::new();
    of_file
        .iter()
        .chain(own)
        .filter(|tag| seen.insert(tag.as_str()))
        .cloned()
        .collect()
}

fn schema_change(raw: Option<&Spanned<RawSchemaChange>>) -> SchemaChange {
    match raw.map(|change| change.value) {
        None | Some(RawSchemaChange::Fail) => SchemaChange::Fail,
        Some(RawSchemaChange::Append) => SchemaChange::Append,
        Some(RawSchemaChange::Sync) => SchemaChange::Sync,
    }
}

fn snapshot(raw: Option<RawSnapshot>) -> Snapshot {
    match raw {
        None | Some(RawSnapshot::Never) => Snapshot::Never,
        Some(RawSnapshot::Daily) => Snapshot::Daily,
        Some(RawSnapshot::EveryRun) => Snapshot::EveryRun,
    }
}
