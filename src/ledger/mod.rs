//! What the ledger in the target says: which as-of times each node has, computed by which definition, and which failed.
//!
//! Pure: [`emit`](crate::emit) writes the question, an engine answers it, and this reads the answer.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDateTime;

use crate::emit::restore::UNDONE;
use crate::engine::Rows;
use crate::project::time::AsOf;

/// What is known of the as-of times of nodes; those that it does not name were never computed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ledger {
    nodes: HashMap<String, BTreeMap<AsOf, Entry>>,
}

/// What is known of a node at an as-of time.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entry {
    /// What stands in the store, as it was last written.
    pub computed: Option<Computed>,
    /// When it last could not be computed.
    pub failed_at: Option<NaiveDateTime>,
}

/// The last success of a node at an as-of time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Computed {
    /// The definition's hash.
    pub definition_hash: String,
    /// When, UTC.
    pub at: NaiveDateTime,
    /// How many rows the query yielded.
    pub rows: u64,
}

/// What an as-of time is to a definition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Computed by this definition.
    Present,
    /// Computed by another definition than the one at hand.
    Stale,
    /// The last try failed; what an earlier one computed, if any did, stands in the store.
    Failed,
    /// Never computed.
    Missing,
}

/// An answer that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the ledger holds a row that fsc did not write: {0}")]
pub struct UnreadableRow(String);

impl Ledger {
    /// Reads the answer to [`known_intervals`](crate::emit::known_intervals).
    pub fn read(answer: &Rows) -> Result<Self, UnreadableRow> {
        let mut nodes: HashMap<String, BTreeMap<AsOf, Entry>> = HashMap::new();
        let mut undone = Vec::new();
        for row in &answer.rows {
            let unreadable = || UnreadableRow(format!("{row:?}"));
            let [
                Some(node),
                Some(as_of),
                Some(status),
                Some(hash),
                Some(at),
                rows,
            ] = row.as_slice()
            else {
                return Err(unreadable());
            };
            let as_of = AsOf::new(moment(as_of).ok_or_else(unreadable)?);
            let at = moment(at).ok_or_else(unreadable)?;
            let times = match nodes.get_mut(node) {
                Some(times) => times,
                None => nodes.entry(node.clone()).or_default(),
            };
            let entry = times.entry(as_of).or_default();
            if status == "failed" {
                entry.failed_at = Some(at);
            } else if status == UNDONE {
                undone.push((node.clone(), as_of, at));
            } else {
                entry.computed = Some(Computed {
                    definition_hash: hash.clone(),
                    at,
                    rows: rows
                        .as_ref()
                        .and_then(|rows| rows.parse().ok())
                        .unwrap_or(0),
                });
            }
        }
        // What a restored snapshot does not have is not there.
        for (node, as_of, at) in undone {
            let entry = nodes.get_mut(&node).and_then(|times| times.get_mut(&as_of));
            if let Some(entry) = entry {
                entry.computed.take_if(|computed| computed.at <= at);
            }
        }
        Ok(Self { nodes })
    }

    /// What is known of a node at an as-of time.
    pub fn entry(&self, node: &str, as_of: AsOf) -> Option<&Entry> {
        self.nodes.get(node)?.get(&as_of)
    }

    /// What is known of a node, by as-of time.
    pub fn entries(&self, node: &str) -> impl Iterator<Item = (AsOf, &Entry)> {
        let times = self.nodes.get(node).into_iter().flatten();
        times.map(|(as_of, entry)| (*as_of, entry))
    }

    /// What an as-of time of a node is to a definition.
    pub fn state(&self, node: &str, as_of: AsOf, definition_hash: &str) -> State {
        let entry = self.entry(node, as_of);
        entry.map_or(State::Missing, |entry| entry.state(definition_hash))
    }

    /// Whether the store holds what a node yields as of a time, whichever definition computed it.
    pub fn has(&self, node: &str, as_of: AsOf) -> bool {
        let entry = self.entry(node, as_of);
        entry.is_some_and(|entry| entry.computed.is_some())
    }

    /// The as-of time of what was computed last: for a node that holds one state, the time of that state.
    pub fn last_computed(&self, node: &str) -> Option<AsOf> {
        self.entries(node)
            .filter_map(|(as_of, entry)| Some((entry.computed.as_ref()?.at, as_of)))
            .max()
            .map(|(_, as_of)| as_of)
    }
}

impl Entry {
    /// What it is to a definition.
    pub fn state(&self, definition_hash: &str) -> State {
        match (&self.computed, self.failed_at) {
            (Some(computed), Some(failed)) if failed > computed.at => State::Failed,
            (Some(computed), _) if computed.definition_hash == definition_hash => State::Present,
            (Some(_), _) => State::Stale,
            (None, Some(_)) => State::Failed,
            (None, None) => State::Missing,
        }
    }
}

/// A moment as the target writes it: `2023-08-01 00:00:00.000000`.
pub fn moment(text: &str) -> Option<NaiveDateTime> {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S%.f").ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ledger(rows: &[[&str; 5]]) -> Ledger {
        let row = |row: &[&str; 5]| {
            let mut row: Vec<_> = row.iter().map(|text| Some((*text).to_owned())).collect();
            row.push(Some("7".to_owned()));
            row
        };
        Ledger::read(&Rows {
            rows: rows.iter().map(row).collect(),
            ..Rows::default()
        })
        .unwrap()
    }

    #[test]
    fn the_latest_row_of_each_kind_tells() {
        let [first, second, third] =
            ["2023-08-01", "2023-08-02", "2023-08-03"].map(|day| day.parse::<AsOf>().unwrap());
        let at = |second: &str| format!("2023-09-01 00:00:{second}.5");
        let text = |time: AsOf| time.sql();
        let ledger = ledger(&[
            ["a", &text(first), "ok", "new", &at("01")],
            ["a", &text(second), "ok", "old", &at("03")],
            ["a", &text(second), "failed", "new", &at("02")],
            ["a", &text(third), "ok", "new", &at("01")],
            ["a", &text(third), "failed", "new", &at("04")],
        ]);
        assert_eq!(ledger.state("a", first, "new"), State::Present);
        assert_eq!(ledger.state("a", first, "newer"), State::Stale);
        assert_eq!(ledger.state("a", second, "new"), State::Stale);
        assert_eq!(ledger.state("a", third, "new"), State::Failed);
        assert!(ledger.has("a", third));
        assert_eq!(ledger.state("b", first, "new"), State::Missing);
        assert_eq!(ledger.last_computed("a"), Some(second));
        assert_eq!(ledger.last_computed("b"), None);
    }

    #[test]
    fn what_a_restored_snapshot_lacks_is_missing() {
        let [first, second] = ["2023-08-01", "2023-08-02"].map(|day| day.parse::<AsOf>().unwrap());
        let ledger = ledger(&[
            ["t", &second.sql(), "undone", "new", "2023-09-03 00:00:00"],
            ["t", &first.sql(), "undone", "new", "2023-09-01 00:00:00"],
            ["t", &first.sql(), "ok", "new", "2023-09-02 00:00:00"],
            ["t", &second.sql(), "ok", "new", "2023-09-02 00:00:00"],
        ]);
        assert_eq!(ledger.state("t", first, "new"), State::Present);
        assert_eq!(ledger.state("t", second, "new"), State::Missing);
        assert_eq!(ledger.last_computed("t"), Some(first));
    }

    #[test]
    fn a_row_of_someone_else_is_told() {
        let rows = Rows {
            rows: vec![vec![Some("a".into()), Some("soon".into())]],
            ..Rows::default()
        };
        assert!(Ledger::read(&rows).is_err());
    }
}
