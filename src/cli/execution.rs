//! Executing a plan for a command: what surrounds it, whom it is told to, and what it leaves on disk.

use std::hash::{BuildHasher as _, Hasher as _, RandomState};
use std::num::{NonZeroU16, NonZeroUsize};
use std::time::Instant;

use clap::Args;
use indicatif::ProgressDrawTarget;

use super::context::{Context, Stream};
use super::given::Given;
use super::outcome::{CommandResult, Exit, Failure};
use super::pipeline::Opened;
use super::waiting::{self, WaitArgs};
use super::{compiled_files, interrupt, owner, run_results};
use crate::diagnostic::Diagnostic;
use crate::output_folder;
use crate::plan::Plan;
use crate::rules::{empty_selection, foreign_target_folder};
use crate::run::progress::{Bars, Errors, JsonLines, Lines};
use crate::run::{self, Clock, Invocation, NotRun, Observer, Retries, RunOptions, RunResults};
use crate::settings::LogFormat;
use crate::source::SourceMap;

/// How a plan is executed.
#[derive(Debug, Clone, Args)]
pub struct ExecutionArgs {
    /// How many nodes run at once [default: the target's `threads`, else 4] [env: `FSC_THREADS`]
    #[arg(long, value_name = "N", value_parser = at_least_one)]
    pub threads: Option<NonZeroU16>,

    /// Let the first node that fails keep all others from starting; what runs already is finished
    #[arg(long)]
    pub fail_fast: bool,

    #[command(flatten)]
    pub wait: WaitArgs,
}

/// A number of a flag that counts something, from 1 on.
pub fn at_least_one(text: &str) -> Result<NonZeroU16, String> {
    let number: u16 = text
        .parse()
        .map_err(|_| format!("expected a whole number from 1 to {}", u16::MAX))?;
    NonZeroU16::new(number).ok_or_else(|| "at least 1".to_owned())
}

/// How many nodes run at once when nothing says so.
const THREADS: u16 = 4;

/// Executes a plan, writes its results and tells how the command ends. `asked` says what a retry has to ask again: all but
/// how it is executed.
pub fn execute(
    args: &ExecutionArgs,
    context: &mut Context,
    opened: &Opened,
    plan: &Plan,
    asked: Invocation,
) -> CommandResult {
    let checked = &opened.checked;
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
    let threads = NonZeroUsize::new(threads.into()).unwrap_or(NonZeroUsize::MIN);
    let random = random();
    let now = context.now.time();
    let options = RunOptions {
        threads,
        run_id: run::run_id(now, random),
        now,
        clock: clock(),
        root: checked.project.root.clone(),
        target_at: Some(target.span),
        args: arguments(),
        invocation: Invocation {
            vars: context.settings.vars.clone(),
            full_refresh: context.full_refresh,
            fail_fast: args.fail_fast,
            threads: threads.get(),
            ..asked
        },
        retries: Retries::default(),
        lease: owner::of_this_process(context, random),
        fail_fast: args.fail_fast,
    };
    let results = watched(context, opened, plan, &options)?;
    run_results::write(root, &results)?;
    context.has_results = true;
    Ok(match results.exit_code() {
        0 => Exit::Clean,
        2 => Exit::Failure,
        130 => Exit::Interrupted,
        _ => Exit::Findings,
    })
}

/// The command line, without the program.
pub fn arguments() -> Vec<String> {
    let arguments = std::env::args_os().skip(1);
    arguments
        .map(|arg| arg.to_string_lossy().into_owned())
        .collect()
}

/// Says that nothing is selected.
pub fn nothing_selected(context: &mut Context) -> CommandResult {
    let nothing = empty_selection::nothing_selected();
    context.report(&[nothing], &SourceMap::default(), Stream::Stderr)?;
    Ok(Exit::Findings)
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
    context: &mut Context,
    opened: &Opened,
    plan: &Plan,
    options: &RunOptions,
) -> Result<RunResults, Failure> {
    let cancellation = interrupt::on_ctrl_c();
    let project = &opened.checked.project;
    let styled = context.is_styled();
    let format = context.settings.message_format;
    let given = Given::of(&context.settings);
    let render = move |diagnostic: &Diagnostic| {
        super::context::render(&given.complete(diagnostic), &project.files, format, styled)
    };
    let observer = observer(context, &render);
    let engine = opened.engine.as_ref();
    let note = |begun: &RunResults| run_results::write(&project.root, begun);
    let ran = run::run(
        plan,
        engine,
        options,
        observer.as_ref(),
        &cancellation,
        note,
    );
    drop(observer);
    ran.map_err(|not_run| match not_run {
        NotRun::Busy(busy) => waiting::outdated(context, project, &busy),
        NotRun::Unnoted(failure) => failure,
    })
}

fn observer<'r>(
    context: &Context,
    render: &'r (dyn Fn(&Diagnostic) -> String + Sync),
) -> Box<dyn Observer + 'r> {
    let stderr = std::io::stderr();
    match context.settings.log_format {
        LogFormat::Json => Box::new(JsonLines::new(stderr)),
        LogFormat::Text if context.verbosity < 0 => Box::new(Errors::new(stderr, render)),
        LogFormat::Text => match Bars::new(
            ProgressDrawTarget::stderr(),
            Box::new(terminal_width),
            render,
            context.is_styled(),
        ) {
            Some(bars) => Box::new(bars),
            None => Box::new(Lines::new(stderr, render)),
        },
    }
}

fn terminal_width() -> Option<usize> {
    let size = terminal_size::terminal_size_of(std::io::stderr());
    size.map(|(width, _)| usize::from(width.0))
}
