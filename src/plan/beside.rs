//! What the store has for a plan of one as-of time: of what it makes, and of what it reads beside that.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{Plan, PlannedTime};
use crate::compile::CheckedProject;
use crate::diagnostic::Diagnostic;
use crate::intervals::{self, Kind, UndefinedViews};
use crate::ledger::Ledger;
use crate::project::time::AsOf;

/// The tables and feature views that a plan makes, and those that they read, by position.
pub fn made_and_read(checked: &CheckedProject, plan: &Plan) -> BTreeSet<usize> {
    let planned: BTreeSet<usize> = positions(checked, plan).map(|(node, _)| node).collect();
    let read = planned
        .iter()
        .flat_map(|position| &checked.nodes[*position].depends_on);
    planned.iter().chain(read).copied().collect()
}

/// What is to be said of a plan before it is executed.
pub fn remarks(checked: &CheckedProject, plan: &Plan, ledger: &Ledger) -> Vec<Diagnostic> {
    let computed = positions(checked, plan);
    // What waits for something is not computed.
    let computed = computed.filter(|(_, at)| plan.nodes[*at].waits_for.is_none());
    let mut anew = BTreeSet::new();
    let times: Vec<(usize, [AsOf; 1])> = computed
        .filter_map(|(position, at)| {
            let node = &plan.nodes[at];
            let is_merged =
                intervals::kind(checked, &checked.nodes[position]) == Some(Kind::Sequential);
            if is_merged && node.has_one_state() {
                anew.insert(position);
            }
            match node.as_of {
                PlannedTime::At(as_of) => Some((position, [as_of])),
                PlannedTime::Open(_) => None,
            }
        })
        .collect();
    let times = times.iter().map(|(node, times)| (*node, times.as_slice()));
    intervals::remarks(checked, times, &anew, ledger)
}

/// Tells the nodes of a plan what the ledger says of the rest of the store: what they read and is not there, or was computed
/// by an older definition; and what stands there where they write.
pub fn settle(checked: &CheckedProject, plan: &mut Plan, ledger: &Ledger) {
    wait_for_missing(checked, plan, ledger);
    let undefined = UndefinedViews::of(checked, ledger);
    for (position, at) in positions(checked, plan) {
        let node = &mut plan.nodes[at];
        let PlannedTime::At(as_of) = node.as_of else {
            continue;
        };
        let known = &checked.nodes[position];
        node.supersede(&intervals::superseded(
            checked, known, as_of, ledger, &undefined,
        ));
        if ledger.latest(&node.id) > Some(as_of) {
            node.keep_no_daily_copy();
        }
    }
}

fn wait_for_missing(checked: &CheckedProject, plan: &mut Plan, ledger: &Ledger) {
    let planned: HashMap<usize, usize> = positions(checked, plan).collect();
    let computed: BTreeMap<usize, AsOf> = planned
        .iter()
        .filter_map(|(position, at)| match plan.nodes[*at].as_of {
            PlannedTime::At(as_of) => Some((*position, as_of)),
            PlannedTime::Open(_) => None,
        })
        .collect();
    for (position, found) in intervals::needs(checked, &computed, ledger) {
        if let Some(at) = planned.get(&position) {
            let node = &mut plan.nodes[*at];
            let lacks = intervals::lost_history(checked, &checked.nodes[position], ledger);
            node.waits_for = lacks.filter(|_| !node.has_one_state()).or(found.missing);
            node.reads_stale = found.is_stale;
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
