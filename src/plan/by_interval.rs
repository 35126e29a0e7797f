//! Plans as-of times: a node stands in the plan once for each of its units, and waits for the units that it needs.
//!
//! What is written over what was before changes with each of its times. So its next time also comes after what reads the one
//! before: a backfill then computes what runs of one day after the other would have.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::ops::Bound;

use super::build::{PlanRequest, plan};
use super::{Action, Plan, PlannedNode, PlannedTime, Slice};
use crate::compile::{CheckedProject, QueriesAt};
use crate::diagnostic::Diagnostic;
use crate::intervals::{self, BackfillJob, Kind, Unit};
use crate::project::model::Snapshot;
use crate::project::time::AsOf;
use crate::selection::Selected;

/// Which as-of times of a project are planned.
#[derive(Debug)]
pub struct IntervalsRequest<'u> {
    /// The units, each after those that it needs.
    pub units: &'u [Unit],
    /// The queries of each unit, from [`queries_at`](crate::compile::queries_at).
    pub queries: Vec<QueriesAt>,
    /// The backfill that asks for them, if one does.
    pub backfill: Option<BackfillJob>,
}

/// Plans as-of times of a checked project. A node stands in the plan once for each of its units.
pub fn plan_intervals(
    checked: &CheckedProject,
    request: IntervalsRequest<'_>,
) -> Result<Plan, Vec<Diagnostic>> {
    let selected = request
        .units
        .iter()
        .map(|unit| checked.nodes[unit.node].id.clone());
    let of_nodes = plan(
        checked,
        &PlanRequest {
            selected: Selected::only(selected),
            full_refresh: false,
        },
    )?;
    let by_id: HashMap<&str, &PlannedNode> = of_nodes
        .nodes
        .iter()
        .map(|node| (node.id.as_str(), node))
        .collect();
    let mut nodes: Vec<PlannedNode> = Vec::with_capacity(request.units.len());
    let (mut made, mut computed) = (MadeBy::new(checked), MadeBy::new(checked));
    for (unit, queries) in request.units.iter().zip(request.queries) {
        let node = &checked.nodes[unit.node];
        let Some(planned) = by_id.get(node.id.as_str()) else {
            continue;
        };
        let mut slices: Vec<Slice> = unit
            .times
            .iter()
            .zip(queries.texts)
            .map(|(as_of, query)| Slice {
                as_of: *as_of,
                query,
            })
            .collect();
        let Some(latest) = slices.pop() else {
            continue;
        };
        let depends_on = made.needed_by(unit);
        made.add(unit, nodes.len());
        if unit.missing.is_none() {
            // What waits for something never starts: nothing comes after it.
            computed.add(unit, nodes.len());
        }
        let mut node = PlannedNode {
            depends_on,
            as_of: PlannedTime::At(latest.as_of),
            query: latest.query,
            while_missing: queries.while_missing,
            earlier: slices,
            waits_for: unit.missing.clone(),
            reads_stale: unit.reads_stale,
            ..(*planned).clone()
        };
        node.supersede(&unit.superseded);
        if unit.is_behind {
            node.keep_no_daily_copy();
        }
        nodes.push(node);
    }
    for (planned, before) in computed.order(request.units) {
        nodes[planned].comes_after.push(before);
    }
    one_copy_a_run(&mut nodes);
    Ok(Plan {
        nodes,
        by_interval: true,
        backfill: request.backfill,
        ..of_nodes
    })
}

/// A table that is copied once a run is copied after the last of its as-of times.
fn one_copy_a_run(nodes: &mut [PlannedNode]) {
    let mut copied: HashSet<String> = HashSet::new();
    for node in nodes.iter_mut().rev() {
        if let Action::Table(action) = &mut node.action
            && action.snapshot == Snapshot::EveryRun
            && !copied.insert(node.id.clone())
        {
            action.snapshot = Snapshot::Never;
        }
    }
}

/// Planned nodes, each with the first of its as-of times in the order given.
fn bounds<'t>(times: impl Iterator<Item = (&'t AsOf, &'t usize)>) -> Vec<(AsOf, usize)> {
    let mut known = HashSet::new();
    times
        .filter(|(_, planned)| known.insert(**planned))
        .map(|(time, planned)| (*time, *planned))
        .collect()
}

/// Which planned node makes which as-of time of which node of the project.
struct MadeBy<'c> {
    checked: &'c CheckedProject,
    times: HashMap<usize, BTreeMap<AsOf, usize>>,
}

impl<'c> MadeBy<'c> {
    fn new(checked: &'c CheckedProject) -> Self {
        Self {
            checked,
            times: HashMap::new(),
        }
    }

    fn add(&mut self, unit: &Unit, planned: usize) {
        let times = self.times.entry(unit.node).or_default();
        times.extend(unit.times.iter().map(|time| (*time, planned)));
    }

    fn kind(&self, node: usize) -> Option<Kind> {
        intervals::kind(self.checked, &self.checked.nodes[node])
    }

