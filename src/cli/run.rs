//! `fsc run`.

use std::hash::{BuildHasher as _, Hasher as _, RandomState};
use std::num::NonZeroUsize;
use std::time::Instant;

use clap::Args;
use indicatif::ProgressDrawTarget;

use super::context::{Context, Stream};
use super::outcome::{CommandResult, Exit};
use super::pipeline::{self, Ready};
use super::selecting::SelectArgs;
use super::{compiled_files, interrupt, plan as plan_command, run_results, when};
use crate::compile::CheckedProject;
use crate::diagnostic::Diagnostic;
use crate::engine::Engine;
use crate::output_folder;
use crate::plan::Plan;
use crate::project::time::AsOf;
use crate::rules::{empty_selection, foreign_target_folder};
use crate::run::progress::{Bars, Errors, JsonLines, Lines};
use crate::run::{self, Clock, Observer, Retries, RunOptions, RunResults};
use crate::settings::LogFormat;
use crate::template::When;

/// Compute features and tables as of a time, and write them to the target's store
///
/// Nodes run in the order of the graph, several at a time. A query whose result fails its audit writes nothing; what
/// depends on a failed node is skipped, the rest finishes. What was done stands in `target/run_results.json`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  fsc run --ds 2023-08-01
  fsc run --ds 2023-08-01 --select +brand_contact_book
  fsc run --ds 2023-08-01 --target prod --threads 8
  fsc run --dry-run

Ctrl-C stops what runs and leaves the store consistent: the next run completes it.")]
pub struct RunArgs {
    /// The as-of time, `2023-08-01` or `2023-08-01T06:00` (UTC) [default: now, at each view's cadence]
    #[arg(long, value_name = "DATE")]
    ds: Option<AsOf>,

    #[command(flatten)]
    select: SelectArgs,

    /// How many nodes run at once [default: the target's `threads`, else 4] [env: `FSC_THREADS`]
    #[arg(long, value_name = "N")]
    threads: Option<std::num::NonZeroU16>,

    /// Show what would be done, and do nothing
    #[arg(long)]
    dry_run: bool,
}

/// How many nodes run at once when nothing says so.
const THREADS: u16 = 4;

/// Runs the plan.
pub fn run(args: &RunArgs, context: &mut Context) -> CommandResult {
    let at = When::At(when::known(args.ds, context.now)?);
    let choose = |checked: &_, context: &mut _| args.select.ids(checked, context);
    if args.dry_run {
        let planned = pipeline::planned(context, at, choose)?;
        let Some((_, plan)) = planned else {
            return Ok(Exit::Findings);
        };
        let statements = plan_command::statements(&plan);
        context.data(&plan_command::table(&plan, &statements))?;
        return Ok(Exit::Clean);
    }
    let Some(ready) = pipeline::ready(context, at, choose)? else {
        return Ok(Exit::Findings);
    };
    let Ready {
        checked,
        plan,
        engine,
    } = ready;
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
    compiled_files::write(&checked, &plan)?;
    let target = context.settings.target(&checked.project)?;
    let threads = args
        .threads
        .map(std::num::NonZeroU16::get)
        .or(context.settings.threads)
        .or(target.threads)
        .unwrap_or(THREADS);
    let options = RunOptions {
        threads: NonZeroUsize::new(threads.into()).unwrap_or(NonZeroUsize::MIN),
        run_id: run::run_id(context.now.time(), random()),
        now: context.now.time(),
        clock: clock(),
        root: checked.project.root.clone(),
        target_at: Some(target.span),
        args: std::env::args_os()
            .skip(1)
            .map(|arg| arg.to_string_lossy().into_owned())
            .collect(),
        retries: Retries::default(),
    };
    let results = execute(context, &checked, &plan, engine.as_ref(), &options);
    run_results::write(root, &results)?;
    Ok(match results.exit_code() {
        0 => Exit::Clean,
        2 => Exit::Failure,
        130 => Exit::Interrupted,
        _ => Exit::Findings,
    })
}

/// A number that no other run is likely to have.
fn random() -> u32 {
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
fn execute(
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
