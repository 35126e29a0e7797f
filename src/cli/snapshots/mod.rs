//! `fsc snapshots`.

mod drop;
mod ls;
mod restore;

use clap::{Args, Subcommand};

use super::context::{Context, Stream};
use super::execution::{arguments, random};
use super::outcome::{CommandResult, Exit, Failure};
use super::{database, interrupt, owner, pipeline};
use crate::engine::{Access, Engine, EngineError, Session};
use crate::plan::{self, Plan};
use crate::project::model::{FeatureView, Project, Source};
use crate::rules::{query_failed, target_busy, unknown_snapshot};
use crate::run::{self, Held, NotHeld, RunOptions, Stopped};
use crate::snapshots::{CopiedTable, Copy, Shelf, find_copy, find_table};

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
            let engine = open(context, &project, Access::Write)?;
            restore::run(args, context, &project, engine.as_ref())
        }
        Verb::Drop(args) => {
            let access = if args.dry_run {
                Access::Read
            } else {
                Access::Write
            };
            let engine = open(context, &project, access)?;
            drop::run(args, context, &project, engine.as_ref())
        }
    }
}

fn open(context: &Context, project: &Project, access: Access) -> Result<Box<dyn Engine>, Failure> {
    let target = context.settings.target(project)?;
    database::open(context, project, target, access)
}

/// Does `work` to the target's store while its lease is held.
fn holding_the_store<T>(
    context: &mut Context,
    project: &Project,
    engine: &dyn Engine,
    mut work: impl FnMut(&mut Held<'_>, &Plan) -> Result<T, Stopped>,
) -> Result<T, Failure> {
    let target = context.settings.target(project)?;
    let plan = plan::without_nodes(project, &target.name, engine.dialect());
    let random = random();
    let now = context.now.time();
    let options = RunOptions {
        args: arguments(),
        target_at: Some(target.span),
        lease: owner::of_this_process(context, random),
        ..RunOptions::new(run::run_id(now, random), now, &project.root)
    };
    let cancellation = interrupt::on_ctrl_c();
    let done = run::holding_the_store(&plan, engine, &options, &cancellation, |held| {
        work(held, &plan)
    });
    done.map_err(|not_held| match not_held {
        NotHeld::Busy(busy) => target_busy::held(&target.name, &busy).into(),
        NotHeld::Failed(errors) => Failure::Diagnostics(errors, project.files.clone()),
        NotHeld::Cancelled => Failure::Interrupted,
    })
}

fn shelf<'s>(session: &'s mut dyn Session, plan: &Plan) -> Shelf<'s> {
    Shelf {
        session,
        dialect: plan.dialect,
        store: plan.store.clone(),
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
    let plan = plan::without_nodes(project, &target.name, engine.dialect());
    work(&mut shelf(session.as_mut(), &plan), context)
}

fn listed(shelf: &mut Shelf<'_>, project: &Project) -> Result<Vec<Copy>, Stopped> {
    shelf.copies(project).map_err(|error| asked(&error))
}

fn asked(error: &EngineError) -> Stopped {
    let said = query_failed::refused("the list of snapshots", &error.to_string());
    Stopped::by(error, said)
}

/// The table of a name, which the project or a copy has.
fn table_of<'p>(
    project: &'p Project,
    copies: &[Copy],
    name: &str,
) -> Result<CopiedTable<'p>, Failure> {
    find_table(project, copies, name).ok_or_else(|| {
        if let Some(kind) = other_kind(project, name) {
            return unknown_snapshot::no_table(name, kind).into();
        }
        let defined = project
            .tables
            .iter()
            .map(|table| table.definition.name.as_str());
        let known = defined.chain(copies.iter().map(|copy| copy.table.as_str()));
        unknown_snapshot::table(name, known).into()
    })
}

/// What has this name and is no table of the project.
fn other_kind(project: &Project, name: &str) -> Option<&'static str> {
    let is_view = |view: &FeatureView| view.definition.name.as_str() == name;
    let is_source = |source: &Source| source.relation.to_string().eq_ignore_ascii_case(name);
    if project.views.iter().any(is_view) {
        Some("a feature view")
    } else if project.sources.iter().any(is_source) {
        Some("a source")
    } else {
        None
    }
}

fn one<'c>(copies: &'c [Copy], table: &str, shown: &str, name: &str) -> Result<&'c Copy, Failure> {
    find_copy(copies, table, name).map_err(|meant| {
        if !meant.is_empty() {
            let meant = meant.iter().map(|copy| copy.snapshot.as_str());
            return unknown_snapshot::several(shown, name, meant).into();
        }
        let of_table = copies.iter().filter(|copy| copy.table == table);
        let known = of_table.map(|copy| copy.snapshot.as_str());
        unknown_snapshot::copy(shown, name, known).into()
    })
}
