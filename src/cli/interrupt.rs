//! Ctrl-C: the first one asks what runs to stop, the second one ends the process.

use std::sync::Arc;

use crate::run::Cancellation;

/// What is set when Ctrl-C is pressed from now on.
pub fn on_ctrl_c() -> Arc<Cancellation> {
    let cancellation = Arc::new(Cancellation::default());
    let handler = Arc::clone(&cancellation);
    // Without a handler Ctrl-C ends the process at once, which the store survives as well.
    let _ = ctrlc::set_handler(move || {
        if !handler.request() {
            std::process::exit(130);
        }
    });
    cancellation
}
