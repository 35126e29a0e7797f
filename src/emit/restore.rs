//! A copy of a table becomes the table again. Readers see the rows of before, then those of the copy.
//!
//! The table then has what the ledger said of it when the copy was taken. The ledger is told first that all is undone, and last
//! what the table has. A restoration that stops between two statements then leaves as-of times that are computed once more,
//! never some that are thought to be there.

use super::catalog::{self, place};
use super::ledger::{self, Row};
use super::ownership::{self, Kind};
use super::script::{Parameter, Phase, Script, SqlText, Statement};
use super::writer::{
    begin, begin_part, beside, commit, execute, parameter_timestamp, publish, sql, timestamp_text,
    timestamp_type,
};
use super::{lease, runs, snapshot};
use crate::ledger::Recorded;
use crate::plan::Plan;
use crate::project::model::Store;
use crate::sql::name::{Dialect, Identifier, RelationName, string_literal};

/// A copy and the table that it is a copy of.
#[derive(Debug)]
pub(crate) struct Restoration<'r> {
    /// The table's node, `table.daily_sales`.
    pub node: &'r str,
    /// The table.
    pub table: &'r RelationName,
    /// Whether it is without fail-safe (Snowflake).
    pub is_transient: bool,
    /// Whether it is built anew each time, and so holds what was computed last alone.
    pub has_one_state: bool,
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
}

