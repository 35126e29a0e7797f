//! What the ledger has as-of times of and the target does not have any more: somebody dropped its table.
//!
//! A merged table would be made anew with the one time that is computed next, while the ledger went on to list all of
//! them. So it is kept back until somebody says that it may be made anew. A table that is built whole each time loses nothing by
//! that; only what reads it has to wait.

use super::{Kind, Missing, Unit, kind};
use crate::compile::{CheckedNode, CheckedProject, NodeKind};
use crate::ledger::{Ledger, Lost};
use crate::project::model::Snapshot;
use crate::sql::name::{Dialect, RelationName};

/// A table that is gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gone {
    /// Its name.
    pub relation: RelationName,
    /// The target's SQL.
    pub dialect: Dialect,
    /// Whether each as-of time was merged over those before.
    pub is_merged: bool,
    /// Whether copies of it are kept.
    pub has_copies: bool,
    /// What the ledger has of it.
    pub lost: Lost,
}

/// A node's table, where it is gone; `None` also for views, which have none of their own.
pub fn gone(checked: &CheckedProject, node: &CheckedNode, ledger: &Ledger) -> Option<Gone> {
    let NodeKind::Table(at) = node.kind else {
        return None;
    };
    let table = &checked.project.tables[at];
    Some(Gone {
        relation: table.relation.clone(),
        dialect: checked.dialect,
        is_merged: kind(checked, node) == Some(Kind::Sequential),
        has_copies: table.snapshot != Snapshot::Never,
        lost: ledger.lost(&node.id)?,
    })
}

/// What a merged table lacks of itself, where it is gone.
pub fn lost_history(
    checked: &CheckedProject,
    node: &CheckedNode,
    ledger: &Ledger,
) -> Option<Missing> {
    let gone = gone(checked, node, ledger).filter(|gone| gone.is_merged)?;
    Some(Missing {
        node: node.id.clone(),
        name: checked.definition(node)?.name.to_string(),
        as_of: gone.lost.first,
        until: gone.lost.last,
        has_one_state: false,
        is_static: false,
        stands_as_of: None,
        gone: Some(gone),
    })
}

/// Keeps back the units of merged tables that are gone.
pub fn keep_back(checked: &CheckedProject, units: &mut [Unit], ledger: &Ledger) {
    for unit in units {
        let lacks = lost_history(checked, &checked.nodes[unit.node], ledger);
        unit.missing = lacks.or(unit.missing.take());
    }
}
