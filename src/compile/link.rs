//! Binds the relations that queries read to the nodes that make them, and finds those that cannot be made.

use std::collections::{BTreeMap, HashMap};

use crate::diagnostic::Diagnostic;
use crate::graph::{Graph, Lookup, Order, Relations};
use crate::rules::{dependency_cycle, reads_store_table, unknown_relation};
use crate::sql::analyze::SqlPlace;
use crate::sql::name::RelationName;

use super::draft::Draft;
use super::site::{Site, in_form};

/// The first place where one node reads another.
struct Reading {
    form: usize,
    place: SqlPlace,
}

/// Nodes bound to what they read.
pub(super) struct Linked {
    pub(super) graph: Graph,
    pub(super) order: Order,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// Binds what is read. The nodes are the sources, then the sites; `relations` is in the same order.
pub(super) fn link(
    sites: &[Site<'_>],
    drafts: &[Draft],
    relations: &Relations,
    ids: &[String],
) -> Linked {
    let first = ids.len() - sites.len();
    let mut diagnostics = Vec::new();
    let mut near = Near::default();
    let mut readings: BTreeMap<(usize, usize), Reading> = BTreeMap::new();
    for (position, (site, draft)) in sites.iter().zip(drafts).enumerate() {
        let mut reported: Vec<&RelationName> = Vec::new();
        for (form_position, form) in draft.forms.iter().enumerate() {
            for read in &form.relations {
                let place = || site.place_in(form, read.place);
                let finding = match relations.lookup(&read.name) {
                    Lookup::Node(node) => {
                        readings.entry((first + position, node)).or_insert(Reading {
                            form: form_position,
                            place: read.place,
                        });
                        continue;
                    }
                    _ if reported.contains(&&read.name) => continue,
                    Lookup::StoreTable => reads_store_table::diagnostic(&read.name, place()),
                    Lookup::Ambiguous(nodes) => {
                        let names = nodes.iter().map(|node| relations.name(*node));
                        unknown_relation::ambiguous(&read.name, names, place())
                    }
                    Lookup::Unknown => {
                        let qualified = relations.qualified(&read.name);
                        let near = near.find(&read.name, relations);
                        unknown_relation::diagnostic(&read.name, qualified, near, place())
                    }
                };
                reported.push(&read.name);
                diagnostics.push(in_form(finding, form.is_backfill));
            }
        }
    }
    let graph = Graph::new(ids.len(), readings.keys().copied());
    let order = graph.order();
    for cycle in &order.cycles {
        let steps = cycle.iter().zip(cycle.iter().cycle().skip(1));
        let steps = steps.filter_map(|(reader, read)| {
            let reading = readings.get(&(*reader, *read))?;
            let at = reader.checked_sub(first)?;
            let form = &drafts[at].forms[reading.form];
            let place = sites[at].place_in(form, reading.place);
            Some(dependency_cycle::Step {
                reader: &ids[*reader],
                read: &ids[*read],
                place,
            })
        });
        diagnostics.push(dependency_cycle::diagnostic(&steps.collect::<Vec<_>>()));
    }
    Linked {
        graph,
        order,
        diagnostics,
    }
}

/// Near names, each looked for once: many queries may misspell the same relation.
#[derive(Default)]
struct Near {
    found: HashMap<RelationName, Option<String>>,
}

impl Near {
    fn find(&mut self, name: &RelationName, relations: &Relations) -> Option<&str> {
        self.found
            .entry(name.clone())
            .or_insert_with(|| relations.near(name))
            .as_deref()
    }
}
