//! `fsc show NODE`.

use clap::Args;
use serde::Serialize;

use super::context::{Context, Stream};
use super::outcome::{CommandResult, Exit, Failure};
use super::rows::{self, RowsOutput};
use super::vars::VarsArgs;
use super::{database, interrupt, pipeline, when};
use crate::compile::{CheckedNode, CheckedProject};
use crate::diagnostic::Diagnostic;
use crate::emit;
use crate::engine::{Access, EngineError};
use crate::plan::{Plan, PlannedNode, PlannedTime};
use crate::project::model::Project;
use crate::project::time::AsOf;
use crate::rules::{database_unavailable, query_failed, statement_failed, unknown_node};
use crate::run;
use crate::selection::Selected;
use crate::template::When;

/// Show the statements of a feature view or table, or the rows of its query
///
/// The statements are those that `fsc run` sends, in order. With `--run`, the query alone is computed and its first rows
/// are shown; nothing is written to the store.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  fsc show brand_contact_book
  fsc show brand_contact_book --ds 2023-08-01
  fsc show brand_contact_book --ds 2023-08-01 --run --limit 10")]
pub struct ShowArgs {
    /// The feature view or table
    #[arg(value_name = "NODE")]
    node: String,

    /// The as-of time, `2023-08-01` or `2023-08-01T06:00` (UTC); without it the date stays `{{ ds }}`, with `--run` it is
    /// now
    #[arg(long, value_name = "DATE")]
    ds: Option<AsOf>,

    /// Compute the query on the target and show its rows
    #[arg(long)]
    run: bool,

    /// The most rows that are shown with `--run`
    #[arg(long, value_name = "ROWS", default_value_t = 10, requires = "run")]
    limit: usize,

    /// How it is written; `csv` goes with `--run`
    #[arg(
        long,
        value_name = "FORMAT",
        default_value = "table",
        requires_if("csv", "run")
    )]
    output: RowsOutput,

    #[command(flatten)]
    vars: VarsArgs,
}

/// The statements as JSON.
#[derive(Serialize)]
struct Shown<'p> {
    id: &'p str,
    name: &'p str,
    path: &'p str,
    query: &'p str,
    compiled: String,
}

/// Prints statements or rows.
pub fn run(args: &ShowArgs, context: &mut Context) -> CommandResult {
    args.vars.apply(context)?;
    let at = if args.run {
        When::At(when::known(args.ds, context.now)?)
    } else {
        args.ds.map_or(When::Symbolic, When::At)
    };
    let choose = |checked: &_, _: &mut _| {
        let id = find(checked, &args.node)?.id.clone();
        Ok(Selected::only([id]))
    };
    let Some((checked, plan)) = pipeline::planned(context, at, choose)? else {
        return Ok(Exit::Findings);
    };
    let Some(node) = plan.nodes.first() else {
        return Ok(Exit::Clean);
    };
    if args.run {
        return show_rows(args, &checked, &plan, node, context);
    }
    context.data(&statements(args, &plan, node))?;
    Ok(Exit::Clean)
}

/// The table or feature view of a name.
fn find<'c>(checked: &'c CheckedProject, name: &str) -> Result<&'c CheckedNode, Failure> {
    let made = || {
        checked.nodes.iter().filter_map(|node| {
            let definition = checked.definition(node)?;
            Some((definition.name.as_str(), node))
        })
    };
    made()
        .find(|(known, node)| *known == name || node.id == name)
        .map(|(_, node)| node)
        .ok_or_else(|| {
            let mut sources = checked.project.sources.iter();
            if sources.any(|source| source.relation.to_string().eq_ignore_ascii_case(name)) {
                return unknown_node::source(name).into();
            }
            unknown_node::named(name, made().map(|(known, _)| known)).into()
        })
}

fn statements(args: &ShowArgs, plan: &Plan, node: &PlannedNode) -> String {
    let compiled = emit::node(plan, node).to_string();
    match args.output {
        RowsOutput::Table | RowsOutput::Csv => compiled,
        RowsOutput::Json => super::json(&Shown {
            id: &node.id,
            name: node.name.as_str(),
            path: &node.path,
            query: &node.query,
            compiled,
        }),
    }
}

/// That the query could not be looked at: a local file that cannot be read is a finding, a target that lets nobody in is
/// none.
fn not_prepared(
    findings: Vec<Diagnostic>,
    project: &Project,
    context: &mut Context,
) -> CommandResult {
    let of_target = [&database_unavailable::RULE, &statement_failed::RULE];
    if findings.iter().any(|one| of_target.contains(&one.rule)) {
        return Err(Failure::Diagnostics(findings, project.files.clone()));
    }
    context.report(&findings, &project.files, Stream::Stderr)?;
    Ok(Exit::Findings)
}

fn show_rows(
    args: &ShowArgs,
    checked: &CheckedProject,
    plan: &Plan,
    node: &PlannedNode,
    context: &mut Context,
) -> CommandResult {
    let project = &checked.project;
    let target = context.settings.target(project)?;
    let engine = database::open(context, project, target, Access::Write)?;
    let sql = format!(
        "SELECT * FROM (\n{}\n) AS shown LIMIT {}",
        node.query,
        args.limit.saturating_add(1)
    );
    let cancellation = interrupt::on_ctrl_c();
    let answer = run::interruptible(engine.as_ref(), &cancellation, || {
        let at = Some(target.span);
        let mut session = run::prepare(plan, engine.as_ref(), &project.root, at, &cancellation)?;
        Ok(session.query(&sql))
    });
    let rows = match answer {
        _ if cancellation.is_requested() => return Ok(Exit::Interrupted),
        Ok(Ok(rows)) => rows,
        Ok(Err(EngineError::Interrupted)) => return Ok(Exit::Interrupted),
        Ok(Err(error)) => {
            let subject = format!("the query of `{}`", node.name);
            return Err(query_failed::refused(&subject, &error.to_string()).into());
        }
        Err(findings) => return not_prepared(findings, project, context),
    };
    let (text, more) = rows::render(&rows, args.limit, args.output);
    context.data(&text)?;
    if let (None, PlannedTime::At(now)) = (args.ds, node.as_of) {
        context.message(&format!(
            "computed as of now ({now}): `--ds 2023-08-01` names a day\n"
        ));
    }
    if more {
        context.message(&format!("… and more: these are the first {}\n", args.limit));
    }
    Ok(Exit::Clean)
}
