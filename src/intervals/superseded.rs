//! What the store holds where a node is about to write, though its definition does not yield it. It goes with the write: a
//! merge alone would leave the keys that another query had.

use std::collections::{BTreeMap, HashSet};

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
    /// Whether a view that is gone computed something there that the node has not computed since: its features may be the
    /// node's now.
    pub is_inherited: bool,
    /// The as-of times between those that are computed and the next ones, which a shorter cadence of the node had.
    pub between: Vec<AsOf>,
}

/// The feature views that the project does not have any more: when one of them last computed what.
#[derive(Debug, Default)]
pub struct GoneViews {
    at: BTreeMap<AsOf, NaiveDateTime>,
    last: Option<NaiveDateTime>,
}

impl GoneViews {
    /// Those that the ledger knows.
    pub fn of(checked: &CheckedProject, ledger: &Ledger) -> Self {
        let mut views = Self::default();
        let gone = gone(checked, ledger).into_iter();
        for node in gone.filter(|node| node.starts_with("feature_view.")) {
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

/// The nodes that the ledger knows and the project does not have, in order.
pub fn gone<'l>(checked: &CheckedProject, ledger: &'l Ledger) -> Vec<&'l str> {
    let has: HashSet<&str> = checked.nodes.iter().map(|node| node.id.as_str()).collect();
    let mut gone: Vec<&str> = ledger.nodes().filter(|node| !has.contains(node)).collect();
    gone.sort_unstable();
    gone
}

/// What goes when a node is computed at `times`.
pub fn superseded(
    checked: &CheckedProject,
    node: &CheckedNode,
    times: &[AsOf],
    ledger: &Ledger,
    gone: &GoneViews,
) -> Superseded {
    let own = |time: AsOf| ledger.computed(&node.id, time);
    let at_times = times.iter().map(|time| (own(*time), gone.at.get(time)));
    let last = (
        ledger.last_computed(&node.id).and_then(own),
        gone.last.as_ref(),
    );
    let kind = kind(checked, node);
    // What the node has, and when a view that is gone wrote, wherever the write may meet them.
    let met: Vec<_> = match kind {
        Some(Kind::OneState) => vec![last],
        Some(Kind::Sequential) => at_times.chain([last]).collect(),
        Some(Kind::Independent) | None => at_times.collect(),
    };
    let is_view = matches!(node.kind, NodeKind::FeatureView(_));
    Superseded {
        is_older: met
            .iter()
            .any(|(own, _)| own.is_some_and(|own| own.values_hash != node.values_hash)),
        is_inherited: is_view && met.iter().any(|(own, gone)| *gone > own.map(|own| &own.at)),
        between: if kind == Some(Kind::Independent) {
            between(checked, node, times, ledger)
        } else {
            Vec::new()
        },
    }
}

/// The as-of times that the store holds of a node and its cadence lacks, each of which follows one of `times`, and no other time
/// of the cadence.
fn between(
    checked: &CheckedProject,
    node: &CheckedNode,
    times: &[AsOf],
    ledger: &Ledger,
) -> Vec<AsOf> {
    let (Some(interval), Some(first), Some(last)) =
        (checked.interval(node), times.first(), times.last())
    else {
        return Vec::new();
    };
    let there = ledger.computed_within(&node.id, *first..interval.next(*last));
    there
        .filter(|time| {
            let before = interval.floor(*time);
            before != *time && times.binary_search(&before).is_ok()
        })
        .collect()
}
