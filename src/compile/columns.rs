//! The columns of all nodes, settled in the order in which nodes can be made.

use crate::graph::{Lookup, Relations};
use crate::project::model::{FeatureView, History, Project};
use crate::sql::analyze::{Catalog, Output};
use crate::sql::name::{Identifier, RelationName};

use super::draft::Draft;
use super::subject::{Role, Subject};

/// The columns that SQL sees, by node.
pub(super) struct Columns<'r> {
    relations: &'r Relations,
    known: Vec<Option<Vec<Identifier>>>,
}

impl Catalog for Columns<'_> {
    fn columns(&self, relation: &RelationName) -> Option<&[Identifier]> {
        match self.relations.lookup(relation) {
            Lookup::Node(node) => self.known[node].as_deref(),
            Lookup::StoreTable | Lookup::Ambiguous(_) | Lookup::Unknown => None,
        }
    }
}

/// What the forms of each query yield, in the order of `drafts`.
pub(super) fn settle(
    project: &Project,
    subjects: &[Subject<'_>],
    drafts: &[Draft],
    relations: &Relations,
    order: &[usize],
) -> Vec<Vec<Output>> {
    let first = project.sources.len();
    let mut columns = Columns {
        relations,
        known: known_from_definitions(project, subjects),
    };
    let mut outputs: Vec<Vec<Output>> = subjects.iter().map(|_| Vec::new()).collect();
    let mut is_done = vec![false; subjects.len()];
    // Nodes of a cycle, and those that read one, come last: what can be known of them is still checked.
    let ordered = order.iter().filter_map(|node| node.checked_sub(first));
    for position in ordered.chain(0..subjects.len()) {
        if std::mem::replace(&mut is_done[position], true) {
            continue;
        }
        let settled: Vec<Output> = drafts[position]
            .forms
            .iter()
            .map(|form| form.analysis.output(&columns))
            .collect();
        if let Role::Table(_) = subjects[position].role {
            columns.known[first + position] = settled
                .first()
                .and_then(|output| output.columns.as_ref())
                .map(|found| {
                    found
                        .iter()
                        .filter_map(|column| column.name.clone())
                        .collect()
                });
        }
        outputs[position] = settled;
    }
    outputs
}

/// Sources as they are declared, feature views as their wide views show them; tables are not known yet.
fn known_from_definitions(
    project: &Project,
    subjects: &[Subject<'_>],
) -> Vec<Option<Vec<Identifier>>> {
    let sources = project.sources.iter().map(|source| {
        let names = source.columns.iter().map(|column| column.name.clone());
        (!source.columns.is_empty()).then(|| names.collect())
    });
    let made = subjects.iter().map(|subject| match subject.role {
        Role::Table(_) => None,
        Role::FeatureView(view) => Some(wide_columns(view, &subject.keys)),
    });
    sources.chain(made).collect()
}

/// The columns of the view over the store that SQL reads as a feature view.
fn wide_columns(view: &FeatureView, keys: &[Identifier]) -> Vec<Identifier> {
    let features = view.features.iter().map(|feature| feature.column.clone());
    let mut columns: Vec<Identifier> = keys.iter().cloned().chain(features).collect();
    if !matches!(view.history, History::Static) {
        columns.push(Identifier::new("as_of"));
    }
    columns.push(Identifier::new("computed_at"));
    columns
}
