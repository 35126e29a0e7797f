//! What the ledger in the target says: which as-of times each node has, computed by which definition, and which failed.
//!
//! Pure: [`emit`](crate::emit) writes the question, an engine answers it, and this reads the answer.

mod read;
#[cfg(test)]
mod tests;

pub use read::{UnreadableRow, moment};

use std::collections::{BTreeMap, HashMap};
use std::ops::RangeBounds;

use chrono::NaiveDateTime;

use crate::project::time::AsOf;

/// What a row of the ledger says of a node's as-of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recorded {
    /// It was computed: its rows are there.
    Computed,
    /// The same of a table, whose copy is made next.
    Uncopied,
    /// It could not be computed; what was there, is there still.
    Failed,
    /// What was computed before is not there any more: a restored snapshot does not have it, or the table was built anew.
    Undone,
}

impl Recorded {
    /// The word in the column `status`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Computed => "ok",
            Self::Uncopied => "uncopied",
            Self::Failed => "failed",
            Self::Undone => "undone",
        }
    }

    fn of_word(word: &str) -> Option<Self> {
        let all = [Self::Computed, Self::Uncopied, Self::Failed, Self::Undone];
        all.into_iter().find(|recorded| recorded.word() == word)
    }
}

/// What is known of the as-of times of nodes; those that it does not name were never computed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ledger {
    nodes: HashMap<String, Times>,
}

/// What is known of one node.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Times {
    entries: BTreeMap<AsOf, Entry>,
    /// The as-of time that was computed last.
    last_computed: Option<AsOf>,
    /// What was computed, where it is gone.
    lost: Option<Lost>,
    /// When each definition wrote last, by its hash, whatever was written over it since; where all of the node was asked for.
    wrote_last: HashMap<String, NaiveDateTime>,
}

/// What the ledger lists of a node, though it is not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lost {
    /// The first as-of time.
    pub first: AsOf,
    /// The last one.
    pub last: AsOf,
    /// How many there are.
    pub times: usize,
    /// The one that was computed last.
    pub stood_as_of: AsOf,
}

impl Lost {
    /// What the ledger lists of two nodes.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            first: self.first.min(other.first),
            last: self.last.max(other.last),
            times: self.times + other.times,
            stood_as_of: self.stood_as_of.max(other.stood_as_of),
        }
    }
}

/// What is known of a node at an as-of time.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entry {
    /// What stands in the store, as it was last written.
    pub computed: Option<Computed>,
    /// When it last could not be computed.
    pub failed_at: Option<NaiveDateTime>,
    /// Whether the table was written last without its copy, and not since as of another time: the copy can still be made.
    pub lacks_copy: bool,
}

/// The last success of a node at an as-of time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Computed {
    /// The hash of the definitions: its own and those of all that it reads.
    pub values_hash: String,
    /// When, UTC.
    pub at: NaiveDateTime,
}

/// What an as-of time is to a definition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Computed by the definitions at hand.
    Present,
    /// Computed by an older definition, or from what an older definition computed.
    Stale,
    /// The last try failed, at the copy of a table at least; what was computed, if anything was, stands in the store.
    Failed,
    /// Never computed.
    Missing,
}

impl Ledger {
    /// What is known of a node at an as-of time.
    fn entry(&self, node: &str, as_of: AsOf) -> Option<&Entry> {
        self.nodes.get(node)?.entries.get(&as_of)
    }

    /// What is known of a node, by as-of time.
    pub fn entries(&self, node: &str) -> impl Iterator<Item = (AsOf, &Entry)> {
        let times = self.nodes.get(node).into_iter();
        times.flat_map(|times| times.entries.iter().map(|(as_of, entry)| (*as_of, entry)))
    }

    /// Takes note that a node's table is not there: nothing of what was computed is.
    pub fn lose(&mut self, node: &str) {
        if let Some(times) = self.nodes.get_mut(node) {
            times.lose();
        }
    }

    /// Takes note that each as-of time of a node is written over those before: what was computed before another definition than
    /// this wrote over it, is that one's.
    pub fn overwrite(&mut self, node: &str, values_hash: &str) {
        if let Some(times) = self.nodes.get_mut(node) {
            times.overwrite(values_hash);
        }
    }

