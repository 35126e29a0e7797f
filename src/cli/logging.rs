//! The log: what happens inside, on stderr, more of it with `-v`. Findings and results never go through it.
//!
//! It is fsc's own: what it builds on may say what it holds, such as the token of a session, so others are heard when they
//! warn and no more. What is logged through the crate `log`, as by the client for Snowflake, is not heard at all.

use std::io::IsTerminal as _;

use tracing_subscriber::filter::{EnvFilter, LevelFilter};

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
        .with_env_filter(filter(level))
        .with_writer(std::io::stderr)
        .with_ansi(ansi);
    // A second start, in tests, keeps the first log.
    let _ = match context.settings.log_format {
        LogFormat::Text => builder.with_target(false).try_init(),
        LogFormat::Json => builder.json().try_init(),
    };
}

/// What is heard at a level.
fn filter(level: LevelFilter) -> EnvFilter {
    let others = level.min(LevelFilter::WARN);
    EnvFilter::new(format!("{others},fsc={level}"))
}

#[cfg(test)]
mod tests {
    use tracing::Level;

    use super::*;

    #[test]
    fn others_are_heard_when_they_warn_and_no_more() {
        for (level, warns) in [(LevelFilter::TRACE, true), (LevelFilter::ERROR, false)] {
            let log = tracing_subscriber::fmt()
                .with_env_filter(filter(level))
                .with_writer(std::io::sink)
                .finish();
            tracing::subscriber::with_default(log, || {
                let own = level == LevelFilter::TRACE;
                assert_eq!(tracing::enabled!(target: "fsc::run", Level::TRACE), own);
                assert!(!tracing::enabled!(target: "hyper_util::client", Level::INFO));
                assert!(!tracing::enabled!(target: "h2::codec", Level::DEBUG));
                assert_eq!(tracing::enabled!(target: "rustls", Level::WARN), warns);
            });
        }
    }
}
