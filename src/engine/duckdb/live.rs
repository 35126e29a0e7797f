//! The sessions of a database that can be interrupted.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use duckdb::InterruptHandle;

/// The sessions that can be interrupted. A session leaves under the lock before its connection closes, so that no
/// interrupt reaches a closed connection.
#[derive(Default)]
pub(super) struct LiveSessions {
    handles: Mutex<(u64, BTreeMap<u64, Arc<InterruptHandle>>)>,
}

impl LiveSessions {
    pub(super) fn enter(&self, handle: Arc<InterruptHandle>) -> u64 {
        let mut handles = self.handles.lock().unwrap_or_else(PoisonError::into_inner);
        handles.0 += 1;
        let id = handles.0;
        handles.1.insert(id, handle);
        id
    }

    pub(super) fn leave(&self, id: u64) {
        let mut handles = self.handles.lock().unwrap_or_else(PoisonError::into_inner);
        handles.1.remove(&id);
    }

    pub(super) fn interrupt(&self) {
        let handles = self.handles.lock().unwrap_or_else(PoisonError::into_inner);
        for handle in handles.1.values() {
            handle.interrupt();
        }
    }
}
