//! The command with its environment.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::Finished;

/// A call of `fsc` that has not been made yet.
pub struct Fsc {
    command: Command,
    args: Vec<String>,
    sandbox: PathBuf,
}

impl Fsc {
    pub(super) fn new<'a>(folder: &Path, args: impl IntoIterator<Item = &'a str>) -> Self {
        let args: Vec<String> = args.into_iter().map(str::to_owned).collect();
        let mut command = Command::new(env!("CARGO_BIN_EXE_fsc"));
        command
            .args(&args)
            .current_dir(folder)
            .stdin(Stdio::null())
            .env_clear()
            .env("TZ", "Pacific/Kiritimati")
            .env("LANG", "C")
            .env("HOME", folder);
        for kept in ["PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SystemRoot"] {
            if let Some(value) = std::env::var_os(kept) {
                command.env(kept, value);
            }
        }
        Self {
            command,
            args,
            sandbox: folder.to_path_buf(),
        }
    }

    /// Sets an environment variable.
    pub fn env(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    /// Starts in a folder below the sandbox.
    pub fn inside(mut self, folder: &str) -> Self {
        self.command.current_dir(self.sandbox.join(folder));
        self
    }

    /// Adds an argument.
    pub fn arg(mut self, arg: &str) -> Self {
        self.command.arg(arg);
        self.args.push(arg.to_owned());
        self
    }

    /// Runs to the end.
    pub fn run(mut self) -> Finished {
        let output = self.command.output().unwrap();
        Finished {
            call: self.args,
            sandbox: self.sandbox,
            exit: output.status.code(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// The call itself, for tests that talk to the process.
    pub fn into_command(self) -> Command {
        self.command
    }
}
