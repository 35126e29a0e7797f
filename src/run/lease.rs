//! Holding the lease of the store while a run writes: taken before anything is made, kept alive by a thread with a session
//! of its own, given back at the end however that comes.
//!
//! A run whose lease another has taken over (its process slept, or could not reach the database for long) stops as if it
//! had been asked to. The signs of life only make that soon: that nothing is written any more is upheld by the fences in
//! the scripts.

use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use super::Run;
use super::retry;
use super::stopped::Stopped;
use crate::diagnostic::Diagnostic;
use crate::emit::lease::{self, Holder, LeaseStatements};
use crate::engine::{Engine, EngineError, Rows, Session};
use crate::project::model::Store;
use crate::rules::{statement_failed, target_busy};
use crate::sql::name::Dialect;

/// How often a holder gives a sign of life.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// How long after its last sign of life a holder counts as gone: three may get lost.
const EXPIRY: Duration = Duration::from_mins(1);

/// The most that is kept of a command line.
const LONGEST_COMMAND: usize = 200;

/// How often a statement is sent when an interrupt that was meant for another one hits it.
const INTERRUPTED_ATTEMPTS: u32 = 3;

/// Who a run is for others, and how long they believe that it lives.
#[derive(Debug, Clone)]
pub struct LeaseOptions {
    /// The machine.
    pub host: String,
    /// The process on it.
    pub pid: u32,
    /// The process among all that ever were.
    pub process: String,
    /// The user.
    pub user: String,
    /// How often a sign of life is given.
    pub heartbeat: Duration,
    /// How long after its last sign of life a holder counts as gone.
    pub expiry: Duration,
}

impl Default for LeaseOptions {
    fn default() -> Self {
        Self {
            host: String::new(),
            pid: 0,
            process: String::new(),
            user: String::new(),
            heartbeat: HEARTBEAT,
            expiry: EXPIRY,
        }
    }
}

impl LeaseOptions {
    /// The same with another expiry, and signs of life four times as often.
    pub fn expiring_after(self, expiry: Duration) -> Self {
        Self {
            heartbeat: expiry / 4,
            expiry,
            ..self
        }
    }

    fn holder(&self, run_id: &str, args: &[String]) -> Holder {
        let doing: String = std::iter::once("fsc")
            .chain(args.iter().map(String::as_str))
            .collect::<Vec<_>>()
            .join(" ");
        Holder {
            run_id: run_id.to_owned(),
            host: self.host.clone(),
            pid: self.pid.to_string(),
            process: self.process.clone(),
            user: self.user.clone(),
            doing: doing.chars().take(LONGEST_COMMAND).collect(),
        }
    }
}

/// Another run that holds the lease.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Busy {
    /// Its id.
    pub run_id: String,
    /// Its process.
    pub pid: String,
    /// Its machine.
    pub host: String,
    /// Its user.
    pub user: String,
    /// Its command line.
    pub doing: String,
    /// Since when it holds the lease, UTC: `2023-08-02 06:00:00`.
    pub since: String,
    /// Its last sign of life.
    pub heartbeat: String,
    /// For how many seconds its lease still holds if it gives no other sign of life.
    pub seconds_left: u64,
}

impl Busy {
    /// The first holder in an answer that is not the run `except`.
    fn read(rows: &Rows, except: &str) -> Option<Self> {
        let text = |row: &Vec<Option<String>>, column: usize| {
            row.get(column).cloned().flatten().unwrap_or_default()
        };
        // Fractions of seconds say nothing to people.
        let moment = |row: &Vec<Option<String>>, column: usize| {
            text(row, column).chars().take(19).collect::<String>()
        };
        let row = rows.rows.iter().find(|row| text(row, 0) != except)?;
        Some(Self {
            run_id: text(row, 0),
            pid: text(row, 1),
            host: text(row, 2),
            user: text(row, 3),
            doing: text(row, 4),
            since: moment(row, 5),
            heartbeat: moment(row, 6),
            seconds_left: text(row, 7).parse().unwrap_or_default(),
        })
    }
}

/// Who else holds the lease of a store now. A store without such a table is free, and so is one in a file that is open
/// here: whoever left its lease there is gone.
pub fn holder(engine: &dyn Engine, store: &Store) -> Option<Busy> {
    if engine.dialect() == Dialect::DuckDb {
        return None;
    }
    let sql = LeaseStatements::new(engine.dialect(), store).holder();
    let rows = engine.session().and_then(|mut session| session.query(&sql));
    rows.ok().and_then(|rows| Busy::read(&rows, ""))
}

/// The lease of a run: the session that took it, or who has it.
pub(super) type Taken = Result<Box<dyn Session>, Busy>;

