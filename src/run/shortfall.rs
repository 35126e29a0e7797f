//! What did not come about in a run, and what that keeps from being computed.

use std::collections::{BTreeMap, HashMap};

use crate::plan::{Plan, PlannedNode};
use crate::project::time::AsOf;

/// As-of times of nodes that were not computed, each with the id of what began it: the node that failed, or what was
/// missing from the start.
#[derive(Debug, Default)]
pub(super) struct Shortfall {
    nodes: HashMap<usize, BTreeMap<AsOf, String>>,
}

impl Shortfall {
    /// The node at `position` was not computed at a time. What was said of it first is what began it.
    pub(super) fn add(&mut self, position: usize, as_of: AsOf, because: &str) {
        let times = self.nodes.entry(position).or_default();
        times.entry(as_of).or_insert_with(|| because.to_owned());
    }

    /// What keeps a node from being computed at each of its times, where something does.
    pub(super) fn kept(&self, plan: &Plan, node: &PlannedNode) -> BTreeMap<AsOf, String> {
        let because = |as_of: AsOf| {
            node.depends_on.iter().find_map(|read| {
                let times = self.nodes.get(read)?;
                let read = &plan.nodes[*read];
                if plan.by_interval && !read.has_one_state() {
                    times.get(&read.interval.floor(as_of))
                } else {
                    times.values().next()
                }
            })
        };
        let times = node.times().into_iter();
        times
            .filter_map(|as_of| Some((as_of, because(as_of)?.clone())))
            .collect()
    }
}
