//! Executes a plan: every node's script in the order of the graph, several at a time, each in a transaction of its own.
//!
//! What holds: a node starts when all that it needs succeeded; what needs a failed node or a source whose local file cannot
//! be used is skipped, the rest finishes; writers of one table queue; a node that fails or is stopped before it has
//! committed leaves the store as it was, and one that fails after says so. So a run may end anywhere, and the next one
//! completes it.

mod audit;
mod cancel;
mod clock;
mod columns;
mod held;
mod id;
pub mod last;
mod lease;
mod mounts;
mod node;
mod observer;
mod options;
mod outcome;
mod ownership;
pub mod progress;
mod queue;
mod reading;
pub mod results;
mod retry;
mod schedule;
mod schema_change;
mod script;
mod shortfall;
mod stage_columns;
mod stopped;
#[cfg(test)]
#[cfg(feature = "duckdb")]
mod tests;
mod types;
mod values;
mod workers;

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::OnceLock;

use chrono::{NaiveDateTime, TimeDelta};

pub use cancel::{Cancellation, interruptible};
pub use clock::Clock;
pub use held::{Held, NotHeld, holding_the_store};
pub use id::run_id;
pub use last::Invocation;
pub use lease::{Busy, LeaseOptions, holder};
pub use observer::{Observer, Silent};
pub use options::RunOptions;
pub use results::{NodeResult, RunResults, Status};
pub use retry::{Retries, sleep};
pub use stopped::Stopped;

use crate::diagnostic::Diagnostic;
use crate::emit;
use crate::emit::script::{Phase, Script, Statement};
use crate::engine::{Engine, EngineError, Purpose, Session};
use crate::ledger;
use crate::plan::{Plan, PlannedNode};
use crate::rules::{database_unavailable, statement_failed};
use crate::source::Span;
use mounts::Broken;
use queue::Queues;
use reading::Commits;
use script::Sender;
use values::RunValues;

/// Why nothing of a run was done.
#[derive(Debug)]
pub enum NotRun<E> {
    /// Another run holds the store.
    Busy(Box<Busy>),
    /// That it begins could not be noted.
    Unnoted(E),
}

/// Executes a plan and tells what came of it. `note` is told once the store is held, before anything is done to it, what to say
/// of the run where it is killed. `cancellation` may be requested from any thread: what runs is interrupted and rolled back,
/// what has not started stays undone.
pub fn run<E>(
    plan: &Plan,
    engine: &dyn Engine,
    options: &RunOptions,
    observer: &dyn Observer,
    cancellation: &Cancellation,
    note: impl FnOnce(&RunResults) -> Result<(), E>,
) -> Result<RunResults, NotRun<E>> {
    let began = options.clock.passed();
    let values = RunValues::new(plan.dialect, &options.run_id, &options.root);
    let run = Run::new(plan, engine, options, observer, cancellation, &values);
    let taken = match run.take_lease() {
        Ok(Err(busy)) => return Err(NotRun::Busy(Box::new(busy))),
        Ok(Ok(session)) => Ok(session),
        Err(stopped) => Err(stopped),
    };
    let (nodes, errors) = match taken {
        Ok(session) => run.under_lease(session, || {
            note(&begun(plan, options)).map_err(NotRun::Unnoted)?;
            observer.run_started(plan, &options.run_id);
            Ok(run.execute())
        })?,
        Err(stopped) => {
            observer.run_started(plan, &options.run_id);
            run.not_begun(stopped)
        }
    };
    let results = run.results(nodes, errors, options.clock.since(began));
    observer.run_finished(&results);
    Ok(results)
}

/// What is told of a run while it goes on, and where it is killed: nothing is done yet.
fn begun(plan: &Plan, options: &RunOptions) -> RunResults {
    let nodes = plan.nodes.iter();
    let nodes = nodes.map(|node| Run::result(node, Status::Skipped));
    RunResults {
        run_id: options.run_id.clone(),
        target: plan.target.to_string(),
        nodes: nodes.collect(),
        ..RunResults::without_plan(
            Status::Running,
            options.now,
            options.args.clone(),
            options.invocation.clone(),
        )
    }
}

