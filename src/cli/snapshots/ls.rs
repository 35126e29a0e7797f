//! `fsc snapshots ls`.

use clap::{Args, ValueEnum};

use super::super::table as layout;
use super::{listed, table_of, with_shelf};
use crate::cli::context::Context;
use crate::cli::outcome::{CommandResult, Exit};
use crate::engine::Engine;
use crate::project::model::Project;
use crate::snapshots::{Copy, State};

#[derive(Debug, Args)]
pub(super) struct LsArgs {
    /// The table, by its name in the project or in SQL [default: all]
    #[arg(value_name = "TABLE")]
    table: Option<String>,

    /// How the list is written
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    output: LsOutput,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum LsOutput {
    /// A line a snapshot
    Table,
    /// A JSON array
    Json,
}

/// Lists them.
pub(super) fn run(
    args: &LsArgs,
    context: &mut Context,
    project: &Project,
    engine: &dyn Engine,
) -> CommandResult {
    with_shelf(context, project, engine, |shelf, context| {
        let mut copies = listed(shelf, project)?;
        if let Some(name) = &args.table {
            let table = table_of(project, &copies, name)?;
            copies.retain(|copy| copy.table == table.stored_name);
        }
        let text = match args.output {
            LsOutput::Table => table(&copies),
            LsOutput::Json => crate::cli::json(&copies),
        };
        if args.output == LsOutput::Json || !copies.is_empty() {
            context.data(&text)?;
        }
        context.message(&summary(&copies));
        Ok(Exit::Clean)
    })
}

fn table(copies: &[Copy]) -> String {
    let rows = copies.iter().map(|copy| {
        [
            copy.table.clone(),
            copy.snapshot.clone(),
            copy.as_of.clone(),
            copy.taken_at.clone(),
            copy.rows.map(|rows| rows.to_string()).unwrap_or_default(),
            copy.state.word().to_owned(),
        ]
    });
    layout::render(
        &["TABLE", "SNAPSHOT", "AS-OF", "TAKEN AT", "ROWS", "STATE"],
        rows,
    )
}

fn summary(copies: &[Copy]) -> String {
    if copies.is_empty() {
        return "no snapshots: a table with `snapshot = \"daily\"` or `\"every_run\"` gets them when it runs\n"
            .to_owned();
    }
    let number = |state| copies.iter().filter(|copy| copy.state == state).count();
    let mut text = crate::cli::counts(&[(copies.len(), "snapshot")]);
    for (state, what) in [
        (
            State::Missing,
            "listed and missing: `fsc snapshots drop TABLE SNAPSHOT` takes one off the list",
        ),
        (
            State::Replaced,
            "replaced by something that fsc did not make",
        ),
    ] {
        if number(state) > 0 {
            text.push_str(&format!("; {} {what}", number(state)));
        }
    }
    format!("\n{text}\n")
}
