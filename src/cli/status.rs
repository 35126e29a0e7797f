//! `fsc status`.

use std::collections::BTreeSet;

use clap::{Args, ValueEnum};
use serde::Serialize;

use super::context::{Context, Stream};
use super::outcome::{CommandResult, Exit, Failure};
use super::pipeline::Opened;
use super::selecting::SelectArgs;
use super::vars::VarsArgs;
use super::{lost_values, pipeline, table as layout};
use crate::compile::{CheckedNode, CheckedProject, NodeKind};
use crate::diagnostic::{Diagnostic, Severity};
use crate::engine::Access;
use crate::intervals::{self, Days, Span};
use crate::ledger::{Ledger, State};
use crate::output_folder::RUN_RESULTS;
use crate::project::model::{Project, TargetName};
use crate::project::time::AsOf;
use crate::rules::table_gone;
use crate::run::last::LastRun;
use crate::source::SourceMap;
use crate::status::{
    Bounds, LeftOver, NodeStatus, calendar, legend, of_node, of_shorter_cadence, of_undefined,
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

/// A node as JSON.
#[derive(Default, Serialize)]
struct Described<'s> {
    id: &'s str,
    /// Whether the project has it.
    is_defined: bool,
    /// None where it holds one state, or the project does not have it.
    interval: Option<String>,
    has_one_state: bool,
    first: Option<String>,
    last: Option<String>,
    present: Vec<Span>,
    stale: Vec<Span>,
    failed: Vec<Span>,
    missing: Vec<Span>,
    /// What no definition asks for.
    left_over: Vec<Span>,
    /// Why times failed, as far as the last run of this project folder tells.
    errors: Vec<&'s str>,
}

/// Prints what the target has.
pub fn run(args: &StatusArgs, context: &mut Context) -> CommandResult {
    args.vars.apply(context)?;
    let now = context.now;
    let Some(opened) = pipeline::opened(context, When::At(now), Access::Read)? else {
        return Ok(Exit::Findings);
    };
    let checked = &opened.checked;
    let selected = args.select.ids(checked, context)?;
    let nodes: Vec<_> = intervals::made(checked, &selected).collect();
    let positions: BTreeSet<usize> = nodes.iter().map(|(position, _)| *position).collect();
    let days = Days {
        first: args.start,
        last: args.end,
    };
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
        StatusOutput::Table => table(&statuses) + &left_over_table(&left_over),
        StatusOutput::Calendar => calendars(&statuses),
        StatusOutput::Json => json(&statuses, &left_over, why),
    })?;
    if args.output == StatusOutput::Calendar {
        context.message(&format!("\n{}\n", legend(statuses.iter())));
    }
    if args.output != StatusOutput::Json {
        context.message(&failures(
            &statuses,
            last.as_ref(),
            &checked.project,
            &checked.target,
        ));
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

/// For each node with failed times, which, why as far as that is known, and how they are tried again.
fn failures(
    statuses: &[NodeStatus],
    last_run: Option<&LastRun>,
    project: &Project,
    target: &TargetName,
) -> String {
    let on_target = if *target == project.default_target {
        String::new()
    } else {
        format!(" --target {target}")
    };
    let mut text = String::new();
    for status in statuses {
        let spans = status.spans(State::Failed);
        let (Some(first), Some(last)) = (spans.first(), spans.last()) else {
            continue;
        };
        let times: Vec<String> = spans.iter().map(Span::to_string).collect();
        let name = status.id.split_once('.').map_or("", |(_, name)| name);
        let again = if status.is_retried(last_run) {
            // With its variables and flags, and with what was skipped for it.
            "fsc retry".to_owned()
        } else if status.count(State::Failed) == 1 {
            format!("fsc run --ds {} --select {name}{on_target}", first.first)
        } else {
            format!(
                "fsc backfill --select {name} --start {} --end {}{on_target}",
                first.first, last.last
            )
        };
        text.push_str(&format!(
            "\n{} failed as of {}; `{again}` tries again\n",
            status.id,
            times.join(", "),
        ));
        for reason in status.reasons(last_run) {
            text.push_str(&format!("  {reason}\n"));
        }
    }
    text
}

fn table(statuses: &[NodeStatus]) -> String {
    let rows = statuses.iter().map(|status| {
        let time = |time: Option<&(AsOf, State)>| {
            time.map_or_else(|| "-".to_owned(), |(time, _)| time.to_string())
        };
        let count = |state| match status.count(state) {
            0 => "-".to_owned(),
            number => number.to_string(),
        };
        [
            status.id.clone(),
            if status.has_one_state {
                "one state".to_owned()
            } else {
                status.interval.to_string()
            },
            time(status.times.first()),
            time(status.times.last()),
            count(State::Present),
            count(State::Stale),
            count(State::Failed),
            count(State::Missing),
        ]
    });
    layout::render(
        &[
            "NODE", "INTERVAL", "FIRST", "LAST", "PRESENT", "STALE", "FAILED", "MISSING",
        ],
        rows,
    )
}

fn left_over_table(left_over: &[LeftOver]) -> String {
    if left_over.is_empty() {
        return String::new();
    }
    let rows = left_over.iter().map(|left| {
        let times = &left.times;
        [
            left.id.clone(),
            times.first.to_string(),
            times.last.to_string(),
            times.times.to_string(),
        ]
    });
    let table = layout::render(&["NODE", "FIRST", "LAST", "TIMES"], rows);
    format!("\nleft over: computed once, and no definition has these as-of times now\n{table}")
}

fn calendars(statuses: &[NodeStatus]) -> String {
    let mut text = String::new();
    for status in statuses {
        text.push_str(&status.id);
        text.push('\n');
        text.push_str(&match (status.times.as_slice(), status.has_one_state) {
            ([], _) => "  nothing yet\n".to_owned(),
            ([(time, state)], true) => {
                let state = match state {
                    State::Present => "",
                    State::Stale => ", by an older definition",
                    State::Failed => ", and failed since",
                    State::Missing => ", and is gone",
                };
                format!("  as of {time}{state}\n")
            }
            _ => calendar(status),
        });
    }
    text
}

fn json<'s>(
    statuses: &'s [NodeStatus],
    left_over: &'s [LeftOver],
    why: impl Fn(&'s NodeStatus) -> Vec<&'s str>,
) -> String {
    let of = |status: &NodeStatus| {
        let of_node = left_over.iter().filter(|left| left.id == status.id);
        of_node.map(|left| left.times).collect()
    };
    let defined = statuses.iter().map(|status| {
        let time = |time: Option<&(AsOf, State)>| time.map(|(time, _)| time.to_string());
        Described {
            id: &status.id,
            is_defined: true,
            interval: (!status.has_one_state).then(|| status.interval.to_string()),
            has_one_state: status.has_one_state,
            first: time(status.times.first()),
            last: time(status.times.last()),
            present: status.spans(State::Present),
            stale: status.spans(State::Stale),
            failed: status.spans(State::Failed),
            missing: status.spans(State::Missing),
            left_over: of(status),
            errors: why(status),
        }
    });
    let is_gone = |left: &&LeftOver| statuses.iter().all(|status| status.id != left.id);
    let gone = left_over.iter().filter(is_gone).map(|left| Described {
        id: &left.id,
        first: Some(left.times.first.to_string()),
        last: Some(left.times.last.to_string()),
        left_over: vec![left.times],
        ..Described::default()
    });
    super::json(&defined.chain(gone).collect::<Vec<_>>())
}
