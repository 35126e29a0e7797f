//! Who watches a run: progress on a terminal, lines in a pipe, JSON in a log.

use super::results::{NodeResult, RunResults};
use crate::plan::{Plan, PlannedNode};

/// Told what happens, from several threads, in the order in which it happens.
pub trait Observer: Sync {
    /// The run begins.
    fn run_started(&self, plan: &Plan, run_id: &str);

    /// A node was taken up by a worker.
    fn node_started(&self, node: &PlannedNode);

    /// A node ended, or will not start.
    fn node_finished(&self, result: &NodeResult);

    /// The run is over.
    fn run_finished(&self, results: &RunResults);
}

/// Watches without a word.
pub struct Silent;

impl Observer for Silent {
    fn run_started(&self, _: &Plan, _: &str) {}
    fn node_started(&self, _: &PlannedNode) {}
    fn node_finished(&self, _: &NodeResult) {}
    fn run_finished(&self, _: &RunResults) {}
}
