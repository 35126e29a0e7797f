//! Snapshots of tables: copies whose names sort by time, and the end of those that are past retention.
//!
//! The row in `fsc_snapshots` is written before the copy is made and deleted after the copy is dropped, so that a crash
//! between the two leaves a row without a copy (harmless: the drop says IF EXISTS), never a copy that nobody knows. fsc
//! drops only what that table lists.

use super::script::{Parameter, Role, SqlText, Statement};
use super::writer::{as_of_literal, execute, parameter_timestamp, sql};
use crate::plan::{Plan, PlannedNode, PlannedTime, TableAction};
use crate::project::model::Snapshot;
use crate::sql::name::{Dialect, in_literal, in_quotes, string_literal};

/// What is sent after a table was written; nothing where no snapshots are kept.
pub(super) fn statements(plan: &Plan, node: &PlannedNode, action: &TableAction) -> Vec<Statement> {
    let suffix = match action.snapshot {
        Snapshot::Never => return Vec::new(),
        Snapshot::Daily => match node.as_of {
            PlannedTime::At(as_of) => sql![&as_of.date().format("%Y%m%d").to_string()],
            PlannedTime::Open(_) => sql!["{{ ds_nodash }}"],
        },
        Snapshot::EveryRun => sql![Parameter::RunStamp],
    };
    let dialect = plan.dialect;
    let prefix = format!("{}__SNAPSHOT__", action.relation.name.folded());
    let ledger = plan.store.relation("fsc_snapshots").quoted();
    let table = string_literal(dialect, &action.relation.stored_name());
    let name_literal = sql!["'", &in_literal(dialect, &prefix), &suffix, "'"];
    // Parameters in the suffix are digits, so that quoting the fixed part is enough.
    let copy = sql![&schema(action), "\"", &in_quotes(&prefix), &suffix, "\""];
    let mut statements = vec![
        execute(
            "snapshot: note the copy before it is made (a rerun notes it again)",
            sql![
                "INSERT INTO ",
                &ledger,
                " (table_name, snapshot_name, as_of, taken_at, run_id)\nSELECT ",
                &table,
                ", ",
                &name_literal,
                ", ",
                &as_of_literal(dialect, node.as_of),
                ", ",
                &parameter_timestamp(dialect, Parameter::ComputedAt),
                ", '",
                Parameter::RunId,
                "'"
            ],
        ),
        execute(
            "snapshot: make the copy",
            copy_statement(dialect, action, &copy),
        ),
    ];
    if let Some(retention) = action.snapshot_retention {
        let now = parameter_timestamp(dialect, Parameter::ComputedAt);
        let seconds = retention.seconds();
        let cutoff = match dialect {
            Dialect::Snowflake => sql!["DATEADD(SECOND, ", &format!("-{seconds}"), ", ", &now, ")"],
            Dialect::DuckDb => sql![&now, " - INTERVAL (", &seconds.to_string(), ") SECOND"],
        };
        statements.push(Statement {
            purpose: format!(
                "retention: copies older than {retention} go, now that the new one stands"
            ),
            role: Role::ForEach(vec![
                sql![
                    "DROP TABLE IF EXISTS ",
                    &sql![&schema(action), Parameter::FoundIdentifier]
                ],
                sql![
                    "DELETE FROM ",
                    &ledger,
                    " WHERE table_name = ",
                    &table,
                    " AND snapshot_name = ",
                    Parameter::FoundLiteral
                ],
            ]),
            sql: sql![
                "SELECT snapshot_name\nFROM ",
                &ledger,
                "\nWHERE table_name = ",
                &table,
                "\nGROUP BY snapshot_name\nHAVING MAX(taken_at) < ",
                &cutoff,
                "\nORDER BY snapshot_name"
            ],
        });
    }
    statements
}

fn copy_statement(dialect: Dialect, action: &TableAction, copy: &SqlText) -> SqlText {
    let table = action.relation.quoted();
    match dialect {
        Dialect::Snowflake => {
            let kind = if action.transient {
                "TRANSIENT TABLE "
            } else {
                "TABLE "
            };
            sql!["CREATE OR REPLACE ", kind, copy, " CLONE ", &table]
        }
        Dialect::DuckDb => sql![
            "CREATE OR REPLACE TABLE ",
            copy,
            " AS SELECT * FROM ",
            &table
        ],
    }
}

/// The quoted schema of a table, with the dot after it.
fn schema(action: &TableAction) -> String {
    let mut text = String::new();
    for part in [&action.relation.database, &action.relation.schema]
        .into_iter()
        .flatten()
    {
        text.push_str(&part.quoted());
        text.push('.');
    }
    text
}
