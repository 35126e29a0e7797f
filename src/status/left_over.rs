//! What the ledger has and no definition does: as-of times of nodes that the project does not define any more, and those that a shorter
//! cadence of a view had. Their values stay in the store until something is computed in their place, or somebody removes them.

use crate::compile::{CheckedNode, CheckedProject};
use crate::intervals::{self, Kind, Span};
use crate::ledger::Ledger;
use crate::project::time::AsOf;

/// As-of times of a node that no definition has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOver {
    /// `feature_view.brand_contact_book`.
    pub id: String,
    /// The times.
    pub times: Span,
}

/// Those of the times that `counts` holds for that a shorter cadence of a node left.
pub fn of_shorter_cadence(
    checked: &CheckedProject,
    node: &CheckedNode,
    ledger: &Ledger,
    counts: impl Fn(AsOf) -> bool,
) -> Option<LeftOver> {
    let interval = checked.interval(node)?;
    let is_one = |time: &AsOf| interval.floor(*time) != *time && counts(*time);
    let of_each = intervals::kind(checked, node) == Some(Kind::Independent);
    let times = ledger.computed_within(&node.id, ..).filter(is_one);
    let times = Span::around(times.filter(|_| of_each))?;
    Some(LeftOver {
        id: node.id.clone(),
        times,
    })
}

/// The times that `counts` holds for of all nodes that the project does not define any more.
pub fn of_undefined(
    checked: &CheckedProject,
    ledger: &Ledger,
    counts: impl Fn(AsOf) -> bool,
) -> Vec<LeftOver> {
    intervals::undefined(checked, ledger)
        .into_iter()
        .filter_map(|node| {
            let times = ledger.computed_within(node, ..);
            let times = Span::around(times.filter(|time| counts(*time)))?;
            Some(LeftOver {
                id: node.to_owned(),
                times,
            })
        })
        .collect()
}