    /// Whether another definition than this wrote some of what is there of a node, or what was written over since.
    pub fn has_others(&self, node: &str, values_hash: &str) -> bool {
        let mut wrote = self
            .nodes
            .get(node)
            .into_iter()
            .flat_map(|times| times.wrote_last.keys());
        wrote.any(|hash| hash != values_hash)
    }

    /// What it lists of a node whose table is not there; `None` where there is none, or the table is there.
    pub fn lost(&self, node: &str) -> Option<Lost> {
        self.nodes.get(node)?.lost
    }

    /// The nodes of which something is known.
    pub fn nodes(&self) -> impl Iterator<Item = &str> {
        self.nodes.keys().map(String::as_str)
    }

    /// What an as-of time of a node is to the definitions at hand.
    pub fn state(&self, node: &str, as_of: AsOf, values_hash: &str) -> State {
        let entry = self.entry(node, as_of);
        entry.map_or(State::Missing, |entry| entry.state(values_hash))
    }

    /// What the store holds of a node as of a time.
    pub fn computed(&self, node: &str, as_of: AsOf) -> Option<&Computed> {
        self.entry(node, as_of)?.computed.as_ref()
    }

    /// The hash of the definitions that computed what the store holds of a node as of a time.
    pub fn computed_by(&self, node: &str, as_of: AsOf) -> Option<&str> {
        Some(&self.computed(node, as_of)?.values_hash)
    }

    /// The as-of times of a range that the store holds of a node.
    pub fn computed_within(
        &self,
        node: &str,
        range: impl RangeBounds<AsOf>,
    ) -> impl Iterator<Item = AsOf> {
        let times = self.nodes.get(node).into_iter();
        let within = times.flat_map(move |times| {
            times
                .entries
                .range((range.start_bound().cloned(), range.end_bound().cloned()))
        });
        within
            .filter(|(_, entry)| entry.computed.is_some())
            .map(|(as_of, _)| *as_of)
    }

    /// The as-of time of what was computed last: for a node that holds one state, the time of that state.
    pub fn last_computed(&self, node: &str) -> Option<AsOf> {
        self.nodes.get(node)?.last_computed
    }

    /// The latest as-of time that the store holds of a node.
    pub fn latest(&self, node: &str) -> Option<AsOf> {
        let times = self.nodes.get(node)?.entries.iter().rev();
        let mut computed = times.filter(|(_, entry)| entry.computed.is_some());
        computed.next().map(|(as_of, _)| *as_of)
    }
}

impl Times {
    fn lose(&mut self) {
        let computed = self.entries.iter_mut();
        let computed = computed.filter_map(|(as_of, entry)| entry.computed.take().map(|_| *as_of));
        let gone: Vec<AsOf> = computed.collect();
        if let (Some(first), Some(last), Some(stood_as_of)) =
            (gone.first(), gone.last(), self.last_computed)
        {
            self.lost = Some(Lost {
                first: *first,
                last: *last,
                times: gone.len(),
                stood_as_of,
            });
        }
        self.settle();
    }

    fn overwrite(&mut self, values_hash: &str) {
        let others = self
            .wrote_last
            .iter()
            .filter(|(hash, _)| *hash != values_hash);
        let Some((other, wrote_at)) = others.max_by_key(|(_, at)| **at) else {
            return;
        };
        let computed = self
            .entries
            .values_mut()
            .filter_map(|entry| entry.computed.as_mut());
        for before in computed.filter(|computed| computed.at < *wrote_at) {
            before.values_hash.clone_from(other);
        }
    }

    /// Finds what was computed last. A run computes one time after the other.
    fn settle(&mut self) {
        self.last_computed = self
            .entries
            .iter()
            .filter_map(|(as_of, entry)| Some((entry.computed.as_ref()?.at, *as_of)))
            .max()
            .map(|(_, as_of)| as_of);
        for (as_of, entry) in &mut self.entries {
            entry.lacks_copy &= Some(*as_of) == self.last_computed;
        }
    }
}

impl Entry {
    /// What it is to the definitions at hand.
    fn state(&self, values_hash: &str) -> State {
        match (&self.computed, self.failed_at) {
            (Some(_), _) if self.lacks_copy => State::Failed,
            (Some(computed), Some(failed)) if failed > computed.at => State::Failed,
            (Some(computed), _) if computed.values_hash == values_hash => State::Present,
            (Some(_), _) => State::Stale,
            (None, Some(_)) => State::Failed,
            (None, None) => State::Missing,
        }
    }
}
