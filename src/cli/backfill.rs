//! `fsc backfill`: past as-of times, and what `fsc run --catch-up` shares with it.

use std::collections::{BTreeSet, HashSet};

use chrono::{NaiveDate, NaiveTime, TimeDelta};
use clap::Args;

use super::context::{Context, Stream};
use super::execution::{self, ExecutionArgs};
use super::outcome::{CommandResult, Exit, Failure};
use super::pipeline::{self, Opened};
use super::plan as plan_command;
use super::selecting::SelectArgs;
use super::vars::VarsArgs;
use crate::compile::{CheckedNode, CheckedProject, NodeKind, queries_at};
use crate::engine::Access;
use crate::intervals::{self, BATCH_SIZE, Kind, Range, Unit, Wanted};
use crate::plan::{BackfillJob, IntervalsRequest, Plan, plan_intervals};
use crate::project::model::{Backfill, FeatureView};
use crate::project::time::{AsOf, Interval};
use crate::rules::{future_as_of, no_history, no_range, unknown_namespace};
use crate::run::Invocation;
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
    #[arg(value_name = "NAMESPACE", required_unless_present = "select")]
    namespace: Option<String>,

    #[command(flatten)]
    select: SelectArgs,

    /// The first day, `2023-08-01` [default: the namespace's, or each node's `start_date`]
    #[arg(long, value_name = "DATE")]
    start: Option<AsOf>,

    /// The last day [default: the namespace's, or the latest]
    #[arg(long, value_name = "DATE")]
    end: Option<AsOf>,

    /// Only what was never computed, or failed
    #[arg(long)]
    missing: bool,

    /// Only what an older definition computed
    #[arg(long)]
    stale: bool,

    /// All, also what is there as the definition has it
    #[arg(long, conflicts_with_all = ["missing", "stale"])]
    force: bool,

    /// How many as-of times are computed together [default: the definition's `batch_size`, else 30]
    #[arg(long, value_name = "N")]
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
}

/// Computes the days.
pub fn run(args: &BackfillArgs, context: &mut Context) -> CommandResult {
    args.vars.apply(context)?;
    context.waiting = args.execution.wait.begin();
    let now = context.now;
    let end = match args.end {
        Some(end) if end > now => return Err(future_as_of::later_than(end, now).into()),
        end => end,
    };
    let at = end.unwrap_or(now);
    let Some(opened) = pipeline::opened(context, When::At(at), Access::Write)? else {
        return Ok(Exit::Findings);
    };
    let checked = &opened.checked;
    let selected = args.select.ids(checked, context)?;
    let mut ranges = match &args.namespace {
        Some(namespace) => of_namespace(args, checked, selected.as_ref(), namespace, now)?,
        None => of_selection(args, context, checked, selected.as_ref(), now)?,
    };
    if let Some(size) = args.batch_size {
        for range in &mut ranges {
            range.batch_size = size.get().into();
        }
    }
    let namespace = args.namespace.as_deref().unwrap_or(AD_HOC);
    let wanted = Wanted {
        missing: args.force || args.missing || !args.stale,
        stale: args.force || args.stale || !args.missing,
        present: args.force,
    };
    let asked = Asked {
        job: job(namespace, &ranges),
        ranges,
        wanted,
    };
    compute(asked, &args.execution, args.dry_run, context, &opened)
}

/// `feature_store_backfill_<namespace>_<start>_<end>`.
fn job(namespace: &str, ranges: &[Range]) -> Option<BackfillJob> {
    let first = ranges.iter().map(|range| range.first).min()?;
    let last = ranges.iter().map(|range| range.last).max()?;
    Some(BackfillJob {
        name: format!(
            "feature_store_backfill_{namespace}_{}_{}",
            first.ds(),
            last.ds()
        ),
        namespace: namespace.to_owned(),
    })
}

