//! The log: what happens inside, on stderr, more of it with `-v`. Findings and results never go through it.

use std::io::IsTerminal as _;

use tracing_subscriber::filter::LevelFilter;

use super::context::Context;
use crate::settings::{Color, LogFormat};

/// Starts the log. In one process only the first call counts.
pub fn start(context: &Context) {
    let level = match context.verbosity {
        i8::MIN..=-1 => LevelFilter::ERROR,
        0 => LevelFilter::WARN,
        1 => LevelFilter::INFO,
        2 => LevelFilter::DEBUG,
        3.. => LevelFilter::TRACE,
    };
    let ansi = match context.settings.color {
        Color::Auto => {
            std::io::stderr().is_terminal()
                && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
        }
        Color::Always => true,
        Color::Never => false,
    };
    let builder = tracing_subscriber::fmt()
        .with_max_level(level)
        .with_writer(std::io::stderr)
        .with_ansi(ansi);
    // A second start, in tests, keeps the first log.
    let _ = match context.settings.log_format {
        LogFormat::Text => builder.with_target(false).try_init(),
        LogFormat::Json => builder.json().try_init(),
    };
}
