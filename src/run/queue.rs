//! The queue before each table: writers of one table take turns, so that a destination never has more than one waiter
//! in the database (Snowflake refuses more than 20).

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::sql::name::RelationName;

/// A lock a table.
#[derive(Default)]
pub(super) struct Queues {
    tables: Mutex<HashMap<RelationName, Arc<Mutex<()>>>>,
}

impl Queues {
    /// Does `work` when it is this caller's turn at the table; at once where there is no table.
    pub(super) fn in_turn<T>(&self, table: Option<&RelationName>, work: impl FnOnce() -> T) -> T {
        let Some(table) = table else {
            return work();
        };
        let queue = {
            let mut tables = self.tables.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(tables.entry(table.clone()).or_default())
        };
        // What a panicked holder left is mended by its rollback, not by refusing the next.
        let _turn = queue.lock().unwrap_or_else(PoisonError::into_inner);
        work()
    }
}
