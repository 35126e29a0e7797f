//! Finds the files of a project.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use walkdir::{DirEntry, WalkDir};

use super::PROJECT_FILE;
use crate::diagnostic::{Diagnostic, Severity};
use crate::output_folder::FOLDER;
use crate::project::document::Format;
use crate::project::schema::FileKind;
use crate::rules::{
    invalid_value, misnamed_file, nested_project, path_outside_project, unreadable_file,
};
use crate::source::{Span, Spanned};

/// The folder of macros.
const MACROS: &str = "macros/";

/// A definition file by its name.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Candidate {
    /// From the root, with `/`.
    pub(super) path: String,
    pub(super) kind: FileKind,
    pub(super) format: Format,
}

/// A path that something is wrong with; it becomes an empty file to point to.
pub(super) struct Problem {
    pub(super) path: String,
    pub(super) finding: Box<dyn FnOnce(Span) -> Diagnostic>,
}

/// What was found, in the order of paths.
#[derive(Default)]
pub(super) struct Found {
    pub(super) definitions: Vec<Candidate>,
    pub(super) macros: Vec<String>,
    /// Every `.sql` file that no link stands on.
    pub(super) sql: BTreeSet<String>,
    pub(super) problems: Vec<Problem>,
    pub(super) diagnostics: Vec<Diagnostic>,
    misnamed: Vec<Misnamed>,
}

/// A file that is not read, though its name comes close.
struct Misnamed {
    path: String,
    name: String,
    meant: Meant,
}

/// What was meant by a name.
enum Meant {
    /// The definition file of this name.
    Definition(String),
    /// A file of macros.
    Macros,
    /// A file that dbt reads.
    Dbt,
}

/// Walks the project below `root`, which is canonical.
pub(super) fn walk(root: &Path, exclude: &[Spanned<String>]) -> Found {
    let mut found = Found::default();
    let exclude = exclusions(exclude, &mut found.diagnostics);
    let mut entries = WalkDir::new(root)
        .min_depth(1)
        .follow_links(true)
        .sort_by_file_name()
        .into_iter();
    loop {
        let entry = match entries.next() {
            None => break,
            Some(Ok(entry)) => entry,
            Some(Err(error)) => {
                found.failure(root, &exclude, &error);
                continue;
            }
        };
        let path = below(root, entry.path());
        if is_skipped(&entry, &path, &exclude) {
            if entry.file_type().is_dir() {
                entries.skip_current_dir();
            }
            continue;
        }
        if entry.path_is_symlink() && !stays(root, entry.path()) {
            if entry.file_type().is_dir() {
                entries.skip_current_dir();
            }
            found.link_outside(&entry, path);
        } else {
            found.entry(&entry, path);
        }
    }
    found.definitions.sort();
    found.judge_misnamed();
    found
}

impl Found {
    /// Says what is not read for its name. Where nothing that could run is found, that name is the reason, and an error;
    /// and only there a file of dbt's is worth a word.
    fn judge_misnamed(&mut self) {
        let is_empty = !self
            .definitions
            .iter()
            .any(|found| matches!(found.kind, FileKind::Feature | FileKind::Table));
        for Misnamed { path, name, meant } in std::mem::take(&mut self.misnamed) {
            if matches!(meant, Meant::Dbt) && !is_empty {
                continue;
            }
            self.problem(path, move |span| {
                let mut finding = match meant {
                    Meant::Definition(meant) => misnamed_file::at(span, &name, &meant),
                    Meant::Macros => return misnamed_file::macros(span, &name),
                    Meant::Dbt => misnamed_file::of_dbt(span, &name),
                };
                if is_empty {
                    finding.severity = Severity::Error;
                }
                finding
            });
        }
    }

    fn entry(&mut self, entry: &DirEntry, path: String) {
        let name = entry.file_name().to_string_lossy();
        if let Some((kind, format)) = definition(&name) {
            // A directory by this name too: reading it says what is wrong.
            self.definitions.push(Candidate { path, kind, format });
            return;
        }
        if entry.file_type().is_dir() {
            return;
        }
        if name == PROJECT_FILE {
            if entry.depth() > 1 {
                self.problem(path, nested_project::at);
            }
        } else if has_extension(&name, "sql") {
            if path.starts_with(MACROS) {
                self.macros.push(path);
            } else if !entry.path_is_symlink() {
                self.sql.insert(path);
            }
        } else if let Some(meant) = misnamed(&path, &name) {
            self.misnamed.push(Misnamed {
                name: name.into_owned(),
                path,
                meant,
            });
        }
    }

    fn problem(&mut self, path: String, finding: impl FnOnce(Span) -> Diagnostic + 'static) {
        self.problems.push(Problem {
            path,
            finding: Box::new(finding),
        });
    }

