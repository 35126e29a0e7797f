//! A line a running node and one bar for all: for terminals.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::{Render, ending, node_line};
use crate::plan::{Plan, PlannedNode};
use crate::run::observer::Observer;
use crate::run::results::{NodeResult, RunResults};

/// Draws on stderr.
pub struct Bars<'r> {
    screen: MultiProgress,
    total: ProgressBar,
    running: Mutex<HashMap<String, ProgressBar>>,
    render: &'r Render<'r>,
}

impl<'r> Bars<'r> {
    /// Draws on stderr; `styled` in colours.
    pub fn new(render: &'r Render<'r>, styled: bool) -> Self {
        let screen = MultiProgress::with_draw_target(ProgressDrawTarget::stderr());
        let total = screen.add(ProgressBar::no_length());
        let template = if styled {
            "{bar:30.green} {pos}/{len} nodes {elapsed}"
        } else {
            "{bar:30} {pos}/{len} nodes {elapsed}"
        };
        total.set_style(style(template));
        Self {
            screen,
            total,
            running: Mutex::default(),
            render,
        }
    }

    fn print(&self, text: &str) {
        // A terminal that went away does not stop the run.
        let _ = self.screen.println(text);
    }
}

/// indicatif's own look where a template is not one, which the constants here rule out.
fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}

impl Observer for Bars<'_> {
    fn run_started(&self, plan: &Plan, _: &str) {
        self.total.set_length(plan.nodes.len() as u64);
        self.total.tick();
    }

    fn node_started(&self, node: &PlannedNode) {
        let line = self
            .screen
            .insert_before(&self.total, ProgressBar::new_spinner());
        line.set_style(style("{spinner} {msg} {elapsed}"));
        line.set_message(format!("{} {} {}", node.verb(), node.kind(), node.name));
        line.enable_steady_tick(Duration::from_millis(120));
        self.running
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(node.id.clone(), line);
    }

    fn node_finished(&self, result: &NodeResult) {
        let line = self
            .running
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&result.id);
        if let Some(line) = line {
            line.finish_and_clear();
            self.screen.remove(&line);
        }
        self.total.inc(1);
        let finished = usize::try_from(self.total.position()).unwrap_or(usize::MAX);
        let total = usize::try_from(self.total.length().unwrap_or(0)).unwrap_or(usize::MAX);
        self.print(&node_line(finished, total, result));
    }

    fn run_finished(&self, results: &RunResults) {
        self.total.finish_and_clear();
        self.print(&ending(results, self.render));
    }
}