impl Restoration<'_> {
    /// What is sent while the lease of the store is held.
    pub(crate) fn script(&self, plan: &Plan) -> Script {
        let table = self.table.quoted();
        let copy = self.copy.quoted();
        let undone = execute("ledger: what the table has may go", self.undone(plan));
        let mut statements = match plan.dialect {
            Dialect::Snowflake => {
                let kind = if self.is_transient {
                    "TRANSIENT TABLE"
                } else {
                    "TABLE"
                };
                let name = ownership::table_literal(plan, self.table);
                let mut statements = vec![
                    undone,
                    ownership::making(plan, self.node, &name),
                    publish(
                        "swap: readers see the old rows, then the copy's",
                        sql![
                            "CREATE OR REPLACE ",
                            kind,
                            " ",
                            &table,
                            " CLONE ",
                            &copy,
                            " COPY GRANTS"
                        ],
                    ),
                    self.mark(plan, self.table),
                    ownership::marked(plan, &name),
                ];
                if self.is_clustered {
                    statements.push(execute(
                        "a clone does not recluster until it is told to",
                        sql!["ALTER TABLE ", &table, " RESUME RECLUSTER"],
                    ));
                }
                statements
            }
            Dialect::DuckDb => {
                let beside = beside(self.table);
                let new = beside.quoted();
                vec![
                    begin(),
                    undone,
                    execute(
                        "build: the copy's rows stand beside the table",
                        sql![
                            "CREATE OR REPLACE TABLE ",
                            &new,
                            " AS SELECT * FROM ",
                            &copy
                        ],
                    ),
                    self.mark(plan, &beside),
                    execute(
                        "swap: the old table goes",
                        sql!["DROP TABLE IF EXISTS ", &table],
                    ),
                    execute(
                        "and the copy's rows take its name",
                        sql![
                            "ALTER TABLE ",
                            &new,
                            " RENAME TO ",
                            &self.table.name.quoted()
                        ],
                    ),
                ]
            }
        };
        statements.push(execute(
            "ledger: the copy's as-of is there",
            self.there(plan),
        ));
        statements.push(execute(
            "ledger: what else the table has again",
            self.there_again(plan),
        ));
        statements.push(execute("ledger: who restored it", runs::restored(plan)));
        match plan.dialect {
            Dialect::Snowflake => {}
            Dialect::DuckDb => statements.push(commit()),
        }
        held(plan, self.table, statements)
    }

    fn mark(&self, plan: &Plan, relation: &RelationName) -> Statement {
        ownership::mark(plan, self.node, Kind::Table, &sql![&relation.quoted()])
    }

    /// All that the ledger knows of the table; [what it has](Self::there) and [has again](Self::there_again) is told of after
    /// that, as of the run's moment and just before.
    fn undone(&self, plan: &Plan) -> SqlText {
        let now = parameter_timestamp(plan.dialect, Parameter::ComputedAt);
        let before = earlier(plan.dialect, &now, &JUST_BEFORE.to_string());
        let computed = [Recorded::Computed, Recorded::Uncopied];
        let computed = computed.map(|status| string_literal(plan.dialect, status.word()));
        let lacks = format!("status IN ({})", computed.join(", "));
        ledger::undone_until(plan, self.node, &lacks, &before)
    }

    /// What the copy has besides its own as-of time: the ledger as it was when the copy was taken. Who wrote over whom stays
    /// told: what was computed later then is later now.
    fn there_again(&self, plan: &Plan) -> SqlText {
        let as_of = time(plan.dialect, self.as_of);
        let taken_at = time(plan.dialect, self.taken_at);
        let word = |recorded: Recorded| string_literal(plan.dialect, recorded.word());
        // What is built anew each time holds what was computed last alone. The run that took the copy may have computed later
        // as-of times since, at the same frozen moment; what it undid, it undid before. A later run may have noted of what was
        // gone that it was undone when it was computed.
        let no_later = if self.has_one_state {
            format!(" AND as_of < {as_of}")
        } else {
            String::new()
        };
        let copied = format!(
            "\nFROM (\n  SELECT as_of, definition_hash, rows_staged, DENSE_RANK() OVER (ORDER BY computed_at DESC) AS age\n  FROM (\n    \
             SELECT as_of, definition_hash, rows_staged, status, computed_at\n    FROM {ledger}\n    \
             WHERE node = {node} AND status <> {failed}{no_later}\n      \
             AND (computed_at < {taken_at} OR (computed_at = {taken_at} AND (as_of < {as_of} OR status = {undone})))\n      \
             AND run_id NOT IN (SELECT run_id FROM {runs} WHERE computed_at > {taken_at} AND status = {running})\n    \
             QUALIFY ROW_NUMBER() OVER (PARTITION BY as_of ORDER BY computed_at DESC, CASE status WHEN {undone} THEN 0 ELSE 1 END) = 1\n  \
             ) AS k\n  WHERE status <> {undone} AND as_of <> {as_of}\n) AS copied",
            ledger = plan.store.relation(ledger::INTERVALS).quoted(),
            node = string_literal(plan.dialect, self.node),
            runs = plan.store.relation(runs::RUNS).quoted(),
            running = string_literal(plan.dialect, runs::RUNNING),
            failed = word(Recorded::Failed),
            undone = word(Recorded::Undone),
        );
        let now = parameter_timestamp(plan.dialect, Parameter::ComputedAt);
        let age = format!("LEAST(copied.age, {})", JUST_BEFORE - 1);
        let row = Row {
            node: self.node,
            as_of: "copied.as_of",
            hash: "copied.definition_hash",
            status: Recorded::Computed,
            staged: &sql!["copied.rows_staged"],
            changed: &sql!["0"],
            computed_at: &earlier(plan.dialect, &now, &age),
        };
        row.inserted(plan, &sql![&copied])
    }

    /// As the run that made the copy has computed it.
    fn there(&self, plan: &Plan) -> SqlText {
        let literal = |text: &str| string_literal(plan.dialect, text);
        let as_of = time(plan.dialect, self.as_of);
        let hash = format!(
            "COALESCE((SELECT MAX(definition_hash) FROM {} WHERE node = {} AND as_of = {as_of} AND run_id = {}), '')",
            plan.store.relation(ledger::INTERVALS).quoted(),
            literal(self.node),
            literal(self.made_by),
        );
        let rows = sql!["(SELECT COUNT(*) FROM ", &self.table.quoted(), ")"];
        let row = Row {
            node: self.node,
            as_of: &as_of,
            hash: &hash,
            status: Recorded::Computed,
            staged: &rows,
            changed: &rows,
            computed_at: &parameter_timestamp(plan.dialect, Parameter::ComputedAt),
        };
        row.inserted(plan, &SqlText::default())
    }
}

/// How many microseconds before the run's moment all is undone; a run's moment is a millisecond after those before it.
const JUST_BEFORE: u32 = 1000;

/// A moment some microseconds before another.
fn earlier(dialect: Dialect, moment: &SqlText, microseconds: &str) -> SqlText {
    match dialect {
        Dialect::Snowflake => sql!["DATEADD(MICROSECOND, -", microseconds, ", ", moment, ")"],
        Dialect::DuckDb => sql![moment, " - to_microseconds(", microseconds, ")"],
    }
}

fn time(dialect: Dialect, text: &str) -> String {
    let text = string_literal(dialect, text);
    format!("CAST({text} AS {})", timestamp_type(dialect))
}

