//! Ranges become units.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Bound;

use super::needs::{Found, Made, find};
use super::{Kind, Range, Superseded, UndefinedViews, Unit, Wanted, kind, superseded};
use crate::compile::{CheckedNode, CheckedProject, NodeKind};
use crate::ledger::Ledger;
use crate::project::time::AsOf;

/// Whether times read something stale, and whether what stands there gives way: those that are alike are computed together.
type Alike = (bool, bool);

/// The units that compute what is wanted of the ranges, each after those that it needs. A node that holds one state is
/// computed once, as of the end of its range, and never taken back: where it stands later, it is computed as of there.
pub fn units(
    checked: &CheckedProject,
    ranges: &[Range],
    wanted: Wanted,
    ledger: &Ledger,
) -> Vec<Unit> {
    let by_node: HashMap<usize, &Range> = ranges.iter().map(|range| (range.node, range)).collect();
    let undefined = UndefinedViews::of(checked, ledger);
    let mut units = Vec::new();
    let mut made = Made::default();
    let mut steps = Steps::default();
    for position in checked.order() {
        steps.inherit(checked, *position);
        let Some(range) = by_node.get(position) else {
            continue;
        };
        let node = &checked.nodes[*position];
        let Some(kind) = kind(checked, node) else {
            continue;
        };
        let times = times(checked, node, range, wanted, ledger);
        let latest = ledger.latest(&node.id);
        // Times that wait for something stand in units of their own: the others need not wait with them. So do times that
        // read something stale: the others are as good as new; and times that meet what the definition does not yield: the
        // others are merged.
        let mut ready: BTreeMap<Alike, Vec<(AsOf, Superseded)>> = BTreeMap::new();
        let mut waiting: BTreeMap<String, Unit> = BTreeMap::new();
        let mut found = Vec::with_capacity(times.len());
        for time in &times {
            let Found { missing, is_stale } = find(checked, node, *time, &made, ledger);
            found.push((*time, is_stale));
            match missing {
                None => {
                    let goes = superseded(checked, node, *time, ledger, &undefined);
                    let alike = (is_stale, goes.gives_way);
                    ready.entry(alike).or_default().push((*time, goes));
                }
                Some(missing) => {
                    let until = missing.until;
                    let unit = waiting.entry(missing.node.clone()).or_insert_with(|| Unit {
                        node: *position,
                        times: Vec::new(),
                        missing: Some(missing),
                        reads_stale: is_stale,
                        superseded: Superseded::default(),
                        is_behind: false,
                    });
                    unit.times.push(*time);
                    if let Some(missing) = &mut unit.missing {
                        missing.until = until;
                    }
                }
            }
        }
        // A run's rows of a view with times of its own are told apart from older ones by the run: all are as good as the worst.
        let has_own_times =
            kind == Kind::Sequential && matches!(node.kind, NodeKind::FeatureView(_));
        if has_own_times && ready.keys().any(|(is_stale, _)| *is_stale) {
            for (_, is_stale) in &mut found {
                *is_stale = true;
            }
            let all = std::mem::take(&mut ready);
            for ((_, gives_way), times) in all {
                ready.entry((true, gives_way)).or_default().extend(times);
            }
        }
        units.extend(waiting.into_values());
        let size = match kind {
            Kind::Independent => range.batch_size.max(1),
            Kind::Sequential | Kind::OneState => 1,
        };
        for ((reads_stale, _), times) in &ready {
            let together = times.chunk_by(|a, b| steps.is_same(*position, a.0, b.0));
            units.extend(together.flat_map(|times| times.chunks(size)).map(|times| {
                Unit {
                    node: *position,
                    times: times.iter().map(|(time, _)| *time).collect(),
                    missing: None,
                    reads_stale: *reads_stale,
                    superseded: times
                        .iter()
                        .map(|(_, goes)| goes.clone())
                        .fold(Superseded::default(), Superseded::and),
                    is_behind: latest > times.last().map(|(time, _)| *time),
                }
            }));
        }
        if kind == Kind::Sequential {
            units_in_order(&mut units, *position);
            steps.add(*position, &times);
        }
        for (time, reads_stale) in found {
            made.add(*position, time, reads_stale);
        }
    }
    units
}

/// The as-of times of a node's range that are wanted.
fn times(
    checked: &CheckedProject,
    node: &CheckedNode,
    range: &Range,
    wanted: Wanted,
    ledger: &Ledger,
) -> Vec<AsOf> {
    let Some(interval) = checked.interval(node) else {
        return Vec::new();
    };
    let state = |time| ledger.state(&node.id, time, &node.values_hash);
    if kind(checked, node) != Some(Kind::OneState) {
        let mut times = interval.between(range.first, range.last);
        times.retain(|time| range.holds(*time) && wanted.holds(state(*time)));
        return times;
    }
    let end = interval.floor(range.last);
    let time = match ledger.last_computed(&node.id) {
        Some(stands) if stands >= end => Some(stands).filter(|_| wanted.holds(state(stands))),
        Some(stands) => Some(end).filter(|_| wanted.missing || wanted.holds(state(stands))),
        None => Some(end).filter(|_| wanted.missing),
    };
    time.into_iter().collect()
}

/// A node whose times are written over each other has them in their order, whatever they read.
fn units_in_order(units: &mut [Unit], node: usize) {
    let first = units.iter().rposition(|unit| unit.node != node);
    units[first.map_or(0, |before| before + 1)..].sort_by_key(|unit| unit.times.first().copied());
}

/// The as-of times at which tables and views change that are written over what was before. What reads one of them, itself or
/// through others, is computed between two of its changes, and so not together with times after the next.
#[derive(Default)]
struct Steps {
    /// Of a node that changes.
    of: HashMap<usize, BTreeSet<AsOf>>,
    /// The nodes that change among all that a node reads.
    above: HashMap<usize, BTreeSet<usize>>,
}

impl Steps {
    fn inherit(&mut self, checked: &CheckedProject, node: usize) {
        let mut above = BTreeSet::new();
        for read in &checked.nodes[node].depends_on {
            above.extend(self.above.get(read).into_iter().flatten());
            above.extend(self.of.get_key_value(read).map(|(read, _)| *read));
        }
        if !above.is_empty() {
            self.above.insert(node, above);
        }
    }

    fn add(&mut self, node: usize, times: &[AsOf]) {
        if !times.is_empty() {
            self.of.insert(node, times.iter().copied().collect());
        }
    }

    /// Whether nothing that a node reads changes after the earlier of two times up to the later one.
    fn is_same(&self, node: usize, earlier: AsOf, later: AsOf) -> bool {
        let between = (Bound::Excluded(earlier), Bound::Included(later));
        let above = self.above.get(&node).into_iter().flatten();
        above
            .filter_map(|node| self.of.get(node))
            .all(|steps| steps.range(between).next().is_none())
    }
}
