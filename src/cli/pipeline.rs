//! From the settings to a checked project and its plan: what most commands begin with.

use std::collections::BTreeSet;

use crate::compile::{CheckedNode, CheckedProject, CompileOptions, Compiled, NodeKind, compile};
use crate::diagnostic::{self, Diagnostic};
use crate::emit::{self, Asked, Undefined};
use crate::engine::{Access, Engine};
use crate::intervals::{self, Kind};
use crate::ledger::Ledger;
use crate::plan::{self, Plan, PlanRequest};
use crate::project::load::load;
use crate::project::model::{History, Project, Target};
use crate::project::resolve::resolve;
use crate::project::time::AsOf;
use crate::rules::missing_file;
use crate::selection::Selected;
use crate::source::SourceMap;
use crate::sql::name::RelationName;
use crate::template::When;

use super::context::{Context, Stream};
use super::database::Standing;
use super::outcome::Failure;
use super::{database, project_dir, vars, waiting};

/// The project's definitions, without a look at its SQL. `None`: it has errors, which were written to `stream`.
pub fn definitions(context: &mut Context, stream: Stream) -> Result<Option<Project>, Failure> {
    let (project, diagnostics, files) = resolved(context)?;
    context.report(&diagnostics, &files, stream)?;
    Ok(project)
}

/// The project, compiled for the target of the settings. `None`: it has errors, which were written to `stream`.
pub fn checked(
    context: &mut Context,
    when: When,
    stream: Stream,
) -> Result<Option<CheckedProject>, Failure> {
    let found = found(context, when)?;
    context.report(&found.diagnostics, &found.files, stream)?;
    Ok(found.checked)
}

/// The same, with all findings still to be reported.
pub fn found(context: &Context, when: When) -> Result<Compiled, Failure> {
    let (project, diagnostics, files) = resolved(context)?;
    match project {
        Some(mut project) => {
            vars::apply(&mut project, &context.settings.vars)?;
            let missing = anew(context, &project).unwrap_or_default();
            let options = options(context, &project, when, missing)?;
            Ok(compiled(project, diagnostics, &options))
        }
        None => Ok(Compiled {
            checked: None,
            diagnostics,
            files,
        }),
    }
}

/// The project and the plan of the nodes that `choose` yields. `None`: there are errors, which were written.
pub fn planned(
    context: &mut Context,
    when: When,
    choose: impl Choose,
) -> Result<Option<(CheckedProject, Plan)>, Failure> {
    match checked(context, when, Stream::Stderr)? {
        Some(checked) => plan_of(checked, context, choose),
        None => Ok(None),
    }
}

/// Chooses nodes of a checked project.
pub trait Choose: FnOnce(&CheckedProject, &mut Context) -> Result<Selected, Failure> {}

impl<F> Choose for F where F: FnOnce(&CheckedProject, &mut Context) -> Result<Selected, Failure> {}

fn plan_of(
    checked: CheckedProject,
    context: &mut Context,
    choose: impl Choose,
) -> Result<Option<(CheckedProject, Plan)>, Failure> {
    let selected = choose(&checked, context)?;
    let plan = plan_selected(&checked, context, selected)?;
    Ok(plan.map(|plan| (checked, plan)))
}

/// A checked project with the database of its target.
pub struct Opened {
    /// The project.
    pub checked: CheckedProject,
    /// What it was compiled with.
    pub options: CompileOptions,
    /// The database.
    pub engine: Box<dyn Engine>,
    /// What it has of the tables of the project and the store.
    pub standing: Standing,
}

impl Opened {
    /// What the ledger says of nodes, by position, from the first of `range` to its last, or at all times. What holds one
    /// state, or is written over what was before, may stand as of a later time, and is asked for whole; so is what the former
    /// reads, which it needs as of where it stands. Where it is a feature view, so is what has no definition any more: it may
    /// stand where such a view writes.
    pub fn ledger(
        &self,
        nodes: &BTreeSet<usize>,
        range: Option<(AsOf, AsOf)>,
    ) -> Result<Ledger, Failure> {
        let mut asked = Asked {
            range,
            ..Asked::default()
        };
        let kind = |position: &usize| {
            let node = &self.checked.nodes[*position];
            intervals::kind(&self.checked, node)
        };
        let with_one_state = nodes
            .iter()
            .filter(|position| kind(position) == Some(Kind::OneState));
        let read_by_one_state: BTreeSet<usize> = with_one_state
            .flat_map(|position| self.checked.nodes[*position].depends_on.iter().copied())
            .collect();
        let mut beyond_range = false;
        for position in nodes {
            let id = self.checked.nodes[*position].id.as_str();
            match kind(position) {
                None => {}
                Some(Kind::Independent) if !read_by_one_state.contains(position) => {
                    asked.in_range.push(id);
                }
                Some(kind) => {
                    let is_view =
                        matches!(self.checked.nodes[*position].kind, NodeKind::FeatureView(_));
                    beyond_range |= is_view && kind == Kind::OneState;
                    asked.whole.push(id);
                }
            }
        }
        let everything = Selected::default();
        let made = intervals::made(&self.checked, &everything);
        let store = plan::store(&self.checked.project, self.checked.dialect);
        if !self.standing.lacks(&store.relation(emit::RUNS)) {
            asked.undefined = Some(Undefined {
                project: &self.checked.project.name,
                has: made.map(|(_, node)| node.id.as_str()).collect(),
                beyond_range,
            });
        }
        let (project, engine) = (&self.checked.project, self.engine.as_ref());
        let (target, standing) = (self.target(), &self.standing);
        let mut ledger = database::ledger(project, target, engine, standing, &asked)?;
        for node in nodes.iter().map(|position| &self.checked.nodes[*position]) {
            if self.is_gone(node) {
                ledger.lose(&node.id);
            }
            if intervals::kind(&self.checked, node) == Some(Kind::Sequential) {
                ledger.overwrite(&node.id, &node.values_hash);
            }
        }
        Ok(ledger)
    }