impl Run<'_> {
    /// Takes the lease, where nobody else holds it.
    pub(super) fn take_lease(&self) -> Result<Taken, Stopped> {
        self.in_sessions("the lease of the store", || self.try_lease())
    }

    fn try_lease(&self) -> Result<Taken, Stopped> {
        let refused = |error: &EngineError| {
            if self.cancellation.is_requested() {
                return Stopped::Cancelled;
            }
            let said =
                statement_failed::refused("the set-up of the run", "the lease of the store", error);
            Stopped::by(error, said)
        };
        let mut session = self.open()?;
        let table = lease::lease_table(self.plan);
        match self.send_once(session.as_mut(), &table) {
            // Whoever makes a table that somebody else makes at the same moment may be told that it is there.
            Err(Stopped::Failed(_)) => self.send_once(session.as_mut(), &table)?,
            sent => sent?,
        }
        let statements = self.lease_statements();
        let holder = self
            .options
            .lease
            .holder(&self.options.run_id, &self.options.args);
        let take = statements.take(&holder, self.options.lease.expiry);
        loop {
            let taken = self.patiently(|| session.execute(&take));
            if let Err(error @ (EngineError::Statement(_) | EngineError::Contention(_))) = &taken {
                // Nothing was taken that could be given back.
                return Err(refused(error));
            }
            let holders = match taken.and_then(|_| session.query(&statements.holder())) {
                Ok(holders) => holders,
                Err(error) => {
                    // It may have been taken for all that is known.
                    self.release(Some(session));
                    return Err(refused(&error));
                }
            };
            if let Some(busy) = Busy::read(&holders, &self.options.run_id) {
                return Ok(Err(busy));
            }
            // Held only where the run's is the one name that stands there; nobody's where who held it has just ended.
            if !holders.rows.is_empty() {
                return Ok(Ok(session));
            }
            if self.cancellation.is_requested() {
                return Err(Stopped::Cancelled);
            }
        }
    }

    /// Does `work` while signs of life are given, then gives the lease back.
    pub(super) fn under_lease<T>(&self, session: Box<dyn Session>, work: impl FnOnce() -> T) -> T {
        let (working, done) = channel::<()>();
        std::thread::scope(|scope| {
            let keeper = std::thread::Builder::new()
                .name("fsc-lease".to_owned())
                .spawn_scoped(scope, move || self.keep(session, &done));
            let result = work();
            drop(working);
            let session = keeper.ok().and_then(|keeper| keeper.join().ok());
            self.release(session);
            result
        })
    }

    /// Gives signs of life until the work is done, or the lease is another's.
    fn keep(&self, mut session: Box<dyn Session>, done: &Receiver<()>) -> Box<dyn Session> {
        let options = &self.options.lease;
        let extend = self
            .lease_statements()
            .extend(&self.options.run_id, options.expiry);
        let mut pause = options.heartbeat;
        while done.recv_timeout(pause) == Err(RecvTimeoutError::Timeout) {
            match session.execute(&extend) {
                Ok(executed) if executed.rows_changed > 0 => pause = options.heartbeat,
                Ok(_) => {
                    self.lose_lease(session.as_mut());
                    break;
                }
                Err(error) => {
                    // The lease may still be the run's: whether it is, the next statement that gets there tells.
                    tracing::warn!("no sign of life could be given: {error}");
                    pause = options.heartbeat / 4;
                    if let EngineError::SessionLost(_) | EngineError::Connection(_) = &error
                        && let Ok(another) = self.another_session()
                    {
                        session = another;
                    }
                }
            }
        }
        session
    }

    /// Notes that the lease is another's, and stops the run.
    pub(super) fn lose_lease(&self, session: &mut dyn Session) {
        let holders = session.query(&self.lease_statements().holder());
        let by = holders
            .ok()
            .and_then(|holders| Busy::read(&holders, &self.options.run_id));
        // Whoever notices first says it.
        let _ = self.lost.set(by);
        self.cancellation.stop();
    }

    /// That the lease was lost, where it was.
    pub(super) fn lost_lease(&self) -> Option<Diagnostic> {
        let by = self.lost.get()?;
        Some(target_busy::lost(&self.plan.target, by.as_ref()))
    }

    /// Gives the lease back. Where that fails it ends by itself.
    fn release(&self, session: Option<Box<dyn Session>>) {
        if self.lost.get().is_some() {
            return;
        }
        let release = self.lease_statements().release(&self.options.run_id);
        let mut session = session;
        let released = self.patiently(|| {
            let mut current = match session.take() {
                Some(session) => session,
                None => self.another_session()?,
            };
            let sent = current.execute(&release);
            // A session in which something went wrong is not used again.
            if sent.is_ok() {
                session = Some(current);
            }
            sent
        });
        if let Err(error) = released {
            tracing::warn!(
                "the lease of the store was not given back and ends in {:?}: {error}",
                self.options.lease.expiry
            );
        }
    }

    /// Sends a statement that may be sent twice, again where that may help.
    fn patiently<T>(
        &self,
        mut send: impl FnMut() -> Result<T, EngineError>,
    ) -> Result<T, EngineError> {
        let retries = &self.options.retries;
        let (mut locks, mut others) = (0, 0);
        loop {
            let error = match send() {
                Ok(done) => return Ok(done),
                Err(error) => error,
            };
            match error {
                EngineError::Contention(_) => {
                    locks += 1;
                    match retries.pause(locks, &self.options.run_id) {
                        Some(pause)
                            if !self.cancellation.is_requested()
                                || locks < INTERRUPTED_ATTEMPTS =>
                        {
                            retry::sleep(pause, Some(self.cancellation));
                        }
                        _ => return Err(error),
                    }
                }
                error => {
                    others += 1;
                    if others >= INTERRUPTED_ATTEMPTS {
                        return Err(error);
                    }
                }
            }
        }
    }

    fn lease_statements(&self) -> LeaseStatements {
        LeaseStatements::new(self.plan.dialect, &self.plan.store)
    }
}
