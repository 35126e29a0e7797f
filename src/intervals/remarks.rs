//! What is allowed and changes values in ways that are easily overlooked: as-of times that meet what stands later.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{Kind, Span, kind, spans};
use crate::compile::{CheckedNode, CheckedProject, NodeKind};
use crate::diagnostic::Diagnostic;
use crate::ledger::Ledger;
use crate::project::model::Snapshot;
use crate::project::time::AsOf;
use crate::rules::reads_stale::Older;
use crate::rules::{gap_behind, older_over_newer, reads_later_state, reads_stale, taken_back};

/// What is to be said of nodes, by position, that are computed at these times, before they are. Those of `anew` are built anew,
/// and merged over nothing.
pub fn remarks<'t>(
    checked: &CheckedProject,
    computed: impl Iterator<Item = (usize, &'t [AsOf])>,
    anew: &BTreeSet<usize>,
    ledger: &Ledger,
) -> Vec<Diagnostic> {
    let mut times: BTreeMap<usize, Vec<AsOf>> = BTreeMap::new();
    for (node, computed) in computed {
        times.entry(node).or_default().extend(computed);
    }
    // As of when what holds one state will stand.
    let made: HashMap<usize, AsOf> = times
        .iter()
        .filter_map(|(node, times)| Some((*node, times.iter().max().copied()?)))
        .collect();
    let mut remarks = Vec::new();
    for (position, of_node) in &times {
        let node = &checked.nodes[*position];
        if !anew.contains(position) {
            remarks.extend(of_itself(checked, node, of_node, ledger));
            remarks.extend(gaps(checked, node, of_node, ledger));
        }
        for read in &node.depends_on {
            remarks.extend(stale(checked, node, of_node, *read, &times, ledger));
            let stands = stands(checked, *read, &made, ledger);
            let (Some(stands), Some(interval)) = (stands, checked.interval(&checked.nodes[*read]))
            else {
                continue;
            };
            let earlier = of_node
                .iter()
                .filter(|time| interval.floor(**time) < stands);
            if let Some(span) = Earlier::of(earlier.copied()) {
                let read = &checked.nodes[*read];
                remarks.push(reads_later_state::diagnostic(
                    &node.id, &read.id, stands, span,
                ));
            }
        }
    }
    remarks
}

/// As-of times that are earlier than something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Earlier {
    /// The first of them.
    pub first: AsOf,
    /// The last of them.
    pub last: AsOf,
}

impl Earlier {
    fn of(times: impl Iterator<Item = AsOf>) -> Option<Self> {
        times.fold(None, |span: Option<Self>, time| {
            Some(Self {
                first: span.map_or(time, |span| span.first.min(time)),
                last: span.map_or(time, |span| span.last.max(time)),
            })
        })
    }
}

/// As of when a node that others read stands, where it does not stand as of each time for itself and its rows depend on it.
fn stands(
    checked: &CheckedProject,
    position: usize,
    made: &HashMap<usize, AsOf>,
    ledger: &Ledger,
) -> Option<AsOf> {
    let node = &checked.nodes[position];
    match kind(checked, node)? {
        Kind::OneState if node.depends_on_as_of => {
            let made = made.get(&position).copied();
            made.or_else(|| ledger.last_computed(&node.id))
        }
        Kind::Sequential => ledger.latest(&node.id),
        Kind::OneState | Kind::Independent => None,
    }
}

/// That what is read stands there as an older definition computed it.
fn stale(
    checked: &CheckedProject,
    node: &CheckedNode,
    times: &[AsOf],
    read: usize,
    computed: &BTreeMap<usize, Vec<AsOf>>,
    ledger: &Ledger,
) -> Option<Diagnostic> {
    let made = computed.get(&read);
    let read = &checked.nodes[read];
    let (interval, kind) = (checked.interval(read)?, kind(checked, read)?);
    let is_older = |time: &AsOf| {
        let needed = interval.floor(*time);
        let stands = match kind {
            Kind::OneState if made.is_some() => None,
            Kind::OneState => ledger.last_computed(&read.id),
            Kind::Independent | Kind::Sequential => {
                Some(needed).filter(|_| !made.is_some_and(|made| made.contains(&needed)))
            }
        };
        let by = stands.and_then(|stands| ledger.computed_by(&read.id, stands));
        by.is_some_and(|hash| hash != read.values_hash)
    };
    let older = times.iter().copied().filter(is_older);
    let of = Earlier::of(older.clone())?;
    let older = match kind {
        Kind::OneState => Older::Stands {
            at: ledger.last_computed(&read.id)?,
            by_one_state: self::kind(checked, node) == Some(Kind::OneState),
        },
        Kind::Independent | Kind::Sequential => {
            Older::Of(Earlier::of(older.map(|time| interval.floor(time)))?)
        }
    };
    Some(reads_stale::diagnostic(&node.id, &read.id, of, older))
}

/// That times are merged over what lacks the ones before them.
fn gaps(
    checked: &CheckedProject,
    node: &CheckedNode,
    times: &[AsOf],
    ledger: &Ledger,
) -> Option<Diagnostic> {
    if kind(checked, node)? != Kind::Sequential {
        return None;
    }
    let interval = checked.interval(node)?;
    let computed: BTreeSet<AsOf> = times.iter().copied().collect();
    let stands = ledger.entries(&node.id);
    let stands = stands.filter(|(_, entry)| entry.computed.is_some());
    let mut there: BTreeSet<AsOf> = stands.map(|(time, _)| time).collect();
    there.extend(&computed);
    let (mut behind, mut missing) = (Vec::new(), Vec::new());
    for time in computed {
        let before = there.range(..time).next_back();
        let gap =
            before.map(|before| interval.between(interval.next(*before), interval.previous(time)));
        if let Some(gap) = gap.filter(|gap| !gap.is_empty()) {
            behind.push(Span::one(time));
            missing.extend(gap);
        }
    }
    let gaps = spans(interval, missing);
    (!gaps.is_empty()).then(|| gap_behind::diagnostic(&node.id, &behind, &gaps))
}

fn of_itself(
    checked: &CheckedProject,
    node: &CheckedNode,
    times: &[AsOf],
    ledger: &Ledger,
) -> Option<Diagnostic> {
    match kind(checked, node)? {
        Kind::OneState => {
            let (stands, time) = (ledger.last_computed(&node.id)?, *times.last()?);
            (node.depends_on_as_of && time < stands)
                .then(|| taken_back::diagnostic(&node.id, stands, time))
        }
        Kind::Sequential => {
            // What follows and is computed as well, is computed after it.
            let computed: BTreeSet<AsOf> = times.iter().copied().collect();
            let left = ledger.computed_within(&node.id, ..);
            let latest = left.filter(|time| !computed.contains(time)).last()?;
            let earlier = Earlier::of(times.iter().copied().filter(|time| *time < latest))?;
            let has_daily_copies = match node.kind {
                NodeKind::Table(at) => checked.project.tables[at].snapshot == Snapshot::Daily,
                NodeKind::FeatureView(_) | NodeKind::Source(_) => false,
            };
            Some(older_over_newer::diagnostic(
                &node.id,
                latest,
                earlier,
                has_daily_copies,
            ))
        }
        Kind::Independent => None,
    }
}
