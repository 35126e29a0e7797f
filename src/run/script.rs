//! Sends one script: binds its parameters, keeps its phases in turn, looks at what its checks and audit return, and
//! rolls back when something is wrong.
//!
//! A statement that did not get its lock is sent again after a pause: in a transaction, the transaction from its start.
//! No other error is tried again here.

use super::Run;
use super::audit;
use super::ownership;
use super::retry;
use super::schema_change::Changes;
use super::stage_columns;
use super::stopped::Stopped;
use crate::emit::script::{Parameter, Phase, Role, Script, SqlText, Statement};
use crate::engine::{EngineError, Rows, Session};
use crate::plan::PlannedNode;
use crate::rules::named::Unwritten;
use crate::rules::statement_failed;
use crate::sql::name::{Dialect, Identifier, in_literal, string_literal};

/// How often a statement that cleans up is sent when an interrupt that was meant for another statement hits it.
const CLEANUP_ATTEMPTS: u32 = 3;

/// What a script did.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Done {
    /// As the audit counted them.
    pub(super) rows_staged: Option<u64>,
    /// By all writes.
    pub(super) rows_changed: Option<u64>,
    /// Whether what the script writes is there, whatever came after.
    pub(super) is_written: bool,
    /// How many were sent.
    pub(super) statements: u64,
    /// By the engine.
    pub(super) query_ids: Vec<String>,
}

/// Sends scripts in one session.
pub(super) struct Sender<'a> {
    session: &'a mut dyn Session,
    run: &'a Run<'a>,
    /// Whose script it is; `None` for the run's own.
    node: Option<&'a PlannedNode>,
    /// What fails where a statement does: the node, or a part of the run.
    pub(super) subject: &'a str,
    /// Filled while sending, so that it tells how far a stopped script came.
    pub(super) done: Done,
    /// The columns of the stage.
    pub(super) staged: Rows,
    /// Whether anything was sent that may have made something.
    has_made: bool,
    /// How the columns of the table differ into which it is merged.
    pub(super) changes: Changes,
}

impl<'a> Sender<'a> {
    pub(super) fn new(
        session: &'a mut dyn Session,
        run: &'a Run<'a>,
        node: Option<&'a PlannedNode>,
    ) -> Self {
        session.set_purpose(&run.purpose(node));
        Self {
            session,
            run,
            node,
            subject: node.map_or("the set-up of the run", |node| &node.id),
            done: Done::default(),
            staged: Rows::default(),
            has_made: false,
            changes: Changes::default(),
        }
    }

    /// Sends a script to its end, or rolls back and cleans up.
    pub(super) fn send(&mut self, script: &Script) -> Result<(), Stopped> {
        let queues = &self.run.queues;
        let result = script
            .phases
            .iter()
            .try_for_each(|phase| queues.in_turn(phase.lock.as_ref(), || self.phase(phase)));
        // Where nothing was made, what bears these names is not the script's.
        let made = self.has_made;
        for statement in script.cleanup.iter().filter(|_| made) {
            let sql = self.bind(statement, None);
            self.tidy(&sql);
        }
        result
    }

    /// The first value of an answer, waited for where a lock is.
    pub(super) fn ask(&mut self, statement: &Statement) -> Result<Option<String>, Stopped> {
        let sql = self.bind(&statement.sql, None);
        let mut failures = 0;
        loop {
            match self.query(statement, &sql) {
                Ok(answer) => return Ok(answer.rows.into_iter().flatten().next().flatten()),
                Err(stopped) => {
                    failures += 1;
                    self.wait_for_lock(stopped, failures)?;
                }
            }
        }
    }

