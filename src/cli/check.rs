//! `fsc check`.

use clap::Args;

use super::context::{Context, Stream};
use super::outcome::{CommandResult, Exit, Failure};
use super::vars::VarsArgs;
use super::when::OptionalAsOf;
use super::{binding, counts, fixing, pipeline, project_dir};
use crate::diagnostic;
use crate::fix;
use crate::plan;
use crate::template::When;

/// Find what is wrong with the project
///
/// Reads every definition, renders and parses every query, holds them against each other and against what the target can
/// do. Touches no database and, without `--fix`, writes nothing. Findings are results: they go to stdout.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  fsc check
  fsc check --message-format concise
  fsc check --target prod --ds 2023-08-01
  fsc check --diff                 what --fix would change
  fsc check --fix
  fsc check --bind

`fsc explain CODE` says more about a finding.")]
pub struct CheckArgs {
    #[command(flatten)]
    as_of: OptionalAsOf,

    /// Make the edits that are safe, then check what remains
    #[arg(long)]
    fix: bool,

    /// Show what `--fix` would change, and write nothing; the exit code is 1 when there is something
    #[arg(long, conflicts_with = "fix")]
    diff: bool,

    /// Then ask DuckDB's binder about every query, over empty tables in memory; for targets of type `duckdb`
    #[arg(long, conflicts_with = "diff")]
    bind: bool,

    #[command(flatten)]
    vars: VarsArgs,
}

/// Prints all findings, or the edits that would mend some.
pub fn run(args: &CheckArgs, context: &mut Context) -> CommandResult {
    args.vars.apply(context)?;
    let when = args.as_of.when();
    if !args.diff && !args.fix {
        return report(when, args.bind, context);
    }
    let found = pipeline::found(context, when)?;
    let fixes = fix::fixes(&found.diagnostics, &found.files);
    if args.diff {
        for fix in &fixes {
            context.data(&fix::unified(fix))?;
        }
        let findings = fixes.iter().map(|fix| fix.findings).sum();
        context.message(&format!("would fix {}\n", fixed(findings, fixes.len())));
        return Ok(if fixes.is_empty() {
            Exit::Clean
        } else {
            Exit::Findings
        });
    }
    let root = project_dir::find(&context.settings)?;
    let written = fixing::write(&root, &fixes);
    context.message(&format!(
        "fixed {}\n",
        fixed(written.findings, written.files)
    ));
    let exit = report(when, args.bind, context)?;
    if written.problems.is_empty() {
        Ok(exit)
    } else {
        Err(Failure::from(written.problems))
    }
}

fn fixed(findings: usize, files: usize) -> String {
    let findings = counts(&[(findings, "finding")]);
    format!("{findings} in {}", counts(&[(files, "file")]))
}

/// Reports what is wrong with the project, and what keeps it from being run on the target.
fn report(when: When, is_to_bind: bool, context: &mut Context) -> CommandResult {
    let mut found = pipeline::found(context, when)?;
    if let Some(checked) = &found.checked {
        found.diagnostics.extend(plan::obstacles(checked));
        diagnostic::sort(&mut found.diagnostics, &found.files);
    }
    context.report(&found.diagnostics, &found.files, Stream::Stdout)?;
    let is_clean = !diagnostic::has_errors(&found.diagnostics);
    let Some(checked) = found.checked.filter(|_| is_clean) else {
        return Ok(Exit::Findings);
    };
    let project = &checked.project;
    context.message(&format!(
        "checked {} for target `{}`: no errors\n",
        counts(&[
            (project.views.len(), "feature view"),
            (project.tables.len(), "table"),
            (project.sources.len(), "source"),
        ]),
        checked.target
    ));
    if is_to_bind {
        return binding::report(&checked, context);
    }
    Ok(Exit::Clean)
}
