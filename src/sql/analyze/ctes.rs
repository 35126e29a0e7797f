//! The common table expressions that a name can mean.

use std::collections::HashMap;

use super::model::RowSetId;
use crate::sql::name::Identifier;

/// The CTEs in scope: of one name, the innermost is meant.
#[derive(Debug, Default)]
pub(super) struct Ctes {
    names: Vec<Identifier>,
    rows: HashMap<Identifier, Vec<RowSetId>>,
}

impl Ctes {
    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.names.len()
    }

    pub(super) fn push(&mut self, name: Identifier, rows: RowSetId) {
        self.rows.entry(name.clone()).or_default().push(rows);
        self.names.push(name);
    }

    /// Leaves the scope of all but the first ones.
    pub(super) fn truncate(&mut self, len: usize) {
        for name in self.names.drain(len..) {
            if let Some(rows) = self.rows.get_mut(&name) {
                rows.pop();
            }
        }
    }

    pub(super) fn get(&self, name: &Identifier) -> Option<RowSetId> {
        self.rows.get(name)?.last().copied()
    }
}
