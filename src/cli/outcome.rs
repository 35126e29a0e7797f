//! How a command ends.

use std::io;
use std::process::ExitCode;

use crate::diagnostic::Diagnostic;
use crate::rules::unwritable;
use crate::run::Stopped;
use crate::source::SourceMap;

/// The exit codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// 0: all is well.
    Clean,
    /// 1: the project or a node has errors.
    Findings,
    /// 2: fsc could not do its work.
    Failure,
    /// 130, as shells have it: Ctrl-C stopped a run.
    Interrupted,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Clean => 0,
            Exit::Findings => 1,
            Exit::Failure => 2,
            Exit::Interrupted => 130,
        })
    }
}

/// Why a command could not do its work.
#[derive(Debug)]
pub enum Failure {
    /// What stood in the way, and the files that it points to.
    Diagnostics(Vec<Diagnostic>, SourceMap),
    /// Whoever read the output has gone: nothing more to say.
    BrokenPipe,
    /// Ctrl-C stopped it.
    Interrupted,
    /// Another run has written since the plan was made, and nothing was done: a new plan is needed. See
    /// [`waiting::planning`](super::waiting::planning).
    Outdated,
}

impl From<Stopped> for Failure {
    fn from(stopped: Stopped) -> Self {
        stopped.errors().map_or(Self::Interrupted, Self::from)
    }
}

impl From<Diagnostic> for Failure {
    /// A diagnostic that points to no file of a project.
    fn from(diagnostic: Diagnostic) -> Self {
        Self::from(vec![diagnostic])
    }
}

impl From<Box<Diagnostic>> for Failure {
    fn from(diagnostic: Box<Diagnostic>) -> Self {
        Self::from(vec![*diagnostic])
    }
}

impl From<Vec<Diagnostic>> for Failure {
    fn from(diagnostics: Vec<Diagnostic>) -> Self {
        Self::Diagnostics(diagnostics, SourceMap::default())
    }
}

impl From<io::Error> for Failure {
    /// An error of writing results: the only input or output that a command does without saying on which file.
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            Self::BrokenPipe
        } else {
            unwritable::stdout(&error).into()
        }
    }
}

/// What a command returns: [`Exit::Clean`] or [`Exit::Findings`], or why it could not do its work.
pub type CommandResult = Result<Exit, Failure>;
