//! The ledger: which as-of times each node has, and what ran. Rows are only ever appended; the latest row of a node and
//! as-of tells. An append takes no lock that another writer waits for.

use super::script::{Parameter, SqlText, Statement};
use super::writer::{as_of_literal, execute, parameter_timestamp, sql};
use crate::plan::{Plan, PlannedNode};
use crate::sql::name::string_literal;

/// The row that says that a node has an as-of time; `changed` is what tells how many rows changed. Stands in the
/// transaction of what it describes, where there is one.
pub(super) fn interval(plan: &Plan, node: &PlannedNode, changed: Parameter) -> Statement {
    let literal = |text: &str| string_literal(plan.dialect, text);
    execute(
        "ledger: this as-of is there",
        sql![
            "INSERT INTO ",
            &plan.store.relation("fsc_intervals").quoted(),
            " (node, as_of, definition_hash, namespace, rows_staged, rows_changed, computed_at, run_id)\nSELECT ",
            &literal(&node.id),
            ", ",
            &as_of_literal(plan.dialect, node.as_of),
            ", ",
            &literal(&node.definition_hash),
            ", NULL, ",
            Parameter::RowsStaged,
            ", ",
            changed,
            ", ",
            &parameter_timestamp(plan.dialect, Parameter::ComputedAt),
            ", '",
            Parameter::RunId,
            "'"
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
    sql![
        "INSERT INTO ",
        &plan.store.relation("fsc_runs").quoted(),
        " (run_id, status, project, target, fsc_version, computed_at)\nSELECT '",
        Parameter::RunId,
        "', ",
        &literal(status),
        ", ",
        &literal(&plan.project),
        ", ",
        &literal(plan.target.as_str()),
        ", ",
        &literal(env!("CARGO_PKG_VERSION")),
        ", ",
        &parameter_timestamp(plan.dialect, Parameter::ComputedAt)
    ]
}
