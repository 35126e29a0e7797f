//! `fsc snapshots restore`.

use std::io::{BufRead as _, IsTerminal as _};

use clap::Args;

use super::{asked, listed, not_done, one, table_of, with_shelf};
use crate::cli::context::Context;
use crate::cli::execution::random;
use crate::cli::outcome::{CommandResult, Exit, Failure};
use crate::engine::Engine;
use crate::project::model::Project;
use crate::rules::{foreign_object, unconfirmed, unknown_snapshot};
use crate::run::run_id;
use crate::snapshots::{Moment, State};

#[derive(Debug, Args)]
pub(super) struct RestoreArgs {
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

/// Puts a copy's rows back as the table.
pub(super) fn run(
    args: &RestoreArgs,
    context: &mut Context,
    project: &Project,
    engine: &dyn Engine,
) -> CommandResult {
    with_shelf(context, project, engine, |shelf, context| {
        let copies = listed(shelf, project)?;
        let found = table_of(project, &copies, &args.table)?;
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
