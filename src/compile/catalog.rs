//! What queries may know of the relations around them: sources as declared, feature views as their wide views show them,
//! tables as their queries yield them.

use std::sync::Arc;

use crate::graph::{Lookup, Relations};
use crate::project::model::{FeatureView, History, Project, Source, TableWrite};
use crate::sql::analyze::{Catalog, Output, Relation, RelationColumn, RelationKind};
use crate::sql::name::{Identifier, RelationName};
use crate::sql::types::Type;

use super::subject::{Role, Subject};

/// The relations of a project, by node.
pub(super) struct ProjectCatalog<'r> {
    relations: &'r Relations,
    known: Vec<Option<Arc<Relation>>>,
}

impl Catalog for ProjectCatalog<'_> {
    fn relation(&self, name: &RelationName) -> Option<Arc<Relation>> {
        match self.relations.lookup(name) {
            Lookup::Node(node) => self.known[node].clone(),
            Lookup::StoreTable | Lookup::Ambiguous(_) | Lookup::Unknown => None,
        }
    }
}

impl<'r> ProjectCatalog<'r> {
    /// What the definitions say; tables are not known yet.
    pub(super) fn new(
        project: &Project,
        subjects: &[Subject<'_>],
        relations: &'r Relations,
    ) -> Self {
        let sources = project.sources.iter().map(|source| Some(of_source(source)));
        let made = subjects.iter().map(|subject| match subject.role {
            Role::Table(_) => None,
            Role::FeatureView(view) => Some(of_view(project, view, &subject.keys)),
        });
        Self {
            relations,
            known: sources
                .chain(made)
                .map(|known| known.map(Arc::new))
                .collect(),
        }
    }

    /// Whether the columns of a node are known.
    pub(super) fn knows_columns(&self, node: usize) -> bool {
        self.known[node]
            .as_ref()
            .is_some_and(|relation| relation.columns.is_some())
    }

    /// Adds a table, as its query yields it.
    pub(super) fn add_table(&mut self, node: usize, write: &TableWrite, output: &Output) {
        let columns = output.columns.as_ref().map(|columns| {
            let named = columns.iter().filter_map(|column| {
                Some(RelationColumn {
                    sign: column.sign,
                    ..RelationColumn::new(column.name.clone()?, column.data_type)
                })
            });
            named.collect()
        });
        let keys: Vec<Vec<Identifier>> = match write {
            TableWrite::Merge { unique_key, .. } => vec![unique_key.clone()],
            // What its query makes unique, for a table that holds nothing else.
            TableWrite::Rebuild => output
                .keys
                .iter()
                .filter_map(|key| {
                    let columns = output.columns.as_ref()?;
                    key.iter()
                        .map(|position| columns.get(*position)?.name.clone())
                        .collect()
                })
                .collect(),
        };
        self.known[node] = Some(Arc::new(Relation::new(RelationKind::Table, columns, &keys)));
    }
}

fn of_source(source: &Source) -> Relation {
    let column = |column: &crate::project::model::SourceColumn| {
        RelationColumn::new(column.name.clone(), Type::parse(&column.data_type.value))
    };
    let columns = (!source.columns.is_empty()).then(|| source.columns.iter().map(column).collect());
    let keys: &[Vec<Identifier>] = if source.unique_key.is_empty() {
        &[]
    } else {
        std::slice::from_ref(&source.unique_key)
    };
    Relation::new(RelationKind::Source, columns, keys)
}

/// The columns of the view over the store that SQL reads as a feature view.
fn of_view(project: &Project, view: &FeatureView, keys: &[Identifier]) -> Relation {
    let declared = |key: &Identifier| {
        let entity = project.entities.get(&view.entity)?;
        let key = entity.keys.iter().find(|other| other.column == *key)?;
        key.data_type.as_deref().map(Type::parse)
    };
    // Keys are stored as text; the view shows those whose type is declared in that type.
    let mut columns: Vec<RelationColumn> = keys
        .iter()
        .map(|key| RelationColumn::new(key.clone(), declared(key).unwrap_or(Type::Unknown)))
        .collect();
    let features = view.features.iter();
    columns
        .extend(features.map(|feature| RelationColumn::new(feature.column.clone(), Type::Float)));
    let mut unique = keys.to_vec();
    if !matches!(view.history, History::Static) {
        let as_of = Identifier::new("as_of");
        columns.push(RelationColumn {
            is_as_of: true,
            ..RelationColumn::new(as_of.clone(), Type::TIMESTAMP)
        });
        unique.push(as_of);
    }
    columns.push(RelationColumn::new(
        Identifier::new("computed_at"),
        Type::TIMESTAMP,
    ));
    Relation::new(RelationKind::FeatureView, Some(columns), &[unique])
}
