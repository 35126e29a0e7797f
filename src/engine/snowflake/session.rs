//! One session: the crate's client on a layer of its own, driven to the end of each statement or to its abort.

use std::sync::Arc;
use std::time::Duration;

use reqwest_middleware::ClientBuilder;
use serde_json::Map;
use snowflake_api::{
    AuthArgs, AuthType, CertificateArgs, PasswordArgs, RawQueryResult, SnowflakeApi,
    SnowflakeApiBuilder, SnowflakeApiError,
};
use tokio::time::{sleep, timeout};

use super::decode;
use super::error::{Failure, find};
use super::middleware::Layer;
use super::middleware::retry::Retry;
use super::settings::{Credentials, Settings};
use super::shared::{Kind, Shared};
use super::{Network, Registration, abort, clock, cost, tag};
use crate::engine::{Column, EngineError, Executed, Purpose, Rows, Session};

/// How long an aborted statement may take to say how it ended. It may have ended well just before.
const GRACE: Duration = Duration::from_secs(10);

/// How long the end of a session may take.
const CLOSING: Duration = Duration::from_secs(3);

/// What ends what has begun is never told to stop, only waited for a little when the engine is interrupted: after an aborted
/// `COMMIT` the outcome would be unknown, and after an aborted `ROLLBACK` its locks would stay. Nor does the time-out of
/// statements apply to it.
const LET_END: [&str; 3] = [COMMIT, "ROLLBACK", "DROP"];

const COMMIT: &str = "COMMIT";

/// A session of [`Snowflake`](super::Snowflake).
pub(super) struct SnowflakeSession {
    api: SnowflakeApi,
    shared: Arc<Shared>,
    network: Arc<Network>,
    purpose: Purpose,
    /// The ids of the statements of this purpose that may have scanned something.
    scanning: Vec<String>,
    /// Last: the session can be interrupted until it is closed.
    _registration: Registration,
}

/// Why a statement is stopped.
#[derive(Debug, Clone, Copy)]
enum Stop {
    Interrupt,
    Timeout(Duration),
}

impl SnowflakeSession {
    pub(super) fn new(
        shared: Arc<Shared>,
        client: reqwest::Client,
        network: Arc<Network>,
        registration: Registration,
    ) -> Result<Self, EngineError> {
        let retry = Retry::new(shared.base.clone(), shared.pace, shared.settings.timeouts)
            .in_transactions_of(Arc::clone(&shared));
        let client = ClientBuilder::new(client)
            .with(Layer::new(Arc::clone(&shared)))
            .with(retry)
            .build();
        let api = SnowflakeApiBuilder::new(arguments(&shared.settings))
            .with_client(client)
            .build()
            .map_err(|error| engine_error(&error))?;
        Ok(Self {
            api,
            shared,
            network,
            purpose: Purpose::default(),
            scanning: Vec::new(),
            _registration: registration,
        })
    }

    /// Logs in now, so that what is wrong with the settings is not the error of a statement.
    pub(super) fn log_in(&self) -> Result<(), EngineError> {
        self.shared.begin(Kind::LogIn, Map::new());
        self.send("").map(drop)
    }

    fn run(&mut self, kind: Kind, sql: &str) -> Result<RawQueryResult, EngineError> {
        let parameters = tag::parameters(&self.shared.settings, &self.purpose);
        self.shared.begin(kind, parameters);
        self.shared.statement().is_let_end = is_let_end(sql);
        let sent = self.send(sql).map_err(|error| unsettled(sql, error));
        if kind == Kind::Run {
            if sent.is_ok() {
                self.shared.transaction().note(sql, clock::passed());
            }
            let id = self.shared.statement().query_id.clone();
            self.scanning.extend(id.filter(|_| cost::scans(sql)));
        }
        sent
    }

    fn rows(&mut self, sql: &str) -> Result<Rows, EngineError> {
        let raw = self.run(Kind::Run, sql)?;
        let statement = self.shared.statement().clone();
        decode::rows(raw, &statement).map_err(EngineError::from)
    }

    fn send(&self, sql: &str) -> Result<RawQueryResult, EngineError> {
        self.network.block_on(self.guarded(sql))?
    }

    /// Sends a statement and waits for its end. When it is stopped, it is aborted while it is still waited for, so that its
    /// own answer tells how it ended.
    async fn guarded(&self, sql: &str) -> Result<RawQueryResult, EngineError> {
        let interrupted = self.shared.interrupted();
        let is_let_end = is_let_end(sql);
        let too_long = async {
            match self.shared.settings.timeouts.statement {
                Some(limit) if !is_let_end => {
                    sleep(limit).await;
                    limit
                }
                _ => std::future::pending().await,
            }
        };
        let work = self.api.exec_raw(sql);
        tokio::pin!(work);
        let stop = tokio::select! {
            result = &mut work => return result.map_err(|error| engine_error(&error)),
            () = interrupted => Stop::Interrupt,
            limit = too_long => Stop::Timeout(limit),
        };
        let ending = async {
            if !is_let_end {
                abort::current(&self.shared).await;
            }
            sleep(GRACE).await;
        };
        let ended = if self.shared.statement().in_flight.is_some() {
            tokio::select! {
                result = &mut work => Some(result),
                () = ending => None,
            }
        } else {
            None
        };
        match ended {
            Some(Ok(result)) => Ok(result),
            Some(Err(error)) if !is_cancelled(&error) && !matches!(stop, Stop::Interrupt) => {
                Err(engine_error(&error))
            }
            Some(Err(_)) | None => Err(stopped(stop, &self.shared)),
        }
    }
}

