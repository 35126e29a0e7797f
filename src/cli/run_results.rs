//! What a run leaves on disk: `target/run_results.json`.

use std::path::Path;

use crate::output_folder::{self, FOLDER, RUN_RESULTS};
use crate::rules::unwritable;
use crate::run::last::{self, LastRun};
use crate::run::{Invocation, RunResults, Status};
use crate::written_file::{probe, write_atomically};

use super::context::Context;
use super::execution::arguments;
use super::outcome::{CommandResult, Exit, Failure};
use super::project_dir;

/// About as much as a run leaves, without and for each node.
const BYTES: usize = 1 << 16;
const BYTES_A_NODE: usize = 1 << 11;

/// Makes the folder `target/` and tries to write into it what the results of so many nodes take, so that a run that could
/// not be reported does not begin.
pub fn ensure_writable(root: &Path, nodes: usize) -> Result<(), Failure> {
    let folder = root.join(FOLDER);
    let bytes = nodes.saturating_mul(BYTES_A_NODE).saturating_add(BYTES);
    output_folder::make(root)
        .and_then(|()| probe(&root.join(RUN_RESULTS), bytes))
        .map_err(|error| unwritable::failed("write into", &folder, &error).into())
}

/// Writes the results, whole or not at all.
pub fn write(root: &Path, results: &RunResults) -> Result<(), Failure> {
    let path = root.join(RUN_RESULTS);
    match results.to_json() {
        Ok(text) => put(&path, &text),
        Err(error) => Err(unwritable::failed("write", &path, &error.into()).into()),
    }
}

/// Executes a command of which a retry must know that it was given, whatever keeps it from making a plan. What a run before it
/// left, or one that goes on, stays beside that.
pub fn noting(
    command: &str,
    context: &mut Context,
    execute: impl FnOnce(&mut Context) -> CommandResult,
) -> CommandResult {
    let root = project_dir::find(&context.settings).ok();
    let root = root.filter(|root| output_folder::link(root).is_none());
    // Where nothing can be written, nothing is computed, and that is said then.
    let Some(root) = root.filter(|root| ensure_writable(root, 0).is_ok()) else {
        return execute(context);
    };
    let path = root.join(RUN_RESULTS);
    let read = || std::fs::read_to_string(&path).ok();
    // Of a command that came to nothing there is nothing to keep.
    let has_nodes = |text: &String| LastRun::read(text).is_ok_and(|last| !last.nodes.is_empty());
    let before = read().filter(has_nodes);
    let note = |before: Option<&str>, refused, status, context: &Context| {
        let noted = before.and_then(|text| last::with_refused(text, refused));
        match noted {
            Some(text) => put(&path, &text),
            None => write(&root, &without_plan(status, command, context)),
        }
    };
    note(before.as_deref(), Some(command), Status::Running, context)?;
    let noted = read();
    let ended = execute(context);
    if let Ok(Exit::Clean) = ended
        && !context.has_results
    {
        // There was nothing to do. Another run may have ended meanwhile, and said so.
        let now = read();
        let before = if now == noted { before } else { now };
        note(before.as_deref(), None, Status::Ok, context)?;
    }
    ended
}

fn without_plan(status: Status, command: &str, context: &Context) -> RunResults {
    let invocation = Invocation {
        command: command.to_owned(),
        ..Invocation::default()
    };
    RunResults::without_plan(status, context.now.time(), arguments(), invocation)
}

fn put(path: &Path, text: &str) -> Result<(), Failure> {
    write_atomically(path, text.as_bytes())
        .map_err(|error| unwritable::failed("write", path, &error).into())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_target_folder_that_cannot_be_written_is_found_beforehand() {
        let root = tempfile::tempdir().unwrap();
        ensure_writable(root.path(), 3).unwrap();
        let left = fs::read_dir(root.path().join(FOLDER)).unwrap();
        let left: Vec<_> = left.map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(
            left,
            [output_folder::IGNORED],
            "nothing is left of the trial"
        );
        fs::remove_dir_all(root.path().join(FOLDER)).unwrap();
        fs::write(root.path().join(FOLDER), "").unwrap();
        assert!(ensure_writable(root.path(), 3).is_err());
    }
}
