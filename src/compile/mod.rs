//! Compiling: from definitions to a [`CheckedProject`], with all that is wrong found in one pass.
//!
//! Every node is first looked at alone, side by side on deep stacks ([`mod@draft`]); then what it reads is bound to nodes
//! ([`mod@link`]), columns are settled in the order of the graph ([`mod@columns`]) and held against the definitions
//! ([`mod@check`]). The cost is linear in the number of nodes.

mod check;
mod columns;
mod draft;
mod hash;
mod link;
mod model;
mod site;
mod subject;
#[cfg(test)]
mod tests;
mod translate;

use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::diagnostic::{self, Diagnostic};
use crate::graph::Relations;
use crate::project::model::{Project, Source, Target, TargetName};
use crate::source::SourceMap;
use crate::sql::analyze::Output;
use crate::sql::name::{Dialect, Identifier, RelationName};
use crate::sql::stack;
use crate::template::{Templates, When};

use draft::{Draft, draft};
use link::{Linked, link};
pub use model::{CheckedNode, CheckedProject, NodeKind, NodeQuery};
use site::Site;
use subject::{Role, Subject, subjects};

/// What a project is compiled for.
#[derive(Debug, Clone)]
pub struct CompileOptions {
    /// An as-of time, or none: then the date stays open.
    pub when: When,
    /// One of the project's targets.
    pub target: TargetName,
    /// Tables that the target is known to lack: in their templates `is_incremental()` is false. Without knowledge of the
    /// target every merged table counts as there already, which is what all runs but the first will find.
    pub missing_tables: BTreeSet<RelationName>,
}

/// What compiling found.
#[derive(Debug)]
pub struct Compiled {
    /// The project, when it has no error.
    pub checked: Option<CheckedProject>,
    /// All findings, sorted.
    pub diagnostics: Vec<Diagnostic>,
    /// The files that the findings point to.
    pub files: SourceMap,
}

/// Compiles a project.
pub fn compile(project: Project, options: &CompileOptions) -> Compiled {
    let files = project.files.clone();
    let dialect = project
        .targets
        .get(&options.target)
        .map_or(Dialect::Snowflake, Target::dialect);
    let (templates, mut diagnostics) = Templates::new(&project);
    let found = find(&project, &templates, options, dialect);
    diagnostics.extend(found.diagnostics);
    diagnostic::sort(&mut diagnostics, &files);
    let checked = (!diagnostic::has_errors(&diagnostics)).then(|| CheckedProject {
        target: options.target.clone(),
        dialect,
        when: options.when,
        nodes: found.nodes,
        order: found.linked.order.nodes,
        graph: found.linked.graph,
        project,
    });
    Compiled {
        checked,
        diagnostics,
        files,
    }
}

struct Found {
    nodes: Vec<CheckedNode>,
    linked: Linked,
    diagnostics: Vec<Diagnostic>,
}

fn find(
    project: &Project,
    templates: &Templates,
    options: &CompileOptions,
    dialect: Dialect,
) -> Found {
    let subjects = subjects(project, &options.missing_tables);
    let sites: Vec<Site<'_>> = subjects
        .iter()
        .map(|subject| Site {
            subject,
            templates,
            files: &project.files,
            when: options.when,
            target_name: options.target.as_str(),
        })
        .collect();
    let macros_know_backfill = project
        .macros
        .iter()
        .any(|file| project.files.file(*file).text.contains("is_backfill"));
    let look = |site: &Site<'_>| draft(site, dialect, macros_know_backfill);
    let mut drafts: Vec<Draft> = match stack::pool() {
        Ok(pool) => pool.install(|| sites.par_iter().map(look).collect()),
        // Every query then reports that it cannot be parsed.
        Err(_) => sites.iter().map(look).collect(),
    };
    let mut diagnostics: Vec<Diagnostic> = drafts
        .iter_mut()
        .flat_map(|draft| std::mem::take(&mut draft.diagnostics))
        .collect();

    let source_names = project.sources.iter().map(|source| source.relation.clone());
    let made_names = subjects.iter().map(|subject| subject.relation.clone());
    let relations = Relations::new(
        project.store.clone(),
        project
            .targets
            .get(&options.target)
            .and_then(Target::database),
        source_names.chain(made_names).collect(),
    );
    let source_ids = project.sources.iter().map(source_id);
    let ids: Vec<String> = source_ids.chain(subjects.iter().map(Subject::id)).collect();
    let mut linked = link(&sites, &drafts, &relations, &ids);
    diagnostics.append(&mut linked.diagnostics);

    let outputs = columns::settle(project, &subjects, &drafts, &relations, &linked.order.nodes);
    let first = project.sources.len();
    for (position, (site, draft)) in sites.iter().zip(&drafts).enumerate() {
        // A table that is read and has no columns has a finding of its own.
        let star_is_follow_on = linked
            .graph
            .dependencies(first + position)
            .into_iter()
            .filter_map(|read| read.checked_sub(first))
            .any(|read| {
                matches!(subjects[read].role, Role::Table(_))
                    && main_columns(&outputs[read]).is_none()
            });
        diagnostics.extend(check::check(
            project,
            site,
            draft,
            &outputs[position],
            star_is_follow_on,
        ));
    }
    let sources = project.sources.iter().enumerate().map(source_node);
    let made = subjects.iter().zip(drafts).zip(&outputs).enumerate().map(
        |(position, ((subject, draft), outputs))| {
            let depends_on = linked.graph.dependencies(first + position);
            made_node(subject, draft, outputs, depends_on)
        },
    );
    Found {
        nodes: sources.chain(made).collect(),
        linked,
        diagnostics,
    }
}

fn main_columns(outputs: &[Output]) -> Option<Vec<Identifier>> {
    let columns = outputs.first()?.columns.as_ref()?;
    Some(
        columns
            .iter()
            .filter_map(|column| column.name.clone())
            .collect(),
    )
}

fn source_id(source: &Source) -> String {
    format!("source.{}", source.relation)
}

fn source_node((position, source): (usize, &Source)) -> CheckedNode {
    CheckedNode {
        id: source_id(source),
        kind: NodeKind::Source(position),
        relation: source.relation.clone(),
        depends_on: Vec::new(),
        reads: Vec::new(),
        columns: source
            .columns
            .iter()
            .map(|column| column.name.clone())
            .collect(),
        query: None,
        definition_hash: String::new(),
    }
}

fn made_node(
    subject: &Subject<'_>,
    draft: Draft,
    outputs: &[Output],
    depends_on: Vec<usize>,
) -> CheckedNode {
    let mut reads = Vec::new();
    for read in draft.forms.iter().flat_map(|form| &form.analysis.relations) {
        if !reads.contains(&read.name) {
            reads.push(read.name.clone());
        }
    }
    CheckedNode {
        id: subject.id(),
        kind: subject.kind,
        relation: subject.relation.clone(),
        depends_on,
        reads,
        columns: main_columns(outputs).unwrap_or_default(),
        query: draft.query,
        definition_hash: draft.hash,
    }
}