    /// Whether the table is not there that a node's rows are in.
    fn is_gone(&self, node: &CheckedNode) -> bool {
        let project = &self.checked.project;
        let store = plan::store(project, self.checked.dialect);
        match node.kind {
            NodeKind::Source(_) => false,
            NodeKind::Table(at) => self.standing.lacks(&project.tables[at].relation),
            NodeKind::FeatureView(at) => {
                let has_history = !matches!(project.views[at].history, History::Static);
                self.standing.lacks(&store.values(has_history))
            }
        }
    }

    /// The target.
    pub fn target(&self) -> &Target {
        // A project is compiled for one of its targets.
        &self.checked.project.targets[&self.checked.target]
    }
}

/// As [`checked`], for a target whose tables can be looked at: `is_incremental()` is false where a table is missing.
pub fn opened(
    context: &mut Context,
    when: When,
    access: Access,
) -> Result<Option<Opened>, Failure> {
    let (project, mut diagnostics, files) = resolved(context)?;
    let Some(mut project) = project else {
        context.report(&diagnostics, &files, Stream::Stderr)?;
        return Ok(None);
    };
    vars::apply(&mut project, &context.settings.vars)?;
    // A run looks at the files that it reads, and says what is wrong with them as an error.
    diagnostics.retain(|finding| !missing_file::is_of_source(finding));
    let (engine, standing) = {
        let target = context.settings.target(&project)?;
        let engine = match access {
            Access::Read => database::open(context, &project, target, access)?,
            Access::Write => waiting::open(context, &project, target)?,
        };
        let standing = database::standing(&project, target, engine.as_ref())?;
        (engine, standing)
    };
    let missing = anew(context, &project).unwrap_or_else(|| standing.missing().clone());
    let options = options(context, &project, when, missing)?;
    let found = compiled(project, diagnostics, &options);
    context.report(&found.diagnostics, &found.files, Stream::Stderr)?;
    Ok(found.checked.map(|checked| Opened {
        checked,
        options,
        engine,
        standing,
    }))
}

/// The plan of the nodes that are selected. `None`: the target cannot do what one needs, which was written.
pub fn plan_selected(
    checked: &CheckedProject,
    context: &mut Context,
    selected: Selected,
) -> Result<Option<Plan>, Failure> {
    let request = PlanRequest {
        selected,
        full_refresh: context.full_refresh,
    };
    match plan::plan(checked, &request) {
        Ok(plan) => Ok(Some(plan)),
        Err(findings) => {
            context.report(&findings, &checked.project.files, Stream::Stderr)?;
            Ok(None)
        }
    }
}

/// All tables, where they are to be built anew: none of them then counts as there.
fn anew(context: &Context, project: &Project) -> Option<BTreeSet<RelationName>> {
    let tables = project.tables.iter().map(|table| table.relation.clone());
    context.full_refresh.then(|| tables.collect())
}

fn options(
    context: &Context,
    project: &Project,
    when: When,
    missing_tables: BTreeSet<RelationName>,
) -> Result<CompileOptions, Failure> {
    Ok(CompileOptions {
        when,
        target: context.settings.target(project)?.name.clone(),
        missing_tables,
        environment: context.environment.clone(),
    })
}

fn compiled(project: Project, diagnostics: Vec<Diagnostic>, options: &CompileOptions) -> Compiled {
    let mut compiled = compile(project, options);
    compiled.diagnostics.extend(diagnostics);
    diagnostic::sort(&mut compiled.diagnostics, &compiled.files);
    compiled
}

fn resolved(context: &Context) -> Result<(Option<Project>, Vec<Diagnostic>, SourceMap), Failure> {
    let root = project_dir::find(&context.settings)?;
    tracing::debug!(root = %root.display(), "loading the project");
    let resolved = resolve(load(&root));
    Ok((resolved.project, resolved.diagnostics, resolved.files))
}
