//! The wish to stop: set from a signal handler, looked at between statements.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use crate::engine::Engine;

/// How often a running engine is told again to stop: a statement that started just after the first interrupt would
/// otherwise run to its end.
const REPEAT: Duration = Duration::from_millis(50);

/// A request to stop, shared with a signal handler.
#[derive(Debug, Default)]
pub struct Cancellation {
    requested: AtomicBool,
    stopped: AtomicBool,
}

impl Cancellation {
    /// Asks to stop. True the first time: who asks twice wants the process to end at once.
    pub fn request(&self) -> bool {
        !self.requested.swap(true, Ordering::SeqCst)
    }

    /// Stops what runs from within: nobody has asked yet, so that who asks then is the first.
    pub(super) fn stop(&self) {
        self.stopped.store(true, Ordering::SeqCst);
    }

    /// Whether somebody asked, or what runs was stopped from within.
    pub fn is_requested(&self) -> bool {
        self.requested.load(Ordering::SeqCst) || self.stopped.load(Ordering::SeqCst)
    }
}

/// Does `work`; while it lasts, a request to stop interrupts what the engine runs.
pub fn interruptible<T>(
    engine: &dyn Engine,
    cancellation: &Cancellation,
    work: impl FnOnce() -> T,
) -> T {
    let (working, done) = channel::<()>();
    std::thread::scope(|scope| {
        scope.spawn(move || {
            while done.recv_timeout(REPEAT) == Err(RecvTimeoutError::Timeout) {
                if cancellation.is_requested() {
                    engine.interrupt();
                }
            }
        });
        let result = work();
        drop(working);
        result
    })
}
