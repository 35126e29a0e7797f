//! What came of a run and of each of its nodes, put into results.

use std::collections::{BTreeSet, HashMap};
use std::time::Duration;

use chrono::TimeDelta;

use super::Run;
use super::results::{NodeResult, RunResults, Status};
use crate::diagnostic::{Diagnostic, Severity};
use crate::intervals;
use crate::output_folder;
use crate::plan::{PlannedNode, PlannedTime};
use crate::project::time::AsOf;
use crate::rules::no_rows;

impl Run<'_> {
    pub(super) fn status(&self, nodes: &[NodeResult], errors: &[Diagnostic]) -> Status {
        let any = |status| nodes.iter().any(|node| node.status == status);
        if any(Status::Cancelled) || (nodes.is_empty() && self.cancellation.is_requested()) {
            Status::Cancelled
        } else if any(Status::Failed) || any(Status::Skipped) || !errors.is_empty() {
            Status::Failed
        } else {
            Status::Ok
        }
    }

    pub(super) fn none_ran(&self, status: Status) -> Vec<NodeResult> {
        self.plan
            .nodes
            .iter()
            .map(|node| {
                let result = Self::result(node, status);
                self.observer.node_finished(&result);
                result
            })
            .collect()
    }

    /// A node's result before anything is known of it but how it ended.
    pub(super) fn result(node: &PlannedNode, status: Status) -> NodeResult {
        NodeResult {
            id: node.id.clone(),
            name: node.name.to_string(),
            kind: node.kind(),
            verb: node.verb(),
            status,
            as_of: match node.as_of {
                PlannedTime::At(as_of) => Some(as_of.to_string()),
                PlannedTime::Open(_) => None,
            },
            left_out: match status {
                Status::Ok => Vec::new(),
                Status::Failed | Status::Skipped | Status::Cancelled | Status::Running => {
                    node.times()
                }
            },
            unfinished: Vec::new(),
            first_as_of: node.earlier.first().map(|slice| slice.as_of.to_string()),
            times: node.earlier.len() + 1,
            definition_hash: node.definition_hash.clone(),
            rows_staged: None,
            rows_changed: None,
            is_written: false,
            seconds: 0.0,
            statements: 0,
            bytes_scanned: None,
            query_ids: Vec::new(),
            skipped_because: None,
            errors: Vec::new(),
            compiled: output_folder::compiled(node.name.as_str()),
        }
    }

    pub(super) fn results(
        &self,
        nodes: Vec<NodeResult>,
        errors: Vec<Diagnostic>,
        elapsed: Duration,
    ) -> RunResults {
        let started_at = self.options.now;
        RunResults {
            version: RunResults::VERSION,
            fsc_version: env!("CARGO_PKG_VERSION"),
            run_id: self.options.run_id.clone(),
            started_at,
            finished_at: TimeDelta::from_std(elapsed)
                .ok()
                .and_then(|elapsed| started_at.checked_add_signed(elapsed))
                .unwrap_or(started_at),
            target: self.plan.target.to_string(),
            args: self.options.args.clone(),
            invocation: self.options.invocation.clone(),
            status: self.status(&nodes, &errors),
            seconds: elapsed.as_secs_f64(),
            errors,
            warnings: self.without_rows(&nodes),
            nodes,
        }
    }

    /// Which nodes were written without a row: each once, whatever its batches.
    fn without_rows(&self, results: &[NodeResult]) -> Vec<Diagnostic> {
        let mut told: Vec<(&PlannedNode, Severity)> = Vec::new();
        let mut empty: HashMap<&str, BTreeSet<AsOf>> = HashMap::new();
        for (node, result) in self.plan.nodes.iter().zip(results) {
            let is_empty = result.status == Status::Ok && result.rows_staged == Some(0);
            let Some(severity) = node.no_rows.severity().filter(|_| is_empty) else {
                continue;
            };
            let times = empty.entry(&node.id).or_insert_with(|| {
                told.push((node, severity));
                BTreeSet::new()
            });
            let computed = node.times().into_iter();
            times.extend(computed.filter(|time| !result.left_out.contains(time)));
        }
        let finding = |(node, severity): (&PlannedNode, Severity)| {
            let times = empty.remove(node.id.as_str()).unwrap_or_default();
            let spans = intervals::spans(node.interval, times);
            no_rows::written(&node.id, &spans, severity)
        };
        told.into_iter().map(finding).collect()
    }
}
