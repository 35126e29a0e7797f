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
    /// The as-of time that is needed.
    pub as_of: AsOf,
    /// As of when it stands, where it holds one state and was computed.
    pub stands_as_of: Option<AsOf>,
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

/// What a node lacks at an as-of time that neither the ledger nor what is `made` has; the first of it.
pub(super) fn missing_at(
    checked: &CheckedProject,
    node: &CheckedNode,
    as_of: AsOf,
    made: &Made,
    ledger: &Ledger,
) -> Option<Missing> {
    node.depends_on.iter().find_map(|position| {
        let read = &checked.nodes[*position];
        let needed = checked.interval(read)?.floor(as_of);
        let stands_as_of = ledger.last_computed(&read.id);
        let is_there = match kind(checked, read)? {
            Kind::OneState => {
                made.any(*position)
                    || stands_as_of.is_some_and(|at| at >= needed || !has_date(checked, read))
            }
            Kind::Independent | Kind::Sequential => {
                made.has(*position, needed) || ledger.has(&read.id, needed)
            }
        };
        if is_there {
            return None;
        }
        Some(Missing {
            node: read.id.clone(),
            name: checked.definition(read)?.name.to_string(),
            as_of: needed,
            stands_as_of: stands_as_of.filter(|_| kind(checked, read) == Some(Kind::OneState)),
        })
    })
}

/// What nodes that are computed at one time each lack: of each node, by position, the first. What is computed with them is
/// not lacking, whatever its time.
pub fn missing_needs(
    checked: &CheckedProject,
    computed: &[(usize, AsOf)],
    ledger: &Ledger,
) -> HashMap<usize, Missing> {
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
        .filter_map(|(position, as_of)| {
            let node = &checked.nodes[*position];
            let missing = missing_at(checked, node, *as_of, &made, ledger)?;
            Some((*position, missing))
        })
        .collect()
}

/// Whether a node's query may depend on the as-of time: it has a tag.
fn has_date(checked: &CheckedProject, node: &CheckedNode) -> bool {
    checked.definition(node).is_none_or(|definition| {
        let text = &definition.query.text;
        text.contains("{{") || text.contains("{%")
    })
}
