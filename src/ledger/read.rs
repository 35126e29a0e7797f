//! The rows of the ledger become what is known of nodes.

use std::collections::HashMap;

use chrono::NaiveDateTime;

use super::{Computed, Ledger, Recorded, Times};
use crate::engine::Rows;
use crate::project::time::AsOf;

/// An answer that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the ledger holds a row that fsc did not write: {0}")]
pub struct UnreadableRow(String);

impl Ledger {
    /// Reads the answer to [`known_intervals`](crate::emit::known_intervals).
    pub fn read(answer: &Rows) -> Result<Self, UnreadableRow> {
        let mut nodes: HashMap<String, Times> = HashMap::new();
        let (mut undone, mut uncopied) = (Vec::new(), Vec::new());
        let mut wrote: Vec<(&str, AsOf, &str, NaiveDateTime)> = Vec::new();
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
            // There is a row for each definition.
            let is_latest = |known: &Option<Computed>| {
                known.as_ref().is_none_or(|known| known.at < computed.at)
            };
            match Recorded::of_word(status).ok_or_else(unreadable)? {
                Recorded::Computed => {
                    wrote.push((node, as_of, hash, at));
                    if is_latest(&entry.computed) {
                        entry.computed = Some(computed);
                    }
                }
                Recorded::Uncopied => {
                    wrote.push((node, as_of, hash, at));
                    uncopied.push((node, as_of, computed));
                }
                Recorded::Failed => entry.failed_at = entry.failed_at.max(Some(at)),
                Recorded::Undone => undone.push((node, as_of, at)),
            }
        }
        for (node, as_of, written) in uncopied {
            let times = nodes.get_mut(node);
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
        let mut undone_at: HashMap<(&str, AsOf), NaiveDateTime> = HashMap::new();
        for (node, as_of, at) in undone {
            let times = nodes.get_mut(node);
            if let Some(entry) = times.and_then(|times| times.entries.get_mut(&as_of)) {
                entry.computed.take_if(|computed| computed.at <= at);
                entry.failed_at.take_if(|failed| *failed <= at);
            }
            let latest = undone_at.entry((node, as_of)).or_insert(at);
            *latest = at.max(*latest);
        }
        for (node, as_of, hash, at) in wrote {
            let undone = undone_at.get(&(node, as_of));
            if let Some(times) = nodes.get_mut(node)
                && undone.is_none_or(|undone| *undone < at)
            {
                match times.wrote_last.get_mut(hash) {
                    Some(last) => *last = at.max(*last),
                    None => {
                        times.wrote_last.insert(hash.to_owned(), at);
                    }
                }
            }
        }
        for times in nodes.values_mut() {
            times.settle();
        }
        Ok(Self { nodes })
    }
}

/// A moment as the target writes it: `2023-08-01 00:00:00.000000`.
pub fn moment(text: &str) -> Option<NaiveDateTime> {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S%.f").ok()
}