    /// A phase that fails gives its turn back only after its transaction is gone.
    fn phase(&mut self, phase: &Phase) -> Result<(), Stopped> {
        let statements = phase.statements.as_slice();
        let mut next = 0;
        // The first statement that is not there for good, and what was counted before it.
        let (mut restart, mut changed) = (next, self.done.rows_changed);
        let mut is_open = false;
        let mut failures = 0;
        while let Some(statement) = statements.get(next) {
            match self.statement(statement) {
                Ok(()) => {
                    next += 1;
                    match statement.role {
                        Role::Begin => is_open = true,
                        Role::Publish | Role::Commit => is_open = false,
                        _ => {}
                    }
                    if !is_open {
                        (restart, changed) = (next, self.done.rows_changed);
                    }
                }
                Err(stopped) => {
                    self.tidy("ROLLBACK");
                    failures += 1;
                    self.wait_for_lock(stopped, failures)?;
                    (next, self.done.rows_changed) = (restart, changed);
                    is_open = false;
                }
            }
        }
        Ok(())
    }

    /// Waits, if that is what helps and it was not tried too often.
    fn wait_for_lock(&self, stopped: Stopped, failures: u32) -> Result<(), Stopped> {
        let Stopped::Contended(error) = stopped else {
            return Err(stopped);
        };
        let retries = &self.run.options.retries;
        let Some(pause) = retries.pause(failures, self.subject) else {
            let tries = format!("it was tried {failures} times: other writers hold the table");
            return Err(Stopped::Contended(error.note(tries)));
        };
        tracing::info!(
            node = self.subject,
            ?pause,
            "{}: trying again",
            error.message
        );
        retry::sleep(pause, Some(self.run.cancellation));
        Ok(())
    }

    fn statement(&mut self, statement: &Statement) -> Result<(), Stopped> {
        let sql = self.bind(&statement.sql, None);
        self.has_made |= statement.role.makes();
        match &statement.role {
            Role::Execute | Role::Stage | Role::Begin | Role::Commit => {
                self.execute(statement, &sql)?;
            }
            Role::Fence => {
                if self.query(statement, &sql)?.rows.is_empty() {
                    self.run.lose_lease(self.session);
                    return Err(Stopped::Cancelled);
                }
            }
            Role::Publish => {
                self.execute(statement, &sql)?;
                self.done.is_written = true;
            }
            Role::Write => {
                let changed = self.execute(statement, &sql)?;
                self.done.rows_changed = Some(self.done.rows_changed.unwrap_or(0) + changed);
            }
            Role::CheckTypes(expected) => {
                let described = self.query(statement, &sql)?;
                if let Some(node) = self.node {
                    let findings =
                        stage_columns::check(self.run.values.dialect, node, &described, expected);
                    if !findings.is_empty() {
                        return Err(Stopped::Failed(findings));
                    }
                }
            }
            Role::NoteColumns => self.staged = self.query(statement, &sql)?,
            Role::CheckColumns(table) => {
                let kept = self.query(statement, &sql)?;
                self.change_columns(statement, table, &kept)?;
            }
            Role::DropColumns => {
                for gone in self.changes.gone.clone() {
                    let sql = self.bind(&statement.sql, Some(&gone));
                    self.execute(statement, &sql)?;
                }
            }
            Role::CheckOwner(owned) => {
                let standing = self.query(statement, &sql)?;
                ownership::check(self, statement, owned, &standing)?;
            }
            Role::CheckPermanent(table) => {
                if !self.query(statement, &sql)?.rows.is_empty() {
                    let refused = statement_failed::no_permanent_copy(self.subject, table);
                    return Err(Stopped::Failed(vec![refused]));
                }
            }
            Role::Audit(findings) => {
                let counts = audit::counts(&self.query(statement, &sql)?, findings.len())
                    .map_err(|error| self.stopped(statement, &error))?;
                self.done.rows_staged = counts.first().copied();
                let mut diagnostics = Vec::new();
                for (finding, count) in findings.iter().zip(counts.iter().skip(1)) {
                    if *count > 0 {
                        let offenders = self.bind(&finding.offenders, None);
                        let offenders = self.query(statement, &offenders)?;
                        diagnostics.push(audit::finding(
                            self.unwritten(),
                            &finding.problem,
                            *count,
                            &offenders,
                        ));
                    }
                }
                if !diagnostics.is_empty() {
                    return Err(Stopped::BadRows(diagnostics));
                }
            }
            Role::ForEach(statements) => {
                let found = self.query(statement, &sql)?;
                for row in &found.rows {
                    let Some(Some(found)) = row.first() else {
                        continue;
                    };
                    for each in statements {
                        let sql = self.bind(each, Some(found));
                        self.execute(statement, &sql)?;
                    }
                }
            }
        }
        Ok(())
    }

