//! A copy of a table becomes the table again. Readers see the rows of before, then those of the copy.
//!
//! The ledger is told first what the table will lack: all that was computed since the copy was taken, and whatever is of a
//! later as-of time than the copy. A run that stops between two
//! statements then leaves as-of times that are computed once more, never some that are thought to be there.

use super::ledger;
use super::ownership::{self, Kind, place};
use super::writer::{beside, sql, timestamp_type};
use crate::ledger::Recorded;
use crate::project::model::Store;
use crate::sql::name::{Dialect, Identifier, RelationName, string_literal};

/// A copy and the table that it is a copy of.
#[derive(Debug)]
pub(crate) struct Restoration<'r> {
    /// What the target speaks.
    pub dialect: Dialect,
    /// The store that holds the ledger.
    pub store: &'r Store,
    /// The project's name.
    pub project: &'r str,
    /// The target's name.
    pub target: &'r str,
    /// The table's node, `table.daily_sales`.
    pub node: &'r str,
    /// The table.
    pub table: &'r RelationName,
    /// Whether it is without fail-safe (Snowflake).
    pub is_transient: bool,
    /// Whether it has a clustering key (Snowflake).
    pub is_clustered: bool,
    /// The copy.
    pub copy: &'r RelationName,
    /// The as-of time of the copy, as the ledger has it.
    pub as_of: &'r str,
    /// When the copy was taken, as the ledger has it.
    pub taken_at: &'r str,
    /// The run that made the copy.
    pub made_by: &'r str,
    /// Now, `2023-08-02 06:00:00.123456`.
    pub now: &'r str,
    /// The id of this restoring, in the form of a run's.
    pub run_id: &'r str,
}

impl Restoration<'_> {
    /// What is sent, in order, each with what it is for.
    pub(crate) fn statements(&self) -> Vec<(&'static str, String)> {
        let table = self.table.quoted();
        let copy = self.copy.quoted();
        let mut statements = Vec::new();
        match self.dialect {
            Dialect::Snowflake => {
                let kind = if self.is_transient {
                    "TRANSIENT TABLE"
                } else {
                    "TABLE"
                };
                statements.extend([
                    ("ledger: what the table will lack", self.undone()),
                    (
                        "ledger: a clone is being made, and gets its mark after that",
                        self.making(),
                    ),
                    (
                        "swap: readers see the old rows, then the copy's",
                        format!("CREATE OR REPLACE {kind} {table} CLONE {copy} COPY GRANTS"),
                    ),
                    ("mark: fsc made it", self.mark(self.table)),
                    ("ledger: the clone bears its mark", self.marked()),
                ]);
                if self.is_clustered {
                    statements.push((
                        "a clone does not recluster until it is told to",
                        format!("ALTER TABLE {table} RESUME RECLUSTER"),
                    ));
                }
                statements.extend(self.told());
            }
            Dialect::DuckDb => {
                let beside = beside(self.table);
                let new = beside.quoted();
                let name = self.table.name.quoted();
                statements.extend([
                    ("all or nothing", "BEGIN TRANSACTION".to_owned()),
                    ("ledger: what the table will lack", self.undone()),
                    (
                        "build: the copy's rows stand beside the table",
                        format!("CREATE OR REPLACE TABLE {new} AS SELECT * FROM {copy}"),
                    ),
                    ("mark: fsc made it", self.mark(&beside)),
                    (
                        "swap: the old table goes",
                        format!("DROP TABLE IF EXISTS {table}"),
                    ),
                    (
                        "and the copy's rows take its name",
                        format!("ALTER TABLE {new} RENAME TO {name}"),
                    ),
                ]);
                statements.extend(self.told());
                statements.push(("make it visible", "COMMIT".to_owned()));
            }
        }
        statements
    }

    fn literal(&self, text: &str) -> String {
        string_literal(self.dialect, text)
    }

    fn time(&self, text: &str) -> String {
        let text = self.literal(text);
        format!("CAST({text} AS {})", timestamp_type(self.dialect))
    }

    fn mark(&self, relation: &RelationName) -> String {
        ownership::mark_of(
            self.dialect,
            self.project,
            self.node,
            Kind::Table,
            &sql![&relation.quoted()],
        )
        .to_string()
    }

    fn making(&self) -> String {
        format!(
            "INSERT INTO {} (object_name, kind, node, made_at, run_id)\nSELECT {}, {}, {}, {}, {}",
            self.store.relation(ownership::OBJECTS).quoted(),
            self.literal(&self.table.stored_name()),
            self.literal(ownership::MAKING),
            self.literal(self.node),
            self.time(self.now),
            self.literal(self.run_id),
        )
    }

    fn marked(&self) -> String {
        format!(
            "DELETE FROM {} WHERE object_name = {} AND kind = {}",
            self.store.relation(ownership::OBJECTS).quoted(),
            self.literal(&self.table.stored_name()),
            self.literal(ownership::MAKING),
        )
    }

    fn intervals(&self) -> String {
        let table = self.store.relation(ledger::INTERVALS).quoted();
        format!("INSERT INTO {table}{}", ledger::COLUMNS)
    }

    /// The copy's own as-of time is there again, and is [told](Self::told) of at the same moment.
    fn undone(&self) -> String {
        let as_of = self.time(self.as_of);
        let lacks = format!(
            "as_of <> {as_of} AND (as_of > {as_of} OR computed_at > {})",
            self.time(self.taken_at)
        );
        let now = sql![&self.time(self.now)];
        let run_id = sql![&self.literal(self.run_id)];
        ledger::undone(self.dialect, self.store, self.node, &lacks, &now, &run_id).to_string()
    }

    /// What the table has again, and by whom.
    fn told(&self) -> Vec<(&'static str, String)> {
        let ledger = self.store.relation(ledger::INTERVALS).quoted();
        let (node, as_of) = (self.literal(self.node), self.time(self.as_of));
        let rows = format!("(SELECT COUNT(*) FROM {})", self.table.quoted());
        let there = format!(
            "{}\nSELECT {node}, {as_of}, COALESCE((SELECT MAX(definition_hash) FROM {ledger} WHERE node = {node} AND as_of = {as_of} AND run_id = {}), ''), NULL, {}, {rows}, {rows}, NULL, {}, {}",
            self.intervals(),
            self.literal(self.made_by),
            self.literal(Recorded::Computed.word()),
            self.time(self.now),
            self.literal(self.run_id),
        );
        let run = format!(
            "INSERT INTO {} (run_id, status, project, target, fsc_version, computed_at)\nSELECT {}, 'restored', {}, {}, {}, {}",
            self.store.relation(ledger::RUNS).quoted(),
            self.literal(self.run_id),
            self.literal(self.project),
            self.literal(self.target),
            self.literal(env!("CARGO_PKG_VERSION")),
            self.time(self.now),
        );
        vec![
            ("ledger: what the table has again", there),
            ("ledger: who restored it", run),
        ]
    }
}

