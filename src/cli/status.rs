//! `fsc status`.

use std::collections::BTreeSet;

use clap::{Args, ValueEnum};
use serde::Serialize;

use super::context::Context;
use super::outcome::{CommandResult, Exit};
use super::selecting::SelectArgs;
use super::{pipeline, table as layout};
use crate::engine::Access;
use crate::intervals::{self, Days};
use crate::ledger::State;
use crate::project::time::AsOf;
use crate::status::{LEGEND, NodeStatus, Span, calendar, of_node};
use crate::template::When;

/// Show which as-of times the target has of each feature view and table
///
/// Times count from `--start`, else from a node's `start_date`, its backfill's, or the first time that the ledger knows. A
/// time is stale when a definition computed it that has been edited since in a way that matters for its values.
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

    /// The last day that counts [default: now]
    #[arg(long, value_name = "DATE")]
    end: Option<AsOf>,

    /// How it is written
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    output: StatusOutput,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum StatusOutput {
    /// A line a node
    Table,
    /// A line a month, a sign a day
    Calendar,
    /// A JSON array
    Json,
}

/// A node as JSON.
#[derive(Serialize)]
struct Described<'s> {
    id: &'s str,
    interval: String,
    has_one_state: bool,
    first: Option<String>,
    last: Option<String>,
    present: usize,
    stale: Vec<Span>,
    failed: Vec<Span>,
    missing: Vec<Span>,
}

/// Prints what the target has.
pub fn run(args: &StatusArgs, context: &mut Context) -> CommandResult {
    let now = context.now;
    let Some(opened) = pipeline::opened(context, When::At(now), Access::Read)? else {
        return Ok(Exit::Findings);
    };
    let checked = &opened.checked;
    let selected = args.select.ids(checked, context)?;
    let nodes: Vec<_> = intervals::made(checked, &selected).collect();
    let positions: BTreeSet<usize> = nodes.iter().map(|(position, _)| *position).collect();
    let ledger = opened.ledger(&positions, None)?;
    let days = Days {
        first: args.start,
        last: args.end,
    };
    let last = days.end().map_or(now, |end| end.min(now));
    let statuses: Vec<NodeStatus> = nodes
        .iter()
        .filter_map(|(_, node)| {
            let first = days.first.or_else(|| intervals::first_day(checked, node));
            of_node(checked, node, &ledger, first, last)
        })
        .collect();
    context.data(&match args.output {
        StatusOutput::Table => table(&statuses),
        StatusOutput::Calendar => calendars(&statuses),
        StatusOutput::Json => json(&statuses),
    })?;
    if args.output == StatusOutput::Calendar {
        context.message(&format!("\n{LEGEND}\n"));
    }
    Ok(Exit::Clean)
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
            status.interval.to_string(),
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
                    State::Missing => ", which failed",
                };
                format!("  as of {time}{state}\n")
            }
            _ => calendar(status),
        });
    }
    text
}

fn json(statuses: &[NodeStatus]) -> String {
    let described: Vec<Described<'_>> = statuses
        .iter()
        .map(|status| {
            let time = |time: Option<&(AsOf, State)>| time.map(|(time, _)| time.to_string());
            Described {
                id: &status.id,
                interval: status.interval.to_string(),
                has_one_state: status.has_one_state,
                first: time(status.times.first()),
                last: time(status.times.last()),
                present: status.count(State::Present),
                stale: status.spans(State::Stale),
                failed: status.spans(State::Failed),
                missing: status.spans(State::Missing),
            }
        })
        .collect();
    super::json(&described)
}