/// Whether a statement is one of those that end what has begun.
fn is_let_end(sql: &str) -> bool {
    LET_END.iter().any(|end| is_word(sql, end))
}

/// Whether a statement begins with a word.
fn is_word(sql: &str, word: &str) -> bool {
    let first = sql.split_whitespace().next().unwrap_or_default();
    first.trim_end_matches(';').eq_ignore_ascii_case(word)
}

/// The error of a `COMMIT` to which no answer came says so: it may have happened.
fn unsettled(sql: &str, error: EngineError) -> EngineError {
    let say = |text: &str| {
        let (problem, way_out) = text.split_once('\n').unwrap_or((text, ""));
        let unknown = "whether the transaction was committed is not known: the next run writes what is missing, and nothing twice";
        format!("{problem}\n{unknown}\n{way_out}")
            .trim_end()
            .to_owned()
    };
    match error {
        error if !is_word(sql, COMMIT) => error,
        EngineError::Connection(text) => EngineError::Connection(say(&text)),
        EngineError::SessionLost(text) => EngineError::SessionLost(say(&text)),
        error => error,
    }
}

fn stopped(stop: Stop, shared: &Shared) -> EngineError {
    match stop {
        Stop::Interrupt => EngineError::Interrupted,
        Stop::Timeout(limit) => {
            let query = shared.statement().query_id.clone();
            let query = query.map(|id| format!(" (query {id})")).unwrap_or_default();
            EngineError::Statement(format!(
                "the statement took longer than {} seconds and was told to stop{query}\nraise `statement_timeout` of the \
                 target, or use a larger warehouse",
                limit.as_secs_f64()
            ))
        }
    }
}

fn is_cancelled(error: &SnowflakeApiError) -> bool {
    find(error).is_some_and(Failure::is_cancelled)
}

/// What the crate's error says, in fsc's words where fsc's layer raised it.
fn engine_error(error: &SnowflakeApiError) -> EngineError {
    match find(error) {
        Some(failure) => failure.clone().into(),
        None => EngineError::Connection(format!("the client for Snowflake failed: {error}")),
    }
}

/// What the crate is told. Names and secrets that it would change, or log, come from the layer below it; only a key is the
/// crate's to use.
fn arguments(settings: &Settings) -> AuthArgs {
    AuthArgs {
        account_identifier: settings.address.account.clone(),
        warehouse: None,
        database: None,
        schema: None,
        username: settings.user.clone(),
        role: None,
        auth_type: match &settings.credentials {
            Credentials::KeyPair { pem, .. } => AuthType::Certificate(CertificateArgs {
                private_key_pem: pem.reveal().to_owned(),
            }),
            Credentials::ProgrammaticAccessToken(_)
            | Credentials::OAuth(_)
            | Credentials::Password(_) => AuthType::Password(PasswordArgs {
                password: String::new(),
            }),
        },
    }
}

impl Session for SnowflakeSession {
    fn execute(&mut self, sql: &str) -> Result<Executed, EngineError> {
        let rows = self.rows(sql)?;
        Ok(Executed {
            rows_changed: decode::rows_changed(&rows),
            query_id: self.shared.statement().query_id.clone(),
        })
    }

    fn describe(&mut self, query: &str) -> Result<Vec<Column>, EngineError> {
        self.run(Kind::Describe, query)?;
        let statement = self.shared.statement();
        Ok(statement.columns.iter().map(Column::from).collect())
    }

    fn query(&mut self, sql: &str) -> Result<Rows, EngineError> {
        self.rows(sql)
    }

    fn set_purpose(&mut self, purpose: &Purpose) {
        self.purpose = purpose.clone();
        self.scanning.clear();
    }

    fn bytes_scanned(&mut self) -> Option<u64> {
        if self.scanning.is_empty() {
            return None;
        }
        let asking = cost::bytes_scanned(&self.shared, &self.scanning);
        self.network.block_on(asking).ok().flatten()
    }
}

impl Drop for SnowflakeSession {
    /// Ends the session, and with it an open transaction and its locks. What cannot be ended ends by itself, later.
    fn drop(&mut self) {
        if self.shared.tokens().is_some() {
            let closing = async { timeout(CLOSING, self.api.close_session()).await };
            if let Ok(Ok(Err(error))) = self.network.block_on(closing) {
                tracing::debug!("a session was not closed: {}", engine_error(&error));
            }
        }
    }
}
