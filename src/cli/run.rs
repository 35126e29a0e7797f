//! `fsc run`.

use clap::Args;

use super::backfill::{self, Asked};
use super::context::{Context, Stream};
use super::execution::{self, ExecutionArgs};
use super::outcome::{CommandResult, Exit};
use super::pipeline::{self, Opened};
use super::selecting::SelectArgs;
use super::vars::VarsArgs;
use super::{lost_values, plan as plan_command, run_results, waiting, when};
use crate::engine::Access;
use crate::intervals::{self, Wanted};
use crate::plan;
use crate::project::time::AsOf;
use crate::run::{Invocation, last};
use crate::selection::Selected;
use crate::template::When;

/// Compute features and tables as of a time, and write them to the target's store
///
/// Nodes run in the order of the graph, several at a time. A query whose result fails its audit writes nothing; what
/// depends on a failed node is skipped, the rest finishes. What was done stands in `target/run_results.json`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  fsc run --ds 2023-08-01
  fsc run --ds 2023-08-01 --select +brand_contact_book
  fsc run --catch-up
  fsc run --ds 2023-08-01 --target prod --threads 8 --wait '30 minutes'
  fsc run --ds 2023-08-01 --vars trailing_days=14
  fsc run --dry-run

Ctrl-C stops what runs and leaves the store consistent: the next run, or `fsc retry`, completes it.
One run at a time writes to a store: another one fails at once, or waits with `--wait`.")]
pub struct RunArgs {
    /// The as-of time, `2023-08-01` or `2023-08-01T06:00` (UTC) [default: now, at each view's cadence]
    #[arg(long, value_name = "DATE")]
    ds: Option<AsOf>,

    #[command(flatten)]
    select: SelectArgs,

    #[command(flatten)]
    execution: ExecutionArgs,

    #[command(flatten)]
    vars: VarsArgs,

    /// Build the selected tables with `rebuild = false` anew (beside the old one, then swapped in; `is_incremental()` is
    /// false), also one that somebody dropped, and replace the rows of the selected views at this as-of, as `rebuild = true` does
    #[arg(long, conflicts_with = "catch_up")]
    full_refresh: bool,

    /// Compute all as-of times that are missing, from each node's `start_date` on
    #[arg(long)]
    catch_up: bool,

    /// Show what would be done, and do nothing
    #[arg(long)]
    dry_run: bool,
}

/// Runs the plan.
pub fn run(args: &RunArgs, context: &mut Context) -> CommandResult {
    args.vars.apply(context)?;
    context.full_refresh = args.full_refresh;
    let as_of = when::known(args.ds, context.now)?;
    let planning = |context: &mut Context| {
        let wait = &args.execution.wait;
        waiting::planning(wait, context, |context| planned(args, as_of, context))
    };
    if args.dry_run {
        return planning(context);
    }
    let command = if args.catch_up {
        last::CATCH_UP
    } else {
        last::RUN
    };
    run_results::noting(command, context, planning)
}

fn planned(args: &RunArgs, as_of: AsOf, context: &mut Context) -> CommandResult {
    let access = Access::unless(args.dry_run);
    let Some(opened) = pipeline::opened(context, When::At(as_of), access)? else {
        return Ok(Exit::Findings);
    };
    let selected = args.select.ids(&opened.checked, context)?;
    if args.catch_up {
        if intervals::made(&opened.checked, &selected).next().is_none() {
            return execution::nothing_selected(context);
        }
        let asked = Asked {
            ranges: intervals::up_to(&opened.checked, &selected, as_of),
            wanted: Wanted {
                missing: true,
                stale: false,
                present: false,
            },
            job: None,
            batch_size: None,
            anew: false,
            is_retry: false,
        };
        return backfill::compute(asked, &args.execution, args.dry_run, context, &opened);
    }
    let asked = Invocation {
        command: last::RUN.to_owned(),
        as_of: Some(as_of.to_string()),
        ..Invocation::default()
    };
    let execution = &args.execution;
    compute(
        execution,
        args.dry_run,
        context,
        &opened,
        selected,
        as_of,
        asked,
    )
}

/// Plans and computes the selected nodes at one as-of time, or shows what would be done.
pub fn compute(
    args: &ExecutionArgs,
    dry_run: bool,
    context: &mut Context,
    opened: &Opened,
    selected: Selected,
    as_of: AsOf,
    asked: Invocation,
) -> CommandResult {
    let Some(mut plan) = pipeline::plan_selected(&opened.checked, context, selected)? else {
        return Ok(Exit::Findings);
    };
    if plan.nodes.is_empty() {
        return execution::nothing_selected(context);
    }
    let checked = &opened.checked;
    let known = plan::made_and_read(checked, &plan);
    let ledger = opened.ledger(&known, Some(intervals::reach(as_of, as_of)))?;
    let anew = context.full_refresh && plan.writes_values();
    let Some(lost) = lost_values::agreed(opened, &known, anew, context)? else {
        return Ok(Exit::Findings);
    };
    plan.lost = lost;
    plan::settle(checked, &mut plan, &ledger);
    let remarks = plan::remarks(checked, &plan, &ledger);
    context.report(&remarks, &checked.project.files, Stream::Stderr)?;
    if dry_run {
        plan_command::show(context, checked, &plan)?;
        return Ok(Exit::Clean);
    }
    execution::execute(args, context, opened, &plan, asked)
}
