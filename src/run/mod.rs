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
mod id;
pub mod last;
mod lease;
mod mounts;
mod node;
mod observer;
mod ownership;
pub mod progress;
mod queue;
pub mod results;
mod retry;
mod schedule;
mod schema_change;
mod script;
mod shortfall;
#[cfg(test)]
#[cfg(feature = "duckdb")]
mod tests;
mod types;
mod values;
mod workers;

use std::collections::BTreeSet;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::Duration;

use chrono::{NaiveDateTime, TimeDelta};

pub use cancel::{Cancellation, interruptible};
pub use clock::Clock;
pub use id::run_id;
pub use last::Invocation;
pub use lease::{Busy, LeaseOptions, holder};
pub use observer::{Observer, Silent};
pub use results::{NodeResult, RunResults, Status};
pub use retry::{Retries, sleep};

use crate::diagnostic::Diagnostic;
use crate::emit;
use crate::emit::script::{Phase, Role, Script, SqlText, Statement};
use crate::engine::{Engine, EngineError, Session};
use crate::ledger;
use crate::output_folder;
use crate::plan::{Plan, PlannedNode, PlannedTime};
use crate::rules::{database_unavailable, statement_failed};
use crate::source::Span;
use mounts::Broken;
use queue::Queues;
use script::{Sender, Stopped};
use values::RunValues;

/// What a run needs to know beside its plan.
#[derive(Debug, Clone)]
pub struct RunOptions {
    /// How many nodes run at once.
    pub threads: NonZeroUsize,
    /// The run's id, from [`run_id`].
    pub run_id: String,
    /// Now, UTC: the `computed_at` of every value of the run, unless the ledger knows a later run.
    pub now: NaiveDateTime,
    /// Tells how long things take.
    pub clock: Clock,
    /// The project's folder, absolute.
    pub root: PathBuf,
    /// Where the target is defined, for messages.
    pub target_at: Option<Span>,
    /// The command line, for the results file.
    pub args: Vec<String>,
    /// What was asked for, for the results file.
    pub invocation: Invocation,
    /// What is tried again, and how often.
    pub retries: Retries,
    /// Who the run is for others that want to write.
    pub lease: LeaseOptions,
    /// Whether the first node that fails keeps all others from starting.
    pub fail_fast: bool,
}

/// Executes a plan and tells what came of it; an error says who holds the store, and that nothing was done.
/// `cancellation` may be requested from any thread: what runs is interrupted and rolled back, what has not started stays
/// undone.
#[expect(clippy::result_large_err, reason = "made once a run")]
pub fn run(
    plan: &Plan,
    engine: &dyn Engine,
    options: &RunOptions,
    observer: &dyn Observer,
    cancellation: &Cancellation,
) -> Result<RunResults, Busy> {
    let begun = options.clock.passed();
    let values = RunValues::new(plan.dialect, &options.run_id, &options.root);
    let run = Run {
        plan,
        engine,
        options,
        observer,
        cancellation,
        values: &values,
        queues: Queues::default(),
        lost: OnceLock::new(),
    };
    let taken = match run.take_lease() {
        Ok(Err(busy)) => return Err(busy),
        Ok(Ok(session)) => Ok(session),
        Err(stopped) => Err(stopped),
    };
    observer.run_started(plan, &options.run_id);
    let (nodes, errors) = match taken {
        Ok(session) => run.under_lease(session, || run.execute()),
        Err(stopped) => run.not_begun(stopped),
    };
    let results = run.results(nodes, errors, options.clock.since(begun));
    observer.run_finished(&results);
    Ok(results)
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
        threads: NonZeroUsize::MIN,
        run_id: String::new(),
        now: NaiveDateTime::default(),
        clock: Clock::default(),
        root: root.to_path_buf(),
        target_at,
        args: Vec::new(),
        invocation: Invocation::default(),
        retries: Retries::default(),
        lease: LeaseOptions::default(),
        fail_fast: false,
    };
    let values = RunValues::new(plan.dialect, &options.run_id, &options.root);
    let run = Run {
        plan,
        engine,
        options: &options,
        observer: &Silent,
        cancellation,
        values: &values,
        queues: Queues::default(),
        lost: OnceLock::new(),
    };
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
    /// Set when the lease was lost, with who has it, where that is known.
    lost: OnceLock<Option<Busy>>,
}

