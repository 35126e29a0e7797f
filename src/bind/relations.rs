//! What queries read, made empty: sources as declared, feature views as their wide views show them, tables as the binder
//! sees their queries.

use std::collections::BTreeSet;

use super::Answer;
use super::types::{duckdb_type, storable};
use crate::compile::{CheckedNode, CheckedProject, NodeKind};
use crate::emit::key_type;
use crate::engine::{EngineError, Session};
use crate::project::model::{FeatureView, History, Project, Source};
use crate::sql::lower;
use crate::sql::name::{Dialect, Identifier, RelationName};

/// The relations of a project that are there, by node.
pub(super) struct EmptyRelations<'c> {
    checked: &'c CheckedProject,
    is_read: Vec<bool>,
    /// Why a relation that is read is not there.
    lacking: Vec<Option<String>>,
}

impl<'c> EmptyRelations<'c> {
    /// Makes the sources and feature views that are read; tables follow, one by one.
    pub(super) fn new(
        checked: &'c CheckedProject,
        session: &mut dyn Session,
    ) -> Result<Self, EngineError> {
        let mut is_read = vec![false; checked.nodes.len()];
        for node in &checked.nodes {
            for read in &node.depends_on {
                is_read[*read] = true;
            }
        }
        let mut relations = Self {
            checked,
            lacking: vec![None; is_read.len()],
            is_read,
        };
        let read = || {
            let nodes = checked.nodes.iter().enumerate();
            nodes.filter(|(node, _)| relations.is_read[*node])
        };
        make_schemas(read().map(|(_, node)| relation(checked, node)), session)?;
        let mut lacking = Vec::new();
        for (position, node) in read() {
            let columns = match node.kind {
                NodeKind::Source(at) => source_columns(&checked.project.sources[at]),
                NodeKind::FeatureView(at) => {
                    Ok(view_columns(&checked.project, &checked.project.views[at]))
                }
                NodeKind::Table(_) => continue,
            };
            match columns {
                Ok(columns) => make(&relation(checked, node), &columns, session)?,
                Err(reason) => lacking.push((position, reason)),
            }
        }
        for (position, reason) in lacking {
            relations.lacking[position] = Some(reason);
        }
        Ok(relations)
    }

    /// Whether a node is a table that another node reads.
    pub(super) fn is_table_to_make(&self, node: usize) -> bool {
        matches!(self.checked.nodes[node].kind, NodeKind::Table(_)) && self.is_read[node]
    }

    /// Makes a table with the columns that the binder saw; where it refused the query, with those of the analysis.
    pub(super) fn make_table(
        &mut self,
        node: usize,
        answer: &Answer,
        session: &mut dyn Session,
    ) -> Result<(), EngineError> {
        let table = &self.checked.nodes[node];
        let columns: Option<Columns> = match answer {
            Answer::Columns(columns) => Some(
                columns
                    .iter()
                    .map(|column| {
                        let name = Identifier::exact(&column.name);
                        (name, storable(&column.data_type).to_owned())
                    })
                    .collect(),
            ),
            Answer::Refused(_) | Answer::LeftOut(_) => table
                .lineage
                .columns
                .iter()
                .map(|column| Some((column.name.clone(), duckdb_type(column.data_type)?)))
                .collect(),
        };
        match columns {
            Some(columns) if !columns.is_empty() => {
                make(&relation(self.checked, table), &columns, session)
            }
            _ => {
                self.lacking[node] = Some(format!(
                    "the types of the columns of `{}` are not known",
                    table.relation
                ));
                Ok(())
            }
        }
    }

    /// Why what a node reads is not there.
    pub(super) fn lacking(&self, node: usize) -> Option<String> {
        let reads = &self.checked.nodes[node].depends_on;
        reads.iter().find_map(|read| self.lacking[*read].clone())
    }
}

type Columns = Vec<(Identifier, String)>;

/// Makes the declared sources, to bind queries of no project on. Returns the names of those that cannot be had.
pub fn make_sources(
    project: &Project,
    session: &mut dyn Session,
) -> Result<Vec<String>, EngineError> {
    make_schemas(
        project.sources.iter().map(|source| source.relation.clone()),
        session,
    )?;
    let mut lacking = Vec::new();
    for source in &project.sources {
        match source_columns(source) {
            Ok(columns) => make(&source.relation, &columns, session)?,
            Err(_) => lacking.push(source.relation.to_string()),
        }
    }
    Ok(lacking)
}

/// How lowered queries name a node: the embedded target has one database, whatever the store's is called elsewhere.
fn relation(checked: &CheckedProject, node: &CheckedNode) -> RelationName {
    let mut relation = node.relation.clone();
    if let NodeKind::FeatureView(_) = node.kind
        && checked.dialect == Dialect::DuckDb
    {
        relation.database = None;
    }
    relation
}

/// The databases and schemas, as a run makes them.
fn make_schemas(
    relations: impl Iterator<Item = RelationName>,
    session: &mut dyn Session,
) -> Result<(), EngineError> {
    let schemas: BTreeSet<_> = relations
        .filter_map(|relation| Some((relation.database, relation.schema?)))
        .collect();
    let databases: BTreeSet<&Identifier> = schemas
        .iter()
        .filter_map(|(database, _)| database.as_ref())
        .collect();
    for database in databases {
        session.execute(&format!(
            "ATTACH IF NOT EXISTS ':memory:' AS {}",
            database.quoted()
        ))?;
    }
    for (database, schema) in &schemas {
        let name: Vec<String> = database
            .iter()
            .chain([schema])
            .map(Identifier::quoted)
            .collect();
        session.execute(&format!("CREATE SCHEMA IF NOT EXISTS {}", name.join(".")))?;
    }
    Ok(())
}

fn make(
    relation: &RelationName,
    columns: &[(Identifier, String)],
    session: &mut dyn Session,
) -> Result<(), EngineError> {
    let columns: Vec<String> = columns
        .iter()
        .map(|(name, data_type)| format!("{} {data_type}", name.quoted()))
        .collect();
    session
        .execute(&format!(
            "CREATE TABLE {} ({})",
            relation.quoted(),
            columns.join(", ")
        ))
        .map(|_| ())
}

fn source_columns(source: &Source) -> Result<Columns, String> {
    if source.columns.is_empty() {
        return Err(format!("`{}` declares no columns", source.relation));
    }
    let typed = source.columns.iter().map(|column| {
        let declared = lower::declared_type(&column.data_type.value);
        let data_type = declared.map_err(|problem| {
            format!("`{}.{}` is of the {problem}", source.relation, column.name)
        })?;
        Ok((column.name.clone(), data_type))
    });
    typed.collect()
}

/// The columns of the wide view of a feature view.
fn view_columns(project: &Project, view: &FeatureView) -> Columns {
    let keys = project
        .entities
        .get(&view.entity)
        .map_or(&[][..], |entity| entity.keys.as_slice());
    let mut columns: Columns = keys
        .iter()
        .map(|key| {
            let data_type = key_type(Dialect::DuckDb, key).unwrap_or("VARCHAR");
            (key.column.clone(), data_type.to_owned())
        })
        .collect();
    columns.extend(
        view.features
            .iter()
            .map(|feature| (feature.column.clone(), "DOUBLE".to_owned())),
    );
    let mut time = |name| columns.push((Identifier::new(name), "TIMESTAMP".to_owned()));
    if !matches!(view.history, History::Static) {
        time("as_of");
    }
    time("computed_at");
    columns
}
