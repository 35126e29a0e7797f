//! `fsc completions SHELL`.

use clap::Args;
use clap_complete::Shell;

use super::context::Context;
use super::outcome::{CommandResult, Exit};

/// Print a script that completes fsc's commands and flags in a shell
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  fsc completions bash > ~/.local/share/bash-completion/completions/fsc
  fsc completions zsh > ~/.zfunc/_fsc
  fsc completions fish > ~/.config/fish/completions/fsc.fish")]
pub struct CompletionsArgs {
    /// The shell
    shell: Shell,
}

/// Prints the script.
pub fn run(args: &CompletionsArgs, context: &mut Context) -> CommandResult {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut super::command(), "fsc", &mut script);
    context.data(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Clean)
}