impl Run<'_> {
    fn execute(&self) -> (Vec<NodeResult>, Vec<Diagnostic>) {
        let begun = cancel::interruptible(self.engine, self.cancellation, || {
            retry::in_sessions(&self.options.retries, "the set-up of the run", || {
                self.begin()
            })
        });
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

    /// Checks the local files, sends the set-up, settles the run's moment and notes that the run has started.
    fn begin(&self) -> Result<(Box<dyn Session>, Broken), Stopped> {
        let (mut session, broken) = self.set_up(emit::setup)?;
        self.settle_moment(session.as_mut())?;
        let started = emit::run_started(self.plan);
        self.send_once(
            session.as_mut(),
            &single("ledger: the run has started", started),
        )?;
        Ok((session, broken))
    }

    /// The run's moment is now, or just after the latest run that the ledger knows: a clock that went back, or a run that
    /// was waited for, must not make what is written now look older than what it takes the place of.
    fn settle_moment(&self, session: &mut dyn Session) -> Result<(), Stopped> {
        let now = self.options.now;
        let latest = Sender::new(session, self, None).ask(&emit::latest_run(self.plan))?;
        let latest = latest.as_deref().and_then(ledger::moment);
        let moment = match latest.filter(|latest| *latest >= now) {
            None => now,
            Some(latest) => {
                tracing::warn!(
                    "the clock says {now}, and the last run was at {latest}: this one counts as just after that"
                );
                // Names of snapshots tell moments apart by milliseconds.
                latest
                    .checked_add_signed(TimeDelta::milliseconds(1))
                    .unwrap_or(now)
            }
        };
        self.values.settle(moment);
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
                Err(EngineError::SessionLost(_)) => self.engine.session()?.execute(&sql),
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

    fn status(&self, nodes: &[NodeResult], errors: &[Diagnostic]) -> Status {
        let any = |status| nodes.iter().any(|node| node.status == status);
        if any(Status::Cancelled) || (nodes.is_empty() && self.cancellation.is_requested()) {
            Status::Cancelled
        } else if any(Status::Failed) || any(Status::Skipped) || !errors.is_empty() {
            Status::Failed
        } else {
            Status::Ok
        }
    }

    fn none_ran(&self, status: Status) -> Vec<NodeResult> {
        self.plan
            .nodes
            .iter()
            .map(|node| {
                let result = Self::result(node, status);
                self.observer.node_finished(&result);
                result
            })
            .collect()
    }

    /// A node's result before anything is known of it but how it ended.
    fn result(node: &PlannedNode, status: Status) -> NodeResult {
        NodeResult {
            id: node.id.clone(),
            name: node.name.to_string(),
            kind: node.kind(),
            verb: node.verb(),
            status,
            as_of: match node.as_of {
                PlannedTime::At(as_of) => Some(as_of.to_string()),
                PlannedTime::Open(_) => None,
            },
            left_out: match status {
                Status::Ok => Vec::new(),
                Status::Failed | Status::Skipped | Status::Cancelled => node.times(),
            },
            first_as_of: node.earlier.first().map(|slice| slice.as_of.to_string()),
            times: node.earlier.len() + 1,
            definition_hash: node.definition_hash.clone(),
            rows_staged: None,
            rows_changed: None,
            is_written: false,
            seconds: 0.0,
            statements: 0,
            bytes_scanned: None,
            query_ids: Vec::new(),
            skipped_because: None,
            errors: Vec::new(),
            compiled: output_folder::compiled(node.name.as_str()),
        }
    }

    fn results(
        &self,
        nodes: Vec<NodeResult>,
        errors: Vec<Diagnostic>,
        elapsed: Duration,
    ) -> RunResults {
        let started_at = self.options.now;
        RunResults {
            version: RunResults::VERSION,
            fsc_version: env!("CARGO_PKG_VERSION"),
            run_id: self.options.run_id.clone(),
            started_at,
            finished_at: TimeDelta::from_std(elapsed)
                .ok()
                .and_then(|elapsed| started_at.checked_add_signed(elapsed))
                .unwrap_or(started_at),
            target: self.plan.target.to_string(),
            args: self.options.args.clone(),
            invocation: self.options.invocation.clone(),
            status: self.status(&nodes, &errors),
            seconds: elapsed.as_secs_f64(),
            errors,
            nodes,
        }
    }
}

/// A script of one statement.
fn single(purpose: &str, sql: SqlText) -> Script {
    Script {
        phases: vec![Phase {
            lock: None,
            statements: vec![Statement {
                purpose: purpose.to_owned(),
                role: Role::Execute,
                sql,
            }],
        }],
        cleanup: Vec::new(),
    }
}
