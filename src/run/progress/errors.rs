//! What is wrong, at the end, and nothing else: for `--quiet`.

use std::io::Write;
use std::sync::{Mutex, PoisonError};

use super::{Render, findings};
use crate::plan::{Plan, PlannedNode};
use crate::run::observer::Observer;
use crate::run::results::{NodeResult, RunResults};

/// Writes the findings of a run.
pub struct Errors<'r, W> {
    out: Mutex<W>,
    render: &'r Render<'r>,
}

impl<'r, W: Write + Send> Errors<'r, W> {
    /// Writes to `out`.
    pub fn new(out: W, render: &'r Render<'r>) -> Self {
        Self {
            out: Mutex::new(out),
            render,
        }
    }
}

impl<W: Write + Send> Observer for Errors<'_, W> {
    fn run_started(&self, _: &Plan, _: &str) {}

    fn node_started(&self, _: &PlannedNode) {}

    fn node_finished(&self, _: &NodeResult) {}

    fn run_finished(&self, results: &RunResults) {
        let mut out = self.out.lock().unwrap_or_else(PoisonError::into_inner);
        for diagnostic in findings(results) {
            // A reader that went away does not stop the run.
            let _ = write!(out, "{}", (self.render)(diagnostic));
        }
    }
}