/// The relation of a copy beside its table.
pub(crate) fn copy_of(table: &RelationName, name: &str) -> RelationName {
    table.sibling(Identifier::exact(name))
}

/// Schema, name, number of rows as far as it is known, and comment of every table whose name may be a copy's.
pub(crate) fn standing_copies(dialect: Dialect, database: Option<&Identifier>) -> String {
    match dialect {
        Dialect::Snowflake => {
            let database =
                database.map_or_else(String::new, |database| format!("{}.", database.quoted()));
            format!(
                "SELECT table_schema, table_name, row_count, comment\nFROM {database}information_schema.tables\nWHERE CONTAINS(table_name, '__SNAPSHOT__')"
            )
        }
        Dialect::DuckDb => "SELECT schema_name, table_name, estimated_size, comment\nFROM duckdb_tables()\nWHERE database_name = current_database() AND contains(table_name, '__SNAPSHOT__')".to_owned(),
    }
}

/// Name of the table, name of the copy, its as-of time, when and by which run it was made last, and whether that was before
/// fsc marked what it makes.
pub(crate) fn listing(dialect: Dialect, store: &Store, has_objects: bool) -> String {
    let time = |column: &str| super::writer::timestamp_text(dialect, column);
    let since = if has_objects {
        format!(
            "(SELECT object_name, MIN(made_at) AS since FROM {} GROUP BY object_name)",
            store.relation(ownership::OBJECTS).quoted()
        )
    } else {
        let time = timestamp_type(dialect);
        format!("(SELECT '' AS object_name, CAST('9999-12-31' AS {time}) AS since)")
    };
    format!(
        "SELECT s.table_name, s.snapshot_name, {}, {}, MAX(s.run_id), CASE WHEN MAX(m.since) <= MAX(s.taken_at) THEN 'marked' ELSE 'unmarked' END\n\
         FROM {} AS s\nLEFT JOIN {since} AS m ON m.object_name = s.table_name\n\
         GROUP BY s.table_name, s.snapshot_name\nORDER BY s.table_name, s.snapshot_name",
        time("MAX(s.as_of)"),
        time("MAX(s.taken_at)"),
        store.relation(super::snapshot::LEDGER).quoted(),
    )
}

/// Which of the store's own tables are there: their names.
pub(crate) fn store_tables_there(dialect: Dialect, store: &Store, names: &[&str]) -> String {
    let named: Vec<String> = names
        .iter()
        .map(|name| ownership::is_named(dialect, &store.relation(name)))
        .collect();
    format!(
        "SELECT LOWER(o.table_name) FROM {} AS o WHERE {}",
        ownership::standing(dialect, store.database.as_ref()),
        named.join(" OR ")
    )
}

/// Drops a copy that the ledger lists, then its row there.
pub(crate) fn removal(
    dialect: Dialect,
    store: &Store,
    table_name: &str,
    copy: &RelationName,
) -> [(&'static str, String); 2] {
    let literal = |text: &str| string_literal(dialect, text);
    [
        (
            "drop the copy",
            format!("DROP TABLE IF EXISTS {}{}", place(copy), copy.name.quoted()),
        ),
        (
            "ledger: it is gone",
            format!(
                "DELETE FROM {} WHERE table_name = {} AND snapshot_name = {}",
                store.relation(super::snapshot::LEDGER).quoted(),
                literal(table_name),
                literal(copy.name.folded())
            ),
        ),
    ]
}
