//! FSC520 `target-busy`: another run, or another process, holds the target.

use super::Rule;
use crate::diagnostic::{Diagnostic, Level};
use crate::engine::EngineError;
use crate::project::model::{Target, TargetName};
use crate::run::Busy;

/// FSC520.
pub static RULE: Rule = Rule {
    code: "FSC520",
    name: "target-busy",
    level: Level::Deny,
    summary: "another run holds the target",
    docs: r"## What
A run writes to a store only while it holds the store's lease, and another run holds it; or another process has the
database file of the embedded target open. The message says who, since when, and what it does.

A run that finds its lease taken over stops and says so: it gave no sign of life for a minute, since its computer slept or
the database was out of reach, and another run went on in its place. What it had not committed was rolled back.

## Why
Two runs that write one view at one as-of time would each undo what the other did, and readers would see a mixture.

## Bad
```console
$ fsc run --ds 2023-08-01 &
$ fsc run --ds 2023-08-02
```

## Good
```console
$ fsc run --ds 2023-08-01 &
$ fsc run --ds 2023-08-02 --wait '30 minutes'
```
",
};

/// Another run holds the lease.
pub(crate) fn held(target: &TargetName, busy: &Busy) -> Diagnostic {
    Diagnostic::new(
        &RULE,
        format!("target `{target}` is in use by {}", who(busy)),
    )
    .note(format!(
        "its last sign of life was at {} UTC; without another one its lease ends in {} {}",
        busy.heartbeat,
        busy.seconds_left,
        if busy.seconds_left == 1 { "second" } else { "seconds" }
    ))
    .help("wait for it with `--wait`, or end that process: the lease of one that is gone ends by itself")
}

/// The lease of this run is another's now.
pub(crate) fn lost(target: &TargetName, by: Option<&Busy>) -> Diagnostic {
    let taken = match by {
        Some(busy) => format!("was taken over by {}", who(busy)),
        None => "is gone".to_owned(),
    };
    Diagnostic::new(
        &RULE,
        format!("the run stopped: its lease of target `{target}` {taken}"),
    )
    .note("it had given no sign of life for too long, or somebody ended the lease by hand; what was not committed was rolled back")
    .help("when the other run has ended, `fsc retry` completes this one, or the same command does where it was no run")
}

/// Another process holds the database.
pub(crate) fn locked(target: &Target, error: &EngineError) -> Diagnostic {
    Diagnostic::new(&RULE, format!("target `{}`: {error}", target.name))
        .at(target.span, "")
        .note("DuckDB lets one process open a file that is written: while a run goes on, nobody else can read it either")
        .help("wait until it has ended: a run ends by itself, and commands that write wait for it with `--wait`")
}

/// `fsc run --ds 2023-08-01`, of `rafay` on `airflow-7` (process 4711), since 2023-08-02 06:00:00 UTC.
fn who(busy: &Busy) -> String {
    let Busy {
        doing,
        user,
        host,
        pid,
        since,
        ..
    } = busy;
    format!("`{doing}` of user `{user}` on `{host}` (process {pid}), since {since} UTC")
}
