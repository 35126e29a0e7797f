//! `fsc clean`.

use std::fs;
use std::path::Path;

use clap::Args;
use walkdir::WalkDir;

use super::agreement::AgreementArgs;
use super::context::Context;
use super::outcome::{CommandResult, Exit, Failure};
use super::project_dir;
use crate::diagnostic::Diagnostic;
use crate::output_folder::{FOLDER, IGNORED};
use crate::rules::named::list;
use crate::rules::{foreign_target_folder, unwritable};
use crate::written_file::UNFINISHED;

/// Remove `target/`: all that fsc wrote for this project
///
/// Only a folder that holds nothing but what fsc writes is removed; links are never followed. Where the database of an embedded
/// target stands in it, with its features, snapshots and ledger, it asks first.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  fsc clean
  fsc clean --yes
  fsc clean --dry-run")]
pub struct CleanArgs {
    #[command(flatten)]
    agreement: AgreementArgs,

    /// Say what would be removed, and remove nothing
    #[arg(long)]
    dry_run: bool,
}

/// What fsc writes directly below `target/`; `*` stands for any name.
const WRITTEN: [&str; 10] = [
    IGNORED,
    "compiled",
    "run",
    "docs",
    "setup.sql",
    "manifest.json",
    "run_results.json",
    "*.duckdb",
    "*.duckdb.wal",
    "*.duckdb.tmp",
];

/// Removes the project's `target/`.
pub fn run(args: &CleanArgs, context: &mut Context) -> CommandResult {
    let folder = project_dir::find(&context.settings)?.join(FOLDER);
    let Some(Contents {
        files,
        bytes,
        databases,
    }) = contents(&folder)?
    else {
        context.message("nothing to remove: there is no `target/`\n");
        return Ok(Exit::Clean);
    };
    let verb = if args.dry_run {
        "would remove"
    } else {
        if !databases.is_empty() {
            let what = format!(
                "remove {} with {}: the features, snapshots and ledger in it",
                folder.display(),
                list(databases.iter().map(String::as_str))
            );
            args.agreement.ask(&what, "nothing was removed", context)?;
        }
        fs::remove_dir_all(&folder)
            .map_err(|error| unwritable::failed("remove", &folder, &error))?;
        "removed"
    };
    let noun = if files == 1 { "file" } else { "files" };
    context.message(&format!(
        "{verb} {} ({files} {noun}, {bytes} bytes)\n",
        folder.display()
    ));
    Ok(Exit::Clean)
}

/// What the folder holds.
#[derive(Default)]
struct Contents {
    files: usize,
    bytes: u64,
    /// The names of databases in it.
    databases: Vec<String>,
}

/// What the folder holds; `None` when there is no such folder.
fn contents(folder: &Path) -> Result<Option<Contents>, Failure> {
    let metadata = match fs::symlink_metadata(folder) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(unwritable::failed("read", folder, &error).into()),
    };
    if metadata.is_symlink() {
        return Err(foreign_target_folder::link(folder).into());
    }
    if !metadata.is_dir() {
        return Err(foreign_target_folder::not_a_folder(folder).into());
    }
    let mut found = Contents::default();
    for entry in WalkDir::new(folder).min_depth(1).sort_by_file_name() {
        let entry = entry.map_err(|error| cannot_read(folder, error))?;
        let name = entry.file_name().to_string_lossy();
        if entry.path_is_symlink() || (entry.depth() == 1 && !is_written_by_fsc(&name)) {
            return Err(foreign_target_folder::holds(folder, entry.path()).into());
        }
        if !entry.file_type().is_dir() {
            found.files += 1;
            found.bytes += entry
                .metadata()
                .map_err(|error| cannot_read(folder, error))?
                .len();
            if entry.depth() == 1 && name.ends_with(".duckdb") {
                found.databases.push(name.into_owned());
            }
        }
    }
    Ok(Some(found))
}

fn is_written_by_fsc(name: &str) -> bool {
    // What a command that was killed had not finished counts as well.
    name.ends_with(UNFINISHED)
        || WRITTEN
            .iter()
            .any(|written| match written.strip_prefix('*') {
                Some(ending) => name.ends_with(ending),
                None => name == *written,
            })
}

fn cannot_read(folder: &Path, error: walkdir::Error) -> Diagnostic {
    let path = error.path().unwrap_or(folder).to_path_buf();
    unwritable::failed("read", &path, &error.into())
}
