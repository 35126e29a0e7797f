//! A script: the statements that one node sends, in order, as text with a few named parameters.
//!
//! `fsc compile` prints a script and `fsc run` binds and sends it, so that what was reviewed is what runs. Parameters are
//! the values that only a run knows (its id, its frozen now, row counts); they print as `{{ run_id }}`.

mod finding;
mod text;

use std::fmt;

pub use self::finding::{AuditFinding, Problem};
pub use self::text::{Parameter, SqlText};
use crate::project::model::SchemaChange;
use crate::sql::name::{Identifier, RelationName};

/// One statement with what it is for.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    /// A comment above it in the compiled file: `stage: run the query once`.
    pub purpose: String,
    /// What the executor does with its result.
    pub role: Role,
    /// The statement, without a terminator.
    pub sql: SqlText,
}

/// What the executor does with a statement and its result.
#[derive(Debug, Clone, PartialEq)]
pub enum Role {
    /// Send it; the result does not matter.
    Execute,
    /// Open a transaction: what follows up to the next [`Role::Publish`] or [`Role::Commit`] is there as a whole or not at all, and is sent
    /// again from here.
    Begin,
    /// Send it: it runs the user's query, so that its failure may be the fault of rows.
    Stage,
    /// Ask whether the run still holds the lease of the store: one row comes back, or none, and then nothing more is sent.
    Fence,
    /// Send it; when it succeeded, what the node writes is there, whatever fails after it.
    Publish,
    /// Close a transaction with which nothing of what the node writes can be seen yet.
    Commit,
    /// Send it; the rows that it inserted, updated and deleted become [`Parameter::RowsChanged`].
    Write,
    /// Ask for the columns of a relation (DESCRIBE) and hold them against these expectations.
    CheckTypes(Vec<ExpectedColumn>),
    /// Ask for the columns of the stage (DESCRIBE) and remember them.
    NoteColumns,
    /// Ask for the columns of the table that the stage is merged into, and hold those of the stage against them; where the
    /// table says so, it gets the stage's.
    CheckColumns(MergedTable),
    /// The columns go that the stage lacks, where [`Role::CheckColumns`] found that they are to. The statement is sent for
    /// each, with [`Parameter::FoundIdentifier`] bound to its name.
    DropColumns,
    /// Schema, name and type of relations that do not bear fsc's mark come back. What fsc has not made all the same stops
    /// the node.
    CheckOwner(Vec<Owned>),
    /// A row comes back where this table is transient; then no permanent copy of it can be made, and the node stops.
    CheckPermanent(RelationName),
    /// One row comes back: the first column is the row count, every other must be zero.
    Audit(Vec<AuditFinding>),
    /// One row for each thing found; for each, the statements are sent with [`Parameter::FoundIdentifier`] and
    /// [`Parameter::FoundLiteral`] bound to its first column.
    ForEach(Vec<SqlText>),
}

impl Role {
    /// Whether it makes or changes something, so that there may be something to clean up.
    pub(crate) fn makes(&self) -> bool {
        match self {
            Self::Execute
            | Self::Stage
            | Self::Publish
            | Self::Write
            | Self::DropColumns
            | Self::CheckColumns(_)
            | Self::ForEach(_) => true,
            Self::Begin
            | Self::Commit
            | Self::Fence
            | Self::CheckTypes(_)
            | Self::CheckPermanent(_)
            | Self::NoteColumns
            | Self::CheckOwner(_)
            | Self::Audit(_) => false,
        }
    }
}

/// A relation that fsc is about to make, replace or drop.
#[derive(Debug, Clone, PartialEq)]
pub struct Owned {
    /// Its name.
    pub relation: RelationName,
    /// Returns a row where fsc made it before it marked anything; `None` where it never did.
    pub before_marks: Option<SqlText>,
}

/// A table that a stage is merged into.
#[derive(Debug, Clone, PartialEq)]
pub struct MergedTable {
    /// Its name.
    pub relation: RelationName,
    /// The columns that identify a row.
    pub unique_key: Vec<Identifier>,
    /// Whether its rows may have had another key, so that it must be asked whether they repeat this one.
    pub may_repeat_keys: bool,
    /// What becomes of it when the stage has other columns.
    pub on_schema_change: SchemaChange,
}

/// A column of a stage and the types that it may have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExpectedColumn {
    /// The column's name as the engine knows it (folded).
    pub name: String,
    /// How messages call it.
    pub label: String,
    /// What it may hold.
    pub kind: ColumnKind,
}

