//! What the store has of a project: for each node which as-of times are there, missing, failed, or computed by an older
//! definition.
//!
//! Pure: from the checked project and the ledger to values that [`cli`](crate::cli) prints.

mod calendar;
mod left_over;

use std::collections::BTreeSet;

use crate::compile::{CheckedNode, CheckedProject};
use crate::intervals::{self, Kind, Span};
use crate::ledger::{Ledger, State};
use crate::project::time::{AsOf, Interval};
use crate::run::last::{LastNode, LastRun};

pub use calendar::{calendar, legend};
pub use left_over::{LeftOver, of_shorter_cadence, of_undefined};

/// What the store has of a node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NodeStatus {
    /// `feature_view.brand_contact_book`.
    pub id: String,
    /// Its cadence.
    pub interval: Interval,
    /// Whether it holds one state: then its times are that of the state alone.
    pub has_one_state: bool,
    /// Its as-of times, in order, each with what it is to the definition at hand.
    pub times: Vec<(AsOf, State)>,
}

/// Which as-of times of a node count.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Bounds {
    /// From this one on, else from the first that the ledger knows.
    pub first: Option<AsOf>,
    /// To this one, and to the last that the ledger knows if `reaches_further`.
    pub last: Option<AsOf>,
    /// Whether all times count that the ledger knows.
    pub reaches_further: bool,
}

/// What the store has of a node within `bounds`. `None`: the node is a source.
pub fn of_node(
    checked: &CheckedProject,
    node: &CheckedNode,
    ledger: &Ledger,
    bounds: Bounds,
) -> Option<NodeStatus> {
    let interval = checked.interval(node)?;
    let has_one_state = intervals::kind(checked, node)? == Kind::OneState;
    let state = |time| (time, ledger.state(&node.id, time, &node.values_hash));
    let times = if has_one_state {
        let stands = ledger.last_computed(&node.id);
        let stood = ledger.lost(&node.id).map(|lost| lost.stood_as_of);
        // What is listed and does not stand any more, as of whatever time, is missing.
        let listed = || ledger.entries(&node.id).map(|(as_of, _)| as_of).max();
        let time = stands.or(stood).or_else(listed);
        time.map(state).into_iter().collect()
    } else {
        let known = || ledger.entries(&node.id).map(|(as_of, _)| as_of);
        let first = bounds.first.or_else(|| known().min());
        let further = known().max().filter(|_| bounds.reaches_further);
        let mut times: BTreeSet<AsOf> = match (first, bounds.last.max(further)) {
            (Some(first), Some(last)) => interval.between(first, last).into_iter().collect(),
            _ => BTreeSet::new(),
        };
        if bounds.reaches_further {
            // What is there, or failed, counts wherever it is; what lies between it and the range is not missing.
            times.extend(known().filter(|time| interval.floor(*time) == *time));
        }
        times.into_iter().map(state).collect()
    };
    Some(NodeStatus {
        id: node.id.clone(),
        interval,
        has_one_state,
        times,
    })
}

impl NodeStatus {
    /// Why its failed times failed, as far as the last run tells: it may have been another one that failed, on another machine.
    pub fn reasons<'l>(&self, last: Option<&'l LastRun>) -> Vec<&'l str> {
        let failed = self.failed();
        self.nodes_of(last)
            .filter(|node| self.left_by(node).any(|time| failed.contains(&time)))
            .flat_map(|node| &node.errors)
            .map(|error| error.message.as_str())
            .collect()
    }

    /// Whether a retry of the last run computes all its failed times.
    pub fn is_retried(&self, last: Option<&LastRun>) -> bool {
        let nodes = self.nodes_of(last);
        let left: BTreeSet<AsOf> = nodes.flat_map(|node| self.left_by(node)).collect();
        self.failed().is_subset(&left)
    }

    fn failed(&self) -> BTreeSet<AsOf> {
        let failed = self
            .times
            .iter()
            .filter(|(_, state)| *state == State::Failed);
        failed.map(|(time, _)| *time).collect()
    }

    fn nodes_of<'l>(&self, last: Option<&'l LastRun>) -> impl Iterator<Item = &'l LastNode> {
        let nodes = last.into_iter().flat_map(|last| &last.nodes);
        nodes.filter(|node| node.id == self.id)
    }

    fn left_by(&self, node: &LastNode) -> impl Iterator<Item = AsOf> {
        node.to_compute().map(|time| self.interval.floor(time))
    }

    /// How many times are in a state.
    pub fn count(&self, state: State) -> usize {
        self.times.iter().filter(|(_, of)| *of == state).count()
    }

    /// The times in a state, those that follow each other together.
    pub fn spans(&self, state: State) -> Vec<Span> {
        let times = self.times.iter().filter(|(_, of)| *of == state);
        intervals::spans(self.interval, times.map(|(time, _)| *time))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_a_state_are_told_in_spans() {
        let states = [
            ("2023-08-01", State::Missing),
            ("2023-08-02", State::Missing),
            ("2023-08-03", State::Present),
            ("2023-08-04", State::Missing),
        ];
        let status = NodeStatus {
            id: "feature_view.a".into(),
            interval: Interval::Day,
            has_one_state: false,
            times: states
                .into_iter()
                .map(|(day, state)| (day.parse().unwrap(), state))
                .collect(),
        };
        let missing = status.spans(State::Missing);
        assert_eq!(
            intervals::listed(&missing),
            "2023-08-01 to 2023-08-02, 2023-08-04"
        );
        assert_eq!(status.count(State::Present), 1);
    }
}
