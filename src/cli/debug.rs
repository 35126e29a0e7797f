//! `fsc debug`.

use std::fmt::Write as _;

use clap::{Args, ValueEnum};
use serde::Serialize;

use super::context::Context;
use super::outcome::{CommandResult, Exit};
use super::project_dir;

/// Say what fsc sees: version, platform, project, settings. For bug reports
///
/// Names and versions only: values of targets, which may hold secrets, are never shown.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  fsc debug
  fsc debug --output json")]
pub struct DebugArgs {
    /// How it is written
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    output: DebugOutput,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum DebugOutput {
    /// A line a fact
    Table,
    /// One JSON object
    Json,
}

/// What is said, in this order.
#[derive(Debug, Serialize)]
struct Facts {
    version: &'static str,
    platform: String,
    duckdb: String,
    project: Option<String>,
}

/// Prints the facts.
pub fn run(args: &DebugArgs, context: &mut Context) -> CommandResult {
    let facts = Facts {
        version: env!("CARGO_PKG_VERSION"),
        platform: format!("{}-{}", std::env::consts::OS, std::env::consts::ARCH),
        duckdb: duckdb_version(),
        project: project_dir::find(&context.settings)
            .ok()
            .map(|folder| folder.display().to_string()),
    };
    let text = match args.output {
        DebugOutput::Table => lines(&facts),
        DebugOutput::Json => serde_json::to_string_pretty(&facts).unwrap_or_default() + "\n",
    };
    context.data(&text)?;
    Ok(Exit::Clean)
}

fn lines(facts: &Facts) -> String {
    let project = facts.project.as_deref().unwrap_or("none found");
    let rows = [
        ("fsc", facts.version),
        ("platform", facts.platform.as_str()),
        ("duckdb", facts.duckdb.as_str()),
        ("project", project),
    ];
    let mut text = String::new();
    for (name, value) in rows {
        // Writing to a `String` cannot fail.
        let _ = writeln!(text, "{name:<10}{value}");
    }
    text
}

#[cfg(feature = "duckdb")]
fn duckdb_version() -> String {
    let version = duckdb::Connection::open_in_memory()
        .and_then(|connection| connection.query_row("select version()", [], |row| row.get(0)));
    match version {
        Ok(version) => version,
        Err(error) => format!("does not start: {error}"),
    }
}

#[cfg(not(feature = "duckdb"))]
fn duckdb_version() -> String {
    "not built in".to_owned()
}
