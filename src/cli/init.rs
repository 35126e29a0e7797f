//! `fsc init [DIR]`.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;

use super::context::Context;
use super::outcome::{CommandResult, Exit};
use super::project_dir;
use super::template_files::TEMPLATE;
use crate::rules::{file_exists, nested_project, unwritable};
use crate::written_file::create_atomically;

/// Start a project: a small one that runs as it is
///
/// Writes an entity, a source with a little data, feature views and a table, each explained in place. Nothing that
/// exists is overwritten; a `README.md` and a `.gitignore` that are there are kept.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  fsc init my_features   in a new folder
  fsc init               in this folder")]
pub struct InitArgs {
    /// The folder; made when it does not exist. Its name becomes the project's [default: that of `--project-dir`, else this
    /// one]
    #[arg(value_name = "DIR", value_hint = clap::ValueHint::DirPath, conflicts_with = "project_dir")]
    folder: Option<PathBuf>,
}

/// Files that a new repository often has already, which may stay as they are.
const KEPT: [&str; 2] = [".gitignore", "README.md"];

/// The project's name in the template.
const TEMPLATE_NAME: &str = "my_features";

/// Writes the template project.
pub fn run(args: &InitArgs, context: &mut Context) -> CommandResult {
    let here = PathBuf::from(".");
    let named = args
        .folder
        .as_ref()
        .or(context.settings.project_dir.as_ref());
    let folder = named.unwrap_or(&here);
    if folder.exists() && !folder.is_dir() {
        return Err(file_exists::not_a_folder(folder).into());
    }
    let (kept, existing): (Vec<&str>, Vec<&str>) = TEMPLATE
        .iter()
        .map(|(path, _)| *path)
        .filter(|path| folder.join(path).symlink_metadata().is_ok())
        .partition(|path| KEPT.contains(path));
    if !existing.is_empty() {
        let existing: Vec<PathBuf> = existing.iter().map(|path| folder.join(path)).collect();
        return Err(file_exists::in_folder(folder, &existing).into());
    }
    if let Some(outer) = project_dir::around(folder) {
        return Err(nested_project::would_be(folder, &outer).into());
    }
    let name = project_name(folder);
    for (path, text) in TEMPLATE {
        if kept.contains(path) {
            continue;
        }
        let text = if *path == "fsc.toml" {
            text.replacen(TEMPLATE_NAME, &name, 1)
        } else {
            (*text).to_owned()
        };
        let path = folder.join(path);
        write_new(&path, &text).map_err(|error| unwritable::failed("write", &path, &error))?;
    }
    context.message(&next_steps(folder, &name, &kept));
    Ok(Exit::Clean)
}

/// Writes a file that does not exist, with the folders above it.
fn write_new(path: &Path, text: &str) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    create_atomically(path, text.as_bytes())
}

/// The folder's name as a project's name: letters, digits and `_`, a letter first.
fn project_name(folder: &Path) -> String {
    let absolute = std::path::absolute(folder).unwrap_or_else(|_| folder.to_path_buf());
    let name: String = absolute
        .file_name()
        .map(|name| name.to_string_lossy().to_lowercase())
        .unwrap_or_default()
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '_' })
        .collect();
    match name.chars().next() {
        Some(first) if first.is_ascii_alphabetic() => name,
        Some(first) if first.is_ascii_digit() => format!("features_{name}"),
        _ => TEMPLATE_NAME.to_owned(),
    }
}

fn next_steps(folder: &Path, name: &str, kept: &[&str]) -> String {
    let shown = folder.display().to_string();
    let enter = if shown == "." {
        String::new()
    } else if shown.contains(' ') {
        format!("  cd '{shown}'\n")
    } else {
        format!("  cd {shown}\n")
    };
    let kept: String = kept
        .iter()
        .map(|path| match *path {
            ".gitignore" => {
                "kept `.gitignore`: `target/`, which fsc writes, belongs in it\n".to_owned()
            }
            path => format!("kept `{path}`\n"),
        })
        .collect();
    format!(
        "started project `{name}` in {shown}
{kept}
next:
{enter}  fsc check                    find what is wrong
  fsc run --ds 2024-01-08      compute the features as of that day, on the embedded DuckDB
  fsc query \"select * from feature_store.features_long order by 1, 2, 3 limit 10\"
  fsc ls                       list feature views, tables and sources
"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_gives_its_name() {
        assert_eq!(project_name(Path::new("/x/My Features-2")), "my_features_2");
        assert_eq!(project_name(Path::new("/x/2023")), "features_2023");
        assert_eq!(project_name(Path::new("/")), TEMPLATE_NAME);
    }
}
