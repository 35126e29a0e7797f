//! `fsc plan`.

use clap::{Args, ValueEnum};
use serde::Serialize;

use super::context::{Context, Stream};
use super::outcome::{CommandResult, Exit, Failure};
use super::selecting::SelectArgs;
use super::vars::VarsArgs;
use super::when::OptionalAsOf;
use super::{database, pipeline, table as layout};
use crate::compile::CheckedProject;
use crate::emit;
use crate::plan::{Plan, PlannedNode, PlannedTime};
use crate::project::model::Project;
use crate::rules::missing_as_of;
use crate::run::LeaseOptions;

/// Show what a run would do, in which order
///
/// Touches no database: the plan depends on the project, the target and the as-of time alone.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  fsc plan --ds 2023-08-01
  fsc plan --select +brand_contact_book
  fsc plan --output json")]
pub struct PlanArgs {
    #[command(flatten)]
    as_of: OptionalAsOf,
    #[command(flatten)]
    select: SelectArgs,

    /// How the plan is written
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    output: PlanOutput,

    #[command(flatten)]
    vars: VarsArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum PlanOutput {
    /// A line a node
    Table,
    /// A JSON array
    Json,
}

/// A step as JSON.
#[derive(Serialize)]
struct Step<'p> {
    id: &'p str,
    name: &'p str,
    kind: &'p str,
    as_of: Option<String>,
    action: &'p str,
    destination: String,
    depends_on: Vec<&'p str>,
    definition_hash: &'p str,
    /// How many statements the node sends.
    statements: usize,
}

/// Prints the plan.
pub fn run(args: &PlanArgs, context: &mut Context) -> CommandResult {
    args.vars.apply(context)?;
    let choose = |checked: &_, context: &mut _| args.select.ids(checked, context);
    let planned = pipeline::planned(context, args.as_of.when(), choose)?;
    let Some((checked, plan)) = planned else {
        return Ok(Exit::Findings);
    };
    let statements = statements(&plan);
    context.data(&match args.output {
        PlanOutput::Table => table(&plan, &statements),
        PlanOutput::Json => json(&plan, &statements),
    })?;
    if let PlanOutput::Table = args.output {
        context.message(&format!(
            "\n{}\n",
            sum(&checked.project, &plan, &statements)
        ));
    }
    Ok(Exit::Clean)
}

/// How many statements each node sends.
fn statements(plan: &Plan) -> Vec<usize> {
    let nodes = plan.nodes.iter();
    nodes.map(|node| emit::node(plan, node).count()).collect()
}

/// Shows what would be done, and what waits for something that is not there. Tells how many statements the nodes send.
pub fn show(
    context: &mut Context,
    checked: &CheckedProject,
    plan: &Plan,
) -> Result<usize, Failure> {
    let waiting = plan.nodes.iter().filter_map(|node| {
        let missing = node.waits_for.as_ref()?;
        let asked = missing_as_of::Asked::of(plan);
        Some(missing_as_of::diagnostic(
            &node.id,
            missing,
            &node.times(),
            asked,
        ))
    });
    let waiting: Vec<_> = waiting.collect();
    context.report(&waiting, &checked.project.files, Stream::Stderr)?;
    let statements = statements(plan);
    context.data(&table(plan, &statements))?;
    Ok(statements.iter().sum())
}

/// The plan as lines.
fn table(plan: &Plan, statements: &[usize]) -> String {
    let nodes = plan.nodes.iter().zip(statements).enumerate();
    let rows = nodes.map(|(position, (node, statements))| {
        let after: Vec<String> = node
            .depends_on
            .iter()
            .map(|needed| (needed + 1).to_string())
            .collect();
        [
            (position + 1).to_string(),
            node.verb().to_owned(),
            node.kind().to_owned(),
            node.name.to_string(),
            as_of_range(node).unwrap_or_else(|| "{{ ds }}".to_owned()),
            node.destination(&plan.store).to_string(),
            statements.to_string(),
            after.join(", "),
        ]
    });
    layout::render(
        &[
            "STEP",
            "ACTION",
            "KIND",
            "NAME",
            "AS-OF",
            "INTO",
            "STATEMENTS",
            "AFTER",
        ],
        rows,
    )
}

/// 12 nodes, 104 statements on target `prod`: all that a run sends, its looks at what is there and at the ledger, its lease,
/// its set-up and its ledger rows included.
fn sum(project: &Project, plan: &Plan, statements: &[usize]) -> String {
    let nodes = plan.nodes.len();
    let beginning = emit::beginning(plan, LeaseOptions::default().expiry);
    // At the ledger once.
    let looks = database::tables(project, plan.dialect).len() + 1;
    // How it ended, and that the lease is given back.
    let of_the_run = looks + beginning.count() + 2;
    let statements = statements.iter().sum::<usize>() + of_the_run;
    format!(
        "{nodes} {}, {statements} statements on target `{}`, {of_the_run} of them for the run as a whole",
        if nodes == 1 { "node" } else { "nodes" },
        plan.target
    )
}

fn json(plan: &Plan, statements: &[usize]) -> String {
    let steps: Vec<Step<'_>> = plan
        .nodes
        .iter()
        .zip(statements)
        .map(|(node, statements)| Step {
            id: &node.id,
            name: node.name.as_str(),
            kind: node.kind(),
            as_of: as_of(node),
            action: node.verb(),
            destination: node.destination(&plan.store).to_string(),
            depends_on: node
                .depends_on
                .iter()
                .map(|needed| plan.nodes[*needed].id.as_str())
                .collect(),
            definition_hash: &node.definition_hash,
            statements: *statements,
        })
        .collect();
    super::json(&steps)
}

fn as_of(node: &PlannedNode) -> Option<String> {
    match node.as_of {
        PlannedTime::Open(_) => None,
        PlannedTime::At(as_of) => Some(as_of.to_string()),
    }
}

/// The as-of time of a node; of a batch the first and the last.
fn as_of_range(node: &PlannedNode) -> Option<String> {
    let last = as_of(node)?;
    Some(match node.earlier.first() {
        None => last,
        Some(first) => format!("{} to {last} ({})", first.as_of, node.earlier.len() + 1),
    })
}
