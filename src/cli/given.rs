//! The flags that a command was given, for the commands that it names as ways out: these are about the same target, with the
//! same variables.

use std::borrow::Cow;

use crate::diagnostic::Diagnostic;
use crate::settings::{Settings, vars};

/// Commands of a project on a target.
const ON_TARGET: [&str; 10] = [
    "backfill",
    "check",
    "compile",
    "lineage",
    "ls",
    "plan",
    "run",
    "show",
    "snapshots",
    "status",
];
/// The one of them that compiles nothing.
const WITHOUT_VARS: &str = "snapshots";

/// The flags, each after a blank, as a shell reads them.
#[derive(Debug, Clone)]
pub struct Given {
    target: String,
    vars: String,
}

impl Given {
    /// Those of the settings: of the command line and the environment.
    pub fn of(settings: &Settings) -> Self {
        let target = settings.target.as_ref();
        Self {
            target: target.map_or_else(String::new, |target| format!(" --target {target}")),
            vars: vars::flag(&settings.vars),
        }
    }

    /// A command, `fsc run --ds 2023-08-01`, with what it lacks of them.
    pub fn with(&self, command: &str) -> String {
        let mut words = command.split_whitespace().skip(1);
        let Some(name) = words.next().filter(|name| ON_TARGET.contains(name)) else {
            return command.to_owned();
        };
        let mut command = command.to_owned();
        if name != WITHOUT_VARS && !command.contains(" --vars ") {
            command.push_str(&self.vars);
        }
        if !command.contains(" --target ") {
            command.push_str(&self.target);
        }
        command
    }

    /// A finding whose ways out are commands with them.
    pub fn complete<'d>(&self, diagnostic: &'d Diagnostic) -> Cow<'d, Diagnostic> {
        if self.target.is_empty() && self.vars.is_empty() {
            return Cow::Borrowed(diagnostic);
        }
        let mut diagnostic = diagnostic.clone();
        let helps = diagnostic.help.iter_mut().map(|help| &mut help.text);
        for text in helps.chain(&mut diagnostic.notes) {
            if text.contains("`fsc ") {
                *text = self.completed(text);
            }
        }
        Cow::Owned(diagnostic)
    }

    /// A text in which what is between two backticks is code.
    fn completed(&self, text: &str) -> String {
        let parts = text.split('`').enumerate().map(|(at, part)| {
            if at % 2 == 1 && part.starts_with("fsc ") {
                self.with(part)
            } else {
                part.to_owned()
            }
        });
        parts.collect::<Vec<_>>().join("`")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_get_what_they_lack_and_take() {
        let given = Given {
            target: " --target prod".to_owned(),
            vars: " --vars '{\"a\":1}'".to_owned(),
        };
        for (command, with) in [
            (
                "fsc run --ds x",
                "fsc run --ds x --vars '{\"a\":1}' --target prod",
            ),
            (
                "fsc run --target dev",
                "fsc run --target dev --vars '{\"a\":1}'",
            ),
            ("fsc snapshots ls", "fsc snapshots ls --target prod"),
            ("fsc retry", "fsc retry"),
            ("fsc", "fsc"),
        ] {
            assert_eq!(given.with(command), with);
        }
    }
}
