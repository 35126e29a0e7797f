//! `fsc retry`.

use std::collections::{HashMap, HashSet};
use std::num::NonZeroU16;
use std::path::Path;

use clap::Args;

use super::backfill::{self, Asked};
use super::context::{Context, Stream};
use super::execution::ExecutionArgs;
use super::outcome::{CommandResult, Exit, Failure};
use super::pipeline::Opened;
use super::run as run_command;
use super::{pipeline, project_dir, waiting};
use crate::compile::{CheckedProject, NodeKind};
use crate::engine::Access;
use crate::intervals::{self, Wanted};
use crate::output_folder::RUN_RESULTS;
use crate::project::time::{AsOf, InvalidAsOf};
use crate::rules::{retry_node_gone, unusable_run_results};
use crate::run::last::{self, LastNode, LastRun, Unusable};
use crate::run::{self, Invocation, Status};
use crate::selection::Selected;
use crate::source::SourceMap;
use crate::template::When;

/// Compute what failed, was skipped or was stopped in the last run or backfill
///
/// As of the same times, on the same target, with the same variables and flags, as `target/run_results.json` tells; with
/// the definitions as they are now. What went well is left alone: of a backfill, only the as-of times that it left out are
/// computed.
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
pub fn run(args: &RetryArgs, context: &mut Context) -> CommandResult {
    let root = project_dir::find(&context.settings)?;
    let asked_target = context.settings.target.clone();
    waiting::planning(&args.execution.wait, context, |context| {
        let last = read(&root)?;
        let is_other = |asked: &&str| *asked != last.target && !last.target.is_empty();
        if let Some(asked) = asked_target.as_deref().filter(is_other) {
            return Err(unusable_run_results::other_target(&last.target, asked).into());
        }
        of_last(&root, &last, args, context)
    })
}

/// Runs what is left of a last run.
fn of_last(root: &Path, last: &LastRun, args: &RetryArgs, context: &mut Context) -> CommandResult {
    let refused = match &last.refused {
        None if last.nodes.is_empty() && last.status != Status::Ok => {
            Some(&last.invocation.command)
        }
        refused => refused.as_ref(),
    };
    let refused = refused.map(|command| unusable_run_results::without_plan(command));
    let mut unfinished: Vec<&LastNode> = last.unfinished().collect();
    let mut known = HashSet::new();
    unfinished.retain(|node| known.insert(node.id.as_str()));
    if unfinished.is_empty() {
        if let Some(refused) = refused {
            return Err(refused.into());
        }
        context.message(&if last.nodes.is_empty() {
            "nothing to retry: there was nothing to do\n".to_owned()
        } else {
            let run = &last.run_id;
            format!("nothing to retry: all nodes of run {run} went well\n")
        });
        return Ok(Exit::Clean);
    }
    context.settings.target = Some(last.target.clone());
    context.settings.vars.clone_from(&last.invocation.vars);
    context.full_refresh = last.invocation.full_refresh;
    let retry = Retry {
        root,
        last,
        unfinished,
        execution: again(&args.execution, &last.invocation),
        dry_run: args.dry_run,
    };
    let exit = if last.invocation.command == last::RUN {
        retry.at_one_time(context)?
    } else {
        retry.at_times(context)?
    };
    match refused {
        Some(refused) if exit == Exit::Clean && !retry.dry_run => Err(refused.into()),
        _ => Ok(exit),
    }
}

/// What is left of the last run.
struct Retry<'l> {
    root: &'l Path,
    last: &'l LastRun,
    /// Each node once.
    unfinished: Vec<&'l LastNode>,
    execution: ExecutionArgs,
    dry_run: bool,
}

