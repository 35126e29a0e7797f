//! What a session, the layer below the crate and the abort of a statement know together: the tokens, and the statement
//! that is under way. The crate has no place for either: it gives a request no context, and its tokens stand in its log.

use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use reqwest::Url;
use reqwest_middleware::{ClientBuilder, ClientWithMiddleware};
use serde_json::{Map, Value};
use tokio::sync::{Mutex as AsyncMutex, Notify, futures::Notified};

use super::EngineError;
use super::clock;
use super::decode::ColumnType;
use super::error::Failure;
use super::middleware::address;
use super::middleware::retry::{Pace, Retry};
use super::settings::{Secret, Settings};
use super::transaction::Transaction;

/// What is shared about one session.
pub(super) struct Shared {
    pub(super) settings: Arc<Settings>,
    pub(super) base: Url,
    pub(super) pace: Pace,
    /// For requests of fsc's own: polls, renewals, aborts.
    pub(super) control: ClientWithMiddleware,
    /// Held while tokens are renewed.
    pub(super) renewal: AsyncMutex<()>,
    /// Whether it is told what statements have scanned. Shared by all sessions.
    pub(super) tells_cost: Arc<AtomicBool>,
    tokens: Mutex<Option<Tokens>>,
    statement: Mutex<Statement>,
    transaction: Mutex<Transaction>,
    stop: Notify,
}

/// What a login gave. Only here: the crate gets others, which open nothing.
#[derive(Debug, Clone)]
pub(super) struct Tokens {
    /// Stands in every request.
    pub(super) session: Secret,
    /// Renews the other.
    pub(super) master: Secret,
}

/// What a request is for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Kind {
    /// To log in and no more.
    #[default]
    LogIn,
    /// To run a statement.
    Run,
    /// To learn a query's columns.
    Describe,
}

/// The statement under way, or the last one.
#[derive(Debug, Clone, Default)]
pub(super) struct Statement {
    /// What the session asks for.
    pub(super) kind: Kind,
    /// Session parameters for this statement alone.
    pub(super) parameters: Map<String, Value>,
    /// The request that can be aborted.
    pub(super) in_flight: Option<String>,
    /// Whether it was.
    pub(super) is_aborted: bool,
    /// Whether it is never told to stop, whatever becomes of its answer.
    pub(super) is_let_end: bool,
    /// As soon as Snowflake tells.
    pub(super) query_id: Option<String>,
    /// What it returns.
    pub(super) columns: Vec<ColumnType>,
    /// How many rows came, or were found in all, as Snowflake says.
    pub(super) rows: Option<(i64, i64)>,
    /// Whether the first part of the result came with the answer, which the crate puts last.
    pub(super) is_first_part_last: bool,
}

impl Shared {
    pub(super) fn new(
        settings: Arc<Settings>,
        pace: Pace,
        client: reqwest::Client,
        tells_cost: Arc<AtomicBool>,
    ) -> Result<Self, EngineError> {
        let base = address::base(&settings.address)?;
        let control = ClientBuilder::new(client)
            .with(Retry::new(base.clone(), pace, settings.timeouts))
            .build();
        Ok(Self {
            settings,
            base,
            pace,
            control,
            renewal: AsyncMutex::default(),
            tells_cost,
            tokens: Mutex::default(),
            statement: Mutex::default(),
            transaction: Mutex::default(),
            stop: Notify::new(),
        })
    }

    pub(super) fn tokens(&self) -> Option<Tokens> {
        lock(&self.tokens).clone()
    }

    pub(super) fn set_tokens(&self, tokens: Tokens) {
        *lock(&self.tokens) = Some(tokens);
    }

    /// The statement under way.
    pub(super) fn statement(&self) -> MutexGuard<'_, Statement> {
        lock(&self.statement)
    }

    /// The session's transaction.
    pub(super) fn transaction(&self) -> MutexGuard<'_, Transaction> {
        lock(&self.transaction)
    }

    /// Notes an answer to the statement; one that came after too long a silence in a transaction is worth nothing.
    pub(super) fn hear(&self) -> Result<(), Failure> {
        let now = clock::passed();
        let mut transaction = self.transaction();
        if transaction.is_silent_for(self.pace.silence, now) {
            return Err(Failure::Silence {
                host: self.settings.address.host.clone(),
                limit: self.pace.silence,
            });
        }
        transaction.hear(now);
        Ok(())
    }

    /// Begins another statement.
    pub(super) fn begin(&self, kind: Kind, parameters: Map<String, Value>) {
        *self.statement() = Statement {
            kind,
            parameters,
            ..Statement::default()
        };
    }

    /// Stops the statement that is running now, if one is.
    pub(super) fn interrupt(&self) {
        self.stop.notify_waiters();
    }

    /// Comes when the session is interrupted from now on.
    pub(super) fn interrupted(&self) -> Notified<'_> {
        self.stop.notified()
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
