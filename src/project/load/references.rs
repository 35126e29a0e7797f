//! The files that definitions name: SQL, and the files that stand in for sources.

use std::collections::BTreeSet;
use std::fs;

use super::relative::{Outside, from_root};
use super::walk::stays;
use crate::diagnostic::Diagnostic;
use crate::project::raw::{RawFile, RawProject};
use crate::rules::{missing_file, path_outside_project};
use crate::source::Spanned;

/// What is named and can be read, and what was named in vain.
pub(super) struct References {
    /// SQL files from the root, sorted.
    pub(super) queries: BTreeSet<String>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl References {
    /// Finds what `raw` names. Files in `known` are known to be there, without links on their paths.
    pub(super) fn of(raw: &RawProject, known: &BTreeSet<String>) -> Self {
        let mut references = Self {
            queries: BTreeSet::new(),
            diagnostics: Vec::new(),
        };
        for file in &raw.features {
            for view in &file.content.feature_view {
                references.query(raw, known, file.folder(), view.value.sql.as_ref());
            }
        }
        for file in &raw.tables {
            for table in &file.content.table {
                references.query(raw, known, file.folder(), table.value.sql.as_ref());
            }
        }
        for file in &raw.sources {
            references.sources(raw, file);
        }
        references
    }

    fn query(
        &mut self,
        raw: &RawProject,
        known: &BTreeSet<String>,
        folder: &str,
        written: Option<&Spanned<String>>,
    ) {
        let Some(written) = written else { return };
        let path = match from_root(folder, &written.value) {
            Ok(path) => path,
            Err(outside) => return self.outside(written, outside),
        };
        if known.contains(&path) || self.queries.contains(&path) {
            self.queries.insert(path);
            return;
        }
        let absolute = raw.root.join(&path);
        if !absolute.exists() {
            let beside = known
                .range(folder.to_owned()..)
                .take_while(|name| name.starts_with(folder))
                .map(|name| &name[folder.len()..]);
            self.diagnostics
                .push(missing_file::query(written, &path, beside));
        } else if stays(&raw.root, &absolute) {
            self.queries.insert(path);
        } else {
            self.outside(written, Outside::Link);
        }
    }

    /// A source's file is read only by a run on the embedded target: that it is missing is a warning here.
    fn sources(&mut self, raw: &RawProject, file: &RawFile<crate::project::raw::SourceFile>) {
        for source in &file.content.source {
            let Some(written) = &source.value.path else {
                continue;
            };
            let path = match from_root(file.folder(), &written.value) {
                Ok(path) => path,
                Err(outside) => {
                    self.outside(written, outside);
                    continue;
                }
            };
            let absolute = raw.root.join(&path);
            if !absolute.exists() {
                let folder = absolute
                    .parent()
                    .and_then(|folder| fs::read_dir(folder).ok());
                let beside: Vec<String> = folder
                    .into_iter()
                    .flatten()
                    .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
                    .collect();
                self.diagnostics
                    .push(missing_file::source(written, &path, &beside));
            } else if !stays(&raw.root, &absolute) {
                self.outside(written, Outside::Link);
            }
        }
    }

    fn outside(&mut self, written: &Spanned<String>, outside: Outside) {
        self.diagnostics
            .push(path_outside_project::written(written, outside));
    }
}
