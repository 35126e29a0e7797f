//! The database of a target, opened for a command.

use std::collections::BTreeSet;

use chrono::NaiveDateTime;

use crate::emit;
use crate::engine::{self, Access, Engine, EngineError, Rows};
use crate::ledger::{self, Ledger};
use crate::project::model::{Project, Store, TableWrite, Target};
use crate::project::time::AsOf;
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

/// What the ledger says of nodes, at all times or those of a range; nothing where there is no ledger yet.
pub fn ledger(
    project: &Project,
    target: &Target,
    engine: &dyn Engine,
    store: &Store,
    nodes: &[&str],
    range: Option<(AsOf, AsOf)>,
) -> Result<Ledger, Failure> {
    if nodes.is_empty() {
        return Ok(Ledger::default());
    }
    let question = emit::known_intervals(engine.dialect(), store, nodes, range);
    match ask_ledger(project, target, engine, store, "fsc_intervals", &question)? {
        None => Ok(Ledger::default()),
        Some(answer) => Ledger::read(&answer).map_err(|error| refused(&error.to_string())),
    }
}

/// When the latest run began that the ledger knows.
pub fn latest_run(
    project: &Project,
    target: &Target,
    engine: &dyn Engine,
    store: &Store,
) -> Result<Option<NaiveDateTime>, Failure> {
    let question = emit::latest_run(engine.dialect(), store);
    let answer = ask_ledger(project, target, engine, store, "fsc_runs", &question)?;
    let latest = answer.and_then(|answer| answer.rows.into_iter().next()?.into_iter().next()?);
    Ok(latest.as_deref().and_then(ledger::moment))
}

/// The answer to a question about a table of the ledger; none where there is no such table yet.
fn ask_ledger(
    project: &Project,
    target: &Target,
    engine: &dyn Engine,
    store: &Store,
    table: &str,
    question: &str,
) -> Result<Option<Rows>, Failure> {
    let said = |error: EngineError| refused(&error.to_string());
    let mut session = engine
        .session()
        .map_err(|error| unavailable(project, target, &error))?;
    let tables = session
        .query(&emit::ledger_tables(engine.dialect(), store))
        .map_err(said)?;
    let is_there = tables
        .rows
        .iter()
        .any(|row| matches!(row.as_slice(), [Some(name), ..] if name == table));
    if !is_there {
        return Ok(None);
    }
    session.query(question).map(Some).map_err(said)
}

fn refused(message: &str) -> Failure {
    query_failed::refused("the ledger", message).into()
}
