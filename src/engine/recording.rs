//! An engine for tests: passes statements on to another engine, notes them, and fails where it is told to.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use super::{Column, Engine, EngineError, Executed, Purpose, Rows, Session};
use crate::sql::name::Dialect;

/// Called before each statement with its number (from 1) and text; an error is returned in place of sending it.
pub(crate) type Intervene = dyn Fn(usize, &str) -> Result<(), EngineError> + Send + Sync;

/// Wraps an engine.
pub(crate) struct Recording<E> {
    pub(crate) engine: E,
    shared: Arc<Shared>,
}

struct Shared {
    /// With the number of the session, from 1.
    statements: Mutex<Vec<(usize, String)>>,
    sessions: AtomicUsize,
    intervene: Box<Intervene>,
    answered: Box<Intervene>,
}

impl<E: Engine> Recording<E> {
    pub(crate) fn new(
        engine: E,
        intervene: impl Fn(usize, &str) -> Result<(), EngineError> + Send + Sync + 'static,
    ) -> Self {
        Self {
            engine,
            shared: Arc::new(Shared {
                statements: Mutex::default(),
                sessions: AtomicUsize::default(),
                intervene: Box::new(intervene),
                answered: Box::new(|_, _| Ok(())),
            }),
        }
    }

    /// The same where `answered` is called after each statement that succeeded: an error is returned in place of its answer.
    pub(crate) fn answering(
        engine: E,
        answered: impl Fn(usize, &str) -> Result<(), EngineError> + Send + Sync + 'static,
    ) -> Self {
        Self {
            engine,
            shared: Arc::new(Shared {
                statements: Mutex::default(),
                sessions: AtomicUsize::default(),
                intervene: Box::new(|_, _| Ok(())),
                answered: Box::new(answered),
            }),
        }
    }

    /// What was sent so far, in order.
    pub(crate) fn statements(&self) -> Vec<String> {
        let sent = self.by_session().into_iter();
        sent.map(|(_, sql)| sql).collect()
    }

    /// The same, each with the number of its session, from 1.
    pub(crate) fn by_session(&self) -> Vec<(usize, String)> {
        self.shared.statements.lock().unwrap().clone()
    }
}

impl<E: Engine> Engine for Recording<E> {
    fn dialect(&self) -> Dialect {
        self.engine.dialect()
    }

    fn session(&self) -> Result<Box<dyn Session>, EngineError> {
        Ok(Box::new(RecordingSession {
            session: self.engine.session()?,
            number: self.shared.sessions.fetch_add(1, Ordering::SeqCst) + 1,
            shared: Arc::clone(&self.shared),
        }))
    }

    fn interrupt(&self) {
        self.engine.interrupt();
    }
}

struct RecordingSession {
    session: Box<dyn Session>,
    number: usize,
    shared: Arc<Shared>,
}

impl RecordingSession {
    fn around<T>(
        &mut self,
        sql: &str,
        send: impl FnOnce(&mut dyn Session) -> Result<T, EngineError>,
    ) -> Result<T, EngineError> {
        let number = {
            let mut statements = self.shared.statements.lock().unwrap();
            statements.push((self.number, sql.to_owned()));
            statements.len()
        };
        (self.shared.intervene)(number, sql)?;
        let answer = send(self.session.as_mut())?;
        (self.shared.answered)(number, sql)?;
        Ok(answer)
    }
}

impl Session for RecordingSession {
    fn execute(&mut self, sql: &str) -> Result<Executed, EngineError> {
        self.around(sql, |session| session.execute(sql))
    }

    fn describe(&mut self, query: &str) -> Result<Vec<Column>, EngineError> {
        self.around(query, |session| session.describe(query))
    }

    fn query(&mut self, sql: &str) -> Result<Rows, EngineError> {
        self.around(sql, |session| session.query(sql))
    }

    fn set_purpose(&mut self, purpose: &Purpose) {
        self.session.set_purpose(purpose);
    }
}
