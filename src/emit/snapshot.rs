//! Snapshots of tables: copies whose names sort by time, the end of those that are past retention, and the way back.
//!
//! The row in `fsc_snapshots` is written before the copy is made and deleted after the copy is dropped, so that a crash
//! between the two leaves a row without a copy (harmless: the drop says IF EXISTS), never a copy that nobody knows. fsc
//! drops only what that table lists, and of that only what bears its mark.
//!
//! The as-of time of the table counts as done only with its copy, so that a backfill that stops between the two makes the
//! copy when it is sent again.

use super::catalog::{self, place};
use super::ledger;
use super::ownership::{self, Kind};
use super::script::{Owned, Parameter, Role, SqlText, Statement};
use super::writer::{as_of_literal, begin_part, commit_unseen, execute, parameter_timestamp, sql};
use crate::plan::{Plan, PlannedNode, PlannedTime, TableAction};
use crate::project::model::Snapshot;
use crate::sql::name::{Dialect, Identifier, RelationName, in_literal, in_quotes, string_literal};

/// The ledger's table of copies.
pub(crate) const LEDGER: &str = "fsc_snapshots";

fn prefix(action: &TableAction) -> String {
    format!("{}__SNAPSHOT__", action.relation.name.folded())
}

/// The copy that this run replaces, where its name is known before the run: a hand-made table may have it.
pub(super) fn replaced(plan: &Plan, node: &PlannedNode, action: &TableAction) -> Option<Owned> {
    match (action.snapshot, node.as_of) {
        (Snapshot::Daily, PlannedTime::At(as_of)) => {
            let name = format!("{}{}", prefix(action), as_of.date().format("%Y%m%d"));
            let copy = action.relation.sibling(Identifier::exact(name));
            Some(ownership::of_copy(plan, &action.relation, copy))
        }
        _ => None,
    }
}

/// What is sent after a table was written; nothing where no snapshots are kept. `changed` is what tells how many of its rows
/// changed.
pub(super) fn statements(
    plan: &Plan,
    node: &PlannedNode,
    action: &TableAction,
    changed: Parameter,
) -> Vec<Statement> {
    let (suffix, create) = match (action.snapshot, node.as_of) {
        (Snapshot::Never, _) => return Vec::new(),
        (Snapshot::Daily, PlannedTime::At(as_of)) => (
            sql![&as_of.date().format("%Y%m%d").to_string()],
            "CREATE OR REPLACE ",
        ),
        (Snapshot::Daily, PlannedTime::Open(_)) => (sql!["{{ ds_nodash }}"], "CREATE OR REPLACE "),
        // A name that no other run has: there is nothing to replace.
        (Snapshot::EveryRun, _) => (sql![Parameter::RunStamp], "CREATE "),
    };
    let if_missing = match action.snapshot {
        Snapshot::EveryRun => "IF NOT EXISTS ",
        Snapshot::Never | Snapshot::Daily => "",
    };
    let dialect = plan.dialect;
    let prefix = prefix(action);
    let name = sql!["'", &in_literal(dialect, &prefix), &suffix, "'"];
    // Parameters in the suffix are letters, digits and `_`, so that quoting the fixed part is enough.
    let place = place(&action.relation);
    let copy = sql![&place, "\"", &in_quotes(&prefix), &suffix, "\""];
    let mut statements: Vec<Statement> = replaced(plan, node, action)
        .map(|owned| ownership::check(plan, vec![owned]))
        .unwrap_or_default();
    statements.push(note(plan, node, action, &name));
    let made = sql![
        "'",
        &in_literal(dialect, &ownership::copies_prefix(&action.relation)),
        &in_literal(dialect, &prefix),
        &suffix,
        "'"
    ];
    statements.push(match dialect {
        Dialect::Snowflake => ownership::making(plan, &node.id, &made),
        Dialect::DuckDb => begin_part("the copy and its mark"),
    });
    let cloned = |if_missing| {
        copy_of(
            dialect,
            action.transient,
            if_missing,
            &copy,
            &action.relation,
        )
    };
    let is_replaced = dialect == Dialect::Snowflake && action.snapshot == Snapshot::Daily;
    if is_replaced {
        // COPY GRANTS takes those of the copy where one is there, and else those of the table.
        statements.push(execute(
            "snapshot: make the copy, where there is none, without the grants of the table",
            sql!["CREATE ", &cloned("IF NOT EXISTS ")],
        ));
    }
    statements.extend([
        if is_replaced {
            execute(
                "snapshot: make it anew, where it stood already, and keep its own grants",
                sql![create, &cloned(""), " COPY GRANTS"],
            )
        } else {
            execute("snapshot: make the copy", sql![create, &cloned(if_missing)])
        },
        ownership::mark(plan, &node.id, Kind::Table, &copy),
    ]);
    let copied = ledger::copied(plan, node, changed);
    statements.extend(match dialect {
        Dialect::Snowflake => [ownership::marked(plan, &made), copied],
        Dialect::DuckDb => [copied, commit_unseen()],
    });
    if let Some(retention) = action.snapshot_retention {
        let now = parameter_timestamp(dialect, Parameter::ComputedAt);
        let seconds = retention.seconds();
        let cutoff = match dialect {
            Dialect::Snowflake => sql!["DATEADD(SECOND, ", &format!("-{seconds}"), ", ", &now, ")"],
            Dialect::DuckDb => sql![&now, " - INTERVAL (", &seconds.to_string(), ") SECOND"],
        };
        let (found, each) = past(plan, &action.relation, &cutoff);
        statements.push(Statement {
            purpose: format!(
                "retention: copies older than {retention} go, now that the new one stands"
            ),
            role: Role::ForEach(each),
            sql: found,
        });
    }
    statements
}

