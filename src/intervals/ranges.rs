//! What a command asks for becomes ranges: the days of a namespace, of a selection, or up to now.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{NaiveDate, NaiveTime, TimeDelta};

use super::{BATCH_SIZE, BackfillJob, Kind, Range, kind};
use crate::compile::{CheckedNode, CheckedProject, NodeKind};
use crate::diagnostic::Diagnostic;
use crate::project::model::{Backfill, FeatureView};
use crate::project::time::{AsOf, Interval};
use crate::rules::{future_as_of, no_history, no_range, unknown_namespace};
use crate::selection::Selected;

/// Days of a command line: either end may be left open.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Days {
    /// The first day.
    pub first: Option<AsOf>,
    /// The last day, or a time on it.
    pub last: Option<AsOf>,
}

impl Days {
    /// The last as-of time that is meant: a day stands for all its hours, a time for itself.
    pub fn end(self) -> Option<AsOf> {
        self.last.map(|last| {
            if last.time().time() == NaiveTime::MIN {
                last_hour(last.date())
            } else {
                last
            }
        })
    }

    /// An error where the last day is before the first.
    pub fn in_order(self) -> Result<(), Box<Diagnostic>> {
        match (self.first, self.end()) {
            (Some(first), Some(last)) if last < first => {
                Err(Box::new(no_range::backwards(first, last)))
            }
            _ => Ok(()),
        }
    }
}

/// The namespaces that feature views declare.
pub fn namespaces(checked: &CheckedProject) -> impl Iterator<Item = &str> {
    let views = checked.project.views.iter();
    views.filter_map(|view| Some(view.backfill.as_ref()?.namespace.as_str()))
}

/// The names of the feature views with a backfill of this name.
pub fn views_of_namespace<'c>(
    checked: &'c CheckedProject,
    namespace: &str,
) -> impl Iterator<Item = &'c str> {
    let views = checked.project.views.iter();
    views
        .filter(move |view| {
            let backfill = view.backfill.as_ref();
            backfill.is_some_and(|backfill| backfill.namespace == namespace)
        })
        .map(|view| view.definition.name.as_str())
}

/// The feature views with a backfill of this name, from its first day to its last, within `days`.
pub fn of_namespace(
    checked: &CheckedProject,
    namespace: &str,
    selected: &Selected,
    days: Days,
    now: AsOf,
) -> Result<Vec<Range>, Box<Diagnostic>> {
    days.in_order()?;
    let everything = Selected::default();
    let of_name: Vec<(usize, &CheckedNode, &Backfill)> = made(checked, &everything)
        .filter_map(|(at, node)| Some((at, node, backfill(checked, node)?)))
        .filter(|(_, _, backfill)| backfill.namespace == namespace)
        .collect();
    if of_name.is_empty() {
        let known = namespaces(checked);
        return Err(Box::new(unknown_namespace::named(namespace, known)));
    }
    of_name
        .into_iter()
        .filter(|(_, node, _)| selected.holds(&node.id))
        .filter_map(|(position, node, backfill)| {
            let first = AsOf::midnight(backfill.start_date);
            let first = days.first.map_or(first, |start| start.max(first));
            let last = last_hour(backfill.end_date);
            let last = days.end().map_or(last, |end| end.min(last));
            if last.date() > now.date() {
                let view = name(checked, node);
                let last = AsOf::midnight(last.date());
                return Some(Err(Box::new(future_as_of::of_namespace(view, last, now))));
            }
            // Its own days may lie outside of those that are asked for.
            (first <= last).then(|| {
                // Hours of today may still be to come.
                range(position, first, last.min(now), Some(backfill))
            })
        })
        .collect()
}

/// The selected nodes from the first of `days` to the last, else now; without `days`, over what each node's definition asks for.
/// What holds one state is computed as of where the others end. What is left out, because it has no past, is a finding.
pub fn of_selection(
    checked: &CheckedProject,
    selected: &Selected,
    days: Days,
    now: AsOf,
) -> Result<(Vec<Range>, Vec<Diagnostic>), Box<Diagnostic>> {
    let ends = ends(checked, selected, days, now);
    let has_past = |node| kind(checked, node) != Some(Kind::OneState);
    let with_past = made(checked, selected).filter(|(_, node)| has_past(node));
    let all_end = with_past.filter_map(|(at, _)| ends.get(&at)).max().copied();
    let mut ranges = Vec::new();
    let mut left_out = Vec::new();
    for (position, node) in made(checked, selected) {
        let has_one_state = !has_past(node);
        let own_end = ends.get(&position).copied().unwrap_or(now);
        let last = all_end.filter(|_| has_one_state).unwrap_or(own_end);
        if has_one_state && view(checked, node).is_some() {
            left_out.push(no_history::is_static(name(checked, node)));
            continue;
        }
        let first = if has_one_state {
            Some(last)
        } else {
            days.first.or_else(|| first_day(checked, node))
        };
        let Some(first) = first else {
            return Err(Box::new(no_range::without_start(name(checked, node))));
        };
        ranges.push(range(position, first, last, backfill(checked, node))?);
    }
    Ok((ranges, left_out))
}

