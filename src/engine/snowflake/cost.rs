//! What statements have scanned. The answer to a statement does not tell; what the official Go driver asks for a
//! statement's status does (`GetQueryStatus`, in `stats.scanBytes`). It is a request a statement and no SQL: no warehouse
//! wakes up for it, and the history of queries, which would have to be searched, is left alone. Snowflake documents neither
//! the endpoint nor the field, so an answer of any other form means that nothing is known.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use reqwest::Method;
use serde_json::Value;
use tokio::task::JoinSet;
use tokio::time::timeout;

use super::error::Failure;
use super::middleware::{answer, ask, renew};
use super::shared::Shared;

/// How long a node may wait to know what it has cost. A question without an answer is the last one: nobody waits again.
const PATIENCE: Duration = Duration::from_secs(5);

/// Words that statements begin with which may read data.
const SCANNING: [&str; 6] = ["CREATE", "DELETE", "INSERT", "MERGE", "SELECT", "WITH"];

/// Whether a statement may scan something.
pub(super) fn scans(sql: &str) -> bool {
    let word = sql.split_whitespace().next().unwrap_or_default();
    SCANNING
        .iter()
        .any(|scanning| word.eq_ignore_ascii_case(scanning))
}

/// The bytes that all these statements scanned; `None` where one is not told.
pub(super) async fn bytes_scanned(shared: &Arc<Shared>, query_ids: &[String]) -> Option<u64> {
    if !shared.tells_cost.load(Ordering::Relaxed) {
        return None;
    }
    let mut asking = JoinSet::new();
    for id in query_ids {
        let (shared, id) = (Arc::clone(shared), id.clone());
        asking.spawn(async move { of_one(&shared, &id).await });
    }
    let all = async {
        let mut sum = 0_u64;
        while let Some(one) = asking.join_next().await {
            match one {
                Ok(Ok(bytes)) => sum = sum.saturating_add(bytes?),
                Ok(Err(failure)) => {
                    tracing::debug!("what a statement has scanned is not told: {failure}");
                    shared.tells_cost.store(false, Ordering::Relaxed);
                    return None;
                }
                Err(_) => return None,
            }
        }
        Some(sum)
    };
    let told = timeout(PATIENCE, all).await;
    if told.is_err() {
        tracing::debug!("what statements have scanned is not told in time");
        shared.tells_cost.store(false, Ordering::Relaxed);
    }
    told.ok().flatten()
}

async fn of_one(shared: &Shared, id: &str) -> Result<Option<u64>, Failure> {
    let place = format!("monitoring/queries/{id}");
    let mut is_renewed = false;
    loop {
        let token = ask::session_token(shared)?;
        let request = ask::own(shared, Method::GET, &place, &token, None)?;
        let answer = ask::send(shared, request).await?;
        if answer.code == answer::EXPIRED && !is_renewed {
            renew::renew(shared, &token).await?;
            is_renewed = true;
            continue;
        }
        return Ok(answer.is_success.then(|| scanned(&answer.data)).flatten());
    }
}

fn scanned(data: &Value) -> Option<u64> {
    data["queries"][0]["stats"]["scanBytes"].as_u64()
}
