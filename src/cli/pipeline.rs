//! From the settings to a checked project and its plan: what most commands begin with.

use std::collections::BTreeSet;

use crate::compile::{CheckedProject, CompileOptions, Compiled, NodeKind, compile};
use crate::diagnostic::{self, Diagnostic};
use crate::emit::{Asked, Gone};
use crate::engine::{Access, Engine};
use crate::intervals::{self, Kind};
use crate::ledger::Ledger;
use crate::plan::{self, Plan, PlanRequest};
use crate::project::load::load;
use crate::project::model::{Project, Target};
use crate::project::resolve::resolve;
use crate::project::time::AsOf;
use crate::rules::missing_file;
use crate::selection::Selected;
use crate::source::SourceMap;
use crate::sql::name::RelationName;
use crate::template::When;

use super::context::{Context, Stream};
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
}

impl Opened {
    /// What the ledger says of nodes, by position, from the first of `range` to its last, or at all times. What holds one
    /// state, or is written over what was before, may stand as of a later time, and is asked for whole. Where it is a feature
    /// view, so is what the project does not have any more: it may stand where such a view writes.
    pub fn ledger(
        &self,
        nodes: &BTreeSet<usize>,
        range: Option<(AsOf, AsOf)>,
    ) -> Result<Ledger, Failure> {
        let mut asked = Asked {
            range,
            ..Asked::default()
        };
        let mut whole = false;
        for node in nodes.iter().map(|position| &self.checked.nodes[*position]) {
            match intervals::kind(&self.checked, node) {
                None => {}
                Some(Kind::OneState | Kind::Sequential) => {
                    whole |= matches!(node.kind, NodeKind::FeatureView(_));
                    asked.whole.push(&node.id);
                }
                Some(Kind::Independent) => asked.in_range.push(&node.id),
            }
        }
        let everything = Selected::default();
        let made = intervals::made(&self.checked, &everything);
        asked.gone = Some(Gone {
            project: &self.checked.project.name,
            has: made.map(|(_, node)| node.id.as_str()).collect(),
            whole,
        });
        let (project, engine) = (&self.checked.project, self.engine.as_ref());
        database::ledger(project, self.target(), engine, &asked)
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
    let (engine, missing) = {
        let target = context.settings.target(&project)?;
        let engine = match access {
            Access::Read => database::open(context, &project, target, access)?,
            Access::Write => waiting::open(context, &project, target)?,
        };
        let missing = match anew(context, &project) {
            Some(all) => all,
            None => database::missing_tables(&project, target, engine.as_ref())?,
        };
        (engine, missing)
    };
    let options = options(context, &project, when, missing)?;
    let found = compiled(project, diagnostics, &options);
    context.report(&found.diagnostics, &found.files, Stream::Stderr)?;
    Ok(found.checked.map(|checked| Opened {
        checked,
        options,
        engine,
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
