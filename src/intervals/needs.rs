//! What a node needs of others at an as-of time: a feature view or merged table that it reads, at the same time; a table
//! that holds one state, as of that time or later (a query bounds what it reads of one by time, which lints look for).

use std::collections::{BTreeMap, HashMap};

use super::gone::{Gone, gone};
use super::{Kind, kind};
use crate::compile::{CheckedNode, CheckedProject, NodeKind};
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
    /// Whether it is a static view, which has no past that a backfill computes.
    pub is_static: bool,
    /// As of when it stands, where it holds one state and was computed.
    pub stands_as_of: Option<AsOf>,
    /// Its table, where that is gone.
    pub gone: Option<Gone>,
}

/// What a node finds of all that it reads.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// The first thing that is not there.
    pub missing: Option<Missing>,
    /// Whether something was computed by an older definition.
    pub is_stale: bool,
}

/// What is computed so far beside a node: its as-of times, each with whether it reads something stale.
#[derive(Default)]
pub(super) struct Made {
    times: HashMap<usize, BTreeMap<AsOf, bool>>,
}

impl Made {
    pub(super) fn add(&mut self, node: usize, as_of: AsOf, reads_stale: bool) {
        self.times
            .entry(node)
            .or_default()
            .insert(as_of, reads_stale);
    }

    /// Whether a time is computed from something stale; `None` where it is not computed.
    fn at(&self, node: usize, as_of: AsOf) -> Option<bool> {
        self.times.get(&node)?.get(&as_of).copied()
    }

    /// The same of a node that holds one state, at the last of its times.
    fn last(&self, node: usize) -> Option<bool> {
        let (_, reads_stale) = self.times.get(&node)?.last_key_value()?;
        Some(*reads_stale)
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
        let (made, stands) = match kind {
            Kind::OneState => (made.last(*position), ledger.last_computed(&read.id)),
            Kind::Independent | Kind::Sequential => (made.at(*position, needed), Some(needed)),
        };
        if let Some(reads_stale) = made {
            found.is_stale |= reads_stale;
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
                    is_static: kind == Kind::OneState
                        && matches!(read.kind, NodeKind::FeatureView(_)),
                    stands_as_of: stands.filter(|_| kind == Kind::OneState),
                    gone: gone(checked, read, ledger),
                });
            }
            _ => {}
        }
    }
    found
}

/// What nodes that are computed together, each at a time of its own, find of what they read, by position.
pub fn needs(
    checked: &CheckedProject,
    computed: &BTreeMap<usize, AsOf>,
    ledger: &Ledger,
) -> HashMap<usize, Found> {
    let mut made = Made::default();
    let mut needs = HashMap::new();
    for position in checked.order() {
        if let Some(as_of) = computed.get(position) {
            let found = find(checked, &checked.nodes[*position], *as_of, &made, ledger);
            made.add(*position, *as_of, found.is_stale);
            needs.insert(*position, found);
        }
    }
    needs
}
