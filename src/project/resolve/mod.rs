//! Consumes raw definitions and makes the [`Project`]: names bound, texts read, illegal states gone.
//!
//! Each part of a definition is read on its own and says all that is wrong with it, so that one run finds everything. A
//! part that is wrong yields `None`, and the project exists only when nothing is wrong; what load could not read
//! (`raw.complete` is false) is not reported a second time as missing.

mod entity;
mod lints;
mod names;
mod query;
mod reserved;
mod scalar;
mod snowflake;
mod source;
mod table;
mod target;
mod uniqueness;
mod view;

use std::collections::{BTreeMap, HashMap};

use super::load::Loaded;
use super::model::{Entity, EntityName, Project, Store};
use super::raw::{ProjectFile, RawProject};
use crate::diagnostic::{Diagnostic, has_errors, sort};
use crate::lint::{Allowances, Lints};
use crate::rules::{empty_project, unknown_default_target};
use crate::source::{FileId, SourceMap, Span, Spanned};
use crate::sql::name::Identifier;

/// The schema of the store when none is named.
const STORE_SCHEMA: &str = "feature_store";

/// What became of what was loaded.
#[derive(Debug)]
pub struct Resolved {
    /// The project; `None` when an error was found.
    pub project: Option<Project>,
    /// Every text, to show diagnostics with.
    pub files: SourceMap,
    /// What load and resolve found, sorted.
    pub diagnostics: Vec<Diagnostic>,
}

/// Resolves what was loaded.
pub fn resolve(loaded: Loaded) -> Resolved {
    let Loaded {
        raw,
        files,
        mut diagnostics,
    } = loaded;
    let mut resolver = Resolver {
        files: &files,
        queries: &raw.queries,
        complete: raw.complete,
        diagnostics: Vec::new(),
    };
    let mut lints = resolver.lints(&raw.project);
    let project = resolver.project(&raw, &files);
    diagnostics.append(&mut resolver.diagnostics);
    let (allowances, mut findings) = Allowances::read(&files, project.as_ref());
    diagnostics.append(&mut findings);
    lints.allowances = allowances;
    let mut diagnostics = lints.settle(diagnostics, &files);
    sort(&mut diagnostics, &files);
    let project = project.filter(|_| !has_errors(&diagnostics));
    Resolved {
        project: project.map(|project| Project { lints, ..project }),
        files,
        diagnostics,
    }
}

/// What the parts of the resolution share.
struct Resolver<'l> {
    files: &'l SourceMap,
    queries: &'l HashMap<String, FileId>,
    /// Whether everything was read, so that what is missing is missing.
    complete: bool,
    diagnostics: Vec<Diagnostic>,
}

/// The entities of a project.
type Entities = BTreeMap<EntityName, Entity>;

impl Resolver<'_> {
    fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// `None` when `fsc.toml` has no name to go by; everything else is still looked at.
    fn project(&mut self, raw: &RawProject, files: &SourceMap) -> Option<Project> {
        let name = raw
            .project
            .name
            .as_ref()
            .and_then(|name| self.label("project", name));
        let store = self.store(&raw.project);
        let targets = self.targets(&raw.project);
        let default_target = self.default_target(&raw.project, &targets);
        let entities = self.entities(raw);
        let sources = self.sources(raw);
        let tables = self.tables(raw);
        let views = self.views(raw, &entities);
        uniqueness::nodes(&tables, &views, &mut self.diagnostics);
        uniqueness::features(&views, &mut self.diagnostics);
        uniqueness::relations(&store, &sources, &tables, &views, &mut self.diagnostics);
        if self.complete && raw.features.is_empty() && raw.tables.is_empty() {
            self.report(empty_project::at(Span::whole(FileId(0))));
        }
        Some(Project {
            root: raw.root.clone(),
            name: name?,
            vars: raw.project.vars.clone(),
            store,
            lints: Lints::default(),
            targets,
            default_target: default_target?,
            entities,
            sources,
            tables,
            views,
            macros: raw.macros.clone(),
            files: files.clone(),
        })
    }

    fn store(&mut self, project: &ProjectFile) -> Store {
        let store = project.store.as_ref();
        let mut identifier = |written: Option<&Spanned<String>>| {
            written.and_then(|written| self.identifier("a part of a relation's name", written))
        };
        Store {
            database: identifier(store.and_then(|store| store.database.as_ref())),
            schema: identifier(store.and_then(|store| store.schema.as_ref()))
                .unwrap_or_else(|| Identifier::new(STORE_SCHEMA)),
        }
    }

    fn default_target(
        &mut self,
        project: &ProjectFile,
        targets: &target::Targets,
    ) -> Option<super::model::TargetName> {
        let Some(wanted) = &project.default_target else {
            return targets.keys().next().cloned();
        };
        if let Some((name, _)) = targets.get_key_value(wanted.value.as_str()) {
            return Some(name.clone());
        }
        // A target that was refused for something else is not unknown.
        let is_declared = project
            .target
            .0
            .iter()
            .any(|(name, _)| name.value == wanted.value);
        if !is_declared {
            let names = targets.keys().map(super::model::TargetName::as_str);
            self.report(unknown_default_target::at(wanted, names));
        }
        None
    }
}

#[cfg(test)]
mod tests;
