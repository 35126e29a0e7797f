//! One JSON object a line: for programs that follow a run.

use std::io::Write;
use std::sync::{Mutex, PoisonError};

use serde::Serialize;

use crate::diagnostic::Diagnostic;
use crate::plan::{Plan, PlannedNode};
use crate::run::observer::Observer;
use crate::run::results::{NodeResult, RunResults, Status, findings};

/// Writes JSON lines.
pub struct JsonLines<W> {
    out: Mutex<W>,
}

#[derive(Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
enum Event<'e> {
    RunStarted {
        run_id: &'e str,
        target: &'e str,
        nodes: usize,
    },
    NodeStarted {
        node: &'e str,
    },
    NodeFinished {
        node: &'e NodeResult,
    },
    RunFinished {
        run_id: &'e str,
        status: Status,
        ok: usize,
        failed: usize,
        skipped: usize,
        cancelled: usize,
        seconds: f64,
        message: String,
        #[serde(serialize_with = "findings")]
        warnings: &'e [Diagnostic],
    },
}

impl<W: Write + Send> JsonLines<W> {
    /// Writes to `out`.
    pub fn new(out: W) -> Self {
        Self {
            out: Mutex::new(out),
        }
    }

    fn write(&self, event: &Event) {
        let mut out = self.out.lock().unwrap_or_else(PoisonError::into_inner);
        // A reader that went away does not stop the run.
        if let Ok(line) = serde_json::to_string(event) {
            let _ = writeln!(out, "{line}");
        }
    }

    /// Gives back what was written to.
    pub fn into_inner(self) -> W {
        self.out
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

impl<W: Write + Send> Observer for JsonLines<W> {
    fn run_started(&self, plan: &Plan, run_id: &str) {
        self.write(&Event::RunStarted {
            run_id,
            target: plan.target.as_str(),
            nodes: plan.nodes.len(),
        });
    }

    fn node_started(&self, node: &PlannedNode) {
        self.write(&Event::NodeStarted { node: &node.id });
    }

    fn node_finished(&self, result: &NodeResult) {
        self.write(&Event::NodeFinished { node: result });
    }

    fn run_finished(&self, results: &RunResults) {
        self.write(&Event::RunFinished {
            run_id: &results.run_id,
            status: results.status,
            ok: results.count(Status::Ok),
            failed: results.count(Status::Failed),
            skipped: results.count(Status::Skipped),
            cancelled: results.count(Status::Cancelled),
            seconds: results.seconds,
            message: results.summary(),
            warnings: &results.warnings,
        });
    }
}
