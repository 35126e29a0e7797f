//! What the ledger in the target says: which as-of times each node has, computed by which definition, and which failed.
//!
//! Pure: [`emit`](crate::emit) writes the question, an engine answers it, and this reads the answer.

use std::collections::{BTreeMap, HashMap};
use std::ops::RangeBounds;

use chrono::NaiveDateTime;

use crate::engine::Rows;
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

/// An answer that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the ledger holds a row that fsc did not write: {0}")]
pub struct UnreadableRow(String);

impl Ledger {
    /// Reads the answer to [`known_intervals`](crate::emit::known_intervals).
    pub fn read(answer: &Rows) -> Result<Self, UnreadableRow> {
        let mut nodes: HashMap<String, Times> = HashMap::new();
        let (mut undone, mut uncopied) = (Vec::new(), Vec::new());
        for row in &answer.rows {
            let unreadable = || UnreadableRow(format!("{row:?}"));
            let [Some(node), Some(as_of), Some(status), Some(hash), Some(at)] = row.as_slice()
            else {
                return Err(unreadable());
            };
            let as_of = AsOf::new(moment(as_of).ok_or_else(unreadable)?);
            let at = moment(at).ok_or_else(unreadable)?;
            let times = match nodes.get_mut(node) {
                Some(times) => times,
                None => nodes.entry(node.clone()).or_default(),
            };
            let entry = times.entries.entry(as_of).or_default();
            let computed = Computed {
                values_hash: hash.clone(),
                at,
            };
            match Recorded::of_word(status).ok_or_else(unreadable)? {
                Recorded::Computed => entry.computed = Some(computed),
                Recorded::Uncopied => uncopied.push((node.clone(), as_of, computed)),
                Recorded::Failed => entry.failed_at = Some(at),
                Recorded::Undone => undone.push((node.clone(), as_of, at)),
            }
        }
        for (node, as_of, written) in uncopied {
            let times = nodes.get_mut(&node);
            if let Some(entry) = times.and_then(|times| times.entries.get_mut(&as_of))
                && entry
                    .computed
                    .as_ref()
                    .is_none_or(|computed| computed.at < written.at)
            {
                entry.computed = Some(written);
                entry.lacks_copy = true;
            }
        }
        // A failure before the undoing was one of what is gone.
        for (node, as_of, at) in undone {
            let times = nodes.get_mut(&node);
            if let Some(entry) = times.and_then(|times| times.entries.get_mut(&as_of)) {
                entry.computed.take_if(|computed| computed.at <= at);
                entry.failed_at.take_if(|failed| *failed <= at);
            }
        }
        for times in nodes.values_mut() {
            times.settle();
        }
        Ok(Self { nodes })
    }

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
        let computed = self
            .entries
            .values()
            .filter_map(|entry| entry.computed.as_ref());
        let by_others = computed.filter(|computed| computed.values_hash != values_hash);
        let Some(other) = by_others.max_by_key(|computed| computed.at).cloned() else {
            return;
        };
        let computed = self
            .entries
            .values_mut()
            .filter_map(|entry| entry.computed.as_mut());
        for before in computed.filter(|computed| computed.at < other.at) {
            before.values_hash.clone_from(&other.values_hash);
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

/// A moment as the target writes it: `2023-08-01 00:00:00.000000`.
pub fn moment(text: &str) -> Option<NaiveDateTime> {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S%.f").ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ledger(rows: &[[&str; 5]]) -> Ledger {
        let row = |row: &[&str; 5]| row.iter().map(|text| Some((*text).to_owned())).collect();
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
        assert_eq!(ledger.computed_by("a", third), Some("new"));
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
    fn of_a_table_that_is_gone_nothing_is_there() {
        let [first, second, third] =
            ["2023-08-01", "2023-08-02", "2023-08-03"].map(|day| day.parse::<AsOf>().unwrap());
        let mut ledger = ledger(&[
            ["t", &first.sql(), "uncopied", "new", "2023-09-04 00:00:00"],
            ["t", &second.sql(), "ok", "new", "2023-09-02 00:00:00"],
            ["t", &third.sql(), "failed", "new", "2023-09-03 00:00:00"],
        ]);
        assert_eq!(ledger.lost("t"), None);
        for node in ["t", "t", "another"] {
            ledger.lose(node);
        }
        let lost = Lost {
            first,
            last: second,
            times: 2,
            stood_as_of: first,
        };
        assert_eq!(
            (ledger.lost("t"), ledger.lost("another")),
            (Some(lost), None)
        );
        let state = |time| ledger.state("t", time, "new");
        assert_eq!(
            [first, second, third].map(state),
            [State::Missing, State::Missing, State::Failed]
        );
        assert_eq!(
            (ledger.last_computed("t"), ledger.latest("t")),
            (None, None)
        );
    }

    #[test]
    fn a_failure_of_what_was_undone_is_gone_with_it() {
        let day = "2023-08-01".parse::<AsOf>().unwrap();
        let state = |failed_at: &str| {
            let day_sql = day.sql();
            let rows = [
                ["t", day_sql.as_str(), "failed", "new", failed_at],
                ["t", day_sql.as_str(), "ok", "new", "2023-09-02 00:00:00"],
                [
                    "t",
                    day_sql.as_str(),
                    "undone",
                    "new",
                    "2023-09-03 00:00:00",
                ],
            ];
            ledger(&rows).state("t", day, "new")
        };
        assert_eq!(state("2023-09-01 00:00:00"), State::Missing);
        assert_eq!(state("2023-09-04 00:00:00"), State::Failed);
    }

    #[test]
    fn a_table_without_its_copy_has_failed_as_long_as_the_copy_can_still_be_made() {
        let [first, second] = ["2023-08-01", "2023-08-02"].map(|day| day.parse::<AsOf>().unwrap());
        let (early, late) = ("2023-09-01 00:00:00", "2023-09-02 00:00:00");
        let both = ledger(&[
            ["t", &first.sql(), "uncopied", "new", early],
            ["t", &first.sql(), "ok", "new", early],
        ]);
        assert_eq!(both.state("t", first, "new"), State::Present);
        let rewritten = ledger(&[
            ["t", &first.sql(), "ok", "new", early],
            ["t", &first.sql(), "uncopied", "new", late],
        ]);
        assert_eq!(rewritten.state("t", first, "new"), State::Failed);
        assert!(
            rewritten.computed_by("t", first).is_some(),
            "its rows are there"
        );
        // One run computes all of its times at one moment.
        let gone = ledger(&[
            ["t", &first.sql(), "uncopied", "new", early],
            ["t", &second.sql(), "uncopied", "new", early],
        ]);
        assert_eq!(gone.state("t", first, "new"), State::Present);
        assert_eq!(gone.state("t", second, "new"), State::Failed);
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
