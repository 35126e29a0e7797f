//! `fsc backfill`: past as-of times, and what `fsc run --catch-up` shares with it.

use std::collections::{BTreeSet, HashSet};

use clap::Args;

use super::context::{Context, Stream};
use super::execution::{self, ExecutionArgs};
use super::outcome::{CommandResult, Exit, Failure};
use super::pipeline::{self, Opened};
use super::selecting::SelectArgs;
use super::vars::VarsArgs;
use super::{lost_values, plan as plan_command, run_results, waiting};
use crate::compile::{CheckedProject, NodeKind, queries_at};
use crate::engine::Access;
use crate::intervals::{self, BackfillJob, Days, Range, Unit, Wanted};
use crate::plan::{self, IntervalsRequest, Plan, plan_intervals};
use crate::project::time::AsOf;
use crate::rules::{empty_selection, future_as_of, unknown_namespace};
use crate::run::{Invocation, last};
use crate::source::SourceMap;
use crate::template::When;

/// What a backfill is called that names no namespace.
const AD_HOC: &str = "ad_hoc";

/// Compute past as-of times: those that are missing, that failed, or that an older definition computed
///
/// A namespace names the `backfill` of one or more feature views; otherwise views are selected, with the days to compute.
/// Both ends are included. Several days are computed together; where a day fails its audit, the others are written. What
/// was computed stays when a backfill is stopped: run it again, and only what is missing is computed. The SQL is that of a
/// run, with `is_backfill` true.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  fsc backfill brand_1_month
  fsc backfill --select brand_contact_book --start 2023-08-01 --end 2023-08-30
  fsc backfill brand_1_month --stale --dry-run
  fsc backfill brand_1_month --force --target prod")]
pub struct BackfillArgs {
    /// The namespace of the feature views' `backfill`
    #[arg(value_name = "NAMESPACE")]
    namespace: Option<String>,

    #[command(flatten)]
    select: SelectArgs,

    /// The first day, `2023-08-01` [default: the namespace's, or each node's `start_date`, else its backfill's]
    #[arg(long, value_name = "DATE")]
    start: Option<AsOf>,

    /// The last day [default: the namespace's; or now with `--start` or a `start_date`, else the node's backfill's]
    #[arg(long, value_name = "DATE")]
    end: Option<AsOf>,

    /// Only what was never computed, or failed
    #[arg(long)]
    missing: bool,

    /// Only what an older definition computed
    #[arg(long)]
    stale: bool,

    /// All, also what is there as the definition has it; and what somebody dropped may be made anew
    #[arg(long, conflicts_with_all = ["missing", "stale"])]
    force: bool,

    /// How many as-of times are computed together [default: the definition's `batch_size`, else 30]
    #[arg(long, value_name = "N", value_parser = execution::at_least_one)]
    batch_size: Option<std::num::NonZeroU16>,

    #[command(flatten)]
    execution: ExecutionArgs,

    #[command(flatten)]
    vars: VarsArgs,

    /// Show what would be computed, and do nothing
    #[arg(long)]
    dry_run: bool,
}

/// What is to be computed.
pub struct Asked {
    /// Nodes with their days.
    pub ranges: Vec<Range>,
    /// Which of these days.
    pub wanted: Wanted,
    /// The backfill; none where missing times are caught up with.
    pub job: Option<BackfillJob>,
    /// How many as-of times are computed together, where that is said for all nodes.
    pub batch_size: Option<usize>,
    /// Whether what somebody dropped may be made anew.
    pub anew: bool,
    /// Whether an earlier command left them to be done.
    pub is_retry: bool,
}

/// Computes the days.
pub fn run(args: &BackfillArgs, context: &mut Context) -> CommandResult {
    args.vars.apply(context)?;
    let planning = |context: &mut Context| {
        let wait = &args.execution.wait;
        waiting::planning(wait, context, |context| planned(args, context))
    };
    if args.dry_run {
        return planning(context);
    }
    run_results::noting(last::BACKFILL, context, planning)
}

fn planned(args: &BackfillArgs, context: &mut Context) -> CommandResult {
    let now = context.now;
    let end = match args.end {
        Some(end) if end > now => return Err(future_as_of::later_than(end, now).into()),
        end => end,
    };
    let at = end.unwrap_or(now);
    let access = Access::unless(args.dry_run);
    let Some(opened) = pipeline::opened(context, When::At(at), access)? else {
        return Ok(Exit::Findings);
    };
    let checked = &opened.checked;
    let selected = args.select.ids(checked, context)?;
    let days = Days {
        first: args.start,
        last: args.end,
    };
    let ranges = match &args.namespace {
        Some(namespace) => intervals::of_namespace(checked, namespace, &selected, days, now)?,
        None if selected.is_everything() => {
            return Err(unknown_namespace::none_named(intervals::namespaces(checked)).into());
        }
        None => {
            let (ranges, left_out) = intervals::of_selection(checked, &selected, days, now)?;
            context.report(&left_out, &SourceMap::default(), Stream::Stderr)?;
            ranges
        }
    };
    if ranges.is_empty() {
        let Some(namespace) = &args.namespace else {
            return execution::nothing_selected(context);
        };
        let declared = intervals::views_of_namespace(checked, namespace);
        let nothing = empty_selection::not_in_namespace(namespace, declared);
        context.report(&[nothing], &SourceMap::default(), Stream::Stderr)?;
        return Ok(Exit::Findings);
    }
    let namespace = args.namespace.as_deref().unwrap_or(AD_HOC);
    let wanted = Wanted {
        missing: args.force || args.missing || !args.stale,
        stale: args.force || args.stale || !args.missing,
        present: args.force,
    };
    let asked = Asked {
        job: intervals::job(namespace, &ranges),
        ranges,
        wanted,
        batch_size: args.batch_size.map(|size| size.get().into()),
        anew: args.force,
        is_retry: false,
    };
    compute(asked, &args.execution, args.dry_run, context, &opened)
}

