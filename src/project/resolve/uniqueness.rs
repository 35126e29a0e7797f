//! Names that may stand once in a project. Each check sees things in the order of their places, so that the second of
//! two is the one that is reported.

use std::collections::HashMap;

use super::reserved;
use crate::diagnostic::Diagnostic;
use crate::project::model::{Definition, EntityName, Feature, FeatureView, Source, Store, Table};
use crate::rules::{duplicate_feature, duplicate_node, duplicate_relation};
use crate::source::Span;
use crate::sql::name::RelationName;

/// Names of nodes, which become files: systems that fold case must not see two.
pub(super) fn nodes(tables: &[Table], views: &[FeatureView], found: &mut Vec<Diagnostic>) {
    let tables = tables.iter().map(|table| &table.definition);
    let views = views.iter().map(|view| &view.definition);
    let mut nodes: Vec<&Definition> = tables.chain(views).collect();
    nodes.sort_by_key(|node| node.span);
    let mut seen: HashMap<String, &Definition> = HashMap::with_capacity(nodes.len());
    for node in nodes {
        let folded = node.name.as_str().to_ascii_lowercase();
        if let Some(first) = seen.get(&folded) {
            found.push(duplicate_node::at(node, first));
        } else {
            seen.insert(folded, node);
        }
    }
}

/// Names of features, as the store has them, which are unique per entity.
pub(super) fn features(views: &[FeatureView], found: &mut Vec<Diagnostic>) {
    let mut all: Vec<_> = views
        .iter()
        .flat_map(|view| view.features.iter().map(move |feature| (view, feature)))
        .collect();
    all.sort_by_key(|(_, feature)| feature.span);
    let mut seen: HashMap<(&EntityName, String), (&FeatureView, &Feature)> =
        HashMap::with_capacity(all.len());
    for (view, feature) in all {
        let key = (&view.entity, feature.column.stored_name());
        if let Some((first_view, first)) = seen.get(&key) {
            found.push(duplicate_feature::at(view, feature, first_view, first));
        } else {
            seen.insert(key, (view, feature));
        }
    }
}

/// What a relation stands for.
#[derive(Clone, Copy)]
pub(super) struct Owner<'p> {
    /// "source", "table", "feature view" or "table of the store".
    pub(super) kind: &'static str,
    /// `None` for what fsc itself makes.
    pub(super) span: Option<Span>,
    /// Whether nothing is ever made under the name.
    pub(super) is_only_read: bool,
    node: Option<&'p Definition>,
}

/// Relations: what SQL names must be one thing.
pub(super) fn relations(
    store: &Store,
    sources: &[Source],
    tables: &[Table],
    views: &[FeatureView],
    found: &mut Vec<Diagnostic>,
) {
    let mut seen: HashMap<RelationName, Owner<'_>> = HashMap::new();
    for name in Store::TABLES {
        let owner = Owner {
            kind: "table of the feature store",
            span: None,
            is_only_read: false,
            node: None,
        };
        seen.insert(store.relation(name), owner);
    }
    let views = views.iter().map(|view| {
        let relation = store.relation(view.definition.name.as_str());
        (relation, owner("feature view", &view.definition))
    });
    let made = tables
        .iter()
        .map(|table| (table.relation.clone(), owner("table", &table.definition)));
    let sources = sources.iter().map(|source| {
        let owner = Owner {
            kind: "source",
            span: Some(source.span),
            is_only_read: source.path.is_none(),
            node: None,
        };
        (source.relation.clone(), owner)
    });
    let mut all: Vec<(RelationName, Owner<'_>)> = views.chain(made).chain(sources).collect();
    all.sort_by_key(|(_, owner)| owner.span);
    reserved::names(&all, tables, found);
    for (relation, owner) in all {
        match seen.get(&relation) {
            None => {
                seen.insert(relation, owner);
            }
            Some(first) => {
                // Two nodes of one name have been reported as such.
                let is_reported = matches!((first.node, owner.node), (Some(a), Some(b))
                    if a.name.as_str().eq_ignore_ascii_case(b.name.as_str()));
                if let (Some(span), false) = (owner.span, is_reported) {
                    found.push(duplicate_relation::at(
                        &relation, span, owner.kind, first.span, first.kind,
                    ));
                }
            }
        }
    }
}

fn owner<'p>(kind: &'static str, node: &'p Definition) -> Owner<'p> {
    Owner {
        kind,
        span: Some(node.span),
        is_only_read: false,
        node: Some(node),
    }
}
