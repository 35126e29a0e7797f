//! `fsc check`.

use clap::Args;

use super::context::{Context, Stream};
use super::outcome::{CommandResult, Exit};
use super::{binding, pipeline};
use super::when::OptionalAsOf;

/// Find what is wrong with the project
///
/// Reads every definition, renders and parses every query, and holds them against each other. Touches no database and
/// writes nothing. Findings are results: they go to stdout.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  fsc check
  fsc check --message-format concise
  fsc check --target prod --ds 2023-08-01
  fsc check --bind

`fsc explain CODE` says more about a finding.")]
pub struct CheckArgs {
    #[command(flatten)]
    as_of: OptionalAsOf,

    /// Then ask DuckDB's binder about every query, over empty tables in memory; for targets of type `duckdb`
    #[arg(long)]
    bind: bool,
}

/// Prints all findings.
pub fn run(args: &CheckArgs, context: &mut Context) -> CommandResult {
    let Some(checked) = pipeline::checked(context, args.as_of.when(), Stream::Stdout)? else {
        return Ok(Exit::Findings);
    };
    let project = &checked.project;
    context.message(&format!(
        "checked {} for target `{}`: no errors\n",
        super::counts(&[
            (project.views.len(), "feature view"),
            (project.tables.len(), "table"),
            (project.sources.len(), "source"),
        ]),
        checked.target
    ));
    if args.bind {
        return binding::report(&checked, context);
    }
    Ok(Exit::Clean)
}
