//! The `fsc` command.

use std::process::ExitCode;

/// Compiling is mostly small allocations on all cores.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    fsc::cli::main().into()
}
