//! What selection sees of a project: nodes with the properties that can be asked for, and edges.

use std::collections::{BTreeSet, VecDeque};
use std::fmt;

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

/// Nodes and who reads whom.
#[derive(Debug, Clone, Default)]
pub struct NodeGraph {
    nodes: Vec<SelectableNode>,
    parents: Vec<BTreeSet<usize>>,
    children: Vec<BTreeSet<usize>>,
}

/// Which way edges are followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    /// To what a node reads.
    Up,
    /// To what reads the node.
    Down,
}

impl NodeGraph {
    /// A graph of `nodes`; each edge is (reader, what it reads), by position.
    pub fn new(
        nodes: Vec<SelectableNode>,
        reads: impl IntoIterator<Item = (usize, usize)>,
    ) -> Self {
        let mut graph = Self {
            parents: vec![BTreeSet::new(); nodes.len()],
            children: vec![BTreeSet::new(); nodes.len()],
            nodes,
        };
        for (reader, read) in reads {
            graph.parents[reader].insert(read);
            graph.children[read].insert(reader);
        }
        graph
    }

    /// All nodes, by position.
    pub fn nodes(&self) -> &[SelectableNode] {
        &self.nodes
    }

    /// What a node reads, by position.
    pub fn parents(&self, node: usize) -> impl Iterator<Item = usize> {
        self.parents[node].iter().copied()
    }

    /// `start` and all that is at most `depth` edges away (`None`: any number).
    pub(super) fn reach(
        &self,
        start: &BTreeSet<usize>,
        direction: Direction,
        depth: Option<usize>,
    ) -> BTreeSet<usize> {
        let edges = match direction {
            Direction::Up => &self.parents,
            Direction::Down => &self.children,
        };
        let mut reached = start.clone();
        let mut queue: VecDeque<(usize, usize)> = start.iter().map(|node| (*node, 0)).collect();
        while let Some((node, distance)) = queue.pop_front() {
            if depth.is_some_and(|depth| distance >= depth) {
                continue;
            }
            for next in &edges[node] {
                if reached.insert(*next) {
                    queue.push_back((*next, distance + 1));
                }
            }
        }
        reached
    }
}
