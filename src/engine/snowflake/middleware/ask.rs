//! Requests: the crate's, sent where they belong, and fsc's own.

use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderValue};
use reqwest::{Method, Request, Response};
use reqwest_middleware::Next;
use serde_json::Value;
use uuid::Uuid;

use super::super::error::{Failure, find};
use super::super::settings::Secret;
use super::super::shared::Shared;
use super::address;
use super::answer::Answer;
use super::login::{CLIENT, CLIENT_VERSION};

const SNOWFLAKE: &str = "application/snowflake";

/// The token of the session.
pub(in crate::engine::snowflake) fn session_token(shared: &Shared) -> Result<Secret, Failure> {
    shared
        .tokens()
        .map(|tokens| tokens.session)
        .ok_or_else(|| Failure::SessionLost {
            reason: "it was never opened".into(),
        })
}

/// A request of fsc's own to the target's host.
pub(in crate::engine::snowflake) fn own(
    shared: &Shared,
    method: Method,
    path: &str,
    token: &Secret,
    body: Option<&Value>,
) -> Result<Request, Failure> {
    let mut url = address::within(&shared.base, path)?;
    if method == Method::POST {
        url.query_pairs_mut()
            .append_pair("requestId", &Uuid::new_v4().to_string())
            .append_pair("request_guid", &Uuid::new_v4().to_string());
    }
    let mut request = Request::new(method, url);
    request
        .headers_mut()
        .insert(ACCEPT, HeaderValue::from_static(SNOWFLAKE));
    if let Some(body) = body {
        set_body(&mut request, body);
    }
    present(&mut request, Some(token))?;
    Ok(request)
}

/// Sends a request of the crate's to the target's host, with the session's own token in place of the crate's.
pub(super) fn direct(
    shared: &Shared,
    request: &mut Request,
    token: Option<&Secret>,
) -> Result<(), Failure> {
    *request.url_mut() = address::moved(&shared.base, request.url())?;
    present(request, token)
}

fn present(request: &mut Request, token: Option<&Secret>) -> Result<(), Failure> {
    let headers = request.headers_mut();
    headers.insert("CLIENT_APP_ID", HeaderValue::from_static(CLIENT));
    headers.insert(
        "CLIENT_APP_VERSION",
        HeaderValue::from_static(CLIENT_VERSION),
    );
    headers.remove(AUTHORIZATION);
    if let Some(token) = token {
        let value = format!("Snowflake Token=\"{}\"", token.reveal());
        let mut value = HeaderValue::from_str(&value).map_err(|_| Failure::Nonsense {
            what: "the login",
            problem: "its token cannot be sent".into(),
        })?;
        value.set_sensitive(true);
        headers.insert(AUTHORIZATION, value);
    }
    Ok(())
}

pub(super) fn set_body(request: &mut Request, body: &Value) {
    request
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    *request.body_mut() = Some(body.to_string().into());
}

/// Sends a request of fsc's own.
pub(in crate::engine::snowflake) async fn send(
    shared: &Shared,
    request: Request,
) -> Result<Answer, Failure> {
    let what = address::what(&shared.base, request.url());
    let response = shared.control.execute(request).await;
    read(shared, response, what).await
}

/// Sends a request of the crate's.
pub(super) async fn forward(
    shared: &Shared,
    request: Request,
    next: Next<'_>,
) -> Result<Answer, Failure> {
    let what = address::what(&shared.base, request.url());
    let mut extensions = http::Extensions::new();
    let response = next.run(request, &mut extensions).await;
    read(shared, response, what).await
}

async fn read(
    shared: &Shared,
    response: reqwest_middleware::Result<Response>,
    what: &'static str,
) -> Result<Answer, Failure> {
    let host = shared.base.host_str().unwrap_or_default();
    let response = response.map_err(|error| failure(&error, what))?;
    Answer::of(response, host, what).await
}

/// What the layer below raised.
pub(super) fn failure(error: &reqwest_middleware::Error, what: &'static str) -> Failure {
    find(error).cloned().unwrap_or_else(|| Failure::Nonsense {
        what,
        problem: error.to_string(),
    })
}
