//! Row sets: how they are made, and of which SELECTs.

use std::collections::HashMap;
use std::sync::Arc;

use super::Analyzer;
use super::lineage::{Influences, Origins};
use super::model::{Column, Columns, Origin, Read, RowSet, RowSetId};
use super::place::SqlPlace;
use crate::sql::name::RelationName;

impl Analyzer<'_, '_> {
    pub(super) fn add_rows(&mut self, rows: RowSet) -> RowSetId {
        self.model.row_sets.push(rows);
        self.model.row_sets.len() - 1
    }

    pub(super) fn listed(
        &mut self,
        columns: Vec<Column>,
        influences: Influences,
        keys: Vec<Vec<usize>>,
    ) -> RowSetId {
        self.add_rows(RowSet::new(
            Columns::Listed(columns.into()),
            influences,
            keys,
        ))
    }

    pub(super) fn unknown_rows(&mut self, of: &str) -> RowSetId {
        self.add_rows(RowSet::new(
            Columns::Unknown(of.into()),
            Influences::default(),
            Vec::new(),
        ))
    }

    /// Notes that rows are made of other rows, and so by the SELECTs that made those.
    pub(super) fn inherit(
        &mut self,
        rows: RowSetId,
        from: impl IntoIterator<Item = RowSetId>,
    ) -> RowSetId {
        let mut blocks = std::mem::take(&mut self.model.row_sets[rows].blocks);
        for other in from {
            blocks.extend(&self.model.row_sets[other].blocks);
        }
        blocks.sort_unstable();
        blocks.dedup();
        self.model.row_sets[rows].blocks = blocks;
        rows
    }

    /// A relation outside the query.
    pub(super) fn read(&mut self, name: RelationName, place: SqlPlace) -> RowSetId {
        let relation = self.catalog.relation(&name);
        let read = self.model.reads.len();
        let first_origin = u32::try_from(self.model.origins.len()).unwrap_or(u32::MAX);
        let mut keys = Vec::new();
        if let Some(relation) = relation.as_deref() {
            keys.clone_from(&relation.keys);
            for column in relation.columns.iter().flatten() {
                self.model.origins.push(Origin {
                    read,
                    column: column.name.clone(),
                });
            }
        }
        let next_origin = u32::try_from(self.model.origins.len()).unwrap_or(u32::MAX);
        self.model.reads.push(Read {
            name,
            place,
            relation,
            first_origin,
            origins: Origins::range(first_origin..next_origin),
            named: HashMap::new(),
        });
        self.add_rows(RowSet::new(
            Columns::Read(read),
            Influences::default(),
            keys,
        ))
    }

    /// The columns of a row set, or whose columns are not known.
    pub(super) fn columns(&self, rows: RowSetId) -> Result<Arc<[Column]>, Arc<str>> {
        self.model.columns(rows)
    }
}
