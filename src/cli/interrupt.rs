//! Ctrl-C: the first one asks what runs to stop, the second one ends the process.

use std::sync::{Arc, OnceLock};

use crate::run::Cancellation;

/// What is set when Ctrl-C is pressed, from the first call on: of a process there is one.
pub fn on_ctrl_c() -> Arc<Cancellation> {
    static CANCELLATION: OnceLock<Arc<Cancellation>> = OnceLock::new();
    let cancellation = CANCELLATION.get_or_init(|| {
        let cancellation = Arc::new(Cancellation::default());
        let handler = Arc::clone(&cancellation);
        // Without a handler Ctrl-C ends the process at once, which the store survives as well.
        let _ = ctrlc::set_handler(move || {
            if !handler.request() {
                std::process::exit(130);
            }
        });
        cancellation
    });
    Arc::clone(cancellation)
}
