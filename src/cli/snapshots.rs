//! `fsc snapshots`.

use std::io::{BufRead as _, IsTerminal as _};

use chrono::{NaiveDate, NaiveDateTime};
use clap::{Args, Subcommand, ValueEnum};

use super::context::{Context, Stream};
use super::execution::random;
use super::outcome::{CommandResult, Exit, Failure};
use super::{database, pipeline, table as layout};
use crate::engine::{Access, Engine, EngineError};
use crate::project::model::{Project, Store};
use crate::project::time::Length;
use crate::rules::{foreign_object, query_failed, statement_failed, unconfirmed, unknown_snapshot};
use crate::run::run_id;
use crate::snapshots::{Copy, Moment, Refused, Shelf, State, find_copy, find_table};
use crate::sql::name::Dialect;

/// List, restore and drop the snapshots of tables
///
/// A snapshot is the copy that fsc makes of a table with `snapshot = "daily"` or `"every_run"`. Only what the ledger lists
/// is one: a table that was copied by hand is left alone, whatever its name is.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  fsc snapshots ls
  fsc snapshots ls daily_sales --output json
  fsc snapshots restore daily_sales 20230801
  fsc snapshots drop daily_sales --older-than \"30 days\" --dry-run")]
pub struct SnapshotsArgs {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// List the snapshots that the ledger knows, and which of them are missing
    Ls(LsArgs),
    /// Put the rows of a snapshot back as the table
    ///
    /// Readers see the table's rows, then the snapshot's, and nothing between. The ledger notes which as-of times the
    /// table does not have any more.
    Restore(RestoreArgs),
    /// Drop snapshots
    Drop(DropArgs),
}

#[derive(Debug, Args)]
struct LsArgs {
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

#[derive(Debug, Args)]
struct RestoreArgs {
    /// The table, by its name in the project or in SQL
    #[arg(value_name = "TABLE")]
    table: String,

    /// The snapshot: its name, the end of it (`20230801`), or `latest`
    #[arg(value_name = "SNAPSHOT")]
    snapshot: String,

    /// Do not ask
    #[arg(long, short)]
    yes: bool,
}

#[derive(Debug, Args)]
struct DropArgs {
    /// The table, by its name in the project or in SQL
    #[arg(value_name = "TABLE")]
    table: String,

    /// The snapshots, each by its name or the end of it
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

