//! When and with what a template is rendered, and what it yielded.

use std::collections::BTreeMap;

use crate::project::time::{AsOf, Interval};
use crate::sql::name::RelationName;

/// When a template is rendered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// At no time in particular: the date stays symbolic.
    Symbolic,
    /// At an as-of time.
    At(AsOf),
}

/// What a template is rendered with.
#[derive(Debug, Clone, Copy)]
pub struct RenderContext<'c> {
    /// When.
    pub when: When,
    /// The cadence of the node, from which `data_interval_start` follows.
    pub interval: Interval,
    /// `is_backfill`.
    pub is_backfill: bool,
    /// `is_incremental()`.
    pub is_incremental: bool,
    /// `params.*`.
    pub params: &'c BTreeMap<String, serde_json::Value>,
    /// `this`: the relation that the node writes, where it writes one.
    pub this: Option<&'c RelationName>,
    /// `target.name`.
    pub target_name: &'c str,
}

/// What a template yielded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    pub(super) probe: String,
    /// The rendering at the second sentinel.
    pub(super) other: Option<String>,
    pub(super) symbolic: Option<String>,
    /// The texts of times in `probe` that depend on the as-of time; `None` where that is not known.
    pub(super) times: Option<Vec<String>>,
}

impl Rendered {
    /// The SQL to parse and analyse: at the as-of time, or at the first sentinel.
    pub fn probe(&self) -> &str {
        &self.probe
    }

    /// The renderings at both [sentinels](super::symbolic::sentinels); the same text twice for an as-of time.
    pub fn probes(&self) -> (&str, &str) {
        (&self.probe, self.other.as_deref().unwrap_or(&self.probe))
    }

    /// The dates and times in [`probe`](Self::probe) that depend on the as-of time; `None` for a rendering at one as-of time,
    /// which cannot tell.
    pub fn times(&self) -> Option<&[String]> {
        self.times.as_deref()
    }

    /// The SQL at the as-of time, or, without one, a template in which only the date is left open.
    pub fn text(&self) -> &str {
        self.symbolic.as_deref().unwrap_or(&self.probe)
    }
}
