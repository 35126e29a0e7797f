//! Sends one script: binds its parameters, keeps its phases in turn, looks at what its checks and audit return, and
//! rolls back when something is wrong.

use super::audit;
use super::cancel::Cancellation;
use super::columns;
use super::queue::Queues;
use super::types;
use super::values::RunValues;
use crate::diagnostic::Diagnostic;
use crate::emit::script::{Parameter, Phase, Role, Script, SqlText, Statement};
use crate::engine::{EngineError, Rows, Session};
use crate::plan::PlannedNode;
use crate::rules::statement_failed;
use crate::sql::name::{Identifier, string_literal};

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
    /// By the engine.
    pub(super) query_ids: Vec<String>,
}

/// Why a script stopped.
#[derive(Debug)]
pub(super) enum Stopped {
    /// It was asked to.
    Cancelled,
    /// Something is wrong.
    Failed(Vec<Diagnostic>),
}

/// Sends scripts in one session.
pub(super) struct Sender<'a> {
    pub(super) session: &'a mut dyn Session,
    pub(super) queues: &'a Queues,
    pub(super) cancellation: &'a Cancellation,
    pub(super) values: &'a RunValues,
    /// Whose script it is; `None` for the run's own.
    pub(super) node: Option<&'a PlannedNode>,
    /// Filled while sending, so that it tells how far a stopped script came.
    pub(super) done: Done,
    /// The columns of the stage.
    staged: Rows,
}

impl<'a> Sender<'a> {
    pub(super) fn new(
        session: &'a mut dyn Session,
        queues: &'a Queues,
        cancellation: &'a Cancellation,
        values: &'a RunValues,
        node: Option<&'a PlannedNode>,
    ) -> Self {
        Self {
            session,
            queues,
            cancellation,
            values,
            node,
            done: Done::default(),
            staged: Rows::default(),
        }
    }

    /// Sends a script to its end, or rolls back and cleans up.
    pub(super) fn send(&mut self, script: &Script) -> Result<(), Stopped> {
        let queues = self.queues;
        let result = script
            .phases
            .iter()
            .try_for_each(|phase| queues.in_turn(phase.lock.as_ref(), || self.phase(phase)));
        for statement in &script.cleanup {
            let sql = self.bind(statement, None);
            self.tidy(&sql);
        }
        result
    }

    /// A phase that fails gives its turn back only after its transaction is gone.
    fn phase(&mut self, phase: &Phase) -> Result<(), Stopped> {
        let result = phase
            .statements
            .iter()
            .try_for_each(|statement| self.statement(statement));
        if result.is_err() {
            self.tidy("ROLLBACK");
        }
        result
    }

    fn statement(&mut self, statement: &Statement) -> Result<(), Stopped> {
        let sql = self.bind(&statement.sql, None);
        match &statement.role {
            Role::Execute => {
                self.execute(statement, &sql)?;
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
                    let findings = types::check(self.values.dialect, node, &described, expected);
                    if !findings.is_empty() {
                        return Err(Stopped::Failed(findings));
                    }
                }
            }
            Role::NoteColumns => self.staged = self.query(statement, &sql)?,
            Role::CheckColumns(relation) => {
                let kept = self.query(statement, &sql)?;
                let dialect = self.values.dialect;
                let findings =
                    columns::check(dialect, self.subject(), relation, &self.staged, &kept);
                if !findings.is_empty() {
                    return Err(Stopped::Failed(findings));
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
                            self.subject(),
                            &finding.problem,
                            *count,
                            &offenders,
                        ));
                    }
                }
                if !diagnostics.is_empty() {
                    return Err(Stopped::Failed(diagnostics));
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

    fn execute(&mut self, statement: &Statement, sql: &str) -> Result<u64, Stopped> {
        self.go_on()?;
        let executed = self
            .session
            .execute(sql)
            .map_err(|error| self.stopped(statement, &error))?;
        self.done.query_ids.extend(executed.query_id);
        Ok(executed.rows_changed)
    }

    fn query(&mut self, statement: &Statement, sql: &str) -> Result<Rows, Stopped> {
        self.go_on()?;
        self.session
            .query(sql)
            .map_err(|error| self.stopped(statement, &error))
    }

    fn go_on(&self) -> Result<(), Stopped> {
        if self.cancellation.is_requested() {
            Err(Stopped::Cancelled)
        } else {
            Ok(())
        }
    }

    fn stopped(&self, statement: &Statement, error: &EngineError) -> Stopped {
        if self.cancellation.is_requested() {
            return Stopped::Cancelled;
        }
        let (subject, purpose) = (self.subject(), statement.purpose.as_str());
        Stopped::Failed(vec![if self.done.is_written {
            statement_failed::refused_after_write(subject, purpose, error)
        } else {
            statement_failed::refused(subject, purpose, error)
        }])
    }

    fn subject(&self) -> &str {
        self.node.map_or("the set-up of the run", |node| &node.id)
    }

    /// Sends what must be tried and may fail: there may be no transaction and no table.
    fn tidy(&mut self, sql: &str) {
        for _ in 0..CLEANUP_ATTEMPTS {
            if self.session.execute(sql) != Err(EngineError::Interrupted) {
                break;
            }
        }
    }

    fn bind(&self, sql: &SqlText, found: Option<&str>) -> String {
        let found = found.unwrap_or_default();
        sql.bind(|parameter| match parameter {
            Parameter::RowsStaged => self.done.rows_staged.unwrap_or(0).to_string(),
            Parameter::RowsChanged => self.done.rows_changed.unwrap_or(0).to_string(),
            Parameter::FoundIdentifier => Identifier::exact(found).quoted(),
            Parameter::FoundLiteral => string_literal(self.values.dialect, found),
            of_the_run => self.values.text(of_the_run).unwrap_or_default().to_owned(),
        })
    }
}
