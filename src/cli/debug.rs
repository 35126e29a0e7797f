//! `fsc debug`.

use std::fmt::Write as _;
use std::path::Path;

use clap::{Args, ValueEnum};
use serde::Serialize;

use super::connection::{self, Connected};
use super::context::Context;
use super::outcome::{CommandResult, Exit};
use super::project_dir;
use crate::diagnostic::has_errors;
use crate::engine;
use crate::environment::EnvironmentVariables;
use crate::project::database_path::IN_MEMORY;
use crate::project::load::load;
use crate::project::model::{Connection, Project};
use crate::project::resolve::resolve;
use crate::sql::name::Dialect;
use crate::template::settings::{render, variables};

/// Say what fsc sees: version, platform, project, targets. For bug reports
///
/// Names and versions only: values of targets, which may hold secrets, are never shown. A Snowflake target that is named
/// with `--target` is also connected to: what the session is, how long it takes, and whether the role has the privileges
/// that the project needs, each with the SQL that grants it. Nothing is changed and no warehouse is used; the exit code is 1
/// when a privilege is missing and 2 when there is no connection.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  fsc debug
  fsc debug --target prod
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
    targets: Vec<TargetFacts>,
    #[serde(skip_serializing_if = "Option::is_none")]
    connection: Option<Connected>,
}

/// A target without a value of it.
#[derive(Debug, Serialize)]
struct TargetFacts {
    name: String,
    dialect: Dialect,
    is_used: bool,
    state: String,
}

/// Prints the facts.
pub fn run(args: &DebugArgs, context: &mut Context) -> CommandResult {
    let root = project_dir::find(&context.settings).ok();
    let mut facts = Facts {
        version: env!("CARGO_PKG_VERSION"),
        platform: format!("{}-{}", std::env::consts::OS, std::env::consts::ARCH),
        duckdb: engine::embedded_version(),
        project: root.as_ref().map(|folder| folder.display().to_string()),
        targets: Vec::new(),
        connection: None,
    };
    let project = root.and_then(|root| definitions(&root, context));
    let mut outcome = Ok(());
    if let Some(project) = &project {
        facts.targets = targets(project, context);
        match connection::look(project, context) {
            Ok(connected) => facts.connection = connected,
            Err(failure) => outcome = Err(failure),
        }
    }
    let text = match args.output {
        DebugOutput::Table => lines(&facts),
        DebugOutput::Json => super::json(&facts),
    };
    context.data(&text)?;
    outcome?;
    Ok(match &facts.connection {
        Some(connected) if connected.report.lacks_anything() => Exit::Findings,
        _ => Exit::Clean,
    })
}

/// The project; none when its definitions have errors, which `fsc check` shows.
fn definitions(root: &Path, context: &mut Context) -> Option<Project> {
    let resolved = resolve(load(root));
    if has_errors(&resolved.diagnostics) {
        context.message("the project has errors: `fsc check` shows them\n");
    }
    resolved.project
}

fn targets(project: &Project, context: &Context) -> Vec<TargetFacts> {
    let used = context
        .settings
        .target(project)
        .ok()
        .map(|target| target.name.clone());
    project
        .targets
        .values()
        .map(|target| TargetFacts {
            name: target.name.to_string(),
            dialect: target.dialect(),
            is_used: used.as_ref() == Some(&target.name),
            state: state(project, &target.connection, &context.environment),
        })
        .collect()
}

/// Whether a target could be used, without opening it: a database that is not there is not made.
fn state(project: &Project, connection: &Connection, environment: &EnvironmentVariables) -> String {
    let values: Vec<&str> = match connection {
        Connection::DuckDb { path } => vec![&path.value],
        Connection::Snowflake { settings } => settings
            .values()
            .map(|value| value.value.as_str())
            .collect(),
    };
    let missing: Vec<String> = values
        .iter()
        .flat_map(|value| variables(value))
        .filter(|name| environment.get(name).is_none())
        .collect();
    if !missing.is_empty() {
        return format!("environment variables not set: {}", missing.join(", "));
    }
    match connection {
        Connection::Snowflake { .. } => "configured".to_owned(),
        Connection::DuckDb { path } => match render(&path.value, environment) {
            Err(error) => error.to_string(),
            Ok(path) if path == IN_MEMORY => "in memory".to_owned(),
            Ok(path) => engine::embedded_state(&project.root.join(path)).to_owned(),
        },
    }
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
    for target in &facts.targets {
        let used = if target.is_used { " (used)" } else { "" };
        let _ = writeln!(
            text,
            "{:<10}{}{used}: {}, {}",
            "target", target.name, target.dialect, target.state
        );
    }
    if let Some(connected) = &facts.connection {
        text.push_str(&connected.lines());
    }
    text
}
