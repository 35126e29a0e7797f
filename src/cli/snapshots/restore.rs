//! `fsc snapshots restore`.

use clap::Args;

use super::{asked, holding_the_store, listed, one, shelf, table_of, with_shelf};
use crate::cli::agreement::AgreementArgs;
use crate::cli::context::Context;
use crate::cli::outcome::{CommandResult, Exit, Failure};
use crate::engine::Engine;
use crate::project::model::Project;
use crate::rules::{foreign_object, statement_failed, unknown_snapshot};
use crate::snapshots::{State, restoration};

#[derive(Debug, Args)]
pub(super) struct RestoreArgs {
    /// The table, by its name in the project or in SQL
    #[arg(value_name = "TABLE")]
    table: String,

    /// The snapshot: its name, the end of it (`20230801`), the as-of day or time that no other has, or `latest`
    #[arg(value_name = "SNAPSHOT")]
    snapshot: String,

    #[command(flatten)]
    agreement: AgreementArgs,
}

/// Puts a copy's rows back as the table.
pub(super) fn run(
    args: &RestoreArgs,
    context: &mut Context,
    project: &Project,
    engine: &dyn Engine,
) -> CommandResult {
    let (table, copy) = with_shelf(context, project, engine, |shelf, _| {
        let copies = listed(shelf, project)?;
        let found = table_of(project, &copies, &args.table)?;
        let Some(table) = found.defined else {
            return Err(unknown_snapshot::retired(&args.table).into());
        };
        let copy = one(&copies, &found.stored_name, &args.table, &args.snapshot)?;
        Ok((table, copy.clone()))
    })?;
    let what = format!(
        "replace the rows of `{}` by those of `{}` (as of {})",
        copy.table, copy.snapshot, copy.as_of
    );
    let outcome = format!("`{}` was not restored", copy.table);
    args.agreement.ask(&what, &outcome, context)?;
    let restored = holding_the_store(context, project, engine, |held, plan| {
        let mut shelf = shelf(held.session(), plan);
        let still = listed(&mut shelf, project)?.into_iter();
        let mut still =
            still.filter(|listed| listed.snapshot == copy.snapshot && listed.table == copy.table);
        // As it is now: a run may have made it anew since.
        let still = still.next();
        match still.as_ref().map_or(State::Missing, |copy| copy.state) {
            State::There => {}
            State::Missing => {
                return Err(unknown_snapshot::missing(&args.table, &copy.snapshot).into());
            }
            State::Replaced => {
                return Err(unknown_snapshot::replaced(&args.table, &copy.snapshot).into());
            }
        }
        let copy = still.unwrap_or_else(|| copy.clone());
        let foreign = shelf.foreign(table).map_err(|error| asked(&error))?;
        if let Some((relation, kind)) = foreign {
            let node = format!("table.{}", table.definition.name);
            return Err(foreign_object::stands(&node, &relation, &kind).into());
        }
        if shelf
            .is_of_another_kind(table, &copy)
            .map_err(|error| asked(&error))?
        {
            let refused = statement_failed::no_permanent_table(&copy.table, &copy.snapshot);
            return Err(refused.into());
        }
        held.send("restoring the snapshot", &restoration(plan, table, &copy))
    });
    if let Err(Failure::Interrupted) = restored {
        context.message(&format!(
            "stopped: the same command restores `{}`\n",
            copy.table
        ));
    }
    restored?;
    context.message(&format!(
        "restored `{}` from `{}`, as of {}\n",
        copy.table, copy.snapshot, copy.as_of
    ));
    Ok(Exit::Clean)
}
