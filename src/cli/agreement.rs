//! Asking before something goes that is in no other place.

use std::io::{BufRead as _, IsTerminal as _};

use clap::Args;

use super::context::Context;
use super::outcome::Failure;
use crate::rules::unconfirmed;

/// Whether a command that destroys something asks first.
#[derive(Debug, Args)]
pub struct AgreementArgs {
    /// Do not ask
    #[arg(long, short)]
    yes: bool,
}

impl AgreementArgs {
    /// Asks whether `what` is to be done, such as "drop 3 snapshots", unless it was agreed to beforehand. `outcome` says how it
    /// stands where the answer is no: "nothing was dropped".
    pub fn ask(&self, what: &str, outcome: &str, context: &mut Context) -> Result<(), Failure> {
        if self.yes {
            return Ok(());
        }
        let stdin = std::io::stdin();
        if !stdin.is_terminal() {
            return Err(unconfirmed::nobody_to_ask(what, outcome).into());
        }
        // Also where only errors are wanted: a question that nobody sees is never answered.
        context.ask(&format!("{what}? [y/N] "));
        let mut answer = String::new();
        let read = stdin.lock().read_line(&mut answer);
        let is_yes = ["y", "yes"].contains(&answer.trim().to_lowercase().as_str());
        if read.is_ok() && is_yes {
            Ok(())
        } else {
            Err(unconfirmed::declined(what, outcome).into())
        }
    }
}