/// What a column of a stage may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    /// A feature: a number or a boolean.
    Feature,
    /// A join key: text, an integer, a boolean or a date. Floats and timestamps have no one text form.
    Key,
    /// An event timestamp: a date or a timestamp without time zone.
    EventTimestamp,
}

/// Statements that run together: in one session, and, where `lock` is set, with no other phase that has the same lock.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Phase {
    /// The table whose writers queue.
    pub lock: Option<RelationName>,
    /// In order. When one fails, an open transaction is rolled back and the node has failed.
    pub statements: Vec<Statement>,
}

/// What one node (or the set-up of a run) sends: phases in order, all in one session.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Script {
    /// In order.
    pub phases: Vec<Phase>,
    /// Sent, errors ignored, when a phase failed, and at the end: leaves no temporary table behind.
    pub cleanup: Vec<SqlText>,
}

impl Script {
    /// How many statements a run sends where nothing is found and nothing goes wrong.
    pub fn count(&self) -> usize {
        let sent = self.statements();
        let always = sent.filter(|statement| statement.role != Role::DropColumns);
        always.count() + self.cleanup.len()
    }

    /// Every statement in order.
    pub fn statements(&self) -> impl Iterator<Item = &Statement> {
        self.phases.iter().flat_map(|phase| &phase.statements)
    }
}

/// How a script stands in `target/compiled/<node>.sql`.
impl fmt::Display for Script {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, statement) in self.statements().enumerate() {
            if position > 0 {
                writeln!(formatter)?;
            }
            writeln!(formatter, "-- {}. {}", position + 1, statement.purpose)?;
            if statement.role != Role::DropColumns {
                write_terminated(formatter, &statement.sql)?;
            }
            match &statement.role {
                // Their text would be most of the file, and each is the audit's own condition once more.
                Role::Audit(findings) if !findings.is_empty() => writeln!(
                    formatter,
                    "--   A count above 0 stops this node before it writes; then the rows that it counts are read and shown:\n\
                     --   SELECT <key>, <value> FROM <stage> WHERE <the count's condition> ORDER BY 1 LIMIT 5"
                )?,
                Role::ForEach(statements) => {
                    for statement in statements {
                        write_comment(formatter, "for each row found:", statement)?;
                    }
                }
                Role::CheckColumns(table) => write_changes(formatter, table)?,
                Role::DropColumns => {
                    let title = "for each column that the stage lacks:";
                    write_comment(formatter, title, &statement.sql)?;
                }
                Role::Execute
                | Role::Stage
                | Role::Begin
                | Role::Fence
                | Role::Publish
                | Role::Commit
                | Role::Write
                | Role::CheckTypes(_)
                | Role::NoteColumns
                | Role::CheckOwner(_)
                | Role::CheckPermanent(_)
                | Role::Audit(_) => {}
            }
        }
        for statement in &self.cleanup {
            writeln!(formatter, "\n-- at the end, and after a failure")?;
            write_terminated(formatter, statement)?;
        }
        Ok(())
    }
}

/// What is sent where a table's columns are not the stage's.
fn write_changes(formatter: &mut fmt::Formatter<'_>, table: &MergedTable) -> fmt::Result {
    let alter = format!("ALTER TABLE {}", table.relation.quoted());
    if table.on_schema_change != SchemaChange::Fail {
        writeln!(
            formatter,
            "--   for each column that the table lacks: {alter} ADD COLUMN IF NOT EXISTS <column> <type>"
        )?;
    }
    if table.on_schema_change == SchemaChange::Sync {
        writeln!(
            formatter,
            "--   for each column of another type: {alter} ALTER COLUMN <column> SET DATA TYPE <type>"
        )?;
    }
    Ok(())
}

/// A statement with its terminator, which does not become part of a comment that the statement ends in.
fn write_terminated(formatter: &mut fmt::Formatter<'_>, sql: &SqlText) -> fmt::Result {
    let text = sql.to_string();
    let last = text.lines().next_back().unwrap_or_default();
    let may_be_comment = last.contains("--") || last.contains("//");
    writeln!(
        formatter,
        "{text}{};",
        if may_be_comment { "\n" } else { "" }
    )
}

fn write_comment(formatter: &mut fmt::Formatter<'_>, title: &str, sql: &SqlText) -> fmt::Result {
    writeln!(formatter, "--   {title}")?;
    for line in sql.to_string().lines() {
        writeln!(formatter, "--   {line}")?;
    }
    Ok(())
}
