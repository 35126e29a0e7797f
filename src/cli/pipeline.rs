//! From the settings to a checked project and its plan: what most commands begin with.

use std::collections::{BTreeSet, HashSet};

use crate::compile::{CheckedProject, CompileOptions, Compiled, compile};
use crate::diagnostic::{self, Diagnostic};
use crate::engine::Engine;
use crate::plan::{Plan, PlanRequest, plan};
use crate::project::load::load;
use crate::project::model::Project;
use crate::project::resolve::resolve;
use crate::rules::missing_file;
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
        Some(project) => compiled(context, project, diagnostics, when, BTreeSet::new()),
        None => Ok(Compiled {
            checked: None,
            diagnostics,
            files,
        }),
    }
}

/// The project and the plan of the nodes that `choose` names, all where it names none. `None`: there are errors, which were
/// written.
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

/// Names nodes of a checked project by their ids.
pub trait Choose:
    FnOnce(&CheckedProject, &mut Context) -> Result<Option<HashSet<String>>, Failure>
{
}

impl<F> Choose for F where
    F: FnOnce(&CheckedProject, &mut Context) -> Result<Option<HashSet<String>>, Failure>
{
}

fn plan_of(
    checked: CheckedProject,
    context: &mut Context,
    choose: impl Choose,
) -> Result<Option<(CheckedProject, Plan)>, Failure> {
    let selected = choose(&checked, context)?;
    let request = PlanRequest {
        selected,
        full_refresh: context.full_refresh,
    };
    match plan(&checked, &request) {
        Ok(plan) => Ok(Some((checked, plan))),
        Err(findings) => {
            context.report(&findings, &checked.project.files, Stream::Stderr)?;
            Ok(None)
        }
    }
}

/// A planned project with the database that it is to run on.
pub struct Ready {
    /// The project.
    pub checked: CheckedProject,
    /// What is to be done.
    pub plan: Plan,
    /// Where.
    pub engine: Box<dyn Engine>,
}

/// As [`planned`], for a target whose tables can be looked at: `is_incremental()` is false where a table is missing.
pub fn ready(
    context: &mut Context,
    when: When,
    choose: impl Choose,
) -> Result<Option<Ready>, Failure> {
    let (project, mut diagnostics, files) = resolved(context)?;
    let Some(project) = project else {
        context.report(&diagnostics, &files, Stream::Stderr)?;
        return Ok(None);
    };
    // A run looks at the files that it reads, and says what is wrong with them as an error.
    diagnostics.retain(|finding| !missing_file::is_of_source(finding));
    let (engine, missing) = {
        let target = context.settings.target(&project)?;
        let engine = waiting::open(context, &project, target)?;
        let missing = if context.full_refresh {
            BTreeSet::new()
        } else {
            database::missing_tables(&project, target, engine.as_ref())?
        };
        (engine, missing)
    };
    let found = compiled(context, project, diagnostics, when, missing)?;
    context.report(&found.diagnostics, &found.files, Stream::Stderr)?;
    let Some(checked) = found.checked else {
        return Ok(None);
    };
    let planned = plan_of(checked, context, choose)?;
    Ok(planned.map(|(checked, plan)| Ready {
        checked,
        plan,
        engine,
    }))
}

fn compiled(
    context: &Context,
    mut project: Project,
    diagnostics: Vec<Diagnostic>,
    when: When,
    mut missing_tables: BTreeSet<RelationName>,
) -> Result<Compiled, Failure> {
    vars::apply(&mut project, &context.settings.vars)?;
    if context.full_refresh {
        missing_tables.extend(project.tables.iter().map(|table| table.relation.clone()));
    }
    let target = context.settings.target(&project)?.name.clone();
    let mut compiled = compile(
        project,
        &CompileOptions {
            when,
            target,
            missing_tables,
            environment: context.environment.clone(),
        },
    );
    compiled.diagnostics.extend(diagnostics);
    diagnostic::sort(&mut compiled.diagnostics, &compiled.files);
    Ok(compiled)
}

fn resolved(context: &Context) -> Result<(Option<Project>, Vec<Diagnostic>, SourceMap), Failure> {
    let root = project_dir::find(&context.settings)?;
    tracing::debug!(root = %root.display(), "loading the project");
    let resolved = resolve(load(&root));
    Ok((resolved.project, resolved.diagnostics, resolved.files))
}
