//! Compiling: from definitions to a [`CheckedProject`], with all that is wrong found in one pass.
//!
//! Nodes are looked at side by side on deep stacks ([`mod@draft`]): tables first, in the order in which they read each other
//! ([`mod@tables`]), so that the columns of everything are known ([`mod@catalog`]) when the feature views' turn comes. Then
//! what is read is bound to nodes ([`mod@link`]), and what is yielded is held against the definitions ([`mod@check`]).
//! The cost is linear in the number of nodes.

mod at_times;
mod catalog;
mod check;
mod draft;
mod hash;
mod link;
mod lints;
mod look;
mod model;
mod problems;
mod schemas;
mod site;
mod subject;
mod tables;
#[cfg(test)]
mod tests;
mod translate;
mod unreadable;

use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::diagnostic::{self, Diagnostic};
use crate::environment::EnvironmentVariables;
use crate::graph::Relations;
use crate::lint;
use crate::project::model::{Project, Source, Target, TargetName};
use crate::source::SourceMap;
use crate::sql::name::{Dialect, RelationName};
use crate::sql::stack;
use crate::template::{Templates, When};

pub use at_times::{QueriesAt, queries_at};
use catalog::ProjectCatalog;
use draft::{Draft, Drafting, draft};
use link::{Linked, link};
pub use model::{CheckedNode, CheckedProject, NodeColumn, NodeKind, NodeLineage, NodeQuery};
use site::Site;
pub(crate) use subject::VIEW_PREFIX;
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
    /// What `env_var` reads in templates.
    pub environment: EnvironmentVariables,
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
    let (templates, mut diagnostics) = Templates::new(&project, &options.environment);
    let found = find(&project, &templates, options, dialect);
    diagnostics.extend(found.diagnostics);
    diagnostics.extend(lint::of_definitions(&project));
    let mut lints = project.lints.clone();
    let mut diagnostics = lints.settle(diagnostics, &files);
    diagnostics.extend(lints.unused(&diagnostics, &files));
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
            when: options.when,
            target_name: options.target.as_str(),
            levels: &project.lints.levels,
        })
        .collect();
    let macros_know_backfill = project
        .macros
        .iter()
        .any(|file| project.files.file(*file).text.contains("is_backfill"));
    let source_names = project.sources.iter().map(|source| source.relation.clone());
    let made_names = subjects.iter().map(|subject| subject.relation.clone());
    let relations = Relations::new(
        project.store.clone(),
        project.own_database(&options.target),
        source_names.chain(made_names).collect(),
    );
    let first = project.sources.len();
    let mut catalog = ProjectCatalog::new(project, &subjects, &relations);
    let mut drafts = drafts(
        &sites,
        &relations,
        &mut catalog,
        first,
        Drafting {
            dialect,
            macros_know_backfill,
            catalog: None,
        },
    );
    let mut diagnostics: Vec<Diagnostic> = drafts
        .iter_mut()
        .flat_map(|draft| std::mem::take(&mut draft.diagnostics))
        .collect();

    let source_ids = project.sources.iter().map(source_id);
    let ids: Vec<String> = source_ids.chain(subjects.iter().map(Subject::id)).collect();
    let mut linked = link(&sites, &drafts, &relations, &ids);
    diagnostics.append(&mut linked.diagnostics);

    for (position, (site, draft)) in sites.iter().zip(&drafts).enumerate() {
        // A table that is read and has no columns has a finding of its own.
        let star_is_follow_on =
            linked
                .graph
                .dependencies(first + position)
                .into_iter()
                .any(|read| {
                    let table = read.checked_sub(first).map(|read| subjects[read].role);
                    matches!(table, Some(Role::Table(_))) && !catalog.knows_columns(read)
                });
        diagnostics.extend(check::check(
            project,
            site,
            draft,
            dialect,
            star_is_follow_on,
        ));
    }
    diagnostics.extend(schemas::check(project, dialect));
    diagnostics.extend(check::check_keys(project, &sites, &drafts));
    let sources = project
        .sources
        .iter()
        .enumerate()
        .map(|(position, source)| source_node(position, source, dialect));
    let made = subjects
        .iter()
        .zip(drafts)
        .enumerate()
        .map(|(position, (subject, draft))| {
            let depends_on = linked.graph.dependencies(first + position);
            made_node(subject, draft, depends_on)
        });
    let mut nodes: Vec<CheckedNode> = sources.chain(made).collect();
    settle_upstream(&mut nodes, &linked.order.nodes);
    Found {
        nodes,
        linked,
        diagnostics,
    }
}

/// Looks at all nodes: tables first, then the feature views, which may know the columns of every table.
fn drafts(
    sites: &[Site<'_>],
    relations: &Relations,
    catalog: &mut ProjectCatalog<'_>,
    first: usize,
    drafting: Drafting<'_>,
) -> Vec<Draft> {
    let is_table = |site: &&Site<'_>| matches!(site.subject.role, Role::Table(_));
    let (tables, views) = sites.split_at(sites.iter().take_while(is_table).count());
    let mut work = || {
        let mut drafts: Vec<Draft> = tables
            .par_iter()
            .map(|site| draft(site, drafting))
            .collect();
        tables::settle(tables, &mut drafts, relations, catalog, first);
        let drafting = Drafting {
            catalog: Some(catalog),
            ..drafting
        };
        drafts.par_extend(views.par_iter().map(|site| draft(site, drafting)));
        drafts
    };
    match stack::pool() {
        Ok(pool) => pool.install(work),
        // Every query then reports that it cannot be parsed.
        Err(_) => work(),
    }
}

/// Gives each node what it has of those that it reads; `order` has each after those.
fn settle_upstream(nodes: &mut [CheckedNode], order: &[usize]) {
    for position in order {
        let read = &nodes[*position].depends_on;
        if read.is_empty() {
            continue;
        }
        let hashes: Vec<&str> = read
            .iter()
            .map(|read| nodes[*read].values_hash.as_str())
            .filter(|hash| !hash.is_empty())
            .collect();
        let values_hash = hash::of_values(&nodes[*position].definition_hash, &hashes);
        let depends_on_as_of = read.iter().any(|read| nodes[*read].depends_on_as_of);
        let node = &mut nodes[*position];
        node.values_hash = values_hash;
        node.depends_on_as_of |= depends_on_as_of;
    }
}

fn source_id(source: &Source) -> String {
    format!("source.{}", source.relation)
}

fn source_node(position: usize, source: &Source, dialect: Dialect) -> CheckedNode {
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
        lineage: NodeLineage::default(),
        query: None,
        definition_hash: String::new(),
        values_hash: hash::source(source, dialect),
        depends_on_as_of: false,
    }
}

fn made_node(subject: &Subject<'_>, draft: Draft, depends_on: Vec<usize>) -> CheckedNode {
    let mut reads = Vec::new();
    for read in draft.forms.iter().flat_map(|form| &form.relations) {
        if !reads.contains(&read.name) {
            reads.push(read.name.clone());
        }
    }
    let depends_on_as_of = draft.depends_on_as_of();
    CheckedNode {
        id: subject.id(),
        kind: subject.kind,
        relation: subject.relation.clone(),
        depends_on,
        reads,
        columns: draft.main_columns().unwrap_or_default(),
        lineage: draft
            .forms
            .into_iter()
            .next()
            .map(|form| form.output.into())
            .unwrap_or_default(),
        query: draft.query,
        values_hash: draft.hash.clone(),
        definition_hash: draft.hash,
        depends_on_as_of,
    }
}
