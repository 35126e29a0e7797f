//! The flags that every command takes.

use std::path::PathBuf;

use clap::{ArgAction, Args};

use super::context::Verbosity;
use crate::settings::{Color, Layer, LogFormat, MessageFormat};

/// Flags of all commands. Their doc comments are the help.
#[derive(Debug, Args)]
#[command(next_help_heading = "Global options")]
pub struct GlobalArgs {
    /// The project's folder [default: the nearest one upwards with `fsc.toml`] [env: `FSC_PROJECT_DIR`]
    #[arg(long, global = true, value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    project_dir: Option<PathBuf>,

    /// The target in `fsc.toml` [default: its `default_target`] [env: `FSC_TARGET`]
    #[arg(long, short, global = true, value_name = "NAME")]
    target: Option<String>,

    /// How findings are written [default: human] [env: `FSC_MESSAGE_FORMAT`]
    #[arg(long, global = true, value_name = "FORMAT")]
    message_format: Option<MessageFormat>,

    /// How the log and the progress of a run are written [default: text] [env: `FSC_LOG_FORMAT`]
    #[arg(long, global = true, value_name = "FORMAT")]
    log_format: Option<LogFormat>,

    /// When colours are used [default: auto] [env: `FSC_COLOR`]
    #[arg(long, global = true, value_name = "WHEN")]
    color: Option<Color>,

    /// Say errors only
    #[arg(long, short, global = true, conflicts_with = "verbose")]
    quiet: bool,

    /// Say more; twice for debugging
    #[arg(long, short, global = true, action = ArgAction::Count)]
    verbose: u8,
}

impl GlobalArgs {
    /// How much is to be said.
    pub fn verbosity(&self) -> Verbosity {
        if self.quiet {
            -1
        } else {
            Verbosity::try_from(self.verbose).unwrap_or(Verbosity::MAX)
        }
    }

    /// The layer of the flags.
    pub fn into_layer(self) -> Layer {
        Layer {
            project_dir: self.project_dir,
            target: self.target,
            message_format: self.message_format,
            log_format: self.log_format,
            color: self.color,
            ..Layer::default()
        }
    }
}
