//! What selection sees of a project: nodes with the properties that can be asked for, and edges.

use std::collections::BTreeSet;
use std::fmt;

use crate::graph::{Direction, Graph};

/// What a node is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A table that the project reads.
    Source,
    /// A table that the project makes.
    Table,
    /// A query with features.
    FeatureView,
}

impl Kind {
    /// All, by their names.
    pub const NAMES: [&'static str; 3] = ["source", "table", "feature_view"];
}

impl fmt::Display for Kind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Source => "source",
            Self::Table => "table",
            Self::FeatureView => "feature_view",
        })
    }
}

/// One node with what it can be selected by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SelectableNode {
    /// Its name; for a source `schema.table`.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// Its tags.
    pub tags: Vec<String>,
    /// Its definition file and its SQL file, from the project's root.
    pub paths: Vec<String>,
    /// The entity that its features describe.
    pub entity: Option<String>,
    /// Who answers for it.
    pub author: Option<String>,
    /// The names of its features.
    pub features: Vec<String>,
}

/// Nodes and who reads whom, by the same positions.
#[derive(Debug, Clone)]
pub struct NodeGraph {
    nodes: Vec<SelectableNode>,
    edges: Graph,
}

impl NodeGraph {
    /// A graph of `nodes`; `edges` says by position which reads which.
    pub fn new(nodes: Vec<SelectableNode>, edges: Graph) -> Self {
        Self { nodes, edges }
    }

    /// All nodes, by position.
    pub fn nodes(&self) -> &[SelectableNode] {
        &self.nodes
    }

    /// `start` and all that is at most `depth` edges away (`None`: any number).
    pub(super) fn reach(
        &self,
        start: &BTreeSet<usize>,
        direction: Direction,
        depth: Option<usize>,
    ) -> BTreeSet<usize> {
        self.edges.reach(start, direction, depth)
    }
}
