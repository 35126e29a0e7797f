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

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    use super::*;
    use crate::sql::name::Identifier;

    #[test]
    fn writers_of_one_table_take_turns_and_others_do_not_wait() {
        let table =
            |name: &str| RelationName::in_schema(Identifier::new("s"), Identifier::new(name));
        let queues = Queues::default();
        let (inside, most, all) = (
            AtomicUsize::new(0),
            AtomicUsize::new(0),
            AtomicUsize::new(0),
        );
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    queues.in_turn(Some(&table("a")), || {
                        let now = inside.fetch_add(1, Ordering::SeqCst) + 1;
                        most.fetch_max(now, Ordering::SeqCst);
                        std::thread::sleep(Duration::from_millis(2));
                        inside.fetch_sub(1, Ordering::SeqCst);
                        all.fetch_add(1, Ordering::SeqCst);
                    });
                });
            }
        });
        assert_eq!((most.into_inner(), all.into_inner()), (1, 8));
        queues.in_turn(Some(&table("a")), || {
            queues.in_turn(Some(&table("b")), || queues.in_turn(None, || ()));
        });
    }
}
