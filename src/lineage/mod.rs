//! Column lineage through the whole project: from a feature or a table's column to the columns of sources, and back.
//!
//! A query's own lineage stops at the relations that it reads ([`NodeLineage`](crate::compile::NodeLineage)); here it is
//! followed through tables and feature views until only sources are left. A column that decides which rows there are, in
//! any query on the way, counts with the kind of its use.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet, HashSet};

use serde::Serialize;

use crate::compile::{CheckedNode, CheckedProject, NodeKind};
use crate::graph::{Lookup, Relations};
use crate::sql::analyze::ReadColumn;
use crate::sql::name::Identifier;

/// How a column of a source takes part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Use {
    /// The value is computed from it.
    Value,
    /// It decides which rows there are: WHERE, HAVING, QUALIFY, LIMIT.
    Filter,
    /// It stands in the condition of a join.
    Join,
    /// Rows are grouped by it.
    Group,
}

/// A column of a source, or of a relation that the project does not know.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct SourceColumn {
    /// The relation, as definitions name it.
    pub relation: String,
    /// The column.
    pub column: String,
}

/// Where one column comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Lineage {
    /// The node that yields it: `feature_view.brand_contact_book`.
    pub node: String,
    /// The column.
    pub column: String,
    /// Its type, as Snowflake writes it; `unknown` where it could not be told.
    #[serde(rename = "type")]
    pub data_type: String,
    /// The tables and feature views on the way, sorted.
    pub through: Vec<String>,
    /// The columns of sources, each with how it takes part, sorted.
    pub columns: Vec<(SourceColumn, BTreeSet<Use>)>,
}

/// What is computed from a column of a source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Dependents {
    /// The source, as its definition names it.
    pub relation: String,
    /// The column.
    pub column: String,
    /// The columns of feature views and tables that it takes part in, in the order of the nodes and of their columns.
    pub used_by: Vec<Dependent>,
}

/// A column that a column of a source takes part in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Dependent {
    /// The node that yields it.
    pub node: String,
    /// The column.
    pub column: String,
    /// Whether it is a feature.
    pub is_feature: bool,
    /// How the source's column takes part.
    pub uses: BTreeSet<Use>,
}

/// Follows columns through a project.
pub struct Tracer<'p> {
    checked: &'p CheckedProject,
    relations: Relations,
}

impl<'p> Tracer<'p> {
    /// A tracer over a project.
    pub fn new(checked: &'p CheckedProject) -> Self {
        let names = checked.nodes.iter().map(|node| node.relation.clone());
        let project = &checked.project;
        let relations = Relations::new(
            project.store.clone(),
            project.own_database(&checked.target),
            names.collect(),
        );
        Self { checked, relations }
    }

    /// Where a column of a node comes from; `None` when the node yields no such column.
    pub fn trace(&self, node: &CheckedNode, column: &Identifier) -> Option<Lineage> {
        let found = node
            .lineage
            .columns
            .iter()
            .find(|other| other.name == *column)?;
        let mut trace = Trace {
            tracer: self,
            columns: BTreeMap::new(),
            through: BTreeSet::new(),
            seen: HashSet::new(),
        };
        trace.query(node, &found.origins, Use::Value);
        Some(Lineage {
            node: node.id.clone(),
            column: column.to_string(),
            data_type: found.data_type.to_string(),
            through: trace.through.into_iter().collect(),
            columns: trace.columns.into_iter().collect(),
        })
    }

    /// What is computed from each of the columns of a source, in their order: every column of the project is followed once.
    pub fn dependents(&self, relation: &str, columns: &[String]) -> Vec<Dependents> {
        let mut found: Vec<Dependents> = columns
            .iter()
            .map(|column| Dependents {
                relation: relation.to_owned(),
                column: column.to_lowercase(),
                used_by: Vec::new(),
            })
            .collect();
        let nodes = self.checked.nodes.iter();
        for node in nodes.filter(|node| !matches!(node.kind, NodeKind::Source(_))) {
            for column in &node.lineage.columns {
                let Some(lineage) = self.trace(node, &column.name) else {
                    continue;
                };
                for (source, uses) in lineage.columns {
                    let is_meant = |of: &&mut Dependents| {
                        of.relation == source.relation && of.column == source.column
                    };
                    if let Some(of) = found.iter_mut().find(is_meant) {
                        of.used_by.push(Dependent {
                            node: node.id.clone(),
                            column: column.name.to_string(),
                            is_feature: self.is_feature(node, &column.name),
                            uses,
                        });
                    }
                }
            }
        }
        found
    }

    fn is_feature(&self, node: &CheckedNode, column: &Identifier) -> bool {
        match node.kind {
            NodeKind::FeatureView(view) => {
                let mut features = self.checked.project.views[view].features.iter();
                features.any(|feature| feature.column == *column)
            }
            NodeKind::Table(_) | NodeKind::Source(_) => false,
        }
    }
}

/// The state of following one column.
struct Trace<'t, 'p> {
    tracer: &'t Tracer<'p>,
    columns: BTreeMap<SourceColumn, BTreeSet<Use>>,
    through: BTreeSet<String>,
    seen: HashSet<(ReadColumn, Use)>,
}

impl<'p> Trace<'_, 'p> {
    /// Follows what a value of a node's query is computed from, and what decides the query's rows.
    fn query(&mut self, node: &'p CheckedNode, origins: &'p [ReadColumn], how: Use) {
        self.all(origins, how);
        let influences = &node.lineage.influences;
        self.all(&influences.filter, Use::Filter);
        self.all(&influences.join, Use::Join);
        self.all(&influences.group, Use::Group);
    }

    fn all(&mut self, origins: &'p [ReadColumn], how: Use) {
        for origin in origins {
            if self.seen.insert((origin.clone(), how)) {
                self.column(origin, how);
            }
        }
    }

    fn column(&mut self, read: &'p ReadColumn, how: Use) {
        let node = match self.tracer.relations.lookup(&read.relation) {
            Lookup::Node(node) => Some(&self.tracer.checked.nodes[node]),
            Lookup::StoreTable | Lookup::Ambiguous(_) | Lookup::Unknown => None,
        };
        match node {
            Some(node) if !matches!(node.kind, NodeKind::Source(_)) => {
                self.through.insert(node.id.clone());
                let columns = &node.lineage.columns;
                // `as_of` and `computed_at` of a feature view come from no source.
                let Some(found) = columns.iter().find(|other| other.name == read.column) else {
                    return;
                };
                self.query(node, &found.origins, how);
            }
            _ => {
                let relation = node.map_or(&read.relation, |node| &node.relation);
                let column = SourceColumn {
                    relation: relation.to_string(),
                    column: read.column.to_string().to_lowercase(),
                };
                self.columns.entry(column).or_default().insert(how);
            }
        }
    }
}
