//! The question what the ledger knows, which [`Ledger`](crate::ledger::Ledger) reads the answer to.

use super::ledger::{INTERVALS, is_computed};
use super::runs::RUNS;
use super::writer::{as_of_literal, timestamp_text};
use crate::plan::PlannedTime;
use crate::project::model::Store;
use crate::project::time::AsOf;
use crate::sql::name::{Dialect, string_literal};

/// Nodes whose as-of times are asked for.
#[derive(Debug, Clone, Default)]
pub struct Asked<'n> {
    /// Those of which only the times of the range matter, both ends included; without a range, all.
    pub in_range: Vec<&'n str>,
    /// The range.
    pub range: Option<(AsOf, AsOf)>,
    /// Those of which all times matter.
    pub whole: Vec<&'n str>,
    /// Those without a definition.
    pub undefined: Option<Undefined<'n>>,
}

/// The nodes that a project computed and does not define any more. Another project may share the store: what that computed is
/// none of them.
#[derive(Debug, Clone)]
pub struct Undefined<'n> {
    /// The project's name.
    pub project: &'n str,
    /// The nodes that it defines.
    pub has: Vec<&'n str>,
    /// Whether it matters beyond the range that one of them was computed at all.
    pub beyond_range: bool,
}

/// Asks for the as-of times of nodes, of which at least one is named or undefined: of each the latest row of every status, and of those of
/// which all times matter, of every status and definition. Yields node, as-of time, status, definition hash, and when it was
/// computed.
pub fn known_intervals(dialect: Dialect, store: &Store, asked: &Asked<'_>) -> String {
    let among = |nodes: &[&str]| {
        let nodes = nodes.iter().map(|node| string_literal(dialect, node));
        format!("k.node IN ({})", nodes.collect::<Vec<_>>().join(", "))
    };
    let range = asked.range.map_or_else(String::new, |(first, last)| {
        let bound = |time| as_of_literal(dialect, PlannedTime::At(time));
        format!(
            " AND k.as_of >= {} AND k.as_of <= {}",
            bound(first),
            bound(last)
        )
    });
    let latest = |condition: &str, of_each: &str| {
        format!(
            "SELECT k.node, {}, k.status, k.definition_hash, {}\nFROM {} AS k\nWHERE {condition}\n\
             QUALIFY ROW_NUMBER() OVER (PARTITION BY {of_each} ORDER BY k.computed_at DESC, k.run_id DESC) = 1",
            timestamp_text(dialect, "k.as_of"),
            timestamp_text(dialect, "k.computed_at"),
            store.relation(INTERVALS).quoted(),
        )
    };
    let mut questions = Vec::new();
    if !asked.in_range.is_empty() {
        let in_range = format!("{}{range}", among(&asked.in_range));
        questions.push(latest(&in_range, "k.node, k.as_of, k.status"));
    }
    if !asked.whole.is_empty() {
        questions.push(latest(
            &among(&asked.whole),
            "k.node, k.as_of, k.status, k.definition_hash",
        ));
    }
    if let Some(undefined) = &asked.undefined {
        let is_undefined = is_undefined(dialect, store, undefined);
        questions.push(latest(
            &format!("{is_undefined}{range}"),
            "k.node, k.as_of, k.status",
        ));
        if undefined.beyond_range && asked.range.is_some() {
            questions.push(latest(
                &format!("{is_undefined} AND {}", is_computed(dialect, "k.")),
                "k.node",
            ));
        }
    }
    questions.join("\nUNION ALL\n")
}

/// When a row `k` of the ledger is one of a node without a definition. A join tells thousands of nodes apart at once, where a
/// list would be compared with every row.
fn is_undefined(dialect: Dialect, store: &Store, undefined: &Undefined<'_>) -> String {
    let has = undefined.has.iter();
    let has = has.map(|node| format!("({})", string_literal(dialect, node)));
    let has = has.collect::<Vec<_>>().join(", ");
    let not_defined = if has.is_empty() {
        String::new()
    } else {
        format!(
            "NOT EXISTS (SELECT 1 FROM (VALUES {has}) AS h (node) WHERE h.node = k.node)\n  AND "
        )
    };
    format!(
        "{not_defined}k.run_id IN (SELECT r.run_id FROM {} AS r WHERE r.project = {})",
        store.relation(RUNS).quoted(),
        string_literal(dialect, undefined.project),
    )
}
