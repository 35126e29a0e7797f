//! The command line: arguments in, an exit code out. No logic of its own.
//!
//! Results go to stdout, messages to stderr. The exit code is 0 when all is well, 1 when the project or a node has
//! errors, 2 when fsc could not do its work, 130 when Ctrl-C stopped a run.
//!
//! # How to add a command
//! Write `src/cli/<command>.rs` with a clap `Args` struct (its doc comment is the help; examples go into `after_help`)
//! and a function `run(args, context) -> CommandResult`; add it to [`Command`] and to [`dispatch`]; add a snapshot of
//! its help and of its output to `tests/integration/`; run the tests with `FSC_UPDATE_DOCS=1` to write docs/cli.md.

#![expect(
    clippy::disallowed_methods,
    reason = "the command line reads arguments, environment and clock, and writes what the stages made"
)]

mod agreement;
mod backfill;
mod binding;
mod check;
mod clean;
mod compile;
mod compiled_files;
mod completions;
mod connection;
mod context;
mod database;
mod debug;
mod execution;
mod explain;
mod fixing;
mod given;
mod globals;
mod init;
mod interrupt;
mod lineage;
mod logging;
mod lost_values;
mod ls;
mod outcome;
mod output;
mod owner;
mod pipeline;
mod plan;
mod project_dir;
mod query;
pub mod reference;
mod retry;
mod rows;
mod run;
mod run_results;
mod schema;
mod selecting;
mod show;
mod snapshots;
mod status;
mod table;
mod template_files;
mod vars;
mod waiting;
mod when;

use clap::error::ErrorKind;
use clap::{CommandFactory as _, Parser, Subcommand};

use crate::settings::{Layer, Settings};
use context::Context;
use globals::GlobalArgs;
use outcome::CommandResult;
pub use outcome::Exit;

/// The feature store compiler: dbt for machine-learning features
///
/// A project is a folder of `feature.toml` files beside plain SQL. fsc compiles it into a dependency graph, checks it,
/// and emits the statements that `fsc run` executes: on Snowflake in production, on an embedded DuckDB on a laptop.
#[derive(Debug, Parser)]
#[command(
    name = "fsc",
    version,
    propagate_version = true,
    max_term_width = 100,
    after_help = "\
Examples:
  fsc init my_features && cd my_features   start a project that runs as it is
  fsc check                                find what is wrong with a project
  fsc run --ds 2023-08-01                  compute features as of a day
  fsc show brand_contact_book              the statements of one feature view
  fsc explain FSC005                       what a code means

Exit codes: 0 all is well, 1 the project or a node has errors, 2 fsc could not do its work,
130 Ctrl-C stopped a run."
)]
pub struct Cli {
    #[command(flatten)]
    globals: GlobalArgs,
    #[command(subcommand)]
    command: Command,
}

/// What fsc can do, in the order in which a project meets it.
#[derive(Debug, Subcommand)]
enum Command {
    Init(init::InitArgs),
    Check(check::CheckArgs),
    Compile(compile::CompileArgs),
    Plan(plan::PlanArgs),
    Run(run::RunArgs),
    Backfill(backfill::BackfillArgs),
    Status(status::StatusArgs),
    Retry(retry::RetryArgs),
    Ls(ls::LsArgs),
    Lineage(lineage::LineageArgs),
    Show(show::ShowArgs),
    Query(query::QueryArgs),
    Snapshots(snapshots::SnapshotsArgs),
    Schema(schema::SchemaArgs),
    Explain(explain::ExplainArgs),
    Debug(debug::DebugArgs),
    Clean(clean::CleanArgs),
    Completions(completions::CompletionsArgs),
}

/// Runs the command that the process was started with.
pub fn main() -> Exit {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return usage(&error),
    };
    let (layer, findings) = Layer::from_environment(std::env::vars_os());
    let verbosity = cli.globals.verbosity();
    let settings = Settings::resolve(cli.globals.into_layer(), layer);
    let environment = std::env::vars_os().collect();
    let mut context = Context::new(settings, verbosity, environment, when::now());
    let result = context
        .accept_settings(findings)
        .and_then(|()| dispatch(cli.command, &mut context));
    context.finish(result)
}

fn dispatch(command: Command, context: &mut Context) -> CommandResult {
    logging::start(context);
    match command {
        Command::Init(args) => init::run(&args, context),
        Command::Check(args) => check::run(&args, context),
        Command::Compile(args) => compile::run(&args, context),
        Command::Plan(args) => plan::run(&args, context),
        Command::Run(args) => run::run(&args, context),
        Command::Backfill(args) => backfill::run(&args, context),
        Command::Status(args) => status::run(&args, context),
        Command::Retry(args) => retry::run(&args, context),
        Command::Ls(args) => ls::run(&args, context),
        Command::Lineage(args) => lineage::run(&args, context),
        Command::Show(args) => show::run(&args, context),
        Command::Query(args) => query::run(&args, context),
        Command::Snapshots(args) => snapshots::run(&args, context),
        Command::Schema(args) => schema::run(&args, context),
        Command::Explain(args) => explain::run(&args, context),
        Command::Debug(args) => debug::run(&args, context),
        Command::Clean(args) => clean::run(&args, context),
        Command::Completions(args) => completions::run(&args, context),
    }
}

/// What clap has to say: help and version on stdout, the rest on stderr.
fn usage(error: &clap::Error) -> Exit {
    // A closed pipe is no reason to complain about a help text.
    let _ = error.print();
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => Exit::Clean,
        _ => Exit::Failure,
    }
}

/// The definition of the command line, for completions and reference documentation.
pub fn command() -> clap::Command {
    Cli::command()
}

/// `3 feature views, 1 table`.
fn counts(parts: &[(usize, &str)]) -> String {
    let parts: Vec<String> = parts
        .iter()
        .map(|(number, noun)| match number {
            1 => format!("1 {noun}"),
            _ => format!("{number} {noun}s"),
        })
        .collect();
    parts.join(", ")
}

/// A value as indented JSON, ending in a line break. Text, numbers and lists only: there is nothing that JSON lacks.
fn json<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default() + "\n"
}
