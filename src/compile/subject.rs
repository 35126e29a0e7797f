//! What is compiled: a table or a feature view, with what both have.

use std::collections::BTreeSet;

use crate::project::model::{Definition, FeatureView, Project, Table, TableWrite};
use crate::project::time::Interval;
use crate::sql::name::{Identifier, RelationName};
use crate::template::{RenderContext, When};

use super::model::NodeKind;

/// A table or feature view of the project.
pub(super) struct Subject<'p> {
    pub(super) kind: NodeKind,
    pub(super) role: Role<'p>,
    pub(super) definition: &'p Definition,
    /// The relation that SQL reads it as.
    pub(super) relation: RelationName,
    pub(super) interval: Interval,
    /// The entity's keys (feature view) or the unique key (table, where it has one).
    pub(super) keys: Vec<Identifier>,
    /// Whether it is merged into a table that is there.
    pub(super) is_incremental: bool,
}

/// Which of the two it is.
#[derive(Clone, Copy)]
pub(super) enum Role<'p> {
    Table(&'p Table),
    FeatureView(&'p FeatureView),
}

/// Tables, then feature views, in the order of the project.
pub(super) fn subjects<'p>(
    project: &'p Project,
    missing_tables: &BTreeSet<RelationName>,
) -> Vec<Subject<'p>> {
    let tables = project
        .tables
        .iter()
        .enumerate()
        .map(|(at, table)| Subject {
            kind: NodeKind::Table(at),
            role: Role::Table(table),
            definition: &table.definition,
            relation: table.relation.clone(),
            interval: table.interval,
            keys: match &table.write {
                TableWrite::Rebuild => Vec::new(),
                TableWrite::Merge { unique_key, .. } => unique_key.clone(),
            },
            is_incremental: matches!(table.write, TableWrite::Merge { .. })
                && !missing_tables.contains(&table.relation),
        });
    let views = project.views.iter().enumerate().map(|(at, view)| Subject {
        kind: NodeKind::FeatureView(at),
        role: Role::FeatureView(view),
        definition: &view.definition,
        relation: project.store.relation(view.definition.name.as_str()),
        interval: view.history.interval(),
        keys: project
            .entities
            .get(&view.entity)
            .map(|entity| entity.keys.iter().map(|key| key.column.clone()).collect())
            .unwrap_or_default(),
        is_incremental: false,
    });
    tables.chain(views).collect()
}

/// How the ids of feature views begin.
pub(crate) const VIEW_PREFIX: &str = "feature_view.";

impl Subject<'_> {
    pub(super) fn id(&self) -> String {
        match self.role {
            Role::Table(_) => format!("table.{}", self.definition.name),
            Role::FeatureView(_) => format!("{VIEW_PREFIX}{}", self.definition.name),
        }
    }

    /// What its template is rendered with.
    pub(super) fn context<'c>(
        &'c self,
        when: When,
        target_name: &'c str,
        is_backfill: bool,
    ) -> RenderContext<'c> {
        RenderContext {
            when: match when {
                When::Symbolic => When::Symbolic,
                When::At(time) => When::At(self.interval.floor(time)),
            },
            interval: self.interval,
            is_backfill,
            is_incremental: self.is_incremental,
            params: &self.definition.params,
            this: Some(&self.relation),
            target_name,
        }
    }
}