/// Plans and computes what is asked for, or shows it.
pub fn compute(
    mut asked: Asked,
    execution: &ExecutionArgs,
    dry_run: bool,
    context: &mut Context,
    opened: &Opened,
) -> CommandResult {
    let checked = &opened.checked;
    if let Some(size) = asked.batch_size {
        for range in &mut asked.ranges {
            range.batch_size = size;
        }
    }
    let known = known(checked, &asked.ranges);
    let ledger = opened.ledger(&known, span(&asked.ranges))?;
    let mut nodes = asked.ranges.iter().map(|range| &checked.nodes[range.node]);
    let anew = asked.anew && nodes.any(|node| matches!(node.kind, NodeKind::FeatureView(_)));
    let Some(lost) = lost_values::agreed(opened, &known, anew, context)? else {
        return Ok(Exit::Findings);
    };
    let mut units = intervals::units(checked, &asked.ranges, asked.wanted, &ledger);
    if !asked.anew {
        intervals::keep_back(checked, &mut units, &ledger);
    }
    if units.is_empty() {
        context.message(match asked.wanted {
            Wanted { stale: false, .. } => {
                "nothing to do: no as-of time is missing; `fsc status` tells which ones are stale\n"
            }
            Wanted { missing: false, .. } => "nothing to do: no as-of time is stale\n",
            Wanted { .. } => "nothing to do: no as-of time is missing or stale\n",
        });
        return Ok(Exit::Clean);
    }
    let Some(mut plan) = plan_of(context, opened, &units, asked.job)? else {
        return Ok(Exit::Findings);
    };
    plan.lost = lost;
    plan.lost
        .extend(plan::lost_tables(checked, &units, &ledger));
    // What waits for something that is missing is said when its turn comes, or never does.
    let computed = units.iter().filter(|unit| unit.missing.is_none());
    let computed = computed.map(|unit| (unit.node, unit.times.as_slice()));
    let remarks = intervals::remarks(checked, computed, &BTreeSet::new(), &ledger);
    context.report(&remarks, &checked.project.files, Stream::Stderr)?;
    if dry_run {
        let statements = plan_command::show(context, checked, &plan)?;
        let sum = sum(&plan, statements);
        context.message(&format!("\n{sum}\n"));
        return Ok(Exit::Clean);
    }
    let command = match &plan.backfill {
        Some(_) => last::BACKFILL,
        None => last::CATCH_UP,
    };
    let asked = Invocation {
        command: command.to_owned(),
        backfill: plan.backfill.clone(),
        batch_size: asked.batch_size,
        is_retry: asked.is_retry,
        ..Invocation::default()
    };
    let exit = execution::execute(execution, context, opened, &plan, asked)?;
    if exit == Exit::Interrupted {
        context.message(
            "what was computed is there: `fsc retry`, or the same command, computes the rest\n",
        );
    }
    Ok(exit)
}

/// The nodes of ranges, and what they read.
fn known(checked: &CheckedProject, ranges: &[Range]) -> BTreeSet<usize> {
    let nodes = ranges.iter().map(|range| range.node);
    let read = nodes
        .clone()
        .flat_map(|node| &checked.nodes[node].depends_on);
    nodes.clone().chain(read.copied()).collect()
}

/// All times of ranges, and those around them that matter.
fn span(ranges: &[Range]) -> Option<(AsOf, AsOf)> {
    let first = ranges.iter().map(|range| range.first).min()?;
    let last = ranges.iter().map(|range| range.last).max()?;
    Some(intervals::reach(first, last))
}

fn plan_of(
    context: &mut Context,
    opened: &Opened,
    units: &[Unit],
    job: Option<BackfillJob>,
) -> Result<Option<Plan>, Failure> {
    let checked = &opened.checked;
    let wanted: Vec<(&str, &[AsOf])> = units
        .iter()
        .map(|unit| (checked.nodes[unit.node].id.as_str(), unit.times.as_slice()))
        .collect();
    let planned =
        queries_at(checked, &opened.options, &wanted, job.is_some()).and_then(|queries| {
            let request = IntervalsRequest {
                units,
                queries,
                backfill: job,
            };
            plan_intervals(checked, request)
        });
    match planned {
        Ok(plan) => Ok(Some(plan)),
        Err(findings) => {
            context.report(&findings, &checked.project.files, Stream::Stderr)?;
            Ok(None)
        }
    }
}

fn sum(plan: &Plan, statements: usize) -> String {
    let nodes: HashSet<&str> = plan.nodes.iter().map(|node| node.id.as_str()).collect();
    let times: usize = plan.nodes.iter().map(|node| node.times().len()).sum();
    let parts = [
        (times, "as-of time"),
        (nodes.len(), "node"),
        (plan.nodes.len(), "batch"),
        (statements, "statement"),
    ]
    .map(|(number, noun)| match (number, noun) {
        (1, noun) => format!("1 {noun}"),
        (number, "batch") => format!("{number} batches"),
        (number, noun) => format!("{number} {noun}s"),
    });
    let [times, nodes, batches, statements] = parts;
    let job = plan
        .backfill
        .as_ref()
        .map_or_else(String::new, |job| format!("{}: ", job.name));
    format!(
        "{job}{times} of {nodes} in {batches}, {statements} on target `{}`",
        plan.target
    )
}
