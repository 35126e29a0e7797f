//! One request until an answer is there. Snowflake knows a request by its `requestId` and runs it once; so all that is sent
//! can be sent again, as the official drivers do: with the same `requestId`, a `request_guid` of its own, and for statements
//! with the count and the reason of the attempt.
//!
//! An answer is read to its end here, as a connection that ends in the middle of a body is an attempt that failed. Results
//! come in parts of some megabytes, so that this costs little.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use http::Extensions;
use reqwest::header::RETRY_AFTER;
use reqwest::{Request, Response, StatusCode, Url};
use reqwest_middleware::{Middleware, Next};
use serde::de::IgnoredAny;
use tokio::time::sleep;
use uuid::Uuid;

use super::super::clock;
use super::super::error::{Carried, Failure, Trouble};
use super::super::settings::Timeouts;
use super::super::shared::Shared;
use super::{address, trouble};

/// How often and how fast.
#[derive(Debug, Clone, Copy)]
pub(in crate::engine::snowflake) struct Pace {
    /// Attempts for a request. With the pauses: about a minute and a half.
    pub(in crate::engine::snowflake) attempts: u32,
    /// For a login, where somebody waits, and mostly a setting is wrong.
    pub(in crate::engine::snowflake) login_attempts: u32,
    /// The first pause; each is twice the one before.
    pub(in crate::engine::snowflake) first: Duration,
    /// The longest.
    pub(in crate::engine::snowflake) longest: Duration,
    /// How long nothing may be heard in a transaction before something is sent in it.
    pub(in crate::engine::snowflake) silence: Duration,
}

/// The longest pause that a server may ask for.
const LONGEST_ASKED: Duration = Duration::from_mins(1);

impl Default for Pace {
    fn default() -> Self {
        Self {
            attempts: 10,
            login_attempts: 3,
            first: Duration::from_millis(500),
            longest: Duration::from_secs(16),
            // Snowflake's limit is five minutes; a request may be on its way for a while.
            silence: Duration::from_mins(4),
        }
    }
}

impl Pace {
    /// The pause after an attempt, from 1: three quarters of it at least, the rest by chance, so that sessions that failed
    /// together do not come back together.
    fn pause(&self, attempt: u32) -> Duration {
        let doubled = self.first.saturating_mul(1 << (attempt - 1).min(10));
        let whole = doubled.min(self.longest);
        let chance = Uuid::new_v4().as_bytes()[0];
        whole * 3 / 4 + whole / 4 * u32::from(chance) / 255
    }
}

/// The layer that sends again.
pub(in crate::engine::snowflake) struct Retry {
    base: Url,
    pace: Pace,
    timeouts: Timeouts,
    /// The session whose statements are sent; none where only its requests about statements are.
    session: Option<Arc<Shared>>,
}

impl Retry {
    pub(in crate::engine::snowflake) fn new(base: Url, pace: Pace, timeouts: Timeouts) -> Self {
        Self {
            base,
            pace,
            timeouts,
            session: None,
        }
    }

    /// The same for the statements of a session.
    pub(in crate::engine::snowflake) fn in_transactions_of(mut self, session: Arc<Shared>) -> Self {
        self.session = Some(session);
        self
    }

    /// Whether Snowflake may have ended the transaction in which this would be sent.
    fn is_too_late(&self, url: &Url) -> bool {
        address::path(url) == address::QUERY
            && self.session.as_ref().is_some_and(|session| {
                session
                    .transaction()
                    .is_silent_for(self.pace.silence, clock::passed())
            })
    }

