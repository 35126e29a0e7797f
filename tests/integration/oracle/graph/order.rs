//! In what order the as-of times of a backfill are computed: as runs of one time after the other would, but for rebuilt tables,
//! which are computed once.

use std::collections::{BTreeMap, BTreeSet};

use super::definition::{Kind, Time};
use super::store::Store;

type Times = BTreeMap<usize, BTreeSet<Time>>;

/// Always the earliest time that may be computed next.
pub fn order(store: &Store, times: &Times) -> Vec<(usize, Time)> {
    let order = Order::new(store, times);
    let mut left = times.clone();
    let mut done = Vec::new();
    loop {
        let next = left
            .iter()
            .filter_map(|(at, times)| Some((*times.first()?, *at)))
            .filter(|(time, at)| order.may_be_next(*at, *time, &left))
            .min();
        let Some((time, at)) = next else {
            break;
        };
        left.entry(at).or_default().remove(&time);
        done.push((at, time));
    }
    assert!(
        left.values().all(BTreeSet::is_empty),
        "what is left waits for itself"
    );
    done
}

struct Order<'s> {
    store: &'s Store,
    /// All that each node reads of what is computed, itself or through others.
    above: Vec<BTreeSet<usize>>,
    /// The rebuilt tables that are computed, each with its time.
    rebuilt: Vec<(usize, Time)>,
}

impl<'s> Order<'s> {
    fn new(store: &'s Store, times: &Times) -> Self {
        let mut above: Vec<BTreeSet<usize>> = Vec::new();
        for node in &store.nodes {
            let mut of_node = BTreeSet::new();
            let reads = node.query.reads().into_iter();
            for read in reads.filter(|read| times.contains_key(read)) {
                of_node.extend(above[read].iter().copied().chain([read]));
            }
            above.push(of_node);
        }
        let rebuilt = times
            .iter()
            .filter(|(at, _)| store.nodes[**at].kind == Kind::Rebuilt);
        Self {
            store,
            above,
            rebuilt: rebuilt
                .filter_map(|(at, times)| Some((*at, *times.last()?)))
                .collect(),
        }
    }

    fn may_be_next(&self, at: usize, time: Time, left: &Times) -> bool {
        let is_left = |of: usize, up_to: Time| {
            let times = left.get(&of).and_then(|times| times.first());
            times.is_some_and(|first| *first <= up_to)
        };
        let node = &self.store.nodes[at];
        let reads = node.query.reads().into_iter();
        let mut reads = reads.map(|read| match self.store.nodes[read].kind {
            Kind::Rebuilt => is_left(read, Time::MAX),
            _ => is_left(read, time),
        });
        if reads.any(|is_left| is_left) {
            return false;
        }
        // What reads the time before is computed before it changes.
        let mut readers = (at + 1..self.store.nodes.len())
            .filter(|reader| self.store.nodes[*reader].query.reads().contains(&at));
        !node.kind.is_sequential()
            || readers.all(|reader| !is_left(reader, time - 1) || self.is_late(reader, at, time))
    }

    /// Whether a node is computed after a time of another one, whatever its own: it reads a rebuilt table that is made from it.
    fn is_late(&self, reader: usize, at: usize, time: Time) -> bool {
        let mut rebuilt = self.rebuilt.iter();
        rebuilt.any(|(rebuilt, stands)| {
            let is_between =
                self.above[reader].contains(rebuilt) && self.above[*rebuilt].contains(&at);
            is_between && time <= *stands
        })
    }
}
