//! Executing a plan for a command: what surrounds it, whom it is told to, and what it leaves on disk.

use std::hash::{BuildHasher as _, Hasher as _, RandomState};
use std::num::{NonZeroU16, NonZeroUsize};
use std::time::Instant;

use chrono::{NaiveDateTime, TimeDelta};
use clap::Args;
use indicatif::ProgressDrawTarget;

use super::context::{Context, Stream};
use super::outcome::{CommandResult, Exit, Failure};
use super::pipeline::Opened;
use super::{compiled_files, interrupt, run_results};
use crate::compile::CheckedProject;
use crate::diagnostic::Diagnostic;
use crate::engine::Engine;
use crate::output_folder;
use crate::plan::Plan;
use crate::rules::{empty_selection, foreign_target_folder};
use crate::run::progress::{Bars, Errors, JsonLines, Lines};
use crate::run::{self, Clock, Observer, Retries, RunOptions, RunResults};
use crate::settings::LogFormat;

/// How a plan is executed.
#[derive(Debug, Args)]
pub struct ExecutionArgs {
    /// How many nodes run at once [default: the target's `threads`, else 4] [env: `FSC_THREADS`]
    #[arg(long, value_name = "N")]
    threads: Option<NonZeroU16>,
}

/// How many nodes run at once when nothing says so.
const THREADS: u16 = 4;

/// Executes a plan and tells how the command ends.
pub fn execute(
    args: &ExecutionArgs,
    context: &mut Context,
    opened: &Opened,
    plan: &Plan,
) -> CommandResult {
    let checked = &opened.checked;
    if plan.nodes.is_empty() {
        let nothing = empty_selection::nothing_selected();
        context.report(&[nothing], &checked.project.files, Stream::Stderr)?;
        return Ok(Exit::Clean);
    }
    let root = &checked.project.root;
    if let Some(link) = output_folder::link(root) {
        return Err(foreign_target_folder::link(&link).into());
    }
    run_results::ensure_writable(root, plan.nodes.len())?;
    if !plan.by_interval {
        compiled_files::write(checked, plan)?;
    }
    let target = opened.target();
    let threads = args
        .threads
        .map(NonZeroU16::get)
        .or(context.settings.threads)
        .or(target.threads)
        .unwrap_or(THREADS);
    let now = after_all_runs(opened, context)?;
    let options = RunOptions {
        threads: NonZeroUsize::new(threads.into()).unwrap_or(NonZeroUsize::MIN),
        run_id: run::run_id(now, random()),
        now,
        clock: clock(),
        root: checked.project.root.clone(),
        target_at: Some(target.span),
        args: std::env::args_os()
            .skip(1)
            .map(|arg| arg.to_string_lossy().into_owned())
            .collect(),
        retries: Retries::default(),
    };
    let results = watched(context, checked, plan, opened.engine.as_ref(), &options);
    run_results::write(root, &results)?;
    Ok(match results.exit_code() {
        0 => Exit::Clean,
        2 => Exit::Failure,
        130 => Exit::Interrupted,
        _ => Exit::Findings,
    })
}

/// Now, or just after the latest run that the ledger knows: a clock that went back must not make what is written now look
/// older than what it takes the place of.
fn after_all_runs(opened: &Opened, context: &mut Context) -> Result<NaiveDateTime, Failure> {
    let now = context.now.time();
    let latest = opened.latest_run()?;
    let Some(latest) = latest.filter(|latest| *latest >= now) else {
        return Ok(now);
    };
    context.message(&format!(
        "the clock says {now}, before the last run at {latest}: this run counts as just after that\n",
        now = now.format("%Y-%m-%d %H:%M:%S"),
        latest = latest.format("%Y-%m-%d %H:%M:%S"),
    ));
    // Names of snapshots tell moments apart by milliseconds.
    Ok(latest
        .checked_add_signed(TimeDelta::milliseconds(1))
        .unwrap_or(now))
}

/// A number that no other run is likely to have.
pub fn random() -> u32 {
    let mut hasher = RandomState::new().build_hasher();
    hasher.write_u32(std::process::id());
    let [a, b, c, d, ..] = hasher.finish().to_le_bytes();
    u32::from_le_bytes([a, b, c, d])
}

fn clock() -> Clock {
    let begun = Instant::now();
    Clock::new(move || begun.elapsed())
}

/// Runs the plan, watched as the settings say, until it ends or Ctrl-C is pressed.
fn watched(
    context: &Context,
    checked: &CheckedProject,
    plan: &Plan,
    engine: &dyn Engine,
    options: &RunOptions,
) -> RunResults {
    let cancellation = interrupt::on_ctrl_c();
    let files = &checked.project.files;
    let styled = context.is_styled();
    let format = context.settings.message_format;
    let render =
        move |diagnostic: &Diagnostic| super::context::render(diagnostic, files, format, styled);
    let stderr = std::io::stderr();
    let observer: Box<dyn Observer + '_> = match context.settings.log_format {
        LogFormat::Json => Box::new(JsonLines::new(stderr)),
        LogFormat::Text if context.verbosity < 0 => Box::new(Errors::new(stderr, &render)),
        LogFormat::Text => match Bars::new(
            ProgressDrawTarget::stderr(),
            Box::new(terminal_width),
            &render,
            styled,
        ) {
            Some(bars) => Box::new(bars),
            None => Box::new(Lines::new(stderr, &render)),
        },
    };
    run::run(plan, engine, options, observer.as_ref(), &cancellation)
}

fn terminal_width() -> Option<usize> {
    let size = terminal_size::terminal_size_of(std::io::stderr());
    size.map(|(width, _)| usize::from(width.0))
}
