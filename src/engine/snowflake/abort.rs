//! Stopping a statement. Closing a connection does not: Snowflake goes on with what it has begun. So a statement is told to
//! stop by its request before anything that waits for it is dropped, and the guard of a request does so even where the
//! wait itself is given up.

use std::sync::Arc;
use std::time::Duration;

use reqwest::Method;
use serde_json::json;
use tokio::runtime::Handle;
use tokio::time::{sleep, timeout};

use super::error::Failure;
use super::middleware::{answer, ask, renew};
use super::remedy;
use super::shared::Shared;

/// How long an abort may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// The statement is not known yet, or not any more: its request may still be on its way.
const NOT_EXECUTING: u32 = 605;
const ATTEMPTS: u32 = 5;
const PAUSE: Duration = Duration::from_millis(200);

const PATH: &str = "queries/v1/abort-request";

/// Tells Snowflake to stop the statement that is under way, if one is.
pub(super) async fn current(shared: &Shared) {
    let request = {
        let mut statement = shared.statement();
        statement.is_aborted = statement.in_flight.is_some();
        statement.in_flight.clone()
    };
    if let Some(request) = request {
        one(shared, &request).await;
    }
}

/// Tells Snowflake to stop a statement. An abort that does not arrive is no error of its own: the statement's stands.
async fn one(shared: &Shared, request: &str) {
    let told = timeout(PATIENCE, tell(shared, request)).await;
    match told {
        Ok(Ok(())) => tracing::debug!(request, "a statement was told to stop"),
        Ok(Err(failure)) => {
            tracing::warn!(
                "a statement could not be told to stop: {}",
                failure.problem()
            );
        }
        Err(_) => tracing::warn!("a statement could not be told to stop: no answer in time"),
    }
}

async fn tell(shared: &Shared, request: &str) -> Result<(), Failure> {
    let body = json!({ "sqlText": "", "requestId": request });
    for _ in 0..ATTEMPTS {
        let token = ask::session_token(shared)?;
        let own = ask::own(shared, Method::POST, PATH, &token, Some(&body))?;
        let answer = ask::send(shared, own).await?;
        if answer.code == answer::EXPIRED {
            renew::renew(shared, &token).await?;
        } else if !answer.is_success && remedy::number(&answer.code) == Some(NOT_EXECUTING) {
            sleep(PAUSE).await;
        } else {
            return Ok(());
        }
    }
    Ok(())
}

/// Stands for a request that is under way. Dropped before its outcome is known, it aborts the statement, unless that is one
/// which is let end.
pub(super) struct Guard {
    shared: Arc<Shared>,
    request: Option<String>,
}

impl Guard {
    pub(super) fn new(shared: Arc<Shared>, request: String) -> Self {
        shared.statement().in_flight = Some(request.clone());
        Self {
            shared,
            request: Some(request),
        }
    }

    /// The outcome is known.
    pub(super) fn disarm(mut self) {
        self.request = None;
        self.shared.statement().in_flight = None;
    }

    /// The outcome will not be known: the statement is told to stop, where it may be.
    pub(super) async fn abort(mut self) {
        let is_let_end = self.shared.statement().is_let_end;
        if let Some(request) = self.request.clone().filter(|_| !is_let_end) {
            one(&self.shared, &request).await;
        }
        self.request = None;
        self.shared.statement().in_flight = None;
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        let Some(request) = self.request.take() else {
            return;
        };
        let is_to_be_told = {
            let mut statement = self.shared.statement();
            statement.in_flight = None;
            !statement.is_aborted && !statement.is_let_end
        };
        if let (true, Ok(runtime)) = (is_to_be_told, Handle::try_current()) {
            let shared = Arc::clone(&self.shared);
            runtime.spawn(async move { one(&shared, &request).await });
        }
    }
}
