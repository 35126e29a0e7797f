//! What stands in databases under the names of copies.

use std::collections::BTreeMap;

use super::Shelf;
use crate::emit::copies;
use crate::emit::ownership::MARK;
use crate::engine::EngineError;
use crate::sql::name::{Identifier, RelationName};

/// What stands in the databases that were asked about.
#[derive(Default)]
pub(super) struct Standing {
    databases: BTreeMap<Option<Identifier>, Vec<Found>>,
}

#[derive(Debug, Clone)]
pub(super) struct Found {
    schema: String,
    name: String,
    pub(super) rows: Option<u64>,
    pub(super) is_marked: bool,
}

impl Standing {
    /// What stands under a copy's name.
    pub(super) fn find(
        &mut self,
        shelf: &mut Shelf<'_>,
        copy: &RelationName,
    ) -> Result<Option<Found>, EngineError> {
        if !self.databases.contains_key(&copy.database) {
            let question = copies::standing_copies(shelf.dialect, copy.database.as_ref());
            let rows = shelf.session.query(&question)?.rows;
            let found = rows.into_iter().filter_map(|row| {
                let mut cells = row.into_iter();
                let (schema, name) = (cells.next()??, cells.next()??);
                let rows = cells.next()?.and_then(|rows| rows.parse().ok());
                let comment = cells.next()?.unwrap_or_default();
                Some(Found {
                    schema,
                    name,
                    rows,
                    is_marked: comment.to_lowercase().contains(MARK),
                })
            });
            self.databases
                .insert(copy.database.clone(), found.collect());
        }
        let dialect = shelf.dialect;
        let found = self.databases.get(&copy.database).and_then(|all| {
            all.iter().find(|found| {
                let mut schema = copy.schema.iter();
                schema.all(|schema| dialect.is_same_name(&found.schema, schema.folded()))
                    && dialect.is_same_name(&found.name, copy.name.folded())
            })
        });
        Ok(found.cloned())
    }
}