/// Opens a session in which a planned query can be looked at: the local files are checked and stand in for sources;
/// nothing else is made, and no run is noted. Nothing is wrong where `cancellation` was requested meanwhile.
pub fn prepare(
    plan: &Plan,
    engine: &dyn Engine,
    root: &Path,
    target_at: Option<Span>,
    cancellation: &Cancellation,
) -> Result<Box<dyn Session>, Vec<Diagnostic>> {
    let options = RunOptions {
        target_at,
        ..RunOptions::new(String::new(), NaiveDateTime::default(), root)
    };
    let values = RunValues::new(plan.dialect, &options.run_id, &options.root);
    let run = Run::new(plan, engine, &options, &Silent, cancellation, &values);
    match run.set_up(emit::sources) {
        Ok((session, broken)) if broken.findings.is_empty() => Ok(session),
        Ok((_, broken)) => Err(broken.findings),
        Err(stopped) => Err(stopped.errors().unwrap_or_default()),
    }
}

/// What all parts of a run share.
struct Run<'a> {
    plan: &'a Plan,
    engine: &'a dyn Engine,
    options: &'a RunOptions,
    observer: &'a dyn Observer,
    cancellation: &'a Cancellation,
    values: &'a RunValues,
    queues: Queues,
    /// What was written so far, and in which sessions.
    commits: Commits,
    /// Set when the lease was lost, with who has it, where that is known.
    lost: OnceLock<Option<Busy>>,
}

impl<'a> Run<'a> {
    fn new(
        plan: &'a Plan,
        engine: &'a dyn Engine,
        options: &'a RunOptions,
        observer: &'a dyn Observer,
        cancellation: &'a Cancellation,
        values: &'a RunValues,
    ) -> Self {
        Self {
            plan,
            engine,
            options,
            observer,
            cancellation,
            values,
            queues: Queues::default(),
            commits: Commits::default(),
            lost: OnceLock::new(),
        }
    }
}

