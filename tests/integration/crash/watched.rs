//! An engine that is watched: each statement is shown before it is sent, and may be refused.

use std::sync::{Arc, Mutex};

use fsc::engine::{Column, Engine, EngineError, Executed, Purpose, Rows, Session};
use fsc::sql::name::Dialect;

/// Called before each statement, with the node that it is for.
type Before = dyn FnMut(Option<&str>, &str) -> Result<(), EngineError> + Send;

/// Wraps an engine. One statement is sent at a time: while one is looked at, none is under way.
pub struct Watched<E> {
    engine: E,
    before: Arc<Mutex<Before>>,
}

impl<E: Engine> Watched<E> {
    pub fn new(
        engine: E,
        before: impl FnMut(Option<&str>, &str) -> Result<(), EngineError> + Send + 'static,
    ) -> Self {
        Self {
            engine,
            before: Arc::new(Mutex::new(before)),
        }
    }
}

impl<E: Engine> Engine for Watched<E> {
    fn dialect(&self) -> Dialect {
        self.engine.dialect()
    }

    fn session(&self) -> Result<Box<dyn Session>, EngineError> {
        Ok(Box::new(WatchedSession {
            session: self.engine.session()?,
            before: Arc::clone(&self.before),
            node: None,
        }))
    }

    fn interrupt(&self) {
        self.engine.interrupt();
    }
}

struct WatchedSession {
    session: Box<dyn Session>,
    before: Arc<Mutex<Before>>,
    node: Option<String>,
}

impl WatchedSession {
    fn sent<T>(
        &mut self,
        sql: &str,
        send: impl FnOnce(&mut dyn Session) -> Result<T, EngineError>,
    ) -> Result<T, EngineError> {
        let mut before = self.before.lock().unwrap();
        before(self.node.as_deref(), sql)?;
        send(self.session.as_mut())
    }
}

impl Session for WatchedSession {
    fn execute(&mut self, sql: &str) -> Result<Executed, EngineError> {
        self.sent(sql, |session| session.execute(sql))
    }

    fn describe(&mut self, query: &str) -> Result<Vec<Column>, EngineError> {
        self.sent(query, |session| session.describe(query))
    }

    fn query(&mut self, sql: &str) -> Result<Rows, EngineError> {
        self.sent(sql, |session| session.query(sql))
    }

    fn set_purpose(&mut self, purpose: &Purpose) {
        self.node.clone_from(&purpose.node);
        self.session.set_purpose(purpose);
    }
}