    /// What a unit needs: the same as-of times of what it reads.
    fn needed_by(&self, unit: &Unit) -> Vec<usize> {
        let mut needed = BTreeSet::new();
        for read in &self.checked.nodes[unit.node].depends_on {
            let (Some(made), Some(interval), Some(kind)) = (
                self.times.get(read),
                self.checked.interval(&self.checked.nodes[*read]),
                self.kind(*read),
            ) else {
                continue;
            };
            match kind {
                Kind::OneState => needed.extend(made.values()),
                Kind::Independent | Kind::Sequential => {
                    let times = unit.times.iter().map(|time| interval.floor(*time));
                    needed.extend(times.filter_map(|time| made.get(&time)));
                }
            }
        }
        needed.into_iter().collect()
    }

    /// Where each time is written over what those before it left: a planned node, and one that must have ended before. That
    /// is the time before, and whatever reads the time before.
    fn order(&self, units: &[Unit]) -> Vec<(usize, usize)> {
        let mut order = Vec::new();
        for (node, made) in &self.times {
            if self.kind(*node) == Some(Kind::Sequential) {
                let following = made.values().skip(1);
                order.extend(
                    following
                        .zip(made.values())
                        .map(|(after, before)| (*after, *before)),
                );
            }
        }
        let late = self.late_by();
        for unit in units.iter().filter(|unit| unit.missing.is_none()) {
            let (Some(own), Some(last)) = (self.times.get(&unit.node), unit.times.last()) else {
                continue;
            };
            let Some(reader) = own.get(last) else {
                continue;
            };
            for read in &self.checked.nodes[unit.node].depends_on {
                if self.kind(*read) != Some(Kind::Sequential) {
                    continue;
                }
                let late = late.get(&unit.node).and_then(|late| late.get(read));
                let after = (
                    Bound::Excluded(*late.unwrap_or(last).max(last)),
                    Bound::Unbounded,
                );
                let next = self
                    .times
                    .get(read)
                    .and_then(|made| made.range(after).next());
                order.extend(next.map(|(_, next)| (*next, *reader)));
            }
        }
        for node in self.times.keys() {
            order.extend(self.after_earlier_times(*node));
        }
        order.sort_unstable();
        order.dedup();
        order
    }

    /// A query may read earlier as-of times as well, such as those of the last seven days of a view, or all rows of a merged
    /// table so far. So what is planned of a node is computed in the order of its times, each after all that is planned up to
    /// there of what it reads.
    fn after_earlier_times(&self, node: usize) -> Vec<(usize, usize)> {
        let read = self.checked.nodes[node].depends_on.iter();
        let has_past = |read: &&usize| {
            let kind = self.kind(**read);
            matches!(kind, Some(Kind::Independent | Kind::Sequential))
        };
        let read = read.filter(has_past);
        let mut read: Vec<_> = read.filter_map(|read| self.times.get(read)).collect();
        read.retain(|times| !times.is_empty());
        let (false, Some(own)) = (read.is_empty(), self.times.get(&node)) else {
            return Vec::new();
        };
        let mut own: Vec<(AsOf, usize)> = bounds(own.iter().rev());
        own.reverse();
        let in_order = own.windows(2).map(|pair| (pair[1].1, pair[0].1));
        let mut order: Vec<(usize, usize)> = in_order.collect();
        for (first, earlier) in read.into_iter().flat_map(|times| bounds(times.iter())) {
            let at = own.partition_point(|(last, _)| *last < first);
            order.extend(own.get(at).map(|(_, planned)| (*planned, earlier)));
        }
        order
    }

    /// Of each node what changes from time to time and is at a later time before the node is computed, whatever its own, with
    /// that time: the node reads, itself or through others, one that holds one state and is made from it.
    fn late_by(&self) -> HashMap<usize, BTreeMap<usize, AsOf>> {
        let mut changing: HashMap<usize, BTreeSet<usize>> = HashMap::new();
        let mut late: HashMap<usize, BTreeMap<usize, AsOf>> = HashMap::new();
        for node in self.checked.order() {
            let (mut above, mut until) = (BTreeSet::new(), BTreeMap::new());
            for read in &self.checked.nodes[*node].depends_on {
                let Some((stands, _)) = self.times.get(read).and_then(BTreeMap::last_key_value)
                else {
                    continue;
                };
                let of_read = changing.get(read).into_iter().flatten().copied();
                let late_with_it = late.get(read).into_iter().flatten();
                let mut late_by: Vec<(usize, AsOf)> =
                    late_with_it.map(|(node, time)| (*node, *time)).collect();
                if self.kind(*read) == Some(Kind::OneState) {
                    late_by.extend(of_read.clone().map(|node| (node, *stands)));
                }
                for (changing, time) in late_by {
                    let latest = until.entry(changing).or_insert(time);
                    *latest = time.max(*latest);
                }
                above.extend(of_read);
                if self.kind(*read) == Some(Kind::Sequential) {
                    above.insert(*read);
                }
            }
            changing.insert(*node, above);
            late.insert(*node, until);
        }
        late
    }
}