impl Run<'_> {
    fn execute(&self) -> (Vec<NodeResult>, Vec<Diagnostic>) {
        let begun = self.in_sessions("the set-up of the run", || self.begin());
        let (mut session, broken) = match begun {
            Ok(begun) => begun,
            Err(stopped) => return self.not_begun(stopped),
        };
        let nodes = cancel::interruptible(self.engine, self.cancellation, || {
            workers::nodes(self, &broken.mounts)
        });
        let mut errors = broken.findings;
        if let Err(error) = self.end(session.as_mut(), &nodes) {
            errors.push(statement_failed::refused(
                "the end of the run",
                "ledger: how the run ended",
                &error,
            ));
        }
        errors.extend(self.lost_lease());
        (nodes, errors)
    }

    /// Does `work`, which opens a session of its own, again from its start where that is lost; a request to stop interrupts
    /// it.
    fn in_sessions<T>(
        &self,
        of: &str,
        work: impl FnMut() -> Result<T, Stopped>,
    ) -> Result<T, Stopped> {
        cancel::interruptible(self.engine, self.cancellation, || {
            retry::in_sessions(&self.options.retries, of, work)
        })
    }

    /// The results of a run that could not begin.
    fn not_begun(&self, stopped: Stopped) -> (Vec<NodeResult>, Vec<Diagnostic>) {
        match stopped.errors() {
            None => {
                let lost = self.lost_lease().into_iter().collect();
                (self.none_ran(Status::Cancelled), lost)
            }
            Some(errors) => (self.none_ran(Status::Skipped), errors),
        }
    }

    /// Makes schemas elsewhere, sends the set-up and notes that the run has started.
    fn begin(&self) -> Result<(Box<dyn Session>, Broken), Stopped> {
        let elsewhere = emit::schemas_elsewhere(self.plan);
        if elsewhere.count() > 0 {
            self.send_once(self.open()?.as_mut(), &elsewhere)?;
        }
        let (mut session, broken) = self.set_up_store()?;
        self.send_once(session.as_mut(), &single(emit::run_started(self.plan)))?;
        Ok((session, broken))
    }

    /// Checks the local files, sends the set-up and settles the run's moment.
    fn set_up_store(&self) -> Result<(Box<dyn Session>, Broken), Stopped> {
        let (mut session, broken) = self.set_up(emit::setup)?;
        self.settle_moment(session.as_mut())?;
        Ok((session, broken))
    }

    /// The run's moment is now, or just after the latest run that the ledger knows: a clock that went back, or a run that
    /// was waited for, must not make what is written now look older than what it takes the place of.
    fn settle_moment(&self, session: &mut dyn Session) -> Result<(), Stopped> {
        let now = self.options.now;
        let latest = Sender::new(session, self, None).ask(&emit::latest_run(self.plan))?;
        let latest = latest.as_deref().and_then(ledger::moment);
        // Names of snapshots tell moments apart by milliseconds, and what a restoration undoes is undone within one.
        let after = latest.and_then(|latest| latest.checked_add_signed(TimeDelta::milliseconds(1)));
        let (Some(latest), Some(after)) = (latest, after.filter(|after| *after > now)) else {
            self.values.settle(now);
            return Ok(());
        };
        if self.values.settle(after) > latest && latest >= now {
            tracing::warn!(
                "the clock says {now}, and the last run was at {latest}: this one counts as just after that"
            );
        }
        Ok(())
    }

    /// Opens a session, checks the local files and sends what is to be sent for those that can be used.
    fn set_up(
        &self,
        script: impl FnOnce(&Plan, &BTreeSet<usize>) -> Script,
    ) -> Result<(Box<dyn Session>, Broken), Stopped> {
        let mut session = self.open()?;
        let broken = mounts::check(
            &self.plan.mounts,
            &self.options.root,
            self.values,
            session.as_mut(),
        )
        .map_err(|error| {
            let purpose = "to read the local files of sources";
            self.stopped_by(statement_failed::refused(
                "the set-up of the run",
                purpose,
                &error,
            ))
        })?;
        self.send_once(session.as_mut(), &script(self.plan, &broken.mounts))?;
        Ok((session, broken))
    }

    /// A session, or that the target lets nobody in.
    fn open(&self) -> Result<Box<dyn Session>, Stopped> {
        self.engine.session().map_err(|error| {
            let (target, at) = (self.plan.target.as_str(), self.options.target_at);
            self.stopped_by(database_unavailable::lets_nobody_in(target, at, &error))
        })
    }

    /// A session in place of one that was lost, for statements of the run as a whole.
    fn another_session(&self) -> Result<Box<dyn Session>, EngineError> {
        let mut session = self.engine.session()?;
        session.set_purpose(&self.purpose(None));
        Ok(session)
    }

    /// What statements are for, a node's or the run's own.
    fn purpose(&self, node: Option<&PlannedNode>) -> Purpose {
        Purpose {
            project: self.plan.project.clone(),
            node: node.map(|node| node.id.clone()),
            run_id: Some(self.options.run_id.clone()),
            job: self.plan.backfill.as_ref().map(|job| job.name.clone()),
        }
    }

    /// A request to stop counts more than what it brings about.
    fn stopped_by(&self, problem: Diagnostic) -> Stopped {
        if self.cancellation.is_requested() {
            Stopped::Cancelled
        } else {
            Stopped::Failed(vec![problem])
        }
    }

    fn send_once(&self, session: &mut dyn Session, script: &Script) -> Result<(), Stopped> {
        Sender::new(session, self, None).send(script)
    }

    /// Notes how the run ended; a request to stop does not keep this from being sent. The session has been idle all the
    /// while, and may be gone.
    fn end(&self, session: &mut dyn Session, nodes: &[NodeResult]) -> Result<(), EngineError> {
        let status = self.status(nodes, &[]);
        let sql = emit::run_finished(self.plan, status.as_str())
            .bind(|parameter| self.values.text(parameter).unwrap_or_default().to_owned());
        let mut failures = 0;
        loop {
            let sent = match session.execute(&sql) {
                Err(EngineError::SessionLost(_)) => self.another_session()?.execute(&sql),
                sent => sent,
            };
            failures += 1;
            let pause = self.options.retries.pause(failures, &self.options.run_id);
            match (sent, pause) {
                (Err(EngineError::Contention(_)), Some(pause)) => {
                    retry::sleep(pause, Some(self.cancellation));
                }
                (sent, _) => return sent.map(|_| ()),
            }
        }
    }
}

/// A script of one statement.
fn single(statement: Statement) -> Script {
    Script {
        phases: vec![Phase {
            lock: None,
            statements: vec![statement],
        }],
        cleanup: Vec::new(),
    }
}
