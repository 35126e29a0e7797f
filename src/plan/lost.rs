//! What the ledger has and the target does not have any more, where a plan makes it anew: the ledger is told first what is
//! not there.

use std::collections::BTreeSet;

use crate::compile::CheckedProject;
use crate::intervals::{self, Unit};
use crate::ledger::Ledger;
use crate::sql::name::RelationName;

/// A table that is made anew, though the ledger has as-of times of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lost {
    /// The table.
    pub relation: RelationName,
    /// Whose as-of times these are.
    pub of: LostNodes,
}

/// Nodes whose as-of times were in a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LostNodes {
    /// These, by their ids.
    These(Vec<String>),
    /// All feature views but these, those included that the project does not have any more.
    ViewsBut(Vec<String>),
}

/// The merged tables that are gone and that units make anew.
pub fn lost_tables(checked: &CheckedProject, units: &[Unit], ledger: &Ledger) -> Vec<Lost> {
    let computed = units.iter().filter(|unit| unit.missing.is_none());
    let nodes: BTreeSet<usize> = computed.map(|unit| unit.node).collect();
    let nodes = nodes.into_iter().map(|position| &checked.nodes[position]);
    nodes
        .filter_map(|node| {
            let gone = intervals::gone(checked, node, ledger).filter(|gone| gone.is_merged)?;
            Some(Lost {
                relation: gone.relation,
                of: LostNodes::These(vec![node.id.clone()]),
            })
        })
        .collect()
}
