//! A selector applied to a graph.

use std::collections::BTreeSet;

use super::graph::{Kind, NodeGraph, SelectableNode};
use super::syntax::{Condition, Pattern, Selector, Term};
use crate::diagnostic::{Diagnostic, nearest};
use crate::graph::Direction;
use crate::rules::empty_selection;

/// The nodes that were selected, with warnings about terms that meet none.
#[derive(Debug, Default)]
pub struct Selection {
    /// Positions in the graph, ascending.
    pub nodes: BTreeSet<usize>,
    /// What selected nothing.
    pub warnings: Vec<Diagnostic>,
}

/// What `select` (all, where there is none) selects and `exclude` does not.
pub fn select(
    graph: &NodeGraph,
    select: Option<&Selector>,
    exclude: Option<&Selector>,
) -> Selection {
    let mut selection = Selection::default();
    selection.nodes = match select {
        Some(selector) => evaluate(graph, selector, &mut selection.warnings),
        None => (0..graph.nodes().len()).collect(),
    };
    if let Some(selector) = exclude {
        let excluded = evaluate(graph, selector, &mut selection.warnings);
        selection.nodes.retain(|node| !excluded.contains(node));
    }
    selection
}

fn evaluate(
    graph: &NodeGraph,
    selector: &Selector,
    warnings: &mut Vec<Diagnostic>,
) -> BTreeSet<usize> {
    let mut union = BTreeSet::new();
    for intersection in &selector.union {
        let mut met: Option<BTreeSet<usize>> = None;
        for term in intersection {
            let nodes = evaluate_term(graph, term);
            if nodes.is_empty() {
                warnings.push(empty_selection::term(
                    &selector.file,
                    term.range.clone(),
                    near_value(graph, &term.condition),
                ));
            }
            met = Some(match met {
                None => nodes,
                Some(met) => met.intersection(&nodes).copied().collect(),
            });
        }
        union.extend(met.unwrap_or_default());
    }
    union
}

fn evaluate_term(graph: &NodeGraph, term: &Term) -> BTreeSet<usize> {
    let met: BTreeSet<usize> = (0..graph.nodes().len())
        .filter(|node| meets(&graph.nodes()[*node], &term.condition))
        .collect();
    if term.closure {
        let affected = graph.reach(&met, Direction::Down, None);
        return graph.reach(&affected, Direction::Up, None);
    }
    let mut nodes = met.clone();
    if let Some(depth) = term.ancestors {
        nodes.extend(graph.reach(&met, Direction::Up, depth));
    }
    if let Some(depth) = term.descendants {
        nodes.extend(graph.reach(&met, Direction::Down, depth));
    }
    nodes
}

fn meets(node: &SelectableNode, condition: &Condition) -> bool {
    let any =
        |values: &[String], pattern: &Pattern| values.iter().any(|value| pattern.matches(value));
    let is = |value: &Option<String>, pattern: &Pattern| {
        value.as_deref().is_some_and(|value| pattern.matches(value))
    };
    match condition {
        Condition::Name(pattern) => pattern.matches(&node.name),
        Condition::Tag(pattern) => any(&node.tags, pattern),
        Condition::Path(pattern) => node.paths.iter().any(|path| is_below(path, pattern)),
        Condition::Entity(pattern) => is(&node.entity, pattern),
        Condition::Author(pattern) => is(&node.author, pattern),
        Condition::Source(pattern) => {
            let schema = node.name.rsplit_once('.').map(|(schema, _)| schema);
            node.kind == Kind::Source
                && (pattern.matches(&node.name)
                    || schema.is_some_and(|schema| pattern.matches(schema)))
        }
        Condition::Feature(pattern) => any(&node.features, pattern),
        Condition::ResourceType(kind) => node.kind == *kind,
    }
}

/// A file, a folder above it, or a pattern that meets either.
fn is_below(path: &str, pattern: &Pattern) -> bool {
    let wanted = pattern.text.trim_start_matches("./").trim_end_matches('/');
    let is_folder = path
        .strip_prefix(wanted)
        .is_some_and(|rest| rest.starts_with('/'));
    path == wanted || is_folder || wanted == "." || pattern.matches(path)
}

/// The value in the graph that may have been meant.
fn near_value(graph: &NodeGraph, condition: &Condition) -> Option<String> {
    let (pattern, values): (&Pattern, Vec<&str>) = match condition {
        Condition::Name(pattern) => (pattern, names(graph, |_| true)),
        Condition::Source(pattern) => (pattern, names(graph, |node| node.kind == Kind::Source)),
        Condition::Tag(pattern) => (pattern, values(graph, |node| &node.tags)),
        Condition::Path(pattern) => (pattern, values(graph, |node| &node.paths)),
        Condition::Entity(pattern) => (pattern, values(graph, |node| &node.entity)),
        Condition::Author(pattern) => (pattern, values(graph, |node| &node.author)),
        Condition::Feature(pattern) => (pattern, values(graph, |node| &node.features)),
        Condition::ResourceType(_) => return None,
    };
    nearest(&pattern.text, values).map(str::to_owned)
}

