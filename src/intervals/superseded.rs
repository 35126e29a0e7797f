//! What the store holds where a node is about to write, though its definition does not yield it. It goes with the write: a
//! merge alone would leave the keys that another query had.

use std::collections::HashSet;
use std::ops::Bound;

use super::{Kind, kind};
use crate::compile::{CheckedNode, CheckedProject, NodeKind, VIEW_PREFIX};
use crate::ledger::{Computed, Ledger};
use crate::project::time::AsOf;

/// What goes when a node is computed at some as-of times.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Superseded {
    /// Whether what stands there gives way as a whole: an older definition of the node computed it, or a view that is defined no
    /// more, whose features may be the node's now.
    pub gives_way: bool,
    /// The as-of times between those that are computed and the next ones, which a shorter cadence of the node had.
    pub between: Vec<AsOf>,
}

impl Superseded {
    /// What goes when both are computed.
    pub fn and(mut self, other: Self) -> Self {
        self.gives_way |= other.gives_way;
        self.between.extend(other.between);
        self
    }
}

/// As of when feature views were computed that the project does not define any more.
#[derive(Debug, Default)]
pub struct UndefinedViews {
    times: HashSet<AsOf>,
}

impl UndefinedViews {
    /// Those that the ledger knows.
    pub fn of(checked: &CheckedProject, ledger: &Ledger) -> Self {
        let nodes = undefined(checked, ledger).into_iter();
        let views = nodes.filter(|node| node.starts_with(VIEW_PREFIX));
        Self {
            times: views
                .flat_map(|view| ledger.computed_within(view, ..))
                .collect(),
        }
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
    let is_older =
        |own: Option<&Computed>| own.is_some_and(|own| own.values_hash != node.values_hash);
    let at_time = ledger.computed(&node.id, time);
    let last = ledger.last_computed(&node.id);
    let last = last.and_then(|last| ledger.computed(&node.id, last));
    let is_view = matches!(node.kind, NodeKind::FeatureView(_));
    let kind = kind(checked, node);
    // What a node once wrote itself may stand for good: only where it never did, all is of others.
    let (is_older, is_inherited) = match kind {
        Some(Kind::Independent) | None => {
            let was_computed = undefined.times.contains(&time);
            (is_older(at_time), at_time.is_none() && was_computed)
        }
        Some(Kind::OneState) => (
            is_older(last),
            last.is_none() && !undefined.times.is_empty(),
        ),
        // Rows with times of their own may be those of another as-of time. Another view's are not told from them.
        Some(Kind::Sequential) if is_view => {
            (ledger.has_others(&node.id, &node.values_hash), false)
        }
        Some(Kind::Sequential) => (is_older(last) || is_older(at_time), false),
    };
    Superseded {
        gives_way: is_older || (is_view && is_inherited),
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
