//! The layer between the crate `snowflake-api` and the network. Everything that the crate lacks for unattended runs is here:
//!
//! | the crate | the layer | file |
//! |---|---|---|
//! | always asks `https://<account>.snowflakecomputing.com` | asks the target's host and port; `http` on loopback only; follows no redirect to elsewhere | `address` |
//! | logs in with a password or a key, folds names to upper case, presents itself as an old driver | writes the login: all ways to authenticate, names as written, session parameters | `login` |
//! | keeps the tokens and prints them in its log | keeps them here, and gives the crate others that open nothing and never expire | `login` |
//! | opens a new session when its master token expires | answers a second login with [`Failure::SessionLost`] | `login` |
//! | fails on a statement that takes over 45 seconds | asks for its result until it is there | `poll` |
//! | fails when the session's token expires | renews it, and asks again with the same `requestId` | `renew` |
//! | takes an answer that was cut for a failure | asks again with the same `requestId`, a new `request_guid` and `retryCount` | `retry` |
//! | takes a page for an answer | tells the page's status and what to do | `pages` |
//! | fails on types and fields that it does not know | gives it only what it needs, and keeps the columns itself | `normalise` |
//! | puts the first part of a result last, ignores that a part is missing, drops further parts of a JSON result | says where the first part is, checks statuses, adds the parts | `chunks` |
//! | tells no query id, no tag, no abort | records the one, sends the others ([`tag`](super::tag), [`abort`](super::abort)) | `query` |
//!
//! Requests go through [`Retry`](retry::Retry), below this layer: it sends one request until an answer is there and never
//! looks into it; this layer reads answers and never sends the same request twice because of the network. The price of
//! standing between is that answers are read and written anew; results are not, apart from the envelope of their first
//! part.

pub(super) mod address;
pub(super) mod answer;
pub(super) mod ask;
mod chunks;
pub(super) mod login;
mod normalise;
pub(super) mod pages;
mod poll;
mod query;
pub(super) mod renew;
pub(super) mod retry;
pub(super) mod trouble;

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use http::Extensions;
use reqwest::redirect::Policy;
use reqwest::{Client, Request, Response};
use reqwest_middleware::{Middleware, Next};
use serde_json::{Value, json};
use tokio::sync::Semaphore;

use super::error::{Carried, Failure};
use super::settings::Settings;
use super::shared::Shared;
use crate::engine::EngineError;

/// How many parts of a result are fetched at a time.
const PARTS_AT_A_TIME: usize = 8;

/// What stands between may forget a connection on which nothing moves, while the server holds a question open.
const KEEP_ALIVE: Duration = Duration::from_secs(20);

/// Who asks.
const USER_AGENT: &str = concat!("fsc/", env!("CARGO_PKG_VERSION"));

/// A client for all sessions. Its connections are shared; its redirects stay with the host that was asked.
pub(super) fn client(settings: &Settings) -> Result<Client, EngineError> {
    let mut builder = Client::builder()
        .user_agent(USER_AGENT)
        .gzip(true)
        .referer(false)
        .connect_timeout(settings.timeouts.connect)
        .tcp_keepalive(KEEP_ALIVE)
        .redirect(Policy::custom(|attempt| {
            let is_same = attempt
                .previous()
                .first()
                .is_some_and(|asked| asked.origin() == attempt.url().origin());
            if is_same && attempt.previous().len() <= 3 {
                attempt.follow()
            } else {
                attempt.stop()
            }
        }));
    if address::is_loopback(&settings.address.host) {
        builder = builder.no_proxy();
    }
    builder.build().map_err(|error| {
        EngineError::Connection(format!("the HTTP client does not start: {error}"))
    })
}

/// The layer of one session.
pub(super) struct Layer {
    shared: Arc<Shared>,
    parts: Semaphore,
}

impl Layer {
    pub(super) fn new(shared: Arc<Shared>) -> Self {
        Self {
            shared,
            parts: Semaphore::new(PARTS_AT_A_TIME),
        }
    }

    async fn answer(&self, request: Request, next: Next<'_>) -> Result<Response, Failure> {
        match address::path(request.url()) {
            address::LOGIN => login::log_in(&self.shared, request, next).await,
            address::QUERY => query::run(&self.shared, request, next).await,
            address::SESSION => self.close(request, next).await,
            _ if request.method() == reqwest::Method::GET => {
                chunks::fetch(&self.shared, &self.parts, request, next).await
            }
            other => Err(Failure::Nonsense {
                what: "the client",
                problem: format!("it asks for `{other}`"),
            }),
        }
    }

    async fn close(&self, mut request: Request, next: Next<'_>) -> Result<Response, Failure> {
        let token = ask::session_token(&self.shared)?;
        ask::direct(&self.shared, &mut request, Some(&token))?;
        ask::forward(&self.shared, request, next).await?;
        respond(&json!({ "code": null, "message": null, "success": true, "data": null }))
    }
}

#[async_trait]
impl Middleware for Layer {
    async fn handle(
        &self,
        request: Request,
        _extensions: &mut Extensions,
        next: Next<'_>,
    ) -> reqwest_middleware::Result<Response> {
        self.answer(request, next).await.map_err(Carried::wrap)
    }
}

/// An answer for the crate.
fn respond(answer: &Value) -> Result<Response, Failure> {
    http::Response::builder()
        .header(http::header::CONTENT_TYPE, "application/json")
        .body(answer.to_string())
        .map(Response::from)
        .map_err(|error| Failure::Nonsense {
            what: "the client",
            problem: error.to_string(),
        })
}
