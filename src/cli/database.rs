//! The database of a target, opened for a command.

use std::collections::BTreeSet;

use crate::emit::{self, Asked};
use crate::engine::{self, Access, Engine, EngineError};
use crate::ledger::Ledger;
use crate::plan;
use crate::project::model::{Project, TableWrite, Target};
use crate::rules::{database_unavailable, query_failed};
use crate::sql::name::{Identifier, RelationName};

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
    let merged: Vec<&RelationName> = project
        .tables
        .iter()
        .filter(|table| table.write != TableWrite::Rebuild)
        .map(|table| &table.relation)
        .collect();
    if merged.is_empty() {
        return Ok(BTreeSet::new());
    }
    let found = engine
        .session()
        .map_err(|error| unavailable(project, target, &error))?
        .query("SELECT table_schema, table_name FROM information_schema.tables")
        .map_err(|error| query_failed::refused("the list of tables", &error.to_string()))?;
    let there: BTreeSet<(&str, &str)> = found
        .rows
        .iter()
        .filter_map(|row| Some((row.first()?.as_deref()?, row.get(1)?.as_deref()?)))
        .collect();
    Ok(merged
        .into_iter()
        .filter(|relation| {
            let schema = relation.schema.as_ref().map_or("", Identifier::folded);
            !there.contains(&(schema, relation.name.folded()))
        })
        .cloned()
        .collect())
}

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
