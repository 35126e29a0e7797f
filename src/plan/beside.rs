//! What a plan of one as-of time reads beside what it makes: it must be there already.

use std::collections::{BTreeSet, HashMap};

use super::{Plan, PlannedTime};
use crate::compile::CheckedProject;
use crate::intervals;
use crate::ledger::Ledger;
use crate::project::time::AsOf;

/// The tables and feature views that planned nodes read and the plan does not make, by position.
pub fn read_beside(checked: &CheckedProject, plan: &Plan) -> BTreeSet<usize> {
    let planned: BTreeSet<usize> = positions(checked, plan).map(|(node, _)| node).collect();
    planned
        .iter()
        .flat_map(|position| &checked.nodes[*position].depends_on)
        .copied()
        .filter(|read| intervals::kind(checked, &checked.nodes[*read]).is_some())
        .filter(|read| !planned.contains(read))
        .collect()
}

/// Marks the nodes of a plan that read what neither the plan makes nor the ledger knows.
pub fn wait_for_missing(checked: &CheckedProject, plan: &mut Plan, ledger: &Ledger) {
    let planned: HashMap<usize, usize> = positions(checked, plan).collect();
    let computed: Vec<(usize, AsOf)> = planned
        .iter()
        .filter_map(|(position, at)| match plan.nodes[*at].as_of {
            PlannedTime::At(as_of) => Some((*position, as_of)),
            PlannedTime::Open(_) => None,
        })
        .collect();
    for (position, missing) in intervals::missing_needs(checked, &computed, ledger) {
        if let Some(at) = planned.get(&position) {
            plan.nodes[*at].waits_for = Some(missing);
        }
    }
}

/// The nodes of a plan: their positions in the project, and in the plan.
fn positions<'c>(
    checked: &'c CheckedProject,
    plan: &Plan,
) -> impl Iterator<Item = (usize, usize)> + use<'c> {
    let planned: HashMap<String, usize> = plan
        .nodes
        .iter()
        .enumerate()
        .map(|(at, node)| (node.id.clone(), at))
        .collect();
    let nodes = checked.nodes.iter().enumerate();
    nodes.filter_map(move |(position, node)| Some((position, *planned.get(&node.id)?)))
}