    /// A link that leaves the project matters where it hides definitions or SQL.
    fn link_outside(&mut self, entry: &DirEntry, path: String) {
        let name = entry.file_name().to_string_lossy();
        let is_directory = entry.file_type().is_dir();
        if is_directory || definition(&name).is_some() || path.starts_with(MACROS) {
            let shown = path.clone();
            self.problem(path, move |span| {
                path_outside_project::found(span, &shown, is_directory)
            });
        }
    }

    fn failure(&mut self, root: &Path, exclude: &GlobSet, error: &walkdir::Error) {
        let path = error.path().map_or(PathBuf::new(), Path::to_path_buf);
        let is_link = path.is_symlink();
        let name = path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default();
        let shown = below(root, &path);
        // A broken link to anything but a definition or a macro is nobody's business here.
        let matters = definition(&name).is_some() || shown.starts_with(MACROS);
        let is_broken_link = is_link && error.loop_ancestor().is_none();
        if (is_broken_link && !matters) || exclude.is_match(&shown) {
            return;
        }
        let reason = match (error.loop_ancestor(), error.io_error()) {
            (Some(_), _) => "the link leads back to a folder above it".to_owned(),
            (None, Some(_)) if is_link => "the link leads nowhere".to_owned(),
            (None, Some(error)) => error.to_string(),
            (None, None) => error.to_string(),
        };
        let named = shown.clone();
        self.problem(shown, move |span| {
            unreadable_file::walked(span, &named, &reason)
        });
    }
}

/// Whether neither an entry nor anything below it belongs to the project's definitions.
fn is_skipped(entry: &DirEntry, path: &str, exclude: &GlobSet) -> bool {
    let is_directory = entry.file_type().is_dir();
    let is_hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
    let is_output = is_directory && entry.depth() == 1 && entry.file_name() == FOLDER;
    is_hidden || is_output || exclude.is_match(path)
}

/// The kind and format that a file name stands for.
fn definition(name: &str) -> Option<(FileKind, Format)> {
    let (stem, extension) = name.rsplit_once('.')?;
    let format = match extension {
        "toml" => Format::Toml,
        "yaml" | "yml" => Format::Yaml,
        _ => return None,
    };
    let kind = FileKind::ALL
        .into_iter()
        .find(|kind| *kind != FileKind::Project && kind.stem() == stem)?;
    Some((kind, format))
}

/// What was meant by a name that is not read: `features.toml` is easily written for `feature.toml`.
fn misnamed(path: &str, name: &str) -> Option<Meant> {
    let folded = name.to_ascii_lowercase();
    let (stem, extension) = folded.rsplit_once('.')?;
    match extension {
        "jinja" | "jinja2" | "j2" | "sql" if path.starts_with(MACROS) => {
            return Some(Meant::Macros);
        }
        "toml" | "yaml" | "yml" => {}
        _ => return None,
    }
    let meant = match stem {
        "feature" | "features" | "feature_view" | "feature_views" => "feature",
        "table" | "tables" => "table",
        "entity" | "entities" => "entity",
        "source" | "sources" => "sources",
        "schema" | "dbt_project" => return Some(Meant::Dbt),
        _ => return None,
    };
    Some(Meant::Definition(format!("{meant}.{extension}")))
}

fn has_extension(name: &str, extension: &str) -> bool {
    Path::new(name)
        .extension()
        .is_some_and(|found| found == extension)
}

fn exclusions(patterns: &[Spanned<String>], diagnostics: &mut Vec<Diagnostic>) -> GlobSet {
    let mut set = GlobSetBuilder::new();
    for pattern in patterns {
        let glob = GlobBuilder::new(pattern.value.trim_end_matches('/'))
            .literal_separator(true)
            .build();
        match glob {
            Ok(glob) => {
                set.add(glob);
            }
            Err(error) => {
                let reason = error.kind().to_string();
                diagnostics.push(invalid_value::not_a_glob(
                    pattern.span,
                    &pattern.value,
                    &reason,
                ));
            }
        }
    }
    set.build().unwrap_or_default()
}

/// Whether a path's links lead to a place within the project.
pub(super) fn stays(root: &Path, path: &Path) -> bool {
    path.canonicalize()
        .is_ok_and(|canonical| canonical.starts_with(root))
}

/// The path from the root, with `/`.
fn below(root: &Path, path: &Path) -> String {
    let relative = path.strip_prefix(root).unwrap_or(path);
    let mut shown = String::new();
    for part in relative.components() {
        if !shown.is_empty() {
            shown.push('/');
        }
        shown.push_str(&part.as_os_str().to_string_lossy());
    }
    shown
}
