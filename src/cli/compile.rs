//! `fsc compile`.

use clap::Args;

use super::context::Context;
use super::outcome::{CommandResult, Exit};
use super::selecting::SelectArgs;
use super::vars::VarsArgs;
use super::when::OptionalAsOf;
use super::{compiled_files, pipeline};

/// Write the statements that a run sends to `target/compiled/`, and `target/manifest.json`
///
/// The same project gives the same bytes, on every machine and day: without `--ds` the date stays `{{ ds }}`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  fsc compile
  fsc compile --ds 2023-08-01 --target prod
  fsc compile --select brand_contact_book")]
pub struct CompileArgs {
    #[command(flatten)]
    as_of: OptionalAsOf,
    #[command(flatten)]
    select: SelectArgs,

    #[command(flatten)]
    vars: VarsArgs,
}

/// Writes the files.
pub fn run(args: &CompileArgs, context: &mut Context) -> CommandResult {
    args.vars.apply(context)?;
    let choose = |checked: &_, context: &mut _| args.select.ids(checked, context);
    let planned = pipeline::planned(context, args.as_of.when(), choose)?;
    let Some((checked, plan)) = planned else {
        return Ok(Exit::Findings);
    };
    compiled_files::write(&checked, &plan)?;
    context.message(&format!(
        "compiled {} for target `{}` into target/compiled\n",
        super::counts(&[(plan.nodes.len(), "node")]),
        plan.target
    ));
    Ok(Exit::Clean)
}
