//! The database of a target, opened for a command.

use std::collections::{BTreeMap, BTreeSet};

use crate::emit::{self, Asked};
use crate::engine::{self, Access, Engine, EngineError};
use crate::ledger::Ledger;
use crate::plan;
use crate::project::model::{Project, TableWrite, Target};
use crate::rules::{database_unavailable, query_failed};
use crate::sql::name::{Dialect, Identifier, RelationName};

use super::context::Context;
use super::outcome::Failure;

/// Opens the database of `target`: only here are the environment variables of its settings read.
pub fn open(
    context: &Context,
    project: &Project,
    target: &Target,
    access: Access,
) -> Result<Box<dyn Engine>, Failure> {
    engine::open(target, &project.root, &context.environment, access)
        .map_err(|problem| Failure::Diagnostics(vec![problem], project.files.clone()))
}

/// That the target lets nobody in.
pub fn unavailable(project: &Project, target: &Target, error: &EngineError) -> Failure {
    let problem = database_unavailable::unavailable(target, error);
    Failure::Diagnostics(vec![problem], project.files.clone())
}

/// The merged tables of the project that the target does not have yet.
pub fn missing_tables(
    project: &Project,
    target: &Target,
    engine: &dyn Engine,
) -> Result<BTreeSet<RelationName>, Failure> {
    let databases = merged_tables(project, engine.dialect());
    let mut missing = BTreeSet::new();
    if databases.is_empty() {
        return Ok(missing);
    }
    let mut session = engine
        .session()
        .map_err(|error| unavailable(project, target, &error))?;
    for (database, relations) in databases {
        let asked = relations.iter().copied();
        let found = session
            .query(&emit::tables_there(engine.dialect(), database, asked))
            .map_err(|error| query_failed::refused("the list of tables", &error.to_string()))?;
        let is_there = |relation: &RelationName| {
            let schema = relation.schema.as_ref().map(Identifier::folded);
            found.described().iter().any(|(in_schema, name)| {
                let is_one = |wanted: &str, found: &str| match engine.dialect() {
                    Dialect::Snowflake => wanted == found,
                    Dialect::DuckDb => wanted.eq_ignore_ascii_case(found),
                };
                schema.is_none_or(|schema| is_one(schema, in_schema))
                    && is_one(relation.name.folded(), name)
            })
        };
        missing.extend(
            relations
                .into_iter()
                .filter(|relation| !is_there(relation))
                .cloned(),
        );
    }
    Ok(missing)
}

/// The merged tables by the database that is asked for them; the embedded target has one.
pub fn merged_tables(
    project: &Project,
    dialect: Dialect,
) -> BTreeMap<Option<&Identifier>, Vec<&RelationName>> {
    let mut databases: BTreeMap<_, Vec<&RelationName>> = BTreeMap::new();
    let tables = project.tables.iter();
    for table in tables.filter(|table| table.write != TableWrite::Rebuild) {
        let named = table.relation.database.as_ref();
        let database = named.filter(|_| dialect == Dialect::Snowflake);
        databases.entry(database).or_default().push(&table.relation);
    }
    databases
}

/// How many questions [`ledger`] asks of a store that has one.
pub const LEDGER_QUESTIONS: usize = 2;

/// What the ledger says of nodes; nothing where there is no ledger yet.
pub fn ledger(
    project: &Project,
    target: &Target,
    engine: &dyn Engine,
    asked: &Asked<'_>,
) -> Result<Ledger, Failure> {
    if asked.in_range.is_empty() && asked.whole.is_empty() {
        return Ok(Ledger::default());
    }
    let refused = |message: String| Failure::from(query_failed::refused("the ledger", &message));
    let (dialect, store) = (engine.dialect(), plan::store(project, engine.dialect()));
    let mut session = engine
        .session()
        .map_err(|error| unavailable(project, target, &error))?;
    let there = emit::store_tables_there(dialect, &store, &[emit::INTERVALS]);
    let there = session
        .query(&there)
        .map_err(|error| refused(error.to_string()))?;
    if there.rows.is_empty() {
        return Ok(Ledger::default());
    }
    let answer = session
        .query(&emit::known_intervals(dialect, &store, asked))
        .map_err(|error| refused(error.to_string()))?;
    Ledger::read(&answer).map_err(|error| refused(error.to_string()))
}