    pub(super) fn execute(&mut self, statement: &Statement, sql: &str) -> Result<u64, Stopped> {
        let executed = self.sent(statement, sql, |session| session.execute(sql))?;
        self.done.query_ids.extend(executed.query_id);
        Ok(executed.rows_changed)
    }

    pub(super) fn query(&mut self, statement: &Statement, sql: &str) -> Result<Rows, Stopped> {
        let mut rows = self.sent(statement, sql, |session| session.query(sql))?;
        self.done.query_ids.extend(rows.query_id.take());
        Ok(rows)
    }

    /// Sends a statement, and logs how long it took.
    fn sent<T>(
        &mut self,
        statement: &Statement,
        sql: &str,
        send: impl FnOnce(&mut dyn Session) -> Result<T, EngineError>,
    ) -> Result<T, Stopped> {
        self.go_on()?;
        self.done.statements += 1;
        let clock = &self.run.options.clock;
        let begun = clock.passed();
        let answer = send(&mut *self.session);
        let (node, seconds) = (self.subject, clock.since(begun).as_secs_f64());
        tracing::debug!(node, seconds, "{}", statement.purpose);
        tracing::trace!(node, "{sql}");
        answer.map_err(|error| self.stopped(statement, &error))
    }

    fn go_on(&self) -> Result<(), Stopped> {
        if self.run.cancellation.is_requested() {
            Err(Stopped::Cancelled)
        } else {
            Ok(())
        }
    }

    fn stopped(&self, statement: &Statement, error: &EngineError) -> Stopped {
        if self.run.cancellation.is_requested() {
            return Stopped::Cancelled;
        }
        let (subject, purpose) = (self.subject, statement.purpose.as_str());
        let said = if self.done.is_written && self.node.is_some() {
            statement_failed::refused_after_write(subject, purpose, error)
        } else {
            statement_failed::refused(subject, purpose, error)
        };
        match Stopped::by(error, said) {
            Stopped::Failed(said)
                if statement.role == Role::Stage
                    && matches!(error, EngineError::Statement(_))
                    && !error.is_missing_privilege() =>
            {
                Stopped::BadRows(said)
            }
            stopped => stopped,
        }
    }

    pub(super) fn dialect(&self) -> Dialect {
        self.run.values.dialect
    }

    /// The node, as the subject of what its audit found.
    fn unwritten(&self) -> Unwritten<'_> {
        let times = self.node.map(PlannedNode::times).unwrap_or_default();
        let as_of = match times.as_slice() {
            [only] if self.run.plan.by_interval => Some(*only),
            _ => None,
        };
        Unwritten {
            node: self.subject,
            as_of,
        }
    }

    /// Sends what must be tried and may fail: there may be no transaction and no table.
    fn tidy(&mut self, sql: &str) {
        for _ in 0..CLEANUP_ATTEMPTS {
            self.done.statements += 1;
            if self.session.execute(sql) != Err(EngineError::Interrupted) {
                break;
            }
        }
    }

    pub(super) fn bind(&self, sql: &SqlText, found: Option<&str>) -> String {
        let found = found.unwrap_or_default();
        sql.bind(|parameter| match parameter {
            Parameter::RowsStaged => self.done.rows_staged.unwrap_or(0).to_string(),
            Parameter::RowsChanged => self.done.rows_changed.unwrap_or(0).to_string(),
            Parameter::QueryIds => {
                in_literal(self.run.values.dialect, &self.done.query_ids.join(","))
            }
            Parameter::FoundIdentifier => Identifier::exact(found).quoted(),
            Parameter::FoundLiteral => string_literal(self.run.values.dialect, found),
            of_the_run => {
                let value = self.run.values.text(of_the_run);
                value.unwrap_or_default().to_owned()
            }
        })
    }
}
