//! The parts of a result that do not come with the answer: they lie in a cloud's storage, under addresses that need no
//! token, and get none. The crate fetches those of an Arrow result, without looking whether it got them; those of a JSON
//! result, such as a long `SHOW`, it forgets.

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::{Method, Request, Response, Url};
use reqwest_middleware::Next;
use serde_json::{Map, Value};
use tokio::sync::Semaphore;

use super::super::error::Failure;
use super::super::shared::Shared;
use super::address;
use super::ask;

/// Fetches a part for the crate.
pub(super) async fn fetch(
    shared: &Shared,
    parts: &Semaphore,
    request: Request,
    next: Next<'_>,
) -> Result<Response, Failure> {
    check_place(shared, request.url())?;
    let host = host(request.url());
    // The semaphore is never closed.
    let _turn = parts.acquire().await.ok();
    let mut extensions = http::Extensions::new();
    let response = next
        .run(request, &mut extensions)
        .await
        .map_err(|error| ask::failure(&error, address::PART))?;
    checked(response, host)
}

/// A JSON result with the rows of all its parts.
pub(super) async fn with_all_rows(shared: &Shared, mut data: Value) -> Result<Value, Failure> {
    let is_json = data["rowset"].is_array();
    let Some(parts) = data["chunks"].as_array().filter(|_| is_json).cloned() else {
        return Ok(data);
    };
    let headers = headers(&data);
    for part in parts {
        let place = part["url"].as_str().unwrap_or_default();
        let rows = rows(shared, place, &headers).await?;
        if let Some(all) = data["rowset"].as_array_mut() {
            all.extend(rows);
        }
    }
    data["chunks"] = Value::Array(Vec::new());
    Ok(data)
}

async fn rows(
    shared: &Shared,
    place: &str,
    headers: &Map<String, Value>,
) -> Result<Vec<Value>, Failure> {
    let nonsense = |problem: &str| Failure::Nonsense {
        what: address::PART,
        problem: problem.into(),
    };
    let url = Url::parse(place).map_err(|_| nonsense("it lies nowhere"))?;
    check_place(shared, &url)?;
    let host = host(&url);
    let mut request = Request::new(Method::GET, url);
    *request.headers_mut() = header_map(headers);
    let response = shared
        .control
        .execute(request)
        .await
        .map_err(|error| ask::failure(&error, address::PART))?;
    let body = checked(response, host)?
        .bytes()
        .await
        .map_err(|_| nonsense("it has no body"))?;
    // Rows with commas between them, without the brackets around.
    let text = [b"[".as_slice(), &body, b"]"].concat();
    serde_json::from_slice(&text).map_err(|_| nonsense("its rows are not JSON"))
}

/// What the parts of a result are asked for with.
pub(super) fn headers(data: &Value) -> Map<String, Value> {
    match (&data["chunkHeaders"], &data["qrmk"]) {
        (Value::Object(headers), _) if !headers.is_empty() => headers.clone(),
        (_, Value::String(key)) => Map::from_iter([
            (
                "x-amz-server-side-encryption-customer-algorithm".to_owned(),
                "AES256".into(),
            ),
            (
                "x-amz-server-side-encryption-customer-key".to_owned(),
                key.as_str().into(),
            ),
        ]),
        _ => Map::new(),
    }
}

fn header_map(headers: &Map<String, Value>) -> HeaderMap {
    headers
        .iter()
        .filter_map(|(name, value)| {
            let name = HeaderName::from_bytes(name.as_bytes()).ok()?;
            let value = HeaderValue::from_str(value.as_str()?).ok()?;
            Some((name, value))
        })
        .collect()
}

/// Parts come encrypted, except from this machine to itself.
fn check_place(shared: &Shared, url: &Url) -> Result<(), Failure> {
    let is_local = shared.base.scheme() == "http" && address::is_loopback(&host(url));
    if url.scheme() == "https" || is_local {
        Ok(())
    } else {
        Err(Failure::Nonsense {
            what: "a statement",
            problem: format!(
                "a part of its result lies at `{}`, not encrypted",
                host(url)
            ),
        })
    }
}

fn checked(response: Response, host: String) -> Result<Response, Failure> {
    if response.status().is_success() {
        Ok(response)
    } else {
        Err(Failure::Page {
            status: response.status().as_u16(),
            host,
            what: address::PART,
            location: None,
        })
    }
}

fn host(url: &Url) -> String {
    url.host_str().unwrap_or_default().to_owned()
}
