//! The order in which tables can be looked at: each after the tables that it reads.

use rayon::prelude::*;

use crate::graph::{Lookup, Relations};
use crate::sql::analyze::Output;

use super::catalog::ProjectCatalog;
use super::draft::Draft;
use super::site::Site;
use super::subject::Role;

/// Looks at all tables, level by level, each level side by side; what they yield is added to the catalog. Tables of a
/// cycle, and those that read one, come last: what can be known of them is still checked.
pub(super) fn settle(
    sites: &[Site<'_>],
    drafts: &mut [Draft],
    relations: &Relations,
    catalog: &mut ProjectCatalog<'_>,
    first: usize,
) {
    let count = drafts.len();
    let reads: Vec<Vec<usize>> = drafts
        .iter()
        .map(|draft| tables_read(draft, relations, first, count))
        .collect();
    let mut is_done = vec![false; count];
    loop {
        let is_ready =
            |table: &usize| !is_done[*table] && reads[*table].iter().all(|read| is_done[*read]);
        let mut level: Vec<usize> = (0..count).filter(is_ready).collect();
        if level.is_empty() {
            // A circle: one of it is looked at without knowledge of the others.
            level.extend((0..count).find(|table| !is_done[*table]));
        }
        if level.is_empty() {
            return;
        }
        let known = &*catalog;
        let looked: Vec<_> = level
            .par_iter()
            .map(|table| drafts[*table].look_again(&sites[*table], known))
            .collect();
        for (table, (outputs, diagnostics)) in level.into_iter().zip(looked) {
            is_done[table] = true;
            let draft = &mut drafts[table];
            draft.diagnostics.extend(diagnostics);
            for (form, output) in draft.forms.iter_mut().zip(outputs) {
                form.output = output;
            }
            let none = Output::default();
            let output = draft.forms.first().map_or(&none, |form| &form.output);
            if let Role::Table(definition) = sites[table].subject.role {
                catalog.add_table(first + table, &definition.write, output);
            }
        }
    }
}

/// The tables that a table reads.
fn tables_read(draft: &Draft, relations: &Relations, first: usize, count: usize) -> Vec<usize> {
    let reads = draft.forms.iter().flat_map(|form| &form.relations);
    let nodes = reads.filter_map(|read| match relations.lookup(&read.name) {
        Lookup::Node(node) => node.checked_sub(first).filter(|table| *table < count),
        Lookup::StoreTable | Lookup::Ambiguous(_) | Lookup::Unknown => None,
    });
    nodes.collect()
}