/// The feature views with a backfill of this name.
fn of_namespace(
    args: &BackfillArgs,
    checked: &CheckedProject,
    selected: Option<&HashSet<String>>,
    namespace: &str,
    now: AsOf,
) -> Result<Vec<Range>, Failure> {
    let views =
        || made(checked, None).filter_map(|(at, node)| Some((at, node, view(checked, node)?)));
    let is_of = |backfill: &&Backfill| backfill.namespace == namespace;
    let declared = |view: &FeatureView| view.backfill.clone().filter(|backfill| is_of(&backfill));
    if !views().any(|(_, _, view)| declared(view).is_some()) {
        let known = views()
            .filter_map(|(_, _, view)| view.backfill.as_ref())
            .map(|backfill| backfill.namespace.as_str());
        return Err(unknown_namespace::named(namespace, known).into());
    }
    let mut ranges = Vec::new();
    for (position, node, view) in views() {
        let Some(backfill) = declared(view) else {
            continue;
        };
        if selected.is_some_and(|selected| !selected.contains(&node.id)) {
            continue;
        }
        let declared_end = end_of(backfill.end_date);
        let first = AsOf::midnight(backfill.start_date);
        let last = args
            .end
            .map_or(declared_end, |end| whole_day(end).min(declared_end));
        ranges.push(Range {
            node: position,
            first: args.start.map_or(first, |start| start.max(first)),
            last: in_the_past(last, now)?,
            batch_size: batch_size(Some(&backfill)),
        });
    }
    if let Some(range) = ranges.iter().find(|range| range.last < range.first) {
        return Err(no_range::backwards(range.first, range.last).into());
    }
    Ok(ranges)
}

/// The selected nodes, from `--start` or their own first day to `--end` or now.
fn of_selection(
    args: &BackfillArgs,
    context: &mut Context,
    checked: &CheckedProject,
    selected: Option<&HashSet<String>>,
    now: AsOf,
) -> Result<Vec<Range>, Failure> {
    let last = args.end.map_or(now, |end| whole_day(end).min(now));
    let mut ranges = Vec::new();
    for (position, node) in made(checked, selected) {
        let view = view(checked, node);
        if view.is_some() && intervals::kind(checked, node) == Some(Kind::OneState) {
            let finding = no_history::is_static(&name(checked, node));
            context.report(&[finding], &SourceMap::default(), Stream::Stderr)?;
            continue;
        }
        let is_one_state = intervals::kind(checked, node) == Some(Kind::OneState);
        let start = if is_one_state {
            Some(last)
        } else {
            args.start.or_else(|| first_day(checked, node))
        };
        let Some(first) = start else {
            return Err(no_range::without_start(&name(checked, node)).into());
        };
        if last < first {
            return Err(no_range::backwards(first, last).into());
        }
        ranges.push(Range {
            node: position,
            first,
            last,
            batch_size: batch_size(view.and_then(|view| view.backfill.as_ref())),
        });
    }
    Ok(ranges)
}

/// All selected nodes from their first day to `as_of`; those without one at their latest time only.
pub fn ranges_to(
    checked: &CheckedProject,
    selected: Option<&HashSet<String>>,
    as_of: AsOf,
) -> Vec<Range> {
    made(checked, selected)
        .filter_map(|(position, node)| {
            let latest = intervals::cadence(checked, node)?.floor(as_of);
            let backfill = view(checked, node).and_then(|view| view.backfill.as_ref());
            Some(Range {
                node: position,
                first: start_date(checked, node).map_or(latest, AsOf::midnight),
                last: latest,
                batch_size: batch_size(backfill),
            })
        })
        .collect()
}

