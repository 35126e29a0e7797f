//! SQL text for what a plan says, one emitter for every dialect.
//!
//! Each function writes one kind of statement for both dialects, matching [`Dialect`](crate::sql::name::Dialect) exhaustively where they differ, so
//! that a fix to one cannot forget the other. Names and literals are quoted by [`crate::sql::name`] alone.

pub(crate) mod alter;
mod audit;
mod catalog;
pub(crate) mod copies;
mod feature_view;
mod known;
pub mod lease;
mod ledger;
mod merged_table;
pub(crate) mod ownership;
mod replacement;
pub(crate) mod restore;
mod runs;
pub mod script;
mod setup;
pub(crate) mod snapshot;
mod table;
#[cfg(test)]
#[cfg(feature = "duckdb")]
mod tests;
pub(crate) mod transience;
mod versions;
mod wide_view;
mod writer;

pub(crate) use catalog::about;
pub use catalog::instead_of_mount;
pub(crate) use copies::store_tables_there;
pub use known::{Asked, Undefined, known_intervals};
pub(crate) use ledger::INTERVALS;
pub use ledger::failed;
pub(crate) use runs::RUNS;
pub use runs::{latest_run, run_finished, run_started};
pub use setup::{schemas_elsewhere, setup, sources};
pub(crate) use wide_view::key_type;
pub(crate) use writer::{STAGE, beside};

use std::collections::BTreeSet;
use std::time::Duration;

use crate::plan::{Action, Plan, PlannedNode};
use script::Script;

/// All that a run sends before its nodes where all is well, the lease for `length` included: what `target/setup.sql` shows.
pub fn beginning(plan: &Plan, length: Duration) -> Script {
    let mut script = lease::lease(plan, length);
    script.phases.extend(schemas_elsewhere(plan).phases);
    script.phases.extend(setup(plan, &BTreeSet::new()).phases);
    script.phases.push(script::Phase {
        lock: None,
        statements: vec![latest_run(plan), run_started(plan)],
    });
    script
}

/// The statements of one node.
pub fn node(plan: &Plan, node: &PlannedNode) -> Script {
    let script = match &node.action {
        Action::FeatureView(action) => feature_view::script(plan, node, action),
        Action::Table(action) => table::script(plan, node, action),
    };
    lease::fenced(plan, script)
}