impl Retry<'_> {
    /// The project with its database. Where a run was waited for to have that, what it left is to be retried.
    fn opened(&self, as_of: AsOf, context: &mut Context) -> Result<Option<Opened>, Failure> {
        let access = Access::unless(self.dry_run);
        let opened = pipeline::opened(context, When::At(as_of), access)?;
        let Some(opened) = opened else {
            return Ok(None);
        };
        if read(self.root)? != *self.last {
            return Err(Failure::Outdated);
        }
        let holder = || run::holder(opened.engine.as_ref(), &opened.checked.project.store);
        if self.last.status == Status::Running && holder().is_none() {
            let run = &self.last.run_id;
            context.message(&format!(
                "run {run} did not end: what it had to compute is computed again\n"
            ));
        }
        Ok(Some(opened))
    }

    /// Runs nodes as of one time.
    fn at_one_time(&self, context: &mut Context) -> CommandResult {
        let as_of = as_of(self.last)?;
        let Some(opened) = self.opened(as_of, context)? else {
            return Ok(Exit::Findings);
        };
        let left = left(&self.unfinished, &opened.checked, context)?;
        if left.is_empty() {
            return Ok(Exit::Findings);
        }
        let is_one_gone = left.len() < self.unfinished.len();
        let asked = Invocation {
            command: last::RUN.to_owned(),
            as_of: Some(as_of.to_string()),
            is_retry: true,
            ..Invocation::default()
        };
        let exit = run_command::compute(
            &self.execution,
            self.dry_run,
            context,
            &opened,
            Selected::only(left),
            as_of,
            asked,
        )?;
        Ok(or_gone(exit, is_one_gone))
    }

    /// Computes the as-of times that a backfill, or a run that caught up, left out.
    fn at_times(&self, context: &mut Context) -> CommandResult {
        let mut wanted = self.last.to_compute();
        let latest = wanted.values().filter_map(|times| times.last()).max();
        let Some(latest) = latest.copied() else {
            return Err(incomplete("no as-of times of what is unfinished"));
        };
        let Some(opened) = self.opened(latest, context)? else {
            return Ok(Exit::Findings);
        };
        let left = left(&self.unfinished, &opened.checked, context)?;
        if left.is_empty() {
            return Ok(Exit::Findings);
        }
        wanted.retain(|node, _| left.contains(node));
        let asked = Asked {
            ranges: intervals::of_times(&opened.checked, &wanted),
            // The same as-of times again, whatever the ledger says of them: `--force` may have asked for them.
            wanted: Wanted {
                missing: true,
                stale: true,
                present: true,
            },
            job: self.last.invocation.backfill.clone(),
            batch_size: self.last.invocation.batch_size,
            anew: false,
            is_retry: true,
        };
        let exit = backfill::compute(asked, &self.execution, self.dry_run, context, &opened)?;
        Ok(or_gone(exit, left.len() < self.unfinished.len()))
    }
}

/// What is gone from the project cannot be computed, which is no success.
fn or_gone(exit: Exit, is_one_gone: bool) -> Exit {
    match exit {
        Exit::Clean if is_one_gone => Exit::Findings,
        exit => exit,
    }
}

/// The flags of this call over those of the last one.
fn again(args: &ExecutionArgs, last: &Invocation) -> ExecutionArgs {
    let threads = u16::try_from(last.threads).ok().and_then(NonZeroU16::new);
    ExecutionArgs {
        threads: args.threads.or(threads),
        fail_fast: args.fail_fast || last.fail_fast,
        wait: args.wait.clone(),
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
    match (last.invocation.command.as_str(), &last.invocation.backfill) {
        (last::RUN | last::CATCH_UP, _) | (last::BACKFILL, Some(_)) => Ok(last),
        (last::BACKFILL, None) if last.nodes.is_empty() => Ok(last),
        (last::BACKFILL, None) => Err(incomplete("which backfill it was")),
        (command, _) => Err(incomplete(&format!("`fsc {command}` is not known"))),
    }
}

fn incomplete(problem: &str) -> Failure {
    unusable_run_results::unusable(&Unusable::Incomplete(problem.to_owned())).into()
}

fn as_of(last: &LastRun) -> Result<AsOf, Failure> {
    let text = last.invocation.as_of.as_deref().unwrap_or_default();
    text.parse()
        .map_err(|error: InvalidAsOf| incomplete(&format!("`as_of`: {error}")))
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
