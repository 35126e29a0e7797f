//! What a command computes: which as-of times of which nodes, in what order, and what is left out.

use std::collections::{BTreeMap, BTreeSet};

use super::definition::{DAY, Kind, Time};
use super::order;
use super::store::{Meaning, State, Store, Write};

/// As-of times of nodes that are computed by one command.
#[derive(Debug, Clone, Default)]
pub struct Work {
    pub times: BTreeMap<usize, BTreeSet<Time>>,
    /// Whether it is a run as of one time: then what is read is computed or fails as a whole, whatever its time.
    pub is_run: bool,
    /// Whether tables are built anew, and values replaced.
    pub anew: bool,
}

/// Which as-of times a backfill computes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    Default,
    Missing,
    Stale,
    Force,
}

impl Wanted {
    fn holds(self, state: State) -> bool {
        match (self, state) {
            (Self::Force, _) => true,
            (Self::Default, state) => state != State::Present,
            (Self::Missing, state) => matches!(state, State::Missing | State::Failed),
            (Self::Stale, state) => state == State::Stale,
        }
    }
}

impl Work {
    /// A run as of a time.
    pub fn run(store: &Store, nodes: &BTreeSet<usize>, time: Time, anew: bool) -> Self {
        let times = |at: &usize| (*at, BTreeSet::from([store.needed(*at, time)]));
        Self {
            times: nodes.iter().map(times).collect(),
            is_run: true,
            anew,
        }
    }

    /// What is wanted of nodes, each from a first time to a last one.
    pub fn of_ranges(
        store: &Store,
        ranges: &BTreeMap<usize, (Time, Time)>,
        wanted: Wanted,
    ) -> Self {
        let times = |(at, (first, last)): (&usize, &(Time, Time))| {
            let node = &store.nodes[*at];
            let is_wanted = |time: &Time| wanted.holds(store.state(*at, *time));
            let times = if node.kind == Kind::Rebuilt {
                // It is computed once, as of the end, and not taken back.
                let end = node.cadence.floor(*last);
                let is_missing_wanted = wanted.holds(State::Missing);
                match store.last.get(at) {
                    Some(stands) if *stands >= end => Some(*stands).filter(is_wanted),
                    Some(stands) => Some(end).filter(|_| is_missing_wanted || is_wanted(stands)),
                    None => Some(end).filter(|_| is_missing_wanted),
                }
                .into_iter()
                .collect()
            } else {
                let times = node.cadence.between(*first, *last);
                times.filter(is_wanted).collect()
            };
            (*at, times)
        };
        Self::of(ranges.iter().map(times))
    }

    /// Days of nodes.
    pub fn backfill(
        store: &Store,
        nodes: &BTreeSet<usize>,
        (first, last): (Time, Time),
        wanted: Wanted,
    ) -> Self {
        let last = last + DAY - 1;
        let ranges = nodes.iter().map(|at| (*at, (first, last))).collect();
        Self::of_ranges(store, &ranges, wanted)
    }

    /// What is missing since each node's first day; of one that has none, the latest time.
    pub fn catch_up(store: &Store, nodes: &BTreeSet<usize>, time: Time) -> Self {
        let range = |at: &usize| {
            let latest = store.needed(*at, time);
            let first = store.nodes[*at].start.unwrap_or(latest);
            (first <= latest).then_some((*at, (first, latest)))
        };
        let ranges = nodes.iter().filter_map(range).collect();
        Self::of_ranges(store, &ranges, Wanted::Missing)
    }

    /// The as-of times that an earlier command left out.
    pub fn again(store: &Store, left: &BTreeMap<usize, BTreeSet<Time>>) -> Self {
        let range =
            |(at, times): (&usize, &BTreeSet<Time>)| Some((*at, (*times.first()?, *times.last()?)));
        let ranges = left.iter().filter_map(range).collect();
        let mut again = Self::of_ranges(store, &ranges, Wanted::Force);
        for (at, times) in &mut again.times {
            if store.nodes[*at].kind != Kind::Rebuilt {
                times.retain(|time| left[at].contains(time));
            }
        }
        Self::of(again.times.into_iter())
    }

    fn of(times: impl Iterator<Item = (usize, BTreeSet<Time>)>) -> Self {
        Self {
            times: times.filter(|(_, times)| !times.is_empty()).collect(),
            ..Self::default()
        }
    }

    pub fn is_empty(&self) -> bool {
        self.times.is_empty()
    }

