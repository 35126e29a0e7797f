//! The ledger: which as-of times each node has, and what ran. Rows are only ever appended; the latest row of a node and
//! as-of tells. An append takes no lock that another writer waits for. A run that has to send a row again, because a
//! connection broke before the answer came, appends it once.

use super::script::{Parameter, SqlText, Statement};
use super::writer::{as_of_literal, execute, parameter_timestamp, sql};
use crate::plan::{Plan, PlannedNode};
use crate::sql::name::{RelationName, string_literal};

/// The row that says that a node has an as-of time; `changed` is what tells how many rows changed. Stands in the
/// transaction of what it describes, where there is one.
pub(super) fn interval(plan: &Plan, node: &PlannedNode, changed: Parameter) -> Statement {
    let literal = |text: &str| string_literal(plan.dialect, text);
    let ledger = plan.store.relation("fsc_intervals");
    let id = literal(&node.id);
    let as_of = as_of_literal(plan.dialect, node.as_of);
    execute(
        "ledger: this as-of is there",
        sql![
            "INSERT INTO ",
            &ledger.quoted(),
            " (node, as_of, definition_hash, namespace, status, rows_staged, rows_changed, query_ids, computed_at, run_id)\nSELECT ",
            &id,
            ", ",
            &as_of,
            ", ",
            &literal(&node.definition_hash),
            ", NULL, 'ok', ",
            Parameter::RowsStaged,
            ", ",
            changed,
            ", NULLIF('",
            Parameter::QueryIds,
            "', ''), ",
            &parameter_timestamp(plan.dialect, Parameter::ComputedAt),
            ", '",
            Parameter::RunId,
            "'",
            &unless_there(&ledger, &format!("node = {id} AND as_of = {as_of}")),
        ],
    )
}

/// The row that says that a run has started.
pub fn run_started(plan: &Plan) -> SqlText {
    run_row(plan, "running")
}

/// The row that says how a run ended: `status` is `ok`, `failed` or `cancelled`.
pub fn run_finished(plan: &Plan, status: &str) -> SqlText {
    run_row(plan, status)
}

fn run_row(plan: &Plan, status: &str) -> SqlText {
    let literal = |text: &str| string_literal(plan.dialect, text);
    let ledger = plan.store.relation("fsc_runs");
    let status = literal(status);
    sql![
        "INSERT INTO ",
        &ledger.quoted(),
        " (run_id, status, project, target, fsc_version, computed_at)\nSELECT '",
        Parameter::RunId,
        "', ",
        &status,
        ", ",
        &literal(&plan.project),
        ", ",
        &literal(plan.target.as_str()),
        ", ",
        &literal(env!("CARGO_PKG_VERSION")),
        ", ",
        &parameter_timestamp(plan.dialect, Parameter::ComputedAt),
        &unless_there(&ledger, &format!("status = {status}")),
    ]
}

/// Keeps a row from being appended twice by one run.
fn unless_there(ledger: &RelationName, same: &str) -> SqlText {
    sql![
        "\nWHERE NOT EXISTS (SELECT 1 FROM ",
        &ledger.quoted(),
        " WHERE run_id = '",
        Parameter::RunId,
        "' AND ",
        same,
        ")"
    ]
}
