//! What every command is given: settings, streams, and a count of what was found.

use crate::diagnostic::{Diagnostic, Severity, concise, human, json};
use crate::environment::EnvironmentVariables;
use crate::project::time::AsOf;
use crate::settings::{MessageFormat, Settings};
use crate::source::SourceMap;

use super::given::Given;
use super::outcome::{CommandResult, Exit, Failure};
use super::output::Output;
use super::waiting::Waiting;

/// How much is said: below 0 errors only, above 0 more than usual.
pub type Verbosity = i8;

/// Where findings are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stream {
    /// They are the results of the command.
    Stdout,
    /// They are messages about its work.
    Stderr,
}

/// Settings, surroundings, streams and counts.
pub struct Context {
    /// How fsc was asked to behave.
    pub settings: Settings,
    /// How much is said.
    pub verbosity: Verbosity,
    /// The environment variables that templates and targets may read.
    pub environment: EnvironmentVariables,
    /// Now, UTC: one moment for the whole command.
    pub now: AsOf,
    /// The wait for others that hold the target, where one was asked for.
    pub waiting: Option<Waiting>,
    /// Whether what came of a run was written.
    pub has_results: bool,
    /// Whether merged tables and views are computed as if nothing were there yet.
    pub full_refresh: bool,
    output: Output,
    errors: usize,
    warnings: usize,
    /// Findings of lints that were counted and not shown: `fsc check` is there for them.
    kept_back: usize,
}

impl Context {
    /// A context that has said nothing yet.
    pub fn new(
        settings: Settings,
        verbosity: Verbosity,
        environment: EnvironmentVariables,
        now: AsOf,
    ) -> Self {
        Self {
            output: Output::new(settings.color),
            settings,
            verbosity,
            environment,
            now,
            waiting: None,
            has_results: false,
            full_refresh: false,
            errors: 0,
            warnings: 0,
            kept_back: 0,
        }
    }

    /// Says what is odd about the environment; an error there is a failure.
    pub fn accept_settings(&mut self, findings: Vec<Diagnostic>) -> Result<(), Failure> {
        let (errors, warnings): (Vec<_>, Vec<_>) = findings
            .into_iter()
            .partition(|finding| finding.severity == Severity::Error);
        self.report(&warnings, &SourceMap::default(), Stream::Stderr)?;
        if errors.is_empty() {
            Ok(())
        } else {
            Err(errors.into())
        }
    }

    /// Writes results.
    pub fn data(&mut self, text: &str) -> Result<(), Failure> {
        Ok(self.output.data(text)?)
    }

    /// Writes a message, unless only errors are wanted.
    pub fn message(&mut self, text: &str) {
        if self.verbosity >= 0 {
            self.output.message(text);
        }
    }

    /// Writes a question, which is no message that could be left out.
    pub fn ask(&mut self, text: &str) {
        self.output.message(text);
    }

    /// Whether messages may hold ANSI codes.
    pub fn is_styled(&self) -> bool {
        self.output.is_styled()
    }

    /// Writes findings in the format of the settings and counts them. What lints say beside the results of another command
    /// than `fsc check` is only counted.
    pub fn report(
        &mut self,
        diagnostics: &[Diagnostic],
        sources: &SourceMap,
        stream: Stream,
    ) -> Result<(), Failure> {
        let given = Given::of(&self.settings);
        for diagnostic in diagnostics {
            match diagnostic.severity {
                Severity::Error => self.errors += 1,
                Severity::Warning | Severity::Info if self.verbosity < 0 => continue,
                Severity::Warning => self.warnings += 1,
                Severity::Info => {}
            }
            if stream == Stream::Stderr
                && diagnostic.rule.is_lint()
                && diagnostic.severity != Severity::Error
                && self.settings.message_format != MessageFormat::Json
            {
                self.kept_back += 1;
                continue;
            }
            let diagnostic = given.complete(diagnostic);
            let text = render(&diagnostic, sources, self.settings.message_format, true);
            match stream {
                Stream::Stdout => self.output.data(&text)?,
                Stream::Stderr => self.output.message(&text),
            }
        }
        Ok(())
    }

    /// Says why a command failed, or sums up what it found, and gives the exit code.
    pub fn finish(mut self, result: CommandResult) -> Exit {
        let exit = match result.and_then(|exit| Ok(self.output.flush().map(|()| exit)?)) {
            Ok(exit) => exit,
            Err(Failure::BrokenPipe) => return Exit::Clean,
            Err(Failure::Interrupted) => {
                let _ = self.output.flush();
                return Exit::Interrupted;
            }
            Err(Failure::Outdated) => {
                self.message("another run has written meanwhile: run the command again\n");
                Exit::Failure
            }
            Err(Failure::Diagnostics(diagnostics, sources)) => {
                // Results that were written before the failure come first, where both streams are one terminal.
                let _ = self.output.flush();
                let _ = self.report(&diagnostics, &sources, Stream::Stderr);
                Exit::Failure
            }
        };
        if exit != Exit::Failure
            && self.settings.message_format != MessageFormat::Json
            && let Some(summary) = summary(self.errors, self.warnings)
        {
            let hint = if self.kept_back > 0 {
                let check = Given::of(&self.settings).with("fsc check");
                format!("; `{check}` shows them")
            } else {
                String::new()
            };
            self.message(&format!("{summary}{hint}\n"));
        }
        exit
    }
}

/// A finding in a format. `styled` writes ANSI colours where the format has some.
pub fn render(
    diagnostic: &Diagnostic,
    sources: &SourceMap,
    format: MessageFormat,
    styled: bool,
) -> String {
    match format {
        MessageFormat::Human => human::render(diagnostic, sources, styled) + "\n",
        MessageFormat::Concise => concise::render(diagnostic, sources),
        MessageFormat::Json => json::render(diagnostic, sources),
    }
}

/// `error: 3 errors, 1 warning`.
fn summary(errors: usize, warnings: usize) -> Option<String> {
    let count = |number: usize, noun: &str| match number {
        0 => None,
        1 => Some(format!("1 {noun}")),
        _ => Some(format!("{number} {noun}s")),
    };
    let counts: Vec<String> = [count(errors, "error"), count(warnings, "warning")]
        .into_iter()
        .flatten()
        .collect();
    let (level, style) = if errors > 0 {
        ("error", anstyle::AnsiColor::Red)
    } else {
        ("warning", anstyle::AnsiColor::Yellow)
    };
    let style = style.on_default().bold();
    (!counts.is_empty()).then(|| format!("{style}{level}{style:#}: {}", counts.join(", ")))
}