    /// Nodes with their times in the order in which they are computed: in a run, each after what it reads.
    fn order(&self, store: &Store) -> Vec<(usize, Time)> {
        let nodes = self.times.iter();
        let pairs = nodes.flat_map(|(at, times)| times.iter().map(|time| (*at, *time)));
        if self.is_run {
            pairs.collect()
        } else {
            order::order(store, &self.times)
        }
    }

    /// Does the work, and tells what was left out.
    pub fn perform(&self, store: &mut Store) -> BTreeMap<usize, BTreeSet<Time>> {
        let mut left: BTreeMap<usize, BTreeSet<Time>> = BTreeMap::new();
        let mut last = BTreeMap::new();
        // As the store was when the command was given.
        let before = store.clone();
        let from_older = self.made_from_older(&before);
        store.commands += 1;
        for (at, time) in self.order(store) {
            let needs = store.nodes[at].query.reads().into_iter();
            let needs: Vec<(usize, Time)> =
                needs.map(|read| (read, store.needed(read, time))).collect();
            let is_there = |(read, needed): &(usize, Time)| {
                let is_whole = self.is_run || store.nodes[*read].kind == Kind::Rebuilt;
                let is_left = left
                    .get(read)
                    .is_some_and(|left| is_whole || left.contains(needed));
                !is_left && (self.makes(store, *read, *needed) || has(store, *read, *needed))
            };
            if !needs.iter().all(is_there) {
                left.entry(at).or_default().insert(time);
                continue;
            }
            let by = if from_older.contains(&(at, time)) {
                Meaning::FromOlder(store.own_text(at))
            } else {
                store.meaning(at)
            };
            let write = Write {
                anew: self.anew,
                over_older: before.gives_way(at, time),
            };
            match store.compute(at, time, by, write) {
                Some(()) => {
                    let last = last.entry(at).or_insert(time);
                    *last = time.max(*last);
                }
                None => {
                    left.entry(at).or_default().insert(time);
                }
            }
        }
        // All of a command is computed at one moment.
        store.last.extend(last);
        left
    }

    /// What is computed from what older definitions computed. A dated view is so as a whole, as its rows tell which command
    /// wrote them and no more.
    fn made_from_older(&self, store: &Store) -> BTreeSet<(usize, Time)> {
        let mut from_older: BTreeSet<(usize, Time)> = BTreeSet::new();
        for (at, times) in &self.times {
            let needs = |time: Time| {
                let reads = store.nodes[*at].query.reads().into_iter();
                reads.map(move |read| (read, store.needed(read, time)))
            };
            let is_planned = |time: &&Time| {
                needs(**time).all(|(read, needed)| {
                    self.makes(store, read, needed) || has(store, read, needed)
                })
            };
            let is_older = |(read, needed): (usize, Time)| {
                if self.makes(store, read, needed) {
                    from_older.contains(&(read, needed))
                        || (store.nodes[read].kind == Kind::Rebuilt
                            && from_older.iter().any(|(of, _)| *of == read))
                } else {
                    store.is_older(read, stands(store, read, needed))
                }
            };
            let mut older: Vec<Time> = times.iter().copied().collect();
            older.retain(|time| needs(*time).any(is_older));
            let is_dated = matches!(store.nodes[*at].kind, Kind::Dated { .. });
            let planned = times.iter().filter(is_planned);
            if is_dated && planned.clone().any(|time| older.contains(time)) {
                older = times.iter().copied().collect();
            }
            from_older.extend(older.into_iter().map(|time| (*at, time)));
        }
        from_older
    }

    /// Whether this work makes what is needed of a node.
    fn makes(&self, store: &Store, at: usize, needed: Time) -> bool {
        let times = self.times.get(&at);
        times.is_some_and(|times| store.nodes[at].kind == Kind::Rebuilt || times.contains(&needed))
    }
}

/// The time of what stands there of a node for one that needs it as of a time.
fn stands(store: &Store, at: usize, needed: Time) -> Time {
    let last = store.last.get(&at).copied();
    last.filter(|_| store.nodes[at].kind == Kind::Rebuilt)
        .unwrap_or(needed)
}

/// Whether the store has what is needed of a node: of a rebuilt table, as of then or later.
fn has(store: &Store, at: usize, needed: Time) -> bool {
    if store.nodes[at].kind == Kind::Rebuilt {
        return store.last.get(&at).is_some_and(|stands| *stands >= needed);
    }
    let known = store.known.get(&(at, needed));
    known.is_some_and(|known| known.by.is_some())
}
