//! The database of a target, opened for a command.

use std::collections::{BTreeMap, BTreeSet, HashMap};

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

/// What a target has of the tables of a project and its store.
#[derive(Debug, Default)]
pub struct Standing {
    /// Those under whose names nothing stands.
    nowhere: BTreeSet<RelationName>,
    /// Those, and the ones in whose place something stands that is no table.
    no_tables: BTreeSet<RelationName>,
}

impl Standing {
    /// Whether nothing stands under the name of one of these tables.
    pub fn lacks(&self, relation: &RelationName) -> bool {
        self.nowhere.contains(relation)
    }

    /// Those that are not there as tables.
    pub fn missing(&self) -> &BTreeSet<RelationName> {
        &self.no_tables
    }
}

/// Asks the target's catalog for the tables of a project and its store, once a database.
pub fn standing(
    project: &Project,
    target: &Target,
    engine: &dyn Engine,
) -> Result<Standing, Failure> {
    let dialect = engine.dialect();
    let mut standing = Standing::default();
    let mut session = engine
        .session()
        .map_err(|error| unavailable(project, target, &error))?;
    for (database, relations) in tables(project, dialect) {
        let asked = emit::about(dialect, database.as_ref(), relations.iter());
        let found = match session.query(&asked) {
            Ok(found) => found,
            // Nothing is computed otherwise for it: only that one of them is gone stays unsaid.
            Err(error) if relations.iter().all(|table| is_rebuilt(project, table)) => {
                tracing::debug!("the list of tables: {error}");
                continue;
            }
            Err(error) => {
                let said = query_failed::refused("the list of tables", &error.to_string());
                return Err(said.into());
            }
        };
        let types: HashMap<(String, String), &str> = found
            .rows
            .iter()
            .filter_map(|row| match row.as_slice() {
                [Some(schema), Some(name), Some(kind)] => Some((
                    (dialect.folded(schema), dialect.folded(name)),
                    kind.as_str(),
                )),
                _ => None,
            })
            .collect();
        for relation in relations {
            let name = dialect.folded(relation.name.folded());
            let found = match &relation.schema {
                Some(schema) => types.get(&(dialect.folded(schema.folded()), name)),
                None => types
                    .iter()
                    .find(|((_, found), _)| *found == name)
                    .map(|(_, kind)| kind),
            };
            match found.copied() {
                Some("BASE TABLE") => continue,
                Some(_) => {}
                None => {
                    standing.nowhere.insert(relation.clone());
                }
            }
            standing.no_tables.insert(relation);
        }
    }
    Ok(standing)
}

/// Whether a relation is a table of the project that is built whole each time.
fn is_rebuilt(project: &Project, relation: &RelationName) -> bool {
    let mut tables = project.tables.iter();
    tables.any(|table| table.relation == *relation && table.write == TableWrite::Rebuild)
}

/// The tables of a project, and those of its store whose absence tells something, by the database that is asked for them;
/// the embedded target has one.
pub fn tables(
    project: &Project,
    dialect: Dialect,
) -> BTreeMap<Option<Identifier>, Vec<RelationName>> {
    let store = plan::store(project, dialect);
    let ledger = store.relation(emit::INTERVALS);
    let runs = store.relation(emit::RUNS);
    let of_store = [ledger, runs, store.values(true), store.values(false)];
    let tables = project.tables.iter().map(|table| table.relation.clone());
    let mut databases: BTreeMap<_, Vec<RelationName>> = BTreeMap::new();
    for relation in of_store.into_iter().chain(tables) {
        let named = relation.database.clone();
        let database = named.filter(|_| dialect == Dialect::Snowflake);
        databases.entry(database).or_default().push(relation);
    }
    databases
}

/// What the ledger says of nodes; nothing where there is no ledger yet.
pub fn ledger(
    project: &Project,
    target: &Target,
    engine: &dyn Engine,
    standing: &Standing,
    asked: &Asked<'_>,
) -> Result<Ledger, Failure> {
    let (dialect, store) = (engine.dialect(), plan::store(project, engine.dialect()));
    let asks = !asked.in_range.is_empty() || !asked.whole.is_empty() || asked.undefined.is_some();
    if !asks || standing.lacks(&store.relation(emit::INTERVALS)) {
        return Ok(Ledger::default());
    }
    let refused = |message: String| Failure::from(query_failed::refused("the ledger", &message));
    let mut session = engine
        .session()
        .map_err(|error| unavailable(project, target, &error))?;
    let answer = session
        .query(&emit::known_intervals(dialect, &store, asked))
        .map_err(|error| refused(error.to_string()))?;
    Ledger::read(&answer).map_err(|error| refused(error.to_string()))
}
