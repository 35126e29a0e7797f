//! `fsc snapshots drop`.

use chrono::{NaiveDate, NaiveDateTime};
use clap::Args;

use super::{holding_the_store, listed, one, table_of, with_shelf};
use crate::cli::agreement::AgreementArgs;
use crate::cli::context::{Context, Stream};
use crate::cli::outcome::{CommandResult, Exit, Failure};
use crate::engine::Engine;
use crate::ledger;
use crate::project::model::Project;
use crate::project::time::Length;
use crate::rules::unknown_snapshot;
use crate::snapshots::{Copy, State, removal};

#[derive(Debug, Args)]
pub(super) struct DropArgs {
    /// The table, by its name in the project or in SQL
    #[arg(value_name = "TABLE")]
    table: String,

    /// The snapshots, each by its name, the end of it, or the as-of day or time that no other has
    #[arg(
        value_name = "SNAPSHOT",
        required_unless_present_any = ["all", "older_than"],
        conflicts_with_all = ["all", "older_than"]
    )]
    snapshots: Vec<String>,

    /// All snapshots of the table
    #[arg(long, conflicts_with = "older_than")]
    all: bool,

    /// Those that were taken longer ago, such as `30 days`
    #[arg(long, value_name = "LENGTH")]
    older_than: Option<Length>,

    #[command(flatten)]
    agreement: AgreementArgs,

    /// Say what would be dropped, and drop nothing
    #[arg(long)]
    pub(super) dry_run: bool,
}

/// Drops copies that the ledger lists.
pub(super) fn run(
    args: &DropArgs,
    context: &mut Context,
    project: &Project,
    engine: &dyn Engine,
) -> CommandResult {
    let (found, chosen) = with_shelf(context, project, engine, |shelf, context| {
        let copies = listed(shelf, project)?;
        let found = table_of(project, &copies, &args.table)?;
        let chosen = chosen(args, context, &copies, &found.stored_name)?;
        let chosen: Vec<Copy> = chosen.into_iter().cloned().collect();
        Ok((found, chosen))
    })?;
    let (replaced, chosen): (Vec<Copy>, Vec<Copy>) = chosen
        .into_iter()
        .partition(|copy| copy.state == State::Replaced);
    let kept = replaced
        .iter()
        .map(|copy| unknown_snapshot::replaced(&args.table, &copy.snapshot));
    let kept: Vec<_> = kept.collect();
    context.report(&kept, &project.files, Stream::Stderr)?;
    let lost = || chosen.iter().filter(|copy| copy.state == State::There);
    if !args.dry_run && lost().next().is_some() {
        let number = crate::cli::counts(&[(lost().count(), "snapshot")]);
        let names: Vec<&str> = lost().map(|copy| copy.snapshot.as_str()).collect();
        let names = names.join(", ");
        let what = format!("drop {number} of `{}`: {names}", found.stored_name);
        args.agreement.ask(&what, "nothing was dropped", context)?;
    }
    let mut dropped = Vec::new();
    let ended = if args.dry_run || chosen.is_empty() {
        dropped.clone_from(&chosen);
        Ok(())
    } else {
        holding_the_store(context, project, engine, |held, plan| {
            while let Some(copy) = chosen.get(dropped.len()) {
                let script = removal(plan, &found.relation, copy);
                held.send("dropping the snapshot", &script)?;
                dropped.push(copy.clone());
            }
            Ok(())
        })
    };
    for copy in &dropped {
        context.data(&format!("{}\n", copy.snapshot))?;
    }
    let verb = if args.dry_run {
        "would drop"
    } else {
        "dropped"
    };
    let number = match dropped.len() {
        0 => "no snapshot".to_owned(),
        number => crate::cli::counts(&[(number, "snapshot")]),
    };
    context.message(&format!("{verb} {number} of `{}`\n", found.stored_name));
    ended?;
    Ok(if kept.is_empty() {
        Exit::Clean
    } else {
        Exit::Findings
    })
}

fn chosen<'c>(
    args: &DropArgs,
    context: &Context,
    copies: &'c [Copy],
    table: &str,
) -> Result<Vec<&'c Copy>, Failure> {
    let of_table = copies.iter().filter(|copy| copy.table == table);
    if args.all {
        return Ok(of_table.collect());
    }
    if let Some(length) = args.older_than {
        let Some(cutoff) = context.now.time().checked_sub_signed(length.delta()) else {
            return Ok(Vec::new());
        };
        return Ok(of_table
            .filter(|copy| moment(&copy.taken_at).is_some_and(|taken| taken < cutoff))
            .collect());
    }
    let mut chosen: Vec<&Copy> = Vec::new();
    for name in &args.snapshots {
        let copy = one(copies, table, &args.table, name)?;
        if !chosen.contains(&copy) {
            chosen.push(copy);
        }
    }
    Ok(chosen)
}

/// When a copy was taken; a copy of midnight shows its day.
fn moment(text: &str) -> Option<NaiveDateTime> {
    let day = || {
        NaiveDate::parse_from_str(text, "%Y-%m-%d")
            .ok()?
            .and_hms_opt(0, 0, 0)
    };
    ledger::moment(text).or_else(day)
}
