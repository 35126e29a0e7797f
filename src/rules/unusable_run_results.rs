//! FSC521 `unusable-run-results`: there is no last run to retry.

use std::path::Path;

use super::Rule;
use crate::diagnostic::{Diagnostic, Level};
use crate::run::last::Unusable;

/// FSC521.
pub static RULE: Rule = Rule {
    code: "FSC521",
    name: "unusable-run-results",
    level: Level::Deny,
    summary: "there is no last run that could be retried",
    docs: r"## What
`fsc retry` reads `target/run_results.json`, and the file is missing, was written by another version of fsc or by another
tool, is broken, tells of a command that did not come to compute anything, or tells of a run on another target than the one that was named.

## Why
What failed, and as of when, with which variables, stands nowhere else.

## Bad
```console
$ fsc clean
$ fsc retry
```

## Good
```console
$ fsc run --ds 2023-08-01
$ fsc retry
```
",
};

fn diagnostic(message: String) -> Diagnostic {
    Diagnostic::new(&RULE, message).help(
        "start with `fsc run --ds …`: what is there already is computed again, and changes nothing",
    )
}

/// There is no file.
pub(crate) fn missing() -> Diagnostic {
    diagnostic("nothing has run: there is no `target/run_results.json`".to_owned())
}

/// The last command ended, or was killed, before it had a plan.
pub(crate) fn without_plan(command: &str) -> Diagnostic {
    Diagnostic::new(
        &RULE,
        format!("the last `fsc {command}` did not come to compute anything"),
    )
    .help("give it again: what is there already stays")
}

/// The file cannot be read.
pub(crate) fn unreadable(path: &Path, error: &std::io::Error) -> Diagnostic {
    diagnostic(format!("could not read {}: {error}", path.display()))
}

/// The file tells nothing.
pub(crate) fn unusable(problem: &Unusable) -> Diagnostic {
    let file = "`target/run_results.json`";
    match problem {
        Unusable::NotJson(error) => {
            diagnostic(format!("{file} is not whole")).note(format!("as JSON: {error}"))
        }
        Unusable::Foreign => diagnostic(format!("{file} was not written by fsc"))
            .note("dbt writes a file of the same name"),
        Unusable::OtherVersion {
            version,
            fsc_version,
        } => diagnostic(format!("{file} was written by fsc {fsc_version}"))
            .note(format!("its form has version {version}")),
        Unusable::Incomplete(error) => {
            diagnostic(format!("{file} is not complete")).note(error.clone())
        }
    }
}

/// The last run was on `last`, and `asked` was named.
pub(crate) fn other_target(last: &str, asked: &str) -> Diagnostic {
    Diagnostic::new(
        &RULE,
        format!("the last run was on target `{last}`, not on `{asked}`"),
    )
    .help("leave out `--target` and `FSC_TARGET`: a retry is on the target of the last run")
}
