//! What a node needs of others at an as-of time: a feature view or merged table that it reads, at the same time; a table
//! that holds one state, as of that time or later (a query bounds what it reads of one by time, which lints look for).

use std::collections::{BTreeSet, HashMap, HashSet};

use super::{Kind, kind};
use crate::compile::{CheckedNode, CheckedProject};
use crate::ledger::Ledger;
use crate::project::time::AsOf;

/// Something that is not there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// `table.flight_outcomes`.
    pub node: String,
    /// Its name.
    pub name: String,
    /// The first as-of time that is needed.
    pub as_of: AsOf,
    /// The last one.
    pub until: AsOf,
    /// Whether it holds one state: as of the last time, it is there for all of them.
    pub has_one_state: bool,
    /// As of when it stands, where it holds one state and was computed.
    pub stands_as_of: Option<AsOf>,
}

/// What a node finds of all that it reads.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// The first thing that is not there.
    pub missing: Option<Missing>,
    /// Whether something was computed by an older definition.
    pub is_stale: bool,
}

/// What the units so far make.
#[derive(Default)]
pub(super) struct Made {
    times: HashMap<usize, HashSet<AsOf>>,
}

impl Made {
    pub(super) fn add(&mut self, node: usize, times: Vec<AsOf>) {
        self.times.entry(node).or_default().extend(times);
    }

    fn has(&self, node: usize, as_of: AsOf) -> bool {
        let times = self.times.get(&node);
        times.is_some_and(|times| times.contains(&as_of))
    }

    fn any(&self, node: usize) -> bool {
        let times = self.times.get(&node);
        times.is_some_and(|times| !times.is_empty())
    }
}

/// What a node finds at an as-of time of what it reads: in the ledger, or `made` beside it.
pub(super) fn find(
    checked: &CheckedProject,
    node: &CheckedNode,
    as_of: AsOf,
    made: &Made,
    ledger: &Ledger,
) -> Found {
    let mut found = Found::default();
    for position in &node.depends_on {
        let read = &checked.nodes[*position];
        let (Some(interval), Some(kind)) = (checked.interval(read), kind(checked, read)) else {
            continue;
        };
        let needed = interval.floor(as_of);
        // The time of what stands there for it.
        let (is_made, stands) = match kind {
            Kind::OneState => {
                let stands = ledger.last_computed(&read.id);
                (made.any(*position), stands)
            }
            Kind::Independent | Kind::Sequential => (made.has(*position, needed), Some(needed)),
        };
        if is_made {
            continue;
        }
        let computed_by = stands.and_then(|stands| ledger.computed_by(&read.id, stands));
        let is_late_enough = kind != Kind::OneState
            || !read.depends_on_as_of
            || stands.is_some_and(|stands| stands >= needed);
        match computed_by {
            Some(hash) if is_late_enough => found.is_stale |= hash != read.values_hash,
            _ if found.missing.is_none() => {
                found.missing = checked.definition(read).map(|definition| Missing {
                    node: read.id.clone(),
                    name: definition.name.to_string(),
                    as_of: needed,
                    until: needed,
                    has_one_state: kind == Kind::OneState,
                    stands_as_of: stands.filter(|_| kind == Kind::OneState),
                });
            }
            _ => {}
        }
    }
    found
}

/// What nodes that are computed at one time each find of what they read, by position. What is computed with them is there,
/// whatever its time.
pub fn needs(
    checked: &CheckedProject,
    computed: &[(usize, AsOf)],
    ledger: &Ledger,
) -> HashMap<usize, Found> {
    let times: BTreeSet<AsOf> = computed.iter().map(|(_, time)| *time).collect();
    let mut made = Made::default();
    for (position, _) in computed {
        if let Some(interval) = checked.interval(&checked.nodes[*position]) {
            made.add(
                *position,
                times.iter().map(|time| interval.floor(*time)).collect(),
            );
        }
    }
    computed
        .iter()
        .map(|(position, as_of)| {
            let node = &checked.nodes[*position];
            (*position, find(checked, node, *as_of, &made, ledger))
        })
        .collect()
}
