//! Ranges become units.

use std::collections::{BTreeMap, HashMap};

use super::needs::{Made, missing_at};
use super::{Kind, Range, Unit, Wanted, kind};
use crate::compile::CheckedProject;
use crate::ledger::Ledger;

/// The units that compute what is wanted of the ranges, each after those that it needs. A node that holds one state is
/// computed once, as of the end of its range, and never taken back to an earlier one.
pub fn units(
    checked: &CheckedProject,
    ranges: &[Range],
    wanted: Wanted,
    ledger: &Ledger,
) -> Vec<Unit> {
    let by_node: HashMap<usize, &Range> = ranges.iter().map(|range| (range.node, range)).collect();
    let mut units = Vec::new();
    let mut made = Made::default();
    for position in checked.order() {
        let Some(range) = by_node.get(position) else {
            continue;
        };
        let node = &checked.nodes[*position];
        let (Some(interval), Some(kind)) = (checked.interval(node), kind(checked, node)) else {
            continue;
        };
        let state = |time| ledger.state(&node.id, time, &node.definition_hash);
        let times = if kind == Kind::OneState {
            let last = interval.floor(range.last);
            let is_behind = ledger.last_computed(&node.id).is_none_or(|at| at < last);
            let is_wanted = is_behind || (ledger.has(&node.id, last) && wanted.holds(state(last)));
            Vec::from_iter(is_wanted.then_some(last))
        } else {
            let mut times = interval.between(range.first, range.last);
            times.retain(|time| wanted.holds(state(*time)));
            times
        };
        // Times that wait for something stand in units of their own: the others need not wait with them.
        let mut ready = Vec::with_capacity(times.len());
        let mut waiting: BTreeMap<String, Unit> = BTreeMap::new();
        for time in &times {
            match missing_at(checked, node, *time, &made, ledger) {
                None => ready.push(*time),
                Some(missing) => waiting
                    .entry(missing.node.clone())
                    .or_insert_with(|| Unit {
                        node: *position,
                        times: Vec::new(),
                        missing: Some(missing),
                    })
                    .times
                    .push(*time),
            }
        }
        units.extend(waiting.into_values());
        let size = match kind {
            Kind::Independent => range.batch_size.max(1),
            Kind::Sequential | Kind::OneState => 1,
        };
        units.extend(ready.chunks(size).map(|times| Unit {
            node: *position,
            times: times.to_vec(),
            missing: None,
        }));
        made.add(*position, times);
    }
    units
}