/// Statements about a table that are sent only by who holds the lease.
fn held(plan: &Plan, table: &RelationName, statements: Vec<Statement>) -> Script {
    let phase = Phase {
        lock: Some(table.clone()),
        statements,
    };
    lease::fenced(
        plan,
        Script {
            phases: vec![phase],
            cleanup: Vec::new(),
        },
    )
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
/// fsc marked what it makes. `nodes` are tables as the ledger calls them, each with its node's id: a copy of one was made by
/// the run that noted that as well, not by one that stopped before it could.
pub(crate) fn listing(
    dialect: Dialect,
    store: &Store,
    has_objects: bool,
    nodes: &[(String, String)],
) -> String {
    let literal = |text: &str| string_literal(dialect, text);
    let time = |column: &str| timestamp_text(dialect, column);
    let since = if has_objects {
        format!(
            "(SELECT object_name, MIN(made_at) AS since FROM {} GROUP BY object_name)",
            store.relation(ownership::OBJECTS).quoted()
        )
    } else {
        let time = timestamp_type(dialect);
        format!("(SELECT '' AS object_name, CAST('9999-12-31' AS {time}) AS since)")
    };
    let of_nodes = nodes.iter().map(|(table, node)| {
        let (table, node) = (literal(table), literal(node));
        format!("SELECT {table} AS table_name, {node} AS node")
    });
    let none = "SELECT NULL AS table_name, NULL AS node".to_owned();
    let of_nodes: Vec<String> = std::iter::once(none).chain(of_nodes).collect();
    format!(
        "SELECT s.table_name, s.snapshot_name, {}, {}, s.run_id, CASE WHEN m.since <= MAX(s.taken_at) OVER (PARTITION BY s.table_name, s.snapshot_name) THEN 'marked' ELSE 'unmarked' END\n\
         FROM {} AS s\nLEFT JOIN {since} AS m ON m.object_name = s.table_name\n\
         LEFT JOIN ({}) AS n ON n.table_name = s.table_name\n\
         LEFT JOIN (SELECT DISTINCT node, as_of, run_id FROM {} WHERE status = {}) AS c ON c.node = n.node AND c.as_of = s.as_of AND c.run_id = s.run_id\n\
         QUALIFY ROW_NUMBER() OVER (PARTITION BY s.table_name, s.snapshot_name ORDER BY CASE WHEN n.node IS NULL OR c.node IS NOT NULL THEN 0 ELSE 1 END, s.taken_at DESC, s.run_id DESC, s.as_of DESC) = 1\n\
         ORDER BY s.table_name, s.snapshot_name",
        time("s.as_of"),
        time("s.taken_at"),
        store.relation(snapshot::LEDGER).quoted(),
        of_nodes.join(" UNION ALL "),
        store.relation(ledger::INTERVALS).quoted(),
        literal(Recorded::Computed.word()),
    )
}

/// Which of the store's own tables are there: their names.
pub(crate) fn store_tables_there(dialect: Dialect, store: &Store, names: &[&str]) -> String {
    let named: Vec<String> = names
        .iter()
        .map(|name| catalog::is_named(dialect, &store.relation(name)))
        .collect();
    format!(
        "SELECT LOWER(o.table_name) FROM {} AS o WHERE {}",
        catalog::standing(dialect, store.database.as_ref()),
        named.join(" OR ")
    )
}

/// Drops the copy of a table that the ledger lists as one of `table_name`, then its row there.
pub(crate) fn removal(
    plan: &Plan,
    table: &RelationName,
    table_name: &str,
    copy: &RelationName,
) -> Script {
    let literal = |text: &str| string_literal(plan.dialect, text);
    let drop = sql!["DROP TABLE IF EXISTS ", &place(copy), &copy.name.quoted()];
    let row = execute(
        "ledger: it is gone",
        sql![
            "DELETE FROM ",
            &plan.store.relation(snapshot::LEDGER).quoted(),
            " WHERE table_name = ",
            &literal(table_name),
            " AND snapshot_name = ",
            &literal(copy.name.folded())
        ],
    );
    let statements = match plan.dialect {
        Dialect::Snowflake => vec![publish("drop the copy", drop), row],
        Dialect::DuckDb => vec![
            begin_part("the copy and its row"),
            execute("drop the copy", drop),
            row,
            commit(),
        ],
    };
    held(plan, table, statements)
}