fn note(plan: &Plan, node: &PlannedNode, action: &TableAction, name: &SqlText) -> Statement {
    let dialect = plan.dialect;
    execute(
        "snapshot: note the copy before it is made (a rerun notes it again)",
        sql![
            "INSERT INTO ",
            &plan.store.relation(LEDGER).quoted(),
            " (table_name, snapshot_name, as_of, taken_at, run_id)\nSELECT ",
            &string_literal(dialect, &action.relation.stored_name()),
            ", ",
            name,
            ", ",
            &as_of_literal(dialect, node.as_of),
            ", ",
            &parameter_timestamp(dialect, Parameter::ComputedAt),
            ", '",
            Parameter::RunId,
            "'"
        ],
    )
}

/// `TABLE … CLONE …`, or what the dialect has for it, without the verb.
fn copy_of(
    dialect: Dialect,
    is_transient: bool,
    if_missing: &str,
    copy: &SqlText,
    of: &RelationName,
) -> SqlText {
    let of = of.quoted();
    match dialect {
        Dialect::Snowflake => {
            let kind = if is_transient {
                "TRANSIENT TABLE "
            } else {
                "TABLE "
            };
            sql![kind, if_missing, copy, " CLONE ", &of]
        }
        Dialect::DuckDb => sql!["TABLE ", if_missing, copy, " AS SELECT * FROM ", &of],
    }
}

/// The names of copies that are past retention, without those in whose place somebody has put something else; and what is
/// sent for each.
fn past(plan: &Plan, table: &RelationName, cutoff: &SqlText) -> (SqlText, Vec<SqlText>) {
    let dialect = plan.dialect;
    let ledger = plan.store.relation(LEDGER).quoted();
    let table_name = string_literal(dialect, &table.stored_name());
    let found = sql![
        "SELECT s.snapshot_name\nFROM (SELECT snapshot_name, MAX(taken_at) AS taken_at FROM ",
        &ledger,
        " WHERE table_name = ",
        &table_name,
        " GROUP BY snapshot_name) AS s\nWHERE s.taken_at < ",
        cutoff,
        "\n  AND (s.taken_at < ",
        &ownership::marked_since(dialect, &plan.store, &table.stored_name()),
        "\n    OR s.snapshot_name NOT IN (",
        &catalog::unmarked_beside(dialect, table),
        ")\n    OR ",
        &string_literal(dialect, &ownership::copies_prefix(table)),
        " || s.snapshot_name IN (",
        &ownership::being_made(dialect, &plan.store),
        "))\nORDER BY s.snapshot_name"
    ];
    let each = vec![
        sql![
            "DROP TABLE IF EXISTS ",
            &place(table),
            Parameter::FoundIdentifier
        ],
        sql![
            "DELETE FROM ",
            &ledger,
            " WHERE table_name = ",
            &table_name,
            " AND snapshot_name = ",
            Parameter::FoundLiteral
        ],
    ];
    (found, each)
}
