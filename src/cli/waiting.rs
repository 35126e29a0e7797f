//! `--wait`: until whoever holds the target has ended.

use std::fmt::Write as _;
use std::str::FromStr;
use std::time::{Duration, Instant};

use clap::Args;

use super::context::Context;
use super::outcome::{CommandResult, Failure};
use super::{database, interrupt};
use crate::diagnostic::Diagnostic;
use crate::engine::{Access, Engine};
use crate::project::model::{Project, Target};
use crate::project::time::Length;
use crate::rules::target_busy;
use crate::run::{self, Busy};
use crate::settings::LogFormat;

/// How long until it is looked again.
const POLL: Duration = Duration::from_secs(1);

/// Whether a command that writes waits for others.
#[derive(Debug, Clone, Args)]
pub struct WaitArgs {
    /// Wait until no other run holds the store's lease, and no other process DuckDB's file, for at most DURATION (`90s`, `10m`, `'2 hours'`), or as long as it takes;
    /// without it the command fails at once
    #[arg(long, value_name = "DURATION", num_args = 0..=1)]
    #[expect(
        clippy::option_option,
        reason = "clap: no flag, a flag, a flag with a value"
    )]
    wait: Option<Option<Patience>>,
}

impl WaitArgs {
    /// From the moment on at which somebody is found to hold the target.
    pub fn begin(&self) -> Option<Waiting> {
        let limit = self.wait.as_ref()?;
        Some(Waiting {
            limit: limit.as_ref().map(|patience| patience.0),
            begun: None,
            told: String::new(),
        })
    }
}

/// A length of time as it stands in a flag: `90s`, or as in definitions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Patience(Duration);

impl FromStr for Patience {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let long = match text
            .trim()
            .split_at_checked(text.trim().len().saturating_sub(1))
        {
            Some((number, "s")) => format!("{number} seconds"),
            Some((number, "m")) => format!("{number} minutes"),
            Some((number, "h")) => format!("{number} hours"),
            Some(_) | None => String::new(),
        };
        let length = text.parse::<Length>().or_else(|_| long.parse());
        let seconds = length
            .ok()
            .and_then(|length| u64::try_from(length.seconds()).ok());
        let seconds = seconds.ok_or("expected a length of time like `90s`, `10m` or `2 hours`")?;
        Ok(Self(Duration::from_secs(seconds)))
    }
}

/// A wait that has begun.
#[derive(Debug)]
pub struct Waiting {
    limit: Option<Duration>,
    begun: Option<Instant>,
    told: String,
}

impl Waiting {
    /// How long it may still take; `None` where there is no limit.
    fn left(&mut self) -> Option<Duration> {
        let waited = self.waited();
        Some(self.limit?.saturating_sub(waited))
    }

    fn waited(&mut self) -> Duration {
        self.begun.get_or_insert_with(Instant::now).elapsed()
    }
}

/// Makes and executes a plan, and another one where a run that was waited for has written since it was made.
pub fn planning(
    wait: &WaitArgs,
    context: &mut Context,
    mut attempt: impl FnMut(&mut Context) -> CommandResult,
) -> CommandResult {
    context.waiting = wait.begin();
    loop {
        match attempt(context) {
            Err(Failure::Outdated) => {}
            ended => return ended,
        }
    }
}

/// Waits a little for what `busy` tells of. An error when that was not asked for, or took too long, and when Ctrl-C is pressed.
fn pause(context: &mut Context, project: &Project, busy: Diagnostic) -> Result<(), Failure> {
    let failed = |busy| Failure::Diagnostics(vec![busy], project.files.clone());
    let Some(mut waiting) = context.waiting.take() else {
        return Err(failed(busy));
    };
    let left = waiting.left();
    if left.is_some_and(|left| left.is_zero()) {
        let waited = waiting.waited().as_secs();
        let plural = if waited == 1 { "" } else { "s" };
        let waited = format!("waited for {waited} second{plural}");
        return Err(failed(busy.note(waited)));
    }
    if waiting.told != busy.message {
        waiting.told.clone_from(&busy.message);
        let text = said(context, &busy.message);
        context.message(&text);
    }
    context.waiting = Some(waiting);
    let cancellation = interrupt::on_ctrl_c();
    run::sleep(
        left.map_or(POLL, |left| left.min(POLL)),
        Some(&cancellation),
    );
    if cancellation.is_requested() {
        return Err(Failure::Interrupted);
    }
    Ok(())
}

fn said(context: &Context, message: &str) -> String {
    let mut text = match context.settings.log_format {
        LogFormat::Text => format!("waiting: {message}"),
        LogFormat::Json => {
            serde_json::json!({ "event": "waiting", "message": message }).to_string()
        }
    };
    // Writing to a `String` cannot fail.
    let _ = writeln!(text);
    text
}

/// Opens the database of `target` to write, when no other process and no other run holds it.
pub fn open(
    context: &mut Context,
    project: &Project,
    target: &Target,
) -> Result<Box<dyn Engine>, Failure> {
    let engine = loop {
        match database::open(context, project, target, Access::Write) {
            Err(Failure::Diagnostics(mut found, _))
                if found.len() == 1 && found[0].rule == &target_busy::RULE =>
            {
                pause(context, project, found.remove(0))?;
            }
            opened => break opened?,
        }
    };
    // What is planned next depends on what the other run makes.
    while context.waiting.is_some()
        && let Some(busy) = run::holder(engine.as_ref(), &project.store)
    {
        pause(context, project, target_busy::held(&target.name, &busy))?;
    }
    Ok(engine)
}

/// Waits a little for a run that took the lease just before this one: what it writes is not what was planned with.
pub fn outdated(context: &mut Context, project: &Project, busy: &Busy) -> Failure {
    let held = match context.settings.target(project) {
        Ok(target) => target_busy::held(&target.name, busy),
        Err(problem) => return problem.into(),
    };
    match pause(context, project, held) {
        Ok(()) => Failure::Outdated,
        Err(failure) => failure,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_of_flags_are_short_or_as_in_definitions() {
        for (text, seconds) in [
            ("90s", 90),
            ("10m", 600),
            ("2h", 7200),
            ("2 hours", 7200),
            ("0s", 0),
        ] {
            assert_eq!(
                text.parse(),
                Ok(Patience(Duration::from_secs(seconds))),
                "{text}"
            );
        }
        for text in ["", "s", "10", "-1s", "1.5h", "ten minutes", "ü"] {
            assert!(text.parse::<Patience>().is_err(), "{text}");
        }
    }
}