fn names(graph: &NodeGraph, wanted: impl Fn(&SelectableNode) -> bool) -> Vec<&str> {
    let nodes = graph.nodes().iter().filter(|node| wanted(node));
    nodes.map(|node| node.name.as_str()).collect()
}

fn values<'g, L>(graph: &'g NodeGraph, list: impl Fn(&'g SelectableNode) -> L) -> Vec<&'g str>
where
    L: IntoIterator<Item = &'g String>,
{
    graph
        .nodes()
        .iter()
        .flat_map(|node| list(node).into_iter())
        .map(String::as_str)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::Graph;
    use crate::selection::syntax::parse;

    fn node(name: &str, kind: Kind, path: &str, tags: &[&str]) -> SelectableNode {
        SelectableNode {
            name: name.into(),
            kind,
            tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
            paths: vec![path.into()],
            entity: (kind == Kind::FeatureView).then(|| "brand".into()),
            author: Some("rafay".into()),
            features: vec![format!("n_{name}")],
        }
    }

    /// `production.raw` → `facts` → `sales`, `stock`; `production.other` → `stock`.
    fn graph() -> NodeGraph {
        NodeGraph::new(
            vec![
                node("production.raw", Kind::Source, "sources.toml", &[]),
                node("production.other", Kind::Source, "sources.toml", &[]),
                node("facts", Kind::Table, "tables/facts/table.toml", &["core"]),
                node(
                    "sales",
                    Kind::FeatureView,
                    "brand/feature.toml",
                    &["search", "core"],
                ),
                node(
                    "stock",
                    Kind::FeatureView,
                    "brand/feature.toml",
                    &["search"],
                ),
            ],
            Graph::new(5, [(2, 0), (3, 2), (4, 2), (4, 1)]),
        )
    }

    fn selected(text: &str, exclude: Option<&str>) -> String {
        let graph = graph();
        let selector = parse("--select", &[text.to_owned()]).unwrap();
        let exclude = exclude.map(|text| parse("--exclude", &[text.to_owned()]).unwrap());
        let selection = select(&graph, Some(&selector), exclude.as_ref());
        let names: Vec<&str> = selection
            .nodes
            .iter()
            .map(|node| graph.nodes()[*node].name.as_str())
            .collect();
        names.join(" ")
    }

    #[test]
    fn conditions() {
        assert_eq!(selected("sales", None), "sales");
        assert_eq!(selected("s*", None), "sales stock");
        assert_eq!(selected("tag:core", None), "facts sales");
        assert_eq!(selected("tag:core,tag:search", None), "sales");
        assert_eq!(selected("sales facts", None), "facts sales");
        for path in [
            "path:brand",
            "path:brand/",
            "brand/",
            "path:./brand/feature.toml",
            "path:br*",
        ] {
            assert_eq!(selected(path, None), "sales stock", "{path}");
        }
        assert_eq!(selected("path:bran", None), "");
        assert_eq!(
            selected("source:production", None),
            "production.raw production.other"
        );
        assert_eq!(selected("source:production.raw", None), "production.raw");
        assert_eq!(selected("entity:brand,author:rafay", None), "sales stock");
        assert_eq!(selected("feature:n_stock", None), "stock");
        assert_eq!(selected("resource_type:table", None), "facts");
    }

    #[test]
    fn the_graph_is_followed() {
        assert_eq!(selected("+sales", None), "production.raw facts sales");
        assert_eq!(selected("1+sales", None), "facts sales");
        assert_eq!(selected("0+sales", None), "sales");
        assert_eq!(
            selected("source:production.raw+", None),
            "production.raw facts sales stock"
        );
        assert_eq!(selected("production.raw+1", None), "production.raw facts");
        assert_eq!(
            selected("+facts+", None),
            "production.raw facts sales stock"
        );
        assert_eq!(
            selected("@facts", None),
            "production.raw production.other facts sales stock"
        );
        assert_eq!(
            selected("+stock", Some("resource_type:source")),
            "facts stock"
        );
    }

    #[test]
    fn what_meets_nothing_is_said_with_the_near_name() {
        let graph = graph();
        let selector = parse("--select", &["salse tag:serach".to_owned()]).unwrap();
        let selection = select(&graph, Some(&selector), None);
        let help: Vec<&str> = selection
            .warnings
            .iter()
            .map(|w| w.help[0].text.as_str())
            .collect();
        assert_eq!(
            help,
            [
                "a similar name exists: `sales`",
                "a similar name exists: `search`"
            ]
        );
    }
}