/// Until when each selected node is computed: to the last of `days`, else to now; without `days`, to the end of what its
/// definition asks for, or what that of a selected node asks for which reads it, itself or through others.
fn ends(
    checked: &CheckedProject,
    selected: &Selected,
    days: Days,
    now: AsOf,
) -> HashMap<usize, AsOf> {
    let mut ends: HashMap<usize, AsOf> = made(checked, selected)
        .map(|(position, node)| {
            let end = match (days.first, days.end()) {
                (_, Some(end)) => end.min(now),
                (Some(_), None) => now,
                (None, None) => last_asked_for(checked, node, now).unwrap_or(now),
            };
            (position, end)
        })
        .collect();
    for position in checked.order().iter().rev() {
        if let Some(end) = ends.get(position).copied() {
            for read in &checked.nodes[*position].depends_on {
                let needed = ends.entry(*read).or_insert(end);
                *needed = end.max(*needed);
            }
        }
    }
    ends
}

/// The selected nodes from their `start_date` to `as_of`; those without one at their latest time only.
pub fn up_to(checked: &CheckedProject, selected: &Selected, as_of: AsOf) -> Vec<Range> {
    made(checked, selected)
        .filter_map(|(position, node)| {
            let latest = checked.interval(node)?.floor(as_of);
            let first = start_date(checked, node).map_or(latest, AsOf::midnight);
            // A first day that is still to come asks for nothing.
            range(position, first, latest, backfill(checked, node)).ok()
        })
        .collect()
}

/// Nodes at the as-of times that each is named with by its id, and at no others.
pub fn of_times(checked: &CheckedProject, wanted: &BTreeMap<String, BTreeSet<AsOf>>) -> Vec<Range> {
    let everything = Selected::default();
    made(checked, &everything)
        .filter_map(|(position, node)| {
            let times = wanted.get(&node.id)?;
            let (first, last) = (*times.first()?, *times.last()?);
            let range = range(position, first, last, backfill(checked, node)).ok()?;
            Some(Range {
                only: Some(times.clone()),
                ..range
            })
        })
        .collect()
}

/// The as-of times whose state matters to what is computed from `first` to `last`: before them those at which something of a
/// longer cadence is read, after them those that a shorter cadence had before the next time.
pub fn reach(first: AsOf, last: AsOf) -> (AsOf, AsOf) {
    (Interval::Week.floor(first), Interval::Week.next(last))
}

/// The job that computes ranges under a namespace: `feature_store_backfill_<namespace>_<start>_<end>`.
pub fn job(namespace: &str, ranges: &[Range]) -> Option<BackfillJob> {
    let first = ranges.iter().map(|range| range.first).min()?;
    let last = ranges.iter().map(|range| range.last).max()?;
    Some(BackfillJob {
        name: format!(
            "feature_store_backfill_{namespace}_{}_{}",
            first.ds(),
            last.ds()
        ),
        namespace: namespace.to_owned(),
    })
}

/// The selected tables and feature views, with their positions.
pub fn made<'c>(
    checked: &'c CheckedProject,
    selected: &'c Selected,
) -> impl Iterator<Item = (usize, &'c CheckedNode)> {
    checked.nodes.iter().enumerate().filter(move |(_, node)| {
        !matches!(node.kind, NodeKind::Source(_)) && selected.holds(&node.id)
    })
}

/// Where a node's past begins: its `start_date`, or that of its backfill.
pub fn first_day(checked: &CheckedProject, node: &CheckedNode) -> Option<AsOf> {
    let declared = backfill(checked, node).map(|backfill| backfill.start_date);
    start_date(checked, node).or(declared).map(AsOf::midnight)
}

/// The last as-of time that a definition asks for: now, where there is a `start_date`, as runs are to keep up with it; else
/// the end of its backfill.
pub fn last_asked_for(checked: &CheckedProject, node: &CheckedNode, now: AsOf) -> Option<AsOf> {
    let declared = || backfill(checked, node).map(|backfill| last_hour(backfill.end_date));
    start_date(checked, node)
        .map(|_| now)
        .or_else(declared)
        .map(|last| last.min(now))
}

fn range(
    node: usize,
    first: AsOf,
    last: AsOf,
    backfill: Option<&Backfill>,
) -> Result<Range, Box<Diagnostic>> {
    if last < first {
        return Err(Box::new(no_range::backwards(first, last)));
    }
    let size = backfill.and_then(|backfill| usize::try_from(backfill.batch_size?).ok());
    Ok(Range {
        node,
        first,
        last,
        batch_size: size.unwrap_or(BATCH_SIZE),
        only: None,
    })
}

fn view<'c>(checked: &'c CheckedProject, node: &CheckedNode) -> Option<&'c FeatureView> {
    match node.kind {
        NodeKind::FeatureView(at) => Some(&checked.project.views[at]),
        NodeKind::Source(_) | NodeKind::Table(_) => None,
    }
}

fn backfill<'c>(checked: &'c CheckedProject, node: &CheckedNode) -> Option<&'c Backfill> {
    view(checked, node)?.backfill.as_ref()
}

fn start_date(checked: &CheckedProject, node: &CheckedNode) -> Option<NaiveDate> {
    match node.kind {
        NodeKind::FeatureView(at) => checked.project.views[at].start_date,
        NodeKind::Table(at) => checked.project.tables[at].start_date,
        NodeKind::Source(_) => None,
    }
}

fn name<'c>(checked: &'c CheckedProject, node: &'c CheckedNode) -> &'c str {
    let definition = checked.definition(node);
    definition.map_or(node.id.as_str(), |definition| definition.name.as_str())
}

/// The last moment of a day that can be an as-of time.
fn last_hour(day: NaiveDate) -> AsOf {
    AsOf::new(day.and_time(NaiveTime::MIN) + (TimeDelta::days(1) - Interval::Hour.length()))
}