    async fn send(&self, request: &Request, next: Next<'_>) -> Result<Response, Failure> {
        let what = address::what(&self.base, request.url());
        let is_login = address::path(request.url()) == address::LOGIN;
        let attempts = match address::path(request.url()) {
            address::LOGIN => self.pace.login_attempts.min(self.pace.attempts),
            // A session that is not closed ends by itself, and somebody waits for the end of the command.
            address::SESSION => 1,
            _ => self.pace.attempts,
        };
        let timeout = if is_login {
            self.timeouts.connect
        } else {
            self.timeouts.request
        };
        let mut reason = 0;
        let mut attempt = 1;
        loop {
            if self.is_too_late(request.url()) {
                return Err(Failure::Silence {
                    host: request.url().host_str().unwrap_or_default().to_owned(),
                    limit: self.pace.silence,
                });
            }
            let Some(mut copy) = request.try_clone() else {
                return Err(Failure::Nonsense {
                    what: "the client",
                    problem: "a request cannot be sent twice".into(),
                });
            };
            if attempt > 1 {
                number(copy.url_mut(), attempt - 1, reason);
            }
            *copy.timeout_mut() = Some(timeout);
            let outcome = once(copy, next.clone(), what != address::PART).await;
            let is_last = attempt >= attempts;
            let mut pause = self.pace.pause(attempt);
            match outcome {
                Ok(response) if is_last || !is_passing(response.status(), what) => {
                    return Ok(response);
                }
                Ok(response) => {
                    reason = response.status().as_u16();
                    pause = pause.max(asked_pause(&response).unwrap_or_default());
                    tracing::debug!(attempt, status = reason, "{what}: again");
                }
                Err(trouble) if is_last || !trouble.is_passing() => {
                    return Err(Failure::Network {
                        host: request.url().host_str().unwrap_or_default().to_owned(),
                        what,
                        trouble,
                        attempts: attempt,
                        query_id: None,
                    });
                }
                Err(trouble) => {
                    reason = 0;
                    tracing::debug!(attempt, "{what}: {trouble}: again");
                }
            }
            sleep(pause).await;
            attempt += 1;
        }
    }
}

/// One attempt, to the end of the body.
async fn once(request: Request, next: Next<'_>, is_json: bool) -> Result<Response, Trouble> {
    let mut extensions = Extensions::new();
    let response = next
        .run(request, &mut extensions)
        .await
        .map_err(|error| match &error {
            reqwest_middleware::Error::Reqwest(error) => trouble::of(error),
            reqwest_middleware::Error::Middleware(error) => Trouble::Other(error.to_string()),
        })?;
    let status = response.status();
    let headers = response.headers().clone();
    let body = response
        .bytes()
        .await
        .map_err(|error| trouble::of(&error))?;
    if is_json && status == StatusCode::OK && is_cut(&body) {
        return Err(Trouble::Cut);
    }
    let mut whole = http::Response::new(body);
    *whole.status_mut() = status;
    *whole.headers_mut() = headers;
    Ok(Response::from(whole))
}

/// Whether a body is JSON that ends too early: not every connection tells that it was cut.
fn is_cut(body: &[u8]) -> bool {
    match serde_json::from_slice::<IgnoredAny>(body) {
        Ok(_) => false,
        Err(error) => error.is_eof(),
    }
}

/// Whether a status may be another one soon: the server is out of order, or has too much to do. A cloud's storage also
/// says for a while that a part of a result is not allowed, or that the question for it is wrong: the official Python
/// connector asks again then, too.
fn is_passing(status: StatusCode, what: &str) -> bool {
    let is_for_a_while = [
        StatusCode::BAD_REQUEST,
        StatusCode::FORBIDDEN,
        StatusCode::METHOD_NOT_ALLOWED,
    ];
    status.is_server_error()
        || status == StatusCode::REQUEST_TIMEOUT
        || status == StatusCode::TOO_MANY_REQUESTS
        || (what == address::PART && is_for_a_while.contains(&status))
}

/// How long the server asks to wait. It may also name a moment, which is not looked at: clocks differ.
fn asked_pause(response: &Response) -> Option<Duration> {
    let seconds = response.headers().get(RETRY_AFTER)?.to_str().ok()?;
    let seconds = seconds.trim().parse().ok()?;
    Some(Duration::from_secs(seconds).min(LONGEST_ASKED))
}

/// Marks an attempt after the first.
fn number(url: &mut Url, count: u32, reason: u16) {
    let is_statement = address::path(url) == address::QUERY;
    let kept: Vec<(String, String)> = url
        .query_pairs()
        .filter(|(name, _)| !["request_guid", "retryCount", "retryReason"].contains(&name.as_ref()))
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect();
    if kept.is_empty() {
        return;
    }
    let mut pairs = url.query_pairs_mut();
    pairs.clear().extend_pairs(kept);
    pairs.append_pair("request_guid", &Uuid::new_v4().to_string());
    if is_statement {
        pairs
            .append_pair("retryCount", &count.to_string())
            .append_pair("retryReason", &reason.to_string());
    }
}

#[async_trait]
impl Middleware for Retry {
    async fn handle(
        &self,
        request: Request,
        _extensions: &mut Extensions,
        next: Next<'_>,
    ) -> reqwest_middleware::Result<Response> {
        self.send(&request, next).await.map_err(Carried::wrap)
    }
}
