//! The checked project: what compiling makes, and all that planning needs.

use crate::graph::Graph;
use crate::project::model::{Definition, Project, TargetName};
use crate::project::time::Interval;
use crate::sql::analyze::{Output, OutputInfluences, ReadColumn};
use crate::sql::name::{Dialect, Identifier, RelationName};
use crate::sql::types::Type;
use crate::template::When;

/// A project whose queries were rendered, analysed, linked and checked without an error. Only
/// [`compile`](super::compile) makes one.
#[derive(Debug)]
pub struct CheckedProject {
    /// The definitions.
    pub project: Project,
    /// The target that it was compiled for.
    pub target: TargetName,
    /// The SQL of that target.
    pub dialect: Dialect,
    /// The as-of time that it was compiled for, or none.
    pub when: When,
    /// Sources, tables and feature views, each kind in the order of the project.
    pub nodes: Vec<CheckedNode>,
    /// Which node reads which, by position in `nodes`.
    pub graph: Graph,
    pub(super) order: Vec<usize>,
}

impl CheckedProject {
    /// The nodes, each after those that it reads; always the same order for the same project.
    pub fn in_order(&self) -> impl Iterator<Item = &CheckedNode> {
        self.order.iter().map(|position| &self.nodes[*position])
    }

    /// The positions of the nodes in `nodes`, each after those that it reads.
    pub fn order(&self) -> &[usize] {
        &self.order
    }

    /// What a table or feature view has in common with others; a source has no such definition.
    pub fn definition(&self, node: &CheckedNode) -> Option<&Definition> {
        match node.kind {
            NodeKind::Source(_) => None,
            NodeKind::Table(at) => Some(&self.project.tables[at].definition),
            NodeKind::FeatureView(at) => Some(&self.project.views[at].definition),
        }
    }

    /// The cadence of a node's as-of times; a source has none.
    pub fn interval(&self, node: &CheckedNode) -> Option<Interval> {
        match node.kind {
            NodeKind::Source(_) => None,
            NodeKind::Table(at) => Some(self.project.tables[at].interval),
            NodeKind::FeatureView(at) => Some(self.project.views[at].history.interval()),
        }
    }

    /// The nodes that a node reads.
    pub fn dependencies(&self, node: &CheckedNode) -> impl Iterator<Item = &CheckedNode> {
        node.depends_on
            .iter()
            .map(|position| &self.nodes[*position])
    }
}

/// A source, table or feature view.
#[derive(Debug, Clone)]
pub struct CheckedNode {
    /// `source.production.brands`, `table.daily_embeddings_v2`, `feature_view.brand_contact_book`.
    pub id: String,
    /// What it is.
    pub kind: NodeKind,
    /// How SQL names it.
    pub relation: RelationName,
    /// The nodes that it reads, by position, sorted.
    pub depends_on: Vec<usize>,
    /// The relations that it reads, as its SQL names them, in the order of the text.
    pub reads: Vec<RelationName>,
    /// The columns of a source as declared, of a table or view as its query yields them.
    pub columns: Vec<Identifier>,
    /// Of which types its columns are, and what they are computed from; empty for a source.
    pub lineage: NodeLineage,
    /// Its query; a source has none.
    pub query: Option<NodeQuery>,
    /// Names what its definition means: equal for two that yield the same rows from the same relations. Empty for a source.
    pub definition_hash: String,
    /// Names what its rows mean: its own definition and those of all that it reads. Another than the definition's hash where
    /// it reads what the project makes. Of a source, what fsc makes of its data: nothing on Snowflake, where it is empty.
    pub values_hash: String,
    /// Whether its rows may depend on the as-of time: its own text does, or what it reads.
    pub depends_on_as_of: bool,
}

/// What a node's query yields, and from which columns of the relations that it reads.
#[derive(Debug, Clone, Default)]
pub struct NodeLineage {
    /// Its columns, in their order.
    pub columns: Vec<NodeColumn>,
    /// The columns that decide which rows there are.
    pub influences: OutputInfluences,
}

/// A column of a node.
#[derive(Debug, Clone)]
pub struct NodeColumn {
    /// Its name.
    pub name: Identifier,
    /// Its type, where it could be told.
    pub data_type: Type,
    /// The columns that its values are computed from.
    pub origins: Vec<ReadColumn>,
}

impl From<Output> for NodeLineage {
    fn from(output: Output) -> Self {
        let columns = output.columns.into_iter().flatten().filter_map(|column| {
            Some(NodeColumn {
                name: column.name?,
                data_type: column.data_type,
                origins: column.origins,
            })
        });
        Self {
            columns: columns.collect(),
            influences: output.influences,
        }
    }
}

/// What a node is, with its position in the project's list of that kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NodeKind {
    /// In [`Project::sources`].
    Source(usize),
    /// In [`Project::tables`].
    Table(usize),
    /// In [`Project::views`].
    FeatureView(usize),
}

/// A node's query, rendered. Without an as-of time both texts are templates in which only the date is left open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NodeQuery {
    /// The user's own text, without a `;` at its end. May end in a comment: whatever follows begins a new line.
    pub text: String,
    /// The same in DuckDB's SQL, where the target is the embedded one.
    pub lowered: Option<String>,
}

impl NodeQuery {
    /// The text for a dialect.
    pub fn sql(&self, dialect: Dialect) -> &str {
        match (dialect, &self.lowered) {
            (Dialect::DuckDb, Some(lowered)) => lowered,
            (Dialect::DuckDb, None) | (Dialect::Snowflake, _) => &self.text,
        }
    }
}
