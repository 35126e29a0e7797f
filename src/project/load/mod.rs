//! Reads a project's files into spanned raw definitions.
//!
//! This is the one stage that touches the disk: `fsc.toml`, every definition file below it, the SQL that they name and
//! the macros are read here, in parallel and each once. Nothing stops at the first finding: what cannot be read is
//! reported and left out, and the rest goes on. The order of everything is that of the paths, whatever the threads did.

#![expect(clippy::disallowed_methods, reason = "this stage reads files")]

mod definition;
mod read;
mod references;
pub(crate) mod relative;
mod secrets;
mod walk;

use std::path::Path;

use rayon::prelude::*;

use self::definition::Parsed;
use self::references::References;
use super::document::Format;
use super::raw::{ProjectFile, RawFile, RawProject};
use super::schema::FileKind;
use crate::diagnostic::{Diagnostic, has_errors};
use crate::rules::{empty_definition, no_project};
use crate::source::{FileId, SourceMap, Span};

/// What was read, and all that was wrong with it.
#[derive(Debug)]
pub struct Loaded {
    /// The definitions.
    pub raw: RawProject,
    /// Every text.
    pub files: SourceMap,
    /// What was found.
    pub diagnostics: Vec<Diagnostic>,
}

/// The name of the file that makes a folder a project.
pub const PROJECT_FILE: &str = "fsc.toml";

/// Reads the project whose `fsc.toml` is in `root`.
pub fn load(root: &Path) -> Loaded {
    let mut loaded = Loaded {
        raw: RawProject::default(),
        files: SourceMap::default(),
        diagnostics: Vec::new(),
    };
    let project_file = loaded.files_of_project(root);
    if let Some(project_file) = project_file {
        loaded.raw.project = project_file;
        loaded.definitions();
    }
    loaded.raw.complete = !has_errors(&loaded.diagnostics);
    loaded
}

impl Loaded {
    /// Reads `fsc.toml`. It is the first file, so that definitions are numbered from 1.
    fn files_of_project(&mut self, root: &Path) -> Option<ProjectFile> {
        let file = FileId(0);
        let resolved = root.canonicalize().ok().filter(|root| {
            // A dangling link counts as there: reading it says what is wrong with it.
            root.join(PROJECT_FILE).symlink_metadata().is_ok()
        });
        let Some(root) = resolved else {
            self.files.add(PROJECT_FILE, "");
            self.diagnostics.push(no_project::named(root));
            return None;
        };
        let (mut text, finding) = read::text(&root.join(PROJECT_FILE), PROJECT_FILE, file);
        self.raw.root = root;
        if let Some(finding) = finding {
            self.files.add(PROJECT_FILE, text);
            self.diagnostics.push(finding);
            return None;
        }
        let parsed: Parsed<ProjectFile> =
            definition::parse(FileKind::Project, Format::Toml, file, &text);
        secrets::mask(&mut text, &parsed.literals, has_errors(&parsed.diagnostics));
        self.files.add(PROJECT_FILE, text);
        self.diagnostics.extend(parsed.diagnostics);
        Some(parsed.content)
    }

    fn definitions(&mut self) {
        let found = walk::walk(&self.raw.root, &self.raw.project.exclude);
        let root = &self.raw.root;
        let read: Vec<_> = found
            .definitions
            .par_iter()
            .enumerate()
            .map(|(position, candidate)| definition::read(root, candidate, numbered(position + 1)))
            .collect();
        for (candidate, read) in found.definitions.iter().zip(read) {
            let file = self.files.add(candidate.path.as_str(), read.text);
            self.diagnostics.extend(read.diagnostics);
            if let Some(any) = read.content {
                if any.is_empty() {
                    self.diagnostics
                        .push(empty_definition::at(file, candidate.kind));
                }
                any.add_to(&mut self.raw, file, &candidate.path);
            }
        }
        for problem in found.problems {
            let file = self.files.add(problem.path, "");
            self.diagnostics.push((problem.finding)(Span::whole(file)));
        }
        self.diagnostics.extend(found.diagnostics);
        self.macros(&found.macros);
        self.queries(&found.sql);
    }

    fn macros(&mut self, paths: &[String]) {
        let (files, diagnostics) = self.read_all(paths.iter().map(String::as_str));
        self.raw.macros = files.into_iter().flatten().collect();
        self.diagnostics.extend(diagnostics);
    }

    /// Reads the SQL that definitions name, each file once however many name it.
    fn queries(&mut self, known: &std::collections::BTreeSet<String>) {
        let references = References::of(&self.raw, known);
        let paths = references.queries.iter().map(String::as_str);
        let (files, diagnostics) = self.read_all(paths);
        self.raw.queries = references
            .queries
            .iter()
            .zip(files)
            .filter_map(|(path, file)| Some((path.clone(), file?)))
            .collect();
        self.diagnostics.extend(references.diagnostics);
        self.diagnostics.extend(diagnostics);
    }

    /// Reads files in parallel and adds them in the order of `paths`; `None` for one that could not be read.
    fn read_all<'p>(
        &mut self,
        paths: impl Iterator<Item = &'p str>,
    ) -> (Vec<Option<FileId>>, Vec<Diagnostic>) {
        let next = self.files.next_id().0 as usize;
        let paths: Vec<&str> = paths.collect();
        let root = &self.raw.root;
        let read: Vec<_> = paths
            .par_iter()
            .enumerate()
            .map(|(position, path)| read::text(&root.join(path), path, numbered(next + position)))
            .collect();
        let mut diagnostics = Vec::new();
        let files = paths
            .iter()
            .zip(read)
            .map(|(path, (text, finding))| {
                let file = self.files.add(*path, text);
                let whole = finding.is_none();
                diagnostics.extend(finding);
                whole.then_some(file)
            })
            .collect();
        (files, diagnostics)
    }
}

/// The id of the file that will be added at a position.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a project of 4 billion files does not fit in memory"
)]
fn numbered(position: usize) -> FileId {
    FileId(position as u32)
}

impl<T> RawFile<T> {
    fn new(file: FileId, path: &str, content: T) -> Self {
        Self {
            file,
            path: path.to_owned(),
            content,
        }
    }
}

#[cfg(test)]
mod tests;
