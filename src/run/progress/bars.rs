//! A line a running node and one bar for all: for terminals.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::{Look, Render, counted, ending, has_line, node_line};
use crate::plan::{Plan, PlannedNode};
use crate::run::observer::Observer;
use crate::run::results::{NodeResult, RunResults};

/// How many characters fit in a line of the terminal, where that is known: asked for at every line, as a window may change.
pub type Width<'r> = dyn Fn() -> Option<usize> + Send + Sync + 'r;

const NODES: &str = "{bar:30} {pos}/{len} nodes {elapsed}";
const NODES_STYLED: &str = "{bar:30.green} {pos}/{len} nodes {elapsed}";
const TIMES: &str = "{bar:30} {pos}/{len} as-of times, {msg} {elapsed}, {eta} left";
const TIMES_STYLED: &str = "{bar:30.green} {pos}/{len} as-of times, {msg} {elapsed}, {eta} left";

/// A node's id and its as-of time: several batches of one node may run at once.
type Key = (String, Option<String>);

/// Draws on a terminal.
pub struct Bars<'r> {
    screen: MultiProgress,
    total: ProgressBar,
    running: Mutex<HashMap<Key, ProgressBar>>,
    /// Rows that the finished nodes of a plan by intervals yielded; shown with the time that is left.
    rows: Mutex<Option<u64>>,
    width: Box<Width<'r>>,
    render: &'r Render<'r>,
    styled: bool,
}

impl<'r> Bars<'r> {
    /// Draws on `target`; `styled` in colours. `None` where nothing can be drawn: it is no terminal, or one that `TERM`
    /// does not name. There a bar would swallow every line.
    pub fn new(
        target: ProgressDrawTarget,
        width: Box<Width<'r>>,
        render: &'r Render<'r>,
        styled: bool,
    ) -> Option<Self> {
        if target.is_hidden() {
            return None;
        }
        let screen = MultiProgress::with_draw_target(target);
        let total = screen.add(ProgressBar::no_length());
        total.set_style(style(if styled { NODES_STYLED } else { NODES }));
        Some(Self {
            screen,
            total,
            running: Mutex::default(),
            rows: Mutex::default(),
            width,
            render,
            styled,
        })
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
        if plan.by_interval {
            let template = if self.styled { TIMES_STYLED } else { TIMES };
            self.total.set_style(style(template));
            *self.rows.lock().unwrap_or_else(PoisonError::into_inner) = Some(0);
            let times: usize = plan.nodes.iter().map(|node| node.earlier.len() + 1).sum();
            self.total.set_length(times as u64);
        } else {
            self.total.set_length(plan.nodes.len() as u64);
        }
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
            .insert(
                (
                    node.id.clone(),
                    node.times().last().map(ToString::to_string),
                ),
                line,
            );
    }

    fn node_finished(&self, result: &NodeResult) {
        let line = self
            .running
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&(result.id.clone(), result.as_of.clone()));
        if let Some(line) = line {
            line.finish_and_clear();
            self.screen.remove(&line);
        }
        if let Some(rows) = self
            .rows
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .as_mut()
        {
            *rows += result.rows_staged.unwrap_or(0);
            self.total.set_message(counted(*rows, "row"));
            self.total.inc(result.times as u64);
        } else {
            self.total.inc(1);
        }
        let finished = usize::try_from(self.total.position()).unwrap_or(usize::MAX);
        let total = usize::try_from(self.total.length().unwrap_or(0)).unwrap_or(usize::MAX);
        let look = Look {
            width: (self.width)(),
            styled: self.styled,
        };
        if has_line(result) {
            self.print(&node_line(finished, total, result, look));
        }
    }

    fn run_finished(&self, results: &RunResults) {
        self.total.finish_and_clear();
        self.print(&ending(results, self.render));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_drawn_where_nothing_can_be_seen() {
        let render = |_: &crate::diagnostic::Diagnostic| String::new();
        assert!(
            Bars::new(
                ProgressDrawTarget::hidden(),
                Box::new(|| None),
                &render,
                false
            )
            .is_none()
        );
    }
}
