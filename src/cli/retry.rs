//! `fsc retry`.

use std::collections::{HashMap, HashSet};
use std::num::NonZeroU16;
use std::path::Path;

use clap::Args;

use super::context::{Context, Stream};
use super::execution::ExecutionArgs;
use super::outcome::{CommandResult, Exit, Failure};
use super::run as run_command;
use super::{pipeline, project_dir};
use crate::compile::{CheckedProject, NodeKind};
use crate::engine::Access;
use crate::output_folder::RUN_RESULTS;
use crate::project::time::AsOf;
use crate::rules::{retry_node_gone, unusable_run_results};
use crate::run::Invocation;
use crate::run::last::{LastNode, LastRun};
use crate::selection::Selected;
use crate::source::SourceMap;
use crate::template::When;

/// Run again what failed, was skipped or was stopped in the last run
///
/// As of the same time, on the same target, with the same variables and flags, as `target/run_results.json` tells; with
/// the definitions as they are now. What went well is left alone.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  fsc retry
  fsc retry --dry-run
  fsc retry --wait 10m")]
pub struct RetryArgs {
    #[command(flatten)]
    execution: ExecutionArgs,

    /// Show what would be done, and do nothing
    #[arg(long)]
    dry_run: bool,
}

/// Runs what is left.
pub fn run(args: RetryArgs, context: &mut Context) -> CommandResult {
    let root = project_dir::find(&context.settings)?;
    let last = read(&root)?;
    let as_of = as_of(&last)?;
    if let Some(asked) = context
        .settings
        .target
        .as_deref()
        .filter(|asked| *asked != last.target)
    {
        return Err(unusable_run_results::other_target(&last.target, asked).into());
    }
    let unfinished: Vec<&LastNode> = last.unfinished().collect();
    if unfinished.is_empty() {
        let text = format!(
            "nothing to retry: all nodes of run {} went well\n",
            last.run_id
        );
        context.message(&text);
        return Ok(Exit::Clean);
    }
    context.waiting = args.execution.wait.begin();
    context.settings.target = Some(last.target.clone());
    context.settings.vars.clone_from(&last.invocation.vars);
    context.full_refresh = last.invocation.full_refresh;
    let mut is_one_gone = false;
    let mut choose = |checked: &CheckedProject, context: &mut Context| {
        let left = left(&unfinished, checked, context)?;
        is_one_gone = left.len() < unfinished.len();
        Ok(Selected::only(left))
    };
    let exit = if args.dry_run {
        run_command::dry_run(as_of, choose, context)?
    } else {
        let Some(opened) = pipeline::opened(context, When::At(as_of), Access::Write)? else {
            return Ok(Exit::Findings);
        };
        let left = choose(&opened.checked, context)?;
        if left.is_nothing() {
            return Ok(Exit::Findings);
        }
        let execution = again(args.execution, &last.invocation);
        run_command::compute(&execution, context, &opened, left, as_of)?
    };
    Ok(match exit {
        Exit::Clean if is_one_gone => Exit::Findings,
        exit => exit,
    })
}

/// The flags of this call over those of the last one.
fn again(args: ExecutionArgs, last: &Invocation) -> ExecutionArgs {
    let threads = u16::try_from(last.threads).ok().and_then(NonZeroU16::new);
    ExecutionArgs {
        threads: args.threads.or(threads),
        fail_fast: args.fail_fast || last.fail_fast,
        wait: args.wait,
    }
}

/// The last run of the project.
fn read(root: &Path) -> Result<LastRun, Failure> {
    let path = root.join(RUN_RESULTS);
    let text = std::fs::read(&path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory => {
            unusable_run_results::missing()
        }
        _ => unusable_run_results::unreadable(&path, &error),
    })?;
    let text = String::from_utf8_lossy(&text);
    let last = LastRun::read(&text).map_err(|problem| unusable_run_results::unusable(&problem))?;
    match last.invocation.command.as_str() {
        "run" => Ok(last),
        command => Err(unusable_run_results::other_command(command).into()),
    }
}

fn as_of(last: &LastRun) -> Result<AsOf, Failure> {
    let text = last.invocation.as_of.as_deref().unwrap_or_default();
    text.parse()
        .map_err(|error: crate::project::time::InvalidAsOf| {
            let problem = crate::run::last::Unusable::Incomplete(format!("`as_of`: {error}"));
            unusable_run_results::unusable(&problem).into()
        })
}

/// The ids of the unfinished nodes that the project still has. Says which of them were edited, and which are gone.
fn left(
    unfinished: &[&LastNode],
    checked: &CheckedProject,
    context: &mut Context,
) -> Result<HashSet<String>, Failure> {
    let made = checked
        .nodes
        .iter()
        .filter(|node| !matches!(node.kind, NodeKind::Source(_)));
    let hashes: HashMap<&str, &str> = made
        .map(|node| (node.id.as_str(), node.definition_hash.as_str()))
        .collect();
    let names = || {
        hashes
            .keys()
            .filter_map(|id| id.split_once('.'))
            .map(|(_, name)| name)
    };
    let mut left = HashSet::new();
    let (mut edited, mut gone) = (Vec::new(), Vec::new());
    for node in unfinished {
        match hashes.get(node.id.as_str()) {
            None => gone.push(retry_node_gone::named(&node.name, names())),
            Some(hash) => {
                left.insert(node.id.clone());
                if *hash != node.definition_hash {
                    edited.push(format!("`{}`", node.name));
                }
            }
        }
    }
    if !edited.is_empty() {
        context.message(&format!(
            "edited since the last run, computed as defined now: {}\n",
            edited.join(", ")
        ));
    }
    context.report(&gone, &SourceMap::default(), Stream::Stderr)?;
    Ok(left)
}