/// Plans and computes what is asked for, or shows it.
pub fn compute(
    asked: Asked,
    execution: &ExecutionArgs,
    dry_run: bool,
    context: &mut Context,
    opened: &Opened,
) -> CommandResult {
    let checked = &opened.checked;
    let mut known: BTreeSet<usize> = asked.ranges.iter().map(|range| range.node).collect();
    for range in &asked.ranges {
        known.extend(&checked.nodes[range.node].depends_on);
    }
    known.retain(|node| intervals::kind(checked, &checked.nodes[*node]).is_some());
    // What holds one state is asked for without a range: it may stand as of any time.
    let ledger = opened.ledger(&known, None)?;
    let units = intervals::units(checked, &asked.ranges, asked.wanted, &ledger);
    if units.is_empty() {
        context.message("nothing to do: all as-of times are there\n");
        return Ok(Exit::Clean);
    }
    let Some(plan) = planned(context, opened, &units, asked.job)? else {
        return Ok(Exit::Findings);
    };
    if dry_run {
        let statements = plan_command::statements(&plan);
        context.data(&plan_command::table(&plan, &statements))?;
        let sum = sum(&plan, statements.iter().sum());
        context.message(&format!("\n{sum}\n"));
        return Ok(Exit::Clean);
    }
    let command = match &plan.backfill {
        Some(_) => "backfill",
        None => "run --catch-up",
    };
    let asked = Invocation {
        command: command.to_owned(),
        ..Invocation::default()
    };
    let exit = execution::execute(execution, context, opened, &plan, asked)?;
    if exit == Exit::Interrupted {
        context.message("what was computed is there: the same command computes the rest\n");
    }
    Ok(exit)
}

fn planned(
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

/// The selected tables and feature views, all where nothing is selected, with their positions.
pub fn made<'c>(
    checked: &'c CheckedProject,
    selected: Option<&'c HashSet<String>>,
) -> impl Iterator<Item = (usize, &'c CheckedNode)> {
    checked.nodes.iter().enumerate().filter(move |(_, node)| {
        !matches!(node.kind, NodeKind::Source(_))
            && selected.is_none_or(|selected| selected.contains(&node.id))
    })
}

fn view<'c>(checked: &'c CheckedProject, node: &CheckedNode) -> Option<&'c FeatureView> {
    match node.kind {
        NodeKind::FeatureView(at) => Some(&checked.project.views[at]),
        NodeKind::Source(_) | NodeKind::Table(_) => None,
    }
}

/// A node's `start_date`.
pub fn start_date(checked: &CheckedProject, node: &CheckedNode) -> Option<NaiveDate> {
    match node.kind {
        NodeKind::FeatureView(at) => checked.project.views[at].start_date,
        NodeKind::Table(at) => checked.project.tables[at].start_date,
        NodeKind::Source(_) => None,
    }
}

/// Where a node's past begins: its `start_date`, or that of its backfill.
pub fn first_day(checked: &CheckedProject, node: &CheckedNode) -> Option<AsOf> {
    let declared = view(checked, node).and_then(|view| view.backfill.as_ref());
    start_date(checked, node)
        .or(declared.map(|backfill| backfill.start_date))
        .map(AsOf::midnight)
}

fn name(checked: &CheckedProject, node: &CheckedNode) -> String {
    match node.kind {
        NodeKind::FeatureView(at) => checked.project.views[at].definition.name.to_string(),
        NodeKind::Table(at) => checked.project.tables[at].definition.name.to_string(),
        NodeKind::Source(_) => node.id.clone(),
    }
}

fn batch_size(backfill: Option<&Backfill>) -> usize {
    backfill
        .and_then(|backfill| backfill.batch_size)
        .and_then(|size| usize::try_from(size).ok())
        .unwrap_or(BATCH_SIZE)
}

/// The last moment of a day that can be an as-of time: its last hour.
fn end_of(day: NaiveDate) -> AsOf {
    let end = day.and_time(NaiveTime::MIN) + (TimeDelta::days(1) - Interval::Hour.length());
    AsOf::new(end)
}

/// A day stands for all its hours; a time for itself.
pub fn whole_day(end: AsOf) -> AsOf {
    if end.time().time() == NaiveTime::MIN {
        end_of(end.date())
    } else {
        end
    }
}

/// The hours of today that are still to come are left out; a later day is an error.
fn in_the_past(last: AsOf, now: AsOf) -> Result<AsOf, Failure> {
    if last.date() > now.date() {
        return Err(future_as_of::later_than(AsOf::midnight(last.date()), now).into());
    }
    Ok(last.min(now))
}
