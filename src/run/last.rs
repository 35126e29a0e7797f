//! What the last run left in `target/run_results.json`, as far as a retry needs it.
//!
//! The file may be of an older fsc, of another tool (dbt writes one of the same name) or broken: each is told apart.

use std::collections::{BTreeMap, BTreeSet};

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

use super::results::{RunResults, Status};
use crate::intervals::BackfillJob;
use crate::project::time::AsOf;

/// The command that computes one as-of time.
pub const RUN: &str = "run";
/// The command that computes all that is missing.
pub const CATCH_UP: &str = "run --catch-up";
/// The command that computes past as-of times.
pub const BACKFILL: &str = "backfill";

/// What was asked of a run, so that the same can be asked again.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invocation {
    /// [`RUN`], [`CATCH_UP`] or [`BACKFILL`].
    pub command: String,
    /// The as-of time that was asked for, or now: views round it down to their cadence.
    pub as_of: Option<String>,
    /// Variables over those of `fsc.toml`.
    pub vars: BTreeMap<String, serde_json::Value>,
    /// Whether merged tables were built anew.
    pub full_refresh: bool,
    /// Whether the first failure kept the rest from starting.
    pub fail_fast: bool,
    /// How many nodes ran at once.
    pub threads: usize,
    /// The backfill.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub backfill: Option<BackfillJob>,
    /// How many as-of times were computed together, where that was said for all nodes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub batch_size: Option<usize>,
    /// Whether it was `fsc retry` that asked again.
    #[serde(default)]
    pub is_retry: bool,
}

impl Invocation {
    /// The command as it was given.
    pub fn given(&self) -> &str {
        if self.is_retry {
            "retry"
        } else {
            &self.command
        }
    }
}

/// The last run.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct LastRun {
    /// Its id.
    pub run_id: String,
    /// Its target.
    pub target: String,
    /// What was asked of it.
    pub invocation: Invocation,
    /// How it ended.
    pub status: Status,
    /// The command that was given after it, and did not come to compute anything.
    #[serde(default)]
    pub refused: Option<String>,
    /// What came of its nodes.
    pub nodes: Vec<LastNode>,
}

/// What came of a node.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct LastNode {
    /// `feature_view.brand_contact_book`.
    pub id: String,
    /// `brand_contact_book`.
    pub name: String,
    /// How it ended.
    pub status: Status,
    /// Its definition's hash then.
    pub definition_hash: String,
    /// As-of times that were not computed.
    #[serde(default, deserialize_with = "times")]
    pub left_out: Vec<AsOf>,
    /// As-of times that were written, and failed after that.
    #[serde(default, deserialize_with = "times")]
    pub unfinished: Vec<AsOf>,
    /// What was wrong.
    #[serde(default)]
    pub errors: Vec<LastError>,
}

/// What was wrong with a node.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct LastError {
    /// In a phrase.
    pub message: String,
}

fn times<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<AsOf>, D::Error> {
    let texts = Vec::<String>::deserialize(deserializer)?;
    let times = texts.iter().map(|text| text.parse());
    times.collect::<Result<_, _>>().map_err(D::Error::custom)
}

/// The text of a results file with word of a command that was given since, or without. `None`: it is none that can be added to.
pub fn with_refused(text: &str, command: Option<&str>) -> Option<String> {
    let mut json = of_this_version(text).ok()?;
    let top = json.as_object_mut()?;
    match command {
        Some(command) => top.insert("refused".to_owned(), command.into()),
        None => top.remove("refused"),
    };
    serde_json::to_string_pretty(&json).ok()
}

/// Why a file tells nothing of a last run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unusable {
    /// It is not JSON, or cut off.
    NotJson(String),
    /// Another tool wrote it.
    Foreign,
    /// Another fsc wrote it.
    OtherVersion {
        /// The form's version there.
        version: u64,
        /// That fsc's version.
        fsc_version: String,
    },
    /// It lacks something.
    Incomplete(String),
}

/// The text of a results file that an fsc of this version wrote, as JSON.
fn of_this_version(text: &str) -> Result<serde_json::Value, Unusable> {
    let json: serde_json::Value =
        serde_json::from_str(text).map_err(|error| Unusable::NotJson(error.to_string()))?;
    let (Some(version), Some(fsc_version)) = (
        json.get("version").and_then(serde_json::Value::as_u64),
        json.get("fsc_version").and_then(serde_json::Value::as_str),
    ) else {
        return Err(Unusable::Foreign);
    };
    if version != u64::from(RunResults::VERSION) {
        return Err(Unusable::OtherVersion {
            version,
            fsc_version: fsc_version.to_owned(),
        });
    }
    Ok(json)
}

impl LastRun {
    /// Reads the text of a results file.
    pub fn read(text: &str) -> Result<Self, Unusable> {
        serde_json::from_value(of_this_version(text)?)
            .map_err(|error| Unusable::Incomplete(error.to_string()))
    }

    /// The nodes that are still to be done, at some of their as-of times at least. A node of several batches may stand there
    /// as often.
    pub fn unfinished(&self) -> impl Iterator<Item = &LastNode> {
        let nodes = self.nodes.iter();
        nodes.filter(|node| node.status != Status::Ok || !node.left_out.is_empty())
    }

    /// The as-of times that are still to be computed, by the nodes' ids.
    pub fn to_compute(&self) -> BTreeMap<String, BTreeSet<AsOf>> {
        let mut times: BTreeMap<String, BTreeSet<AsOf>> = BTreeMap::new();
        for node in &self.nodes {
            let of_node = times.entry(node.id.clone()).or_default();
            of_node.extend(node.to_compute());
        }
        times.retain(|_, times| !times.is_empty());
        times
    }
}

impl LastNode {
    /// Its as-of times that are still to be computed, or computed again.
    pub fn to_compute(&self) -> impl Iterator<Item = AsOf> {
        self.left_out.iter().chain(&self.unfinished).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_result_of_this_version_is_told_apart() {
        let read = |text: &str| LastRun::read(text).unwrap_err();
        assert!(matches!(read("{\"version\": 2,"), Unusable::NotJson(_)));
        assert_eq!(
            read("{\"metadata\": {}, \"results\": []}"),
            Unusable::Foreign
        );
        assert_eq!(read("[]"), Unusable::Foreign);
        let old = read("{\"version\": 1, \"fsc_version\": \"0.1.0\", \"nodes\": []}");
        assert!(matches!(old, Unusable::OtherVersion { version: 1, .. }));
        let cut = read("{\"version\": 2, \"fsc_version\": \"0.1.0\", \"run_id\": \"a\"}");
        assert!(matches!(&cut, Unusable::Incomplete(what) if what.contains("target")));
    }
}
