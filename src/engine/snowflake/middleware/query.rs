//! One statement: sent, waited for, renewed for, and its answer made into one that the crate can read.

use std::sync::Arc;

use reqwest::{Request, Response};
use reqwest_middleware::Next;
use serde_json::Value;
use uuid::Uuid;

use super::super::abort::Guard;
use super::super::error::Failure;
use super::super::shared::{Kind, Shared};
use super::answer::{self, Answer};
use super::{ask, chunks, normalise, poll, renew, respond};

/// Answers the crate's request to run a statement.
pub(super) async fn run(
    shared: &Arc<Shared>,
    mut request: Request,
    next: Next<'_>,
) -> Result<Response, Failure> {
    if shared.statement().kind == Kind::LogIn {
        // The crate logs in on its first statement only. This one was for that, and is not sent.
        return respond(&normalise::nothing());
    }
    complete(shared, &mut request)?;
    let id = parameter(&request, "requestId").unwrap_or_default();
    let guard = Guard::new(Arc::clone(shared), id);
    match outcome(shared, &request, next).await {
        Ok(answer) => {
            guard.disarm();
            let data = chunks::with_all_rows(shared, answer.data).await?;
            let answer = normalise::result(data, &mut shared.statement())?;
            respond(&answer)
        }
        Err(failure) if failure.leaves_a_statement() => {
            // Not known whether it runs: it is told to stop, and whoever sent it does not send it again but redoes its
            // node, which finds what was committed.
            guard.abort().await;
            Err(with_query(failure, shared))
        }
        Err(failure) => {
            guard.disarm();
            Err(failure)
        }
    }
}

/// Adds what the crate's request lacks: parameters of the statement, and that it is only to be described.
fn complete(shared: &Shared, request: &mut Request) -> Result<(), Failure> {
    let sent = request.body().and_then(reqwest::Body::as_bytes);
    let mut body: Value = sent
        .and_then(|sent| serde_json::from_slice(sent).ok())
        .ok_or_else(|| Failure::Nonsense {
            what: "the client",
            problem: "a statement is not JSON".into(),
        })?;
    let statement = shared.statement();
    body["parameters"] = Value::Object(statement.parameters.clone());
    if statement.kind == Kind::Describe {
        body["describeOnly"] = true.into();
    }
    drop(statement);
    ask::set_body(request, &body);
    Ok(())
}

/// Sends the statement until an answer says how it ended.
async fn outcome(shared: &Shared, request: &Request, next: Next<'_>) -> Result<Answer, Failure> {
    let mut renewals = 0;
    loop {
        let Some(mut copy) = request.try_clone() else {
            return Err(Failure::Nonsense {
                what: "the client",
                problem: "a request cannot be sent twice".into(),
            });
        };
        let token = ask::session_token(shared)?;
        ask::direct(shared, &mut copy, Some(&token))?;
        if renewals > 0 {
            set_parameter(&mut copy, "request_guid", &Uuid::new_v4().to_string());
        }
        let mut answer = ask::forward(shared, copy, next.clone()).await?;
        shared.hear()?;
        if answer.code == answer::EXPIRED {
            if renewals == poll::RENEWALS {
                return Err(answer.renewal_failure());
            }
            renewals += 1;
            renew::renew(shared, &token).await?;
            continue;
        }
        note_query(shared, &answer);
        if answer.is_in_progress() {
            answer = poll::until_done(shared, answer).await?;
            note_query(shared, &answer);
        }
        return if answer.is_success {
            Ok(answer)
        } else {
            Err(answer.failure())
        };
    }
}

fn note_query(shared: &Shared, answer: &Answer) {
    if let Some(id) = answer.text("queryId") {
        shared.statement().query_id = Some(id);
    }
}

/// Names the statement that was told to stop.
fn with_query(failure: Failure, shared: &Shared) -> Failure {
    let statement = shared.statement();
    let query = statement.query_id.clone();
    match failure {
        Failure::Network {
            host,
            what,
            trouble,
            attempts,
            query_id: None,
        } => Failure::Network {
            host,
            what,
            trouble,
            attempts,
            query_id: query.filter(|_| !statement.is_let_end),
        },
        other => other,
    }
}

fn parameter(request: &Request, name: &str) -> Option<String> {
    let mut pairs = request.url().query_pairs();
    pairs
        .find(|(key, _)| key == name)
        .map(|(_, value)| value.into_owned())
}

fn set_parameter(request: &mut Request, name: &str, value: &str) {
    let mut pairs: Vec<(String, String)> = request
        .url()
        .query_pairs()
        .filter(|(key, _)| key != name)
        .map(|(key, value)| (key.into_owned(), value.into_owned()))
        .collect();
    pairs.push((name.to_owned(), value.to_owned()));
    request
        .url_mut()
        .query_pairs_mut()
        .clear()
        .extend_pairs(pairs);
}
