//! The ledger of runs: when each began, and how it ended. Rows are only ever appended, as those of [as-of times](super::ledger).

use super::ledger::unless_there;
use super::script::{Parameter, SqlText, Statement};
use super::writer::{execute, parameter_timestamp, sql, timestamp_text};
use crate::plan::Plan;
use crate::sql::name::string_literal;

/// The table of runs.
pub(crate) const RUNS: &str = "fsc_runs";

/// The status of a run that goes on.
pub(super) const RUNNING: &str = "running";
/// The status of a run that was killed, as the next one notes.
const ABANDONED: &str = "abandoned";

/// Asks when the latest other run that the ledger knows began.
pub fn latest_run(plan: &Plan) -> Statement {
    execute(
        "ledger: when the latest run was",
        sql![
            "SELECT ",
            &timestamp_text(plan.dialect, "MAX(computed_at)"),
            "\nFROM ",
            &plan.store.relation(RUNS).quoted(),
            "\nWHERE run_id <> '",
            Parameter::RunId,
            "'"
        ],
    )
}

/// The row that says that a run has started, and one for each that was killed. Whoever holds the lease is the only run that
/// there is: another one that is said to go on has ended without a word.
pub fn run_started(plan: &Plan) -> Statement {
    let ledger = plan.store.relation(RUNS).quoted();
    let literal = |text: &str| string_literal(plan.dialect, text);
    let running = literal(RUNNING);
    let mut rows = run_row(plan, RUNNING);
    rows.push_text(&sql![
        "\nUNION ALL\nSELECT r.run_id, ",
        &literal(ABANDONED),
        ", r.job, r.project, r.target, r.fsc_version, ",
        &parameter_timestamp(plan.dialect, Parameter::ComputedAt),
        "\nFROM ",
        &ledger,
        " AS r\nWHERE r.status = ",
        &running,
        " AND r.run_id <> '",
        Parameter::RunId,
        "'\n  AND NOT EXISTS (SELECT 1 FROM ",
        &ledger,
        " AS e WHERE e.run_id = r.run_id AND e.status <> ",
        &running,
        // DuckDB would read rows that it has just written here, were they not put in order first.
        ")\nORDER BY 1"
    ]);
    execute(
        "ledger: the run has started, and what was killed is abandoned",
        rows,
    )
}

/// The row that says how a run ended: `status` is `ok`, `failed` or `cancelled`.
pub fn run_finished(plan: &Plan, status: &str) -> SqlText {
    run_row(plan, status)
}

/// The row that says that a copy was restored.
pub(super) fn restored(plan: &Plan) -> SqlText {
    run_row(plan, "restored")
}

fn run_row(plan: &Plan, status: &str) -> SqlText {
    let literal = |text: &str| string_literal(plan.dialect, text);
    let ledger = plan.store.relation(RUNS);
    let status = literal(status);
    let job = plan
        .backfill
        .as_ref()
        .map_or_else(|| "NULL".to_owned(), |job| literal(&job.name));
    sql![
        "INSERT INTO ",
        &ledger.quoted(),
        " (run_id, status, job, project, target, fsc_version, computed_at)\nSELECT '",
        Parameter::RunId,
        "', ",
        &status,
        ", ",
        &job,
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
