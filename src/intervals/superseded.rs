//! What the store holds where a node is about to write, though its definition does not yield it. It goes with the write: a
//! merge alone would leave the keys that another query had.

use std::collections::{BTreeMap, HashSet};
use std::ops::Bound;

use chrono::NaiveDateTime;

use super::{Kind, kind};
use crate::compile::{CheckedNode, CheckedProject, NodeKind};
use crate::ledger::Ledger;
use crate::project::time::AsOf;

/// What goes when a node is computed at some as-of times.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Superseded {
    /// Whether an older definition of the node computed what stands there.
    pub is_older: bool,
    /// Whether a view that is defined no more computed something there that the node has not computed since: its features may be the
    /// node's now.
    pub is_inherited: bool,
    /// The as-of times between those that are computed and the next ones, which a shorter cadence of the node had.
    pub between: Vec<AsOf>,
}

impl Superseded {
    /// What goes when both are computed.
    pub fn and(mut self, other: Self) -> Self {
        self.is_older |= other.is_older;
        self.is_inherited |= other.is_inherited;
        self.between.extend(other.between);
        self
    }
}

/// The feature views that the project does not define any more: when one of them last computed what.
#[derive(Debug, Default)]
pub struct UndefinedViews {
    at: BTreeMap<AsOf, NaiveDateTime>,
    last: Option<NaiveDateTime>,
}

impl UndefinedViews {
    /// Those that the ledger knows.
    pub fn of(checked: &CheckedProject, ledger: &Ledger) -> Self {
        let mut views = Self::default();
        let nodes = undefined(checked, ledger).into_iter();
        for node in nodes.filter(|node| node.starts_with("feature_view.")) {
            for (as_of, entry) in ledger.entries(node) {
                let Some(computed) = &entry.computed else {
                    continue;
                };
                let at = views.at.entry(as_of).or_insert(computed.at);
                *at = computed.at.max(*at);
                views.last = views.last.max(Some(computed.at));
            }
        }
        views
    }
}

/// The nodes that the ledger knows and the project does not define, in order.
pub fn undefined<'l>(checked: &CheckedProject, ledger: &'l Ledger) -> Vec<&'l str> {
    let has: HashSet<&str> = checked.nodes.iter().map(|node| node.id.as_str()).collect();
    let mut nodes: Vec<&str> = ledger.nodes().filter(|node| !has.contains(node)).collect();
    nodes.sort_unstable();
    nodes
}

/// What goes when a node is computed at `time`.
pub fn superseded(
    checked: &CheckedProject,
    node: &CheckedNode,
    time: AsOf,
    ledger: &Ledger,
    undefined: &UndefinedViews,
) -> Superseded {
    let own = |time: AsOf| ledger.computed(&node.id, time);
    let at_time = (own(time), undefined.at.get(&time));
    let last = (
        ledger.last_computed(&node.id).and_then(own),
        undefined.last.as_ref(),
    );
    let kind = kind(checked, node);
    // What the node has, and when a view without a definition wrote, wherever the write may meet them.
    let met = match kind {
        Some(Kind::OneState) => &[last][..],
        Some(Kind::Sequential) => &[at_time, last],
        Some(Kind::Independent) | None => &[at_time],
    };
    let is_view = matches!(node.kind, NodeKind::FeatureView(_));
    Superseded {
        is_older: met
            .iter()
            .any(|(own, _)| own.is_some_and(|own| own.values_hash != node.values_hash)),
        is_inherited: is_view
            && met
                .iter()
                .any(|(own, other)| *other > own.map(|own| &own.at)),
        between: if kind == Some(Kind::Independent) {
            between(checked, node, time, ledger)
        } else {
            Vec::new()
        },
    }
}

/// The as-of times that the store holds of a node between `time` and the next one of its cadence.
fn between(checked: &CheckedProject, node: &CheckedNode, time: AsOf, ledger: &Ledger) -> Vec<AsOf> {
    let Some(interval) = checked.interval(node) else {
        return Vec::new();
    };
    let between = (Bound::Excluded(time), Bound::Excluded(interval.next(time)));
    ledger.computed_within(&node.id, between).collect()
}
