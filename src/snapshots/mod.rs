//! The copies of tables that fsc has made: which there are, back into the table, and away.
//!
//! Only what the ledger (`fsc_snapshots`) lists is a copy, whatever else looks like one; and of that only what bears fsc's
//! mark is dropped or restored. Names of tables in the ledger are as [`RelationName::stored_name`] writes them.

mod named;
mod standing;
#[cfg(test)]
#[cfg(feature = "duckdb")]
mod tests;

pub use named::{CopiedTable, find_copy, find_table, table_called};

use serde::Serialize;

use crate::emit::copies::{self, copy_of};
use crate::emit::ownership::{OBJECTS, before_marks, foreign};
use crate::emit::restore::Restoration;
use crate::emit::script::Script;
use crate::emit::{beside, snapshot, store_tables_there, transience};
use crate::engine::{EngineError, Session};
use crate::plan::Plan;
use crate::project::model::{Project, Store, Table, TableWrite};
use crate::sql::name::{Dialect, Identifier, RelationName};
use standing::Standing;

/// A copy that the ledger lists.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Copy {
    /// The table, as the ledger calls it.
    pub table: String,
    /// The copy's name.
    pub snapshot: String,
    /// The as-of time of its rows.
    pub as_of: String,
    /// When it was made.
    pub taken_at: String,
    /// The run that made it.
    pub run_id: String,
    /// How many rows it has, as far as the database knows without counting.
    pub rows: Option<u64>,
    /// Whether it is there.
    pub state: State,
}

/// What stands under the name of a copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// The copy.
    There,
    /// Nothing.
    Missing,
    /// Something that fsc did not make.
    Replaced,
}

impl State {
    /// In a word.
    pub fn word(self) -> &'static str {
        match self {
            Self::There => "there",
            Self::Missing => "missing",
            Self::Replaced => "replaced",
        }
    }
}

/// A database with the store in it.
pub struct Shelf<'s> {
    /// A session of the target.
    pub session: &'s mut dyn Session,
    /// What it speaks.
    pub dialect: Dialect,
    /// The store.
    pub store: Store,
}

impl Shelf<'_> {
    /// Every copy that the ledger lists, sorted by table and name.
    pub fn copies(&mut self, project: &Project) -> Result<Vec<Copy>, EngineError> {
        let wanted = [snapshot::LEDGER, OBJECTS];
        let there = store_tables_there(self.dialect, &self.store, &wanted);
        let there = texts(self.session, &there)?;
        let has = |name: &str| there.iter().flatten().any(|found| found == name);
        if !has(snapshot::LEDGER) {
            return Ok(Vec::new());
        }
        let tables = project.tables.iter();
        let nodes: Vec<(String, String)> = tables
            .map(|table| {
                let node = format!("table.{}", table.definition.name);
                (table.relation.stored_name(), node)
            })
            .collect();
        let listing = copies::listing(self.dialect, &self.store, has(OBJECTS), &nodes);
        let listed = texts(self.session, &listing)?;
        let mut standing = Standing::default();
        let mut copies = Vec::with_capacity(listed.len());
        for row in listed {
            let [table, snapshot, as_of, taken_at, run_id, era] = row.as_slice() else {
                continue;
            };
            let relation = table_called(project, table).relation;
            let found = standing.find(self, &copy_of(&relation, snapshot))?;
            copies.push(Copy {
                table: table.clone(),
                snapshot: snapshot.clone(),
                as_of: short(as_of),
                taken_at: short(taken_at),
                run_id: run_id.clone(),
                rows: found.as_ref().and_then(|found| found.rows),
                state: match found {
                    None => State::Missing,
                    Some(found) if found.is_marked || era == "unmarked" => State::There,
                    Some(_) => State::Replaced,
                },
            });
        }
        Ok(copies)
    }

    /// What stands in the place of a table, or where it is made beside, and was not made by fsc; with its type.
    pub fn foreign(
        &mut self,
        table: &Table,
    ) -> Result<Option<(RelationName, String)>, EngineError> {
        let relation = &table.relation;
        let beside = beside(relation);
        let both = [relation, &beside].into_iter();
        let unmarked = foreign(self.dialect, relation.database.as_ref(), both);
        let name = table.definition.name.as_str();
        for row in texts(self.session, &unmarked)? {
            let [schema, name_there, kind] = row.as_slice() else {
                continue;
            };
            let question = before_marks(self.dialect, &self.store, name, relation);
            if texts(self.session, &question)?.is_empty() {
                let found = RelationName {
                    database: relation.database.clone(),
                    schema: Some(Identifier::exact(schema)),
                    name: Identifier::exact(name_there),
                };
                return Ok(Some((found, kind.clone())));
            }
        }
        Ok(None)
    }

    /// Whether a copy is transient that is to become a permanent table, which Snowflake refuses.
    pub fn is_of_another_kind(&mut self, table: &Table, copy: &Copy) -> Result<bool, EngineError> {
        match self.dialect {
            Dialect::Snowflake if !table.transient => {
                let relation = copy_of(&table.relation, &copy.snapshot);
                let found = texts(self.session, &transience::transient(&relation))?;
                Ok(!found.is_empty())
            }
            Dialect::Snowflake | Dialect::DuckDb => Ok(false),
        }
    }
}

/// Puts the rows of a copy back as the table: readers see all of before or all of the copy.
pub fn restoration(plan: &Plan, table: &Table, copy: &Copy) -> Script {
    Restoration {
        node: &format!("table.{}", table.definition.name),
        table: &table.relation,
        is_transient: table.transient,
        has_one_state: table.write == TableWrite::Rebuild,
        is_clustered: !table.cluster_by.is_empty(),
        copy: &copy_of(&table.relation, &copy.snapshot),
        as_of: &copy.as_of,
        taken_at: &copy.taken_at,
        made_by: &copy.run_id,
    }
    .script(plan)
}

/// Drops a copy, then takes it off the list.
pub fn removal(plan: &Plan, table: &RelationName, copy: &Copy) -> Script {
    let relation = copy_of(table, &copy.snapshot);
    copies::removal(plan, table, &copy.table, &relation)
}

/// The rows of a query, NULL as nothing.
fn texts(session: &mut dyn Session, sql: &str) -> Result<Vec<Vec<String>>, EngineError> {
    let rows = session.query(sql)?.rows.into_iter();
    Ok(rows
        .map(|row| row.into_iter().map(Option::unwrap_or_default).collect())
        .collect())
}

/// A moment without the parts that are zero.
fn short(moment: &str) -> String {
    let moment = moment.strip_suffix(".000000").unwrap_or(moment);
    moment
        .strip_suffix(" 00:00:00")
        .unwrap_or(moment)
        .to_owned()
}
