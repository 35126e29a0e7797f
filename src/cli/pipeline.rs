//! From the settings to a checked project: what most commands begin with.

use crate::compile::{CheckedProject, CompileOptions, compile};
use crate::diagnostic::{self, Diagnostic};
use crate::project::load::load;
use crate::project::model::Project;
use crate::project::resolve::resolve;
use crate::source::SourceMap;
use crate::template::When;

use super::context::{Context, Stream};
use super::outcome::Failure;
use super::project_dir;

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
    let (project, mut diagnostics, files) = resolved(context)?;
    let Some(project) = project else {
        context.report(&diagnostics, &files, stream)?;
        return Ok(None);
    };
    let target = context.settings.target(&project)?.name.clone();
    let compiled = compile(project, &CompileOptions { when, target });
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
