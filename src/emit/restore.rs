//! A copy of a table becomes the table again. Readers see the rows of before, then those of the copy.
//!
//! The table then has what the ledger said of it when the copy was taken. The ledger is told first that all is undone, and last
//! what the table has. A restoration that stops between two statements then leaves as-of times that are computed once more,
//! never some that are thought to be there.

use super::ledger::{self, Row};
use super::ownership::{self, Kind};
use super::script::{Parameter, Phase, Script, SqlText, Statement};
use super::writer::{
    begin, beside, commit, execute, parameter_timestamp, publish, sql, timestamp_type,
};
use super::{lease, runs};
use crate::ledger::Recorded;
use crate::plan::Plan;
use crate::sql::name::{Dialect, RelationName, string_literal};

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
        let lacks = ledger::is_computed(plan.dialect, "");
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
        // What an edit wrote over counts as well, so that it is not forgotten that it did. Only between definitions does the order
        // matter: each change of them on the way back is a microsecond.
        let copied = format!(
            "\nFROM (\n  SELECT as_of, definition_hash, rows_staged, SUM(changes) OVER (ORDER BY {back} ROWS UNBOUNDED PRECEDING) AS age\n  FROM (\n    \
             SELECT k.*, CASE WHEN definition_hash = LAG(definition_hash) OVER (ORDER BY {back}) THEN 0 ELSE 1 END AS changes\n    FROM (\n      \
             SELECT as_of, definition_hash, rows_staged, status, computed_at,\n        \
             MAX(CASE WHEN status = {undone} THEN computed_at END) OVER (PARTITION BY as_of) AS undone_at\n      FROM {ledger}\n      \
             WHERE node = {node} AND status <> {failed}{no_later}\n        \
             AND (computed_at < {taken_at} OR (computed_at = {taken_at} AND (as_of < {as_of} OR status = {undone})))\n        \
             AND run_id NOT IN (SELECT run_id FROM {runs} WHERE computed_at > {taken_at} AND status = {running})\n    \
             ) AS k\n    WHERE status <> {undone} AND (undone_at IS NULL OR undone_at < computed_at)\n    \
             QUALIFY ROW_NUMBER() OVER (PARTITION BY as_of, definition_hash ORDER BY computed_at DESC) = 1\n  \
             ) AS k\n) AS copied",
            back = "computed_at DESC, as_of DESC, definition_hash",
            ledger = plan.store.relation(ledger::INTERVALS).quoted(),
            node = string_literal(plan.dialect, self.node),
            runs = plan.store.relation(runs::RUNS).quoted(),
            running = string_literal(plan.dialect, runs::RUNNING),
            failed = word(Recorded::Failed),
            undone = word(Recorded::Undone),
        );
        let now = parameter_timestamp(plan.dialect, Parameter::ComputedAt);
        let age = format!("CAST(LEAST(copied.age, {}) AS BIGINT)", JUST_BEFORE - 1);
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

/// How many microseconds before the run's moment all is undone: less than the millisecond that it is after those before it.
const JUST_BEFORE: u32 = 500;

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
pub(super) fn held(plan: &Plan, table: &RelationName, statements: Vec<Statement>) -> Script {
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
