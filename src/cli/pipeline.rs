//! From the settings to a checked project: what most commands begin with.

use std::collections::BTreeSet;

use crate::compile::{CheckedProject, CompileOptions, compile};
use crate::diagnostic::{self, Diagnostic};
use crate::engine::{Access, Engine};
use crate::project::load::load;
use crate::project::model::Project;
use crate::project::resolve::resolve;
use crate::rules::missing_file;
use crate::source::SourceMap;
use crate::sql::name::RelationName;
use crate::template::When;

use super::context::{Context, Stream};
use super::outcome::Failure;
use super::{database, project_dir};

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
    let (project, diagnostics, files) = resolved(context)?;
    let Some(project) = project else {
        context.report(&diagnostics, &files, stream)?;
        return Ok(None);
    };
    compiled(context, project, diagnostics, when, BTreeSet::new(), stream)
}

/// A checked project with the database that it is to run on.
pub type Ready = (CheckedProject, Box<dyn Engine>);

/// The same for a target whose tables can be looked at: `is_incremental()` is false where a table is missing.
pub fn checked_on(
    context: &mut Context,
    when: When,
    stream: Stream,
) -> Result<Option<Ready>, Failure> {
    let (project, mut diagnostics, files) = resolved(context)?;
    let Some(project) = project else {
        context.report(&diagnostics, &files, stream)?;
        return Ok(None);
    };
    // A run looks at the files that it reads, and says what is wrong with them as an error.
    diagnostics.retain(|finding| !missing_file::is_of_source(finding));
    let engine = database::open(&project, context.settings.target(&project)?, Access::Write)?;
    let missing = database::missing_tables(&project, engine.as_ref())?;
    let checked = compiled(context, project, diagnostics, when, missing, stream)?;
    Ok(checked.map(|checked| (checked, engine)))
}

fn compiled(
    context: &mut Context,
    project: Project,
    mut diagnostics: Vec<Diagnostic>,
    when: When,
    missing_tables: BTreeSet<RelationName>,
    stream: Stream,
) -> Result<Option<CheckedProject>, Failure> {
    let target = context.settings.target(&project)?.name.clone();
    let compiled = compile(
        project,
        &CompileOptions {
            when,
            target,
            missing_tables,
        },
    );
    diagnostics.extend(compiled.diagnostics);
    diagnostic::sort(&mut diagnostics, &compiled.files);
    context.report(&diagnostics, &compiled.files, stream)?;
    Ok(compiled.checked)
}

fn resolved(context: &Context) -> Result<(Option<Project>, Vec<Diagnostic>, SourceMap), Failure> {
    let root = project_dir::find(&context.settings)?;
    tracing::debug!(root = %root.display(), "loading the project");
    let resolved = resolve(load(&root));
    Ok((resolved.project, resolved.diagnostics, resolved.files))
}
