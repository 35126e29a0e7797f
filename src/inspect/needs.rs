//! What a plan needs of the target, as far as its statements tell.

use std::collections::{BTreeMap, BTreeSet};

use crate::plan::{Action, Plan, Schema, TableAction};
use crate::project::model::{Project, SchemaChange, Store, TableWrite};
use crate::sql::name::RelationName;

/// What a run writes to and reads.
#[derive(Debug)]
pub struct Needs {
    /// Schemas with what is created in them: `TABLE`, `VIEW`.
    pub(super) schemas: BTreeMap<Schema, BTreeSet<&'static str>>,
    /// Relations with what is done to them where they exist.
    pub(super) relations: BTreeMap<RelationName, Written>,
    /// Declared sources.
    pub(super) sources: Vec<RelationName>,
}

/// What is done to a relation that exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Written {
    /// Rows are read and written.
    Rows,
    /// It is replaced whole, which only its owner can.
    Replaced,
    /// The same, as a view.
    ReplacedView,
}

impl Needs {
    /// The needs of a plan, and of the sources that its project declares.
    pub fn of(plan: &Plan, project: &Project) -> Self {
        let mut schemas: BTreeMap<Schema, BTreeSet<&'static str>> = BTreeMap::new();
        let mut relations = BTreeMap::new();
        for schema in plan.schemas() {
            schemas.entry(schema).or_default().insert("TABLE");
        }
        for table in Store::TABLES
            .iter()
            .filter(|table| **table != "feature_registry")
        {
            relations.insert(plan.store.relation(table), Written::Rows);
        }
        for node in &plan.nodes {
            match &node.action {
                Action::FeatureView(action) => {
                    let view = &action.wide_view;
                    if let Some(schema) = &view.schema {
                        let schema = (view.database.clone(), schema.clone());
                        schemas.entry(schema).or_default().insert("VIEW");
                    }
                    relations.insert(view.clone(), Written::ReplacedView);
                }
                Action::Table(action) => {
                    relations.insert(action.relation.clone(), written(action));
                }
            }
        }
        let sources = project.sources.iter().map(|source| source.relation.clone());
        Self {
            schemas,
            relations,
            sources: sources.collect(),
        }
    }
}

/// What is done to a table of the project.
fn written(action: &TableAction) -> Written {
    match action.write {
        TableWrite::Merge {
            on_schema_change: SchemaChange::Fail,
            ..
        } if action.grants.is_empty() => Written::Rows,
        // Only its owner alters its columns, too, and grants privileges on it.
        TableWrite::Rebuild | TableWrite::Merge { .. } => Written::Replaced,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::model::Snapshot;
    use crate::sql::name::Identifier;

    #[test]
    fn who_grants_privileges_on_a_table_owns_it() {
        let mut action = TableAction {
            relation: RelationName::in_schema(Identifier::new("s"), Identifier::new("t")),
            columns: Vec::new(),
            write: TableWrite::Merge {
                unique_key: Vec::new(),
                on_schema_change: SchemaChange::Fail,
            },
            audited_key: Vec::new(),
            yields_history: false,
            may_repeat_keys: false,
            snapshot: Snapshot::Never,
            snapshot_retention: None,
            cluster_by: Vec::new(),
            transient: false,
            grants: Vec::new(),
        };
        assert_eq!(written(&action), Written::Rows);
        action.grants = vec![("select".to_owned(), vec![Identifier::new("reader")])];
        assert_eq!(written(&action), Written::Replaced);
    }
}
