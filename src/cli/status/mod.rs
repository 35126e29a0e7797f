//! `fsc status`.

mod failures;
mod shown;

use std::collections::BTreeSet;

use clap::{Args, ValueEnum};

use super::context::{Context, Stream};
use super::given::Given;
use super::outcome::{CommandResult, Exit, Failure};
use super::pipeline::Opened;
use super::selecting::SelectArgs;
use super::vars::VarsArgs;
use super::{lost_values, pipeline};
use crate::compile::{CheckedNode, CheckedProject, NodeKind};
use crate::diagnostic::{Diagnostic, Severity};
use crate::engine::Access;
use crate::intervals::{self, Days};
use crate::ledger::Ledger;
use crate::output_folder::RUN_RESULTS;
use crate::project::time::AsOf;
use crate::rules::table_gone;
use crate::run::Status;
use crate::run::last::LastRun;
use crate::source::SourceMap;
use crate::status::{
    Bounds, LeftOver, NodeStatus, legend, of_node, of_shorter_cadence, of_undefined,
};
use crate::template::When;

/// Show which as-of times the target has of each feature view and table
///
/// Times count from `--start`, else from a node's `start_date`, its backfill's, or the first time that the ledger knows; and to
/// `--end`, else to now for a node with a `start_date`, to the end of its backfill, or to the last time that the ledger knows:
/// what no definition asks for is not missing. Times before that count where the ledger knows them. A time is stale when a definition computed it that has been edited since in a
/// way that matters for its values. What holds one state (static views, rebuilt tables) shows as of when it stands. Left over is
/// what the ledger knows and no definition asks for: times of nodes that are gone from the project, which a selection does not
/// show, and of an interval that was shorter.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  fsc status
  fsc status --select brand_contact_book --output calendar
  fsc status --start 2023-08-01 --end 2023-08-30 --output json")]
pub struct StatusArgs {
    #[command(flatten)]
    select: SelectArgs,

    /// The first day that counts
    #[arg(long, value_name = "DATE")]
    start: Option<AsOf>,

    /// The last day that counts [default: now with `--start` or a `start_date`, else the last that is asked for or known]
    #[arg(long, value_name = "DATE")]
    end: Option<AsOf>,

    /// How it is written
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    output: StatusOutput,

    #[command(flatten)]
    vars: VarsArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum StatusOutput {
    /// A line a node
    Table,
    /// A line a month, a sign a day; a line a year where times are a week apart
    Calendar,
    /// A JSON array
    Json,
}

/// Prints what the target has.
pub fn run(args: &StatusArgs, context: &mut Context) -> CommandResult {
    args.vars.apply(context)?;
    let now = context.now;
    let Some(opened) = pipeline::opened(context, When::At(now), Access::Read)? else {
        return Ok(Exit::Findings);
    };
    let checked = &opened.checked;
    let days = Days {
        first: args.start,
        last: args.end,
    };
    days.in_order()?;
    let selected = args.select.ids(checked, context)?;
    let nodes: Vec<_> = intervals::made(checked, &selected).collect();
    let positions: BTreeSet<usize> = nodes.iter().map(|(position, _)| *position).collect();
    let range = days.first.map(|first| (first, end(days, now)));
    let ledger = opened.ledger(&positions, range)?;
    let statuses: Vec<NodeStatus> = nodes
        .iter()
        .filter_map(|(_, node)| {
            let bounds = bounds(days, checked, node, now);
            of_node(checked, node, &ledger, bounds)
        })
        .collect();
    context.report(
        &gone(&opened, &nodes, &ledger)?,
        &SourceMap::default(),
        Stream::Stderr,
    )?;
    let counts = |time| {
        let is_bounded = days.first.is_some() || days.last.is_some();
        days.first.is_none_or(|first| time >= first) && !(is_bounded && time > end(days, now))
    };
    let mut left_over: Vec<LeftOver> = nodes
        .iter()
        .filter_map(|(_, node)| of_shorter_cadence(checked, node, &ledger, counts))
        .collect();
    if selected.is_everything() {
        left_over.extend(of_undefined(checked, &ledger, counts));
    }
    let last = last_run(checked);
    let why = |status: &NodeStatus| status.reasons(last.as_ref());
    context.data(&match args.output {
        StatusOutput::Table => shown::table(&statuses) + &shown::left_over(&left_over),
        StatusOutput::Calendar => shown::calendars(&statuses),
        StatusOutput::Json => shown::json(&statuses, &left_over, why),
    })?;
    if args.output == StatusOutput::Calendar {
        context.message(&format!("\n{}\n", legend(statuses.iter())));
    }
    if args.output != StatusOutput::Json {
        let given = Given::of(&context.settings);
        context.message(&failures::text(&statuses, last.as_ref(), &given));
        if last.is_some_and(|last| last.status == Status::Running) {
            context.message("\nthe last run has not ended: where it goes on no more, `fsc retry` computes what it left\n");
        }
    }
    Ok(Exit::Clean)
}

/// That the tables of nodes are not there.
fn gone(
    opened: &Opened,
    nodes: &[(usize, &CheckedNode)],
    ledger: &Ledger,
) -> Result<Vec<Diagnostic>, Failure> {
    let checked = &opened.checked;
    let is_view = |(_, node): &(usize, &CheckedNode)| matches!(node.kind, NodeKind::FeatureView(_));
    let mut found = Vec::new();
    if nodes.iter().any(is_view) {
        found.extend(lost_values::of(opened)?.iter().map(table_gone::values));
    }
    for (_, node) in nodes {
        let gone = intervals::gone(checked, node, ledger);
        found.extend(gone.map(|gone| table_gone::told(&node.id, &gone)));
    }
    for finding in &mut found {
        finding.severity = Severity::Warning;
    }
    Ok(found)
}

/// The last time that counts where `days` has a first one: no time after now is missing.
fn end(days: Days, now: AsOf) -> AsOf {
    days.end().map_or(now, |end| end.min(now))
}

/// Which as-of times of a node count.
fn bounds(days: Days, checked: &CheckedProject, node: &CheckedNode, now: AsOf) -> Bounds {
    let is_bounded = days.first.is_some() || days.last.is_some();
    Bounds {
        first: days.first.or_else(|| intervals::first_day(checked, node)),
        last: if is_bounded {
            Some(end(days, now))
        } else {
            intervals::last_asked_for(checked, node, now)
        },
        reaches_further: !is_bounded,
    }
}

/// What the last run in this folder left, if it was on the same target and can be read.
fn last_run(checked: &CheckedProject) -> Option<LastRun> {
    let path = checked.project.root.join(RUN_RESULTS);
    let text = std::fs::read_to_string(path).ok()?;
    let last = LastRun::read(&text).ok()?;
    (last.target == checked.target.as_str()).then_some(last)
}
