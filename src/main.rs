//! The `fsc` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    fsc::cli::main().into()
}
