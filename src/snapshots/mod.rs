//! The copies of tables that fsc has made: which there are, back into the table, and away.
//!
//! Only what the ledger (`fsc_snapshots`) lists is a copy, whatever else looks like one; and of that only what bears fsc's
//! mark is dropped or restored. Names of tables in the ledger are as [`RelationName::stored_name`] writes them.

#[cfg(test)]
#[cfg(feature = "duckdb")]
mod tests;

use std::collections::BTreeMap;

use serde::Serialize;

use crate::emit::ownership::{MARK, OBJECTS, before_marks, foreign};
use crate::emit::restore::{self, Restoration, copy_of};
use crate::emit::script::Script;
use crate::emit::{beside, snapshot, store_tables_there, transience};
use crate::engine::{EngineError, Session};
use crate::plan::Plan;
use crate::project::model::{Project, Store, Table, TableWrite};
use crate::sql::name::{Dialect, Identifier, RelationName, is_plain};

/// A table of which there are copies, or could be.
#[derive(Debug, Clone)]
pub struct CopiedTable<'p> {
    /// As the ledger calls it.
    pub stored_name: String,
    /// Its relation.
    pub relation: RelationName,
    /// Its definition, where the project still has it.
    pub defined: Option<&'p Table>,
}

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
        let listing = restore::listing(self.dialect, &self.store, has(OBJECTS), &nodes);
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
    restore::removal(plan, table, &copy.table, &relation)
}

/// The table that the ledger calls so.
pub fn table_called<'p>(project: &'p Project, stored_name: &str) -> CopiedTable<'p> {
    let mut tables = project.tables.iter();
    let defined = tables.find(|table| table.relation.stored_name() == stored_name);
    CopiedTable {
        stored_name: stored_name.to_owned(),
        relation: defined.map_or_else(|| relation_of(stored_name), |table| table.relation.clone()),
        defined,
    }
}

/// The table that a person calls so: by its node's name, or by its relation's.
pub fn find_table<'p>(
    project: &'p Project,
    copies: &[Copy],
    name: &str,
) -> Option<CopiedTable<'p>> {
    let is_called = |table: &&Table| {
        table.definition.name.as_str() == name
            || table.relation.to_string().eq_ignore_ascii_case(name)
            || table.relation.stored_name() == name
    };
    if let Some(table) = project.tables.iter().find(is_called) {
        return Some(table_called(project, &table.relation.stored_name()));
    }
    let listed = copies
        .iter()
        .find(|copy| copy.table.eq_ignore_ascii_case(name))?;
    Some(table_called(project, &listed.table))
}

/// The copy of a table that a person calls so: by its name, by what its name ends with (`20230801`), by an as-of day or time
/// that no other copy has, or `latest`. An error holds the copies that may be meant, where there are several.
pub fn find_copy<'c>(
    copies: &'c [Copy],
    table: &str,
    name: &str,
) -> Result<&'c Copy, Vec<&'c Copy>> {
    let of_table = || copies.iter().filter(|copy| copy.table == table);
    if let Some(exact) = of_table().find(|copy| copy.snapshot.eq_ignore_ascii_case(name)) {
        return Ok(exact);
    }
    if name == "latest" {
        let there = of_table().filter(|copy| copy.state == State::There);
        return there
            .max_by(|a, b| a.taken_at.cmp(&b.taken_at))
            .ok_or_else(Vec::new);
    }
    let ending = of_table().filter(|copy| {
        let end = copy.snapshot.rsplit("__SNAPSHOT__").next();
        end.is_some_and(|end| end.eq_ignore_ascii_case(name))
    });
    let mut meant: Vec<&Copy> = ending.collect();
    if meant.is_empty()
        && let Some(wanted) = digits(name)
    {
        // A day without its zeros of the clock stands for midnight.
        let is_of = |copy: &&Copy| digits(&copy.as_of).is_some_and(|at| at.starts_with(&wanted));
        meant = of_table().filter(is_of).collect();
    }
    match meant.as_slice() {
        [only] => Ok(only),
        _ => Err(meant),
    }
}

/// The digits of a day or time, `20230801` or `202308010600`; `None` where the text is none.
fn digits(text: &str) -> Option<String> {
    let is_time = |character: char| character.is_ascii_digit() || "-: TZ.".contains(character);
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    (text.chars().all(is_time) && digits.len() >= "20230801".len()).then_some(digits)
}

/// The relation of a table that the project does not have any more.
fn relation_of(stored_name: &str) -> RelationName {
    let mut parts = stored_name.rsplitn(3, '.').map(|part| {
        if is_plain(part) && !part.bytes().any(|byte| byte.is_ascii_uppercase()) {
            Identifier::new(part)
        } else {
            Identifier::exact(part)
        }
    });
    let name = parts
        .next()
        .unwrap_or_else(|| Identifier::exact(stored_name));
    let schema = parts.next();
    RelationName {
        database: parts.next(),
        schema,
        name,
    }
}

/// What stands in the databases that were asked about.
#[derive(Default)]
struct Standing {
    databases: BTreeMap<Option<Identifier>, Vec<Found>>,
}

#[derive(Debug, Clone)]
struct Found {
    schema: String,
    name: String,
    rows: Option<u64>,
    is_marked: bool,
}

impl Standing {
    fn find(
        &mut self,
        shelf: &mut Shelf<'_>,
        copy: &RelationName,
    ) -> Result<Option<Found>, EngineError> {
        if !self.databases.contains_key(&copy.database) {
            let question = restore::standing_copies(shelf.dialect, copy.database.as_ref());
            let rows = shelf.session.query(&question)?.rows;
            let found = rows.into_iter().filter_map(|row| {
                let mut cells = row.into_iter();
                let (schema, name) = (cells.next()??, cells.next()??);
                let rows = cells.next()?.and_then(|rows| rows.parse().ok());
                let comment = cells.next()?.unwrap_or_default();
                Some(Found {
                    schema,
                    name,
                    rows,
                    is_marked: comment.to_lowercase().contains(MARK),
                })
            });
            self.databases
                .insert(copy.database.clone(), found.collect());
        }
        let dialect = shelf.dialect;
        let found = self.databases.get(&copy.database).and_then(|all| {
            all.iter().find(|found| {
                let mut schema = copy.schema.iter();
                schema.all(|schema| dialect.is_same_name(&found.schema, schema.folded()))
                    && dialect.is_same_name(&found.name, copy.name.folded())
            })
        });
        Ok(found.cloned())
    }
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