    /// Say what would be dropped, and drop nothing
    #[arg(long)]
    dry_run: bool,
}

/// Lists, restores or drops.
pub fn run(args: &SnapshotsArgs, context: &mut Context) -> CommandResult {
    let Some(project) = pipeline::definitions(context, Stream::Stderr)? else {
        return Ok(Exit::Findings);
    };
    match &args.verb {
        Verb::Ls(args) => {
            let engine = open(context, &project, Access::Read)?;
            ls(args, context, &project, engine.as_ref())
        }
        Verb::Restore(args) => {
            let engine = open(context, &project, Access::Write)?;
            restore(args, context, &project, engine.as_ref())
        }
        Verb::Drop(args) => {
            let access = if args.dry_run {
                Access::Read
            } else {
                Access::Write
            };
            let engine = open(context, &project, access)?;
            drop(args, context, &project, engine.as_ref())
        }
    }
}

fn open(context: &Context, project: &Project, access: Access) -> Result<Box<dyn Engine>, Failure> {
    let target = context.settings.target(project)?;
    database::open(context, project, target, access)
}

/// Does `work` with the target's shelf of copies.
fn with_shelf<T>(
    context: &mut Context,
    project: &Project,
    engine: &dyn Engine,
    work: impl FnOnce(&mut Shelf<'_>, &mut Context) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let target = context.settings.target(project)?;
    let mut session = engine
        .session()
        .map_err(|error| database::unavailable(project, target, &error))?;
    let dialect = engine.dialect();
    let mut shelf = Shelf {
        session: session.as_mut(),
        dialect,
        store: Store {
            database: match dialect {
                Dialect::Snowflake => project.store.database.clone(),
                Dialect::DuckDb => None,
            },
            schema: project.store.schema.clone(),
        },
        project: project.name.clone(),
        target: target.name.to_string(),
    };
    work(&mut shelf, context)
}

fn listed(shelf: &mut Shelf<'_>, project: &Project) -> Result<Vec<Copy>, Failure> {
    shelf.copies(project).map_err(|error| asked(&error))
}

fn asked(error: &EngineError) -> Failure {
    query_failed::refused("the list of snapshots", &error.to_string()).into()
}

fn ls(
    args: &LsArgs,
    context: &mut Context,
    project: &Project,
    engine: &dyn Engine,
) -> CommandResult {
    with_shelf(context, project, engine, |shelf, context| {
        let mut copies = listed(shelf, project)?;
        if let Some(name) = &args.table {
            let table = find_table(project, &copies, name)
                .ok_or_else(|| no_table(project, &copies, name))?;
            copies.retain(|copy| copy.table == table.stored_name);
        }
        let text = match args.output {
            LsOutput::Table => table(&copies),
            LsOutput::Json => super::json(&copies),
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
    let mut text = super::counts(&[(copies.len(), "snapshot")]);
    for (state, what) in [
        (
            State::Missing,
            "listed and missing: `fsc snapshots drop` takes them off the list",
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

fn no_table(project: &Project, copies: &[Copy], name: &str) -> Failure {
    let defined = project
        .tables
        .iter()
        .map(|table| table.definition.name.as_str());
    let known = defined.chain(copies.iter().map(|copy| copy.table.as_str()));
    unknown_snapshot::table(name, known).into()
}

fn one<'c>(copies: &'c [Copy], table: &str, shown: &str, name: &str) -> Result<&'c Copy, Failure> {
    find_copy(copies, table, name).ok_or_else(|| {
        let of_table = copies.iter().filter(|copy| copy.table == table);
        let known = of_table.map(|copy| copy.snapshot.as_str());
        unknown_snapshot::copy(shown, name, known).into()
    })
}

fn restore(
    args: &RestoreArgs,
    context: &mut Context,
    project: &Project,
    engine: &dyn Engine,
) -> CommandResult {
    with_shelf(context, project, engine, |shelf, context| {
        let copies = listed(shelf, project)?;
        let found = find_table(project, &copies, &args.table)
            .ok_or_else(|| no_table(project, &copies, &args.table))?;
        let Some(defined) = found.defined else {
            return Err(unknown_snapshot::retired(&args.table).into());
        };
        let copy = one(&copies, &found.stored_name, &args.table, &args.snapshot)?;
        match copy.state {
            State::There => {}
            State::Missing => {
                return Err(unknown_snapshot::missing(&args.table, &copy.snapshot).into());
            }
            State::Replaced => {
                return Err(unknown_snapshot::replaced(&args.table, &copy.snapshot).into());
            }
        }
        shelf
            .complete_ledger()
            .map_err(|refused| not_done("restoring the snapshot", &refused))?;
        let foreign = shelf.foreign(defined).map_err(|error| asked(&error))?;
        if let Some((relation, kind)) = foreign {
            let node = format!("table.{}", defined.definition.name);
            return Err(foreign_object::stands(&node, &relation, &kind).into());
        }
        let what = format!(
            "to replace the rows of `{}` by those of `{}` (as of {})",
            found.stored_name, copy.snapshot, copy.as_of
        );
        agree(args.yes, &what, context)?;
        let moment = context.now.time();
        let now = moment.format("%Y-%m-%d %H:%M:%S%.6f").to_string();
        let run_id = run_id(moment, random());
        let moment = Moment {
            now: &now,
            run_id: &run_id,
        };
        shelf
            .restore(defined, copy, moment)
            .map_err(|refused| not_done("restoring the snapshot", &refused))?;
        context.message(&format!(
            "restored `{}` from `{}`, as of {}\n",
            found.stored_name, copy.snapshot, copy.as_of
        ));
        Ok(Exit::Clean)
    })
}

fn not_done(subject: &str, refused: &Refused) -> Failure {
    statement_failed::refused(subject, refused.purpose, &refused.error).into()
}

/// Asks, unless it was agreed to beforehand.
fn agree(is_agreed: bool, what: &str, context: &mut Context) -> Result<(), Failure> {
    if is_agreed {
        return Ok(());
    }
    let stdin = std::io::stdin();
    if !stdin.is_terminal() {
        return Err(unconfirmed::nobody_to_ask(what).into());
    }
    context.message(&format!("{what}? [y/N] "));
    let mut answer = String::new();
    let read = stdin.lock().read_line(&mut answer);
    let is_yes = ["y", "yes"].contains(&answer.trim().to_lowercase().as_str());
    if read.is_ok() && is_yes {
        Ok(())
    } else {
        Err(unconfirmed::declined(what).into())
    }
}

fn drop(
    args: &DropArgs,
    context: &mut Context,
    project: &Project,
    engine: &dyn Engine,
) -> CommandResult {
    with_shelf(context, project, engine, |shelf, context| {
        let copies = listed(shelf, project)?;
        let found = find_table(project, &copies, &args.table)
            .ok_or_else(|| no_table(project, &copies, &args.table))?;
        let chosen = chosen(args, context, &copies, &found.stored_name)?;
        let mut kept = 0;
        let mut dropped = 0;
        for copy in chosen {
            if copy.state == State::Replaced {
                let finding = unknown_snapshot::replaced(&args.table, &copy.snapshot);
                context.report(&[finding], &project.files, Stream::Stderr)?;
                kept += 1;
                continue;
            }
            if !args.dry_run {
                shelf
                    .drop(&found.relation, copy)
                    .map_err(|refused| not_done("dropping the snapshot", &refused))?;
            }
            context.data(&format!("{}\n", copy.snapshot))?;
            dropped += 1;
        }
        let verb = if args.dry_run {
            "would drop"
        } else {
            "dropped"
        };
        let number = match dropped {
            0 => "no snapshot".to_owned(),
            number => super::counts(&[(number, "snapshot")]),
        };
        context.message(&format!("{verb} {number} of `{}`\n", found.stored_name));
        Ok(if kept > 0 {
            Exit::Findings
        } else {
            Exit::Clean
        })
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

fn moment(text: &str) -> Option<NaiveDateTime> {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S%.f")
        .ok()
        .or_else(|| {
            let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?;
            day.and_hms_opt(0, 0, 0)
        })
}
