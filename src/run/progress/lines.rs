//! One line a finished node, without colours: for pipes and files.

use std::io::Write;
use std::sync::{Mutex, PoisonError};

use super::{Look, Render, ending, has_line, node_line};
use crate::plan::{Plan, PlannedNode};
use crate::run::observer::Observer;
use crate::run::results::{NodeResult, RunResults};

/// Writes lines.
pub struct Lines<'r, W> {
    state: Mutex<State<W>>,
    render: &'r Render<'r>,
}

struct State<W> {
    out: W,
    finished: usize,
    total: usize,
}

impl<W: Write> State<W> {
    /// A reader that went away does not stop the run.
    fn line(&mut self, line: &str) {
        let _ = writeln!(self.out, "{line}");
    }
}

impl<'r, W: Write + Send> Lines<'r, W> {
    /// Writes to `out`.
    pub fn new(out: W, render: &'r Render<'r>) -> Self {
        Self {
            state: Mutex::new(State {
                out,
                finished: 0,
                total: 0,
            }),
            render,
        }
    }

    fn with(&self, act: impl FnOnce(&mut State<W>)) {
        act(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner));
    }

    /// Gives back what was written to.
    pub fn into_inner(self) -> W {
        self.state
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner)
            .out
    }
}

impl<W: Write + Send> Observer for Lines<'_, W> {
    fn run_started(&self, plan: &Plan, _: &str) {
        self.with(|state| state.total = plan.nodes.len());
    }

    fn node_started(&self, _: &PlannedNode) {}

    fn node_finished(&self, result: &NodeResult) {
        self.with(|state| {
            state.finished += 1;
            if has_line(result) {
                let line = node_line(state.finished, state.total, result, Look::default());
                state.line(&line);
            }
        });
    }

    fn run_finished(&self, results: &RunResults) {
        self.with(|state| state.line(&ending(results, self.render)));
    }
}
