//! `fsc snapshots`.

mod drop;
mod ls;
mod restore;

use clap::{Args, Subcommand};

use super::context::{Context, Stream};
use super::outcome::{CommandResult, Exit, Failure};
use super::{database, pipeline};
use crate::engine::{Access, Engine, EngineError};
use crate::plan;
use crate::project::model::Project;
use crate::rules::{query_failed, statement_failed, target_busy, unknown_snapshot};
use crate::run;
use crate::snapshots::{CopiedTable, Copy, Refused, Shelf, find_copy, find_table};

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
    Ls(ls::LsArgs),
    /// Put the rows of a snapshot back as the table
    ///
    /// Readers see the table's rows, then the snapshot's, and nothing between. The ledger notes which as-of times the
    /// table does not have any more.
    Restore(restore::RestoreArgs),
    /// Drop snapshots
    Drop(drop::DropArgs),
}

/// Lists, restores or drops.
pub fn run(args: &SnapshotsArgs, context: &mut Context) -> CommandResult {
    let Some(project) = pipeline::definitions(context, Stream::Stderr)? else {
        return Ok(Exit::Findings);
    };
    match &args.verb {
        Verb::Ls(args) => {
            let engine = open(context, &project, Access::Read)?;
            ls::run(args, context, &project, engine.as_ref())
        }
        Verb::Restore(args) => {
            let engine = open_alone(context, &project)?;
            restore::run(args, context, &project, engine.as_ref())
        }
        Verb::Drop(args) => {
            let engine = if args.dry_run {
                open(context, &project, Access::Read)?
            } else {
                open_alone(context, &project)?
            };
            drop::run(args, context, &project, engine.as_ref())
        }
    }
}

fn open(context: &Context, project: &Project, access: Access) -> Result<Box<dyn Engine>, Failure> {
    let target = context.settings.target(project)?;
    database::open(context, project, target, access)
}

/// Opens the target to write, while no run holds its lease.
fn open_alone(context: &Context, project: &Project) -> Result<Box<dyn Engine>, Failure> {
    let engine = open(context, project, Access::Write)?;
    match run::holder(engine.as_ref(), &plan::store(project, engine.dialect())) {
        None => Ok(engine),
        Some(busy) => {
            let target = context.settings.target(project)?;
            Err(target_busy::held(&target.name, &busy).into())
        }
    }
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
        store: plan::store(project, dialect),
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

/// The table of a name, which the project or a copy has.
fn table_of<'p>(
    project: &'p Project,
    copies: &[Copy],
    name: &str,
) -> Result<CopiedTable<'p>, Failure> {
    find_table(project, copies, name).ok_or_else(|| {
        let defined = project
            .tables
            .iter()
            .map(|table| table.definition.name.as_str());
        let known = defined.chain(copies.iter().map(|copy| copy.table.as_str()));
        unknown_snapshot::table(name, known).into()
    })
}

fn one<'c>(copies: &'c [Copy], table: &str, shown: &str, name: &str) -> Result<&'c Copy, Failure> {
    find_copy(copies, table, name).ok_or_else(|| {
        let of_table = copies.iter().filter(|copy| copy.table == table);
        let known = of_table.map(|copy| copy.snapshot.as_str());
        unknown_snapshot::copy(shown, name, known).into()
    })
}

fn not_done(subject: &str, refused: &Refused) -> Failure {
    statement_failed::refused(subject, refused.purpose, &refused.error).into()
}
