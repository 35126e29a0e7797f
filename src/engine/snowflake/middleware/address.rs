//! Where Snowflake is asked. The crate makes an address of the account alone; the target knows better.

use std::net::IpAddr;

use reqwest::Url;

use super::super::error::Failure;
use crate::engine::EngineError;
use crate::engine::snowflake::settings::Address;

pub(super) const LOGIN: &str = "session/v1/login-request";
pub(super) const QUERY: &str = "queries/v1/query-request";
pub(super) const SESSION: &str = "session";
pub(super) const RENEWAL: &str = "session/token-request";
const ABORT: &str = "queries/v1/abort-request";

/// The address that all requests start with. Without encryption only where nothing leaves the machine.
pub(in crate::engine::snowflake) fn base(address: &Address) -> Result<Url, EngineError> {
    let Address {
        scheme, host, port, ..
    } = address;
    let is_allowed = scheme == "https" || (scheme == "http" && is_loopback(host));
    if !is_allowed {
        return Err(EngineError::Connection(format!(
            "`{scheme}://{host}` is not encrypted\nSnowflake is reached over `https` only; `http` is for tests on this machine"
        )));
    }
    let port = port.map(|port| format!(":{port}")).unwrap_or_default();
    Url::parse(&format!("{scheme}://{host}{port}/"))
        .ok()
        .filter(|url| url.host_str().is_some() && url.path() == "/")
        .ok_or_else(|| {
            EngineError::Connection(format!(
                "`{host}` is not the name of a host\nwrite `host` like `xy12345.eu-central-1.snowflakecomputing.com`, without \
                 `https://` and path"
            ))
        })
}

/// Whether a host is this machine.
pub(in crate::engine::snowflake) fn is_loopback(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']');
    host.eq_ignore_ascii_case("localhost")
        || address.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

/// A path without the slashes before it, of which the crate writes up to two.
pub(super) fn path(url: &Url) -> &str {
    url.path().trim_start_matches('/')
}

/// The same path and parameters at the target's host.
pub(super) fn moved(base: &Url, url: &Url) -> Result<Url, Failure> {
    let mut moved = within(base, path(url))?;
    moved.set_query(url.query());
    Ok(moved)
}

/// What a path or an address from Snowflake leads to, if that is Snowflake: the token must not go elsewhere.
pub(super) fn within(base: &Url, reference: &str) -> Result<Url, Failure> {
    let nonsense = |problem: String| Failure::Nonsense {
        what: "a statement",
        problem,
    };
    let url = base
        .join(reference)
        .map_err(|_| nonsense(format!("`{reference}` is not an address")))?;
    if url.origin() == base.origin() {
        Ok(url)
    } else {
        let host = url.host_str().unwrap_or_default();
        Err(nonsense(format!(
            "it sends for its result to `{host}`, which was not asked"
        )))
    }
}

/// What a request is for, in messages.
pub(super) fn what(base: &Url, url: &Url) -> &'static str {
    if url.origin() != base.origin() {
        return PART;
    }
    match path(url) {
        LOGIN => LOGGING_IN,
        QUERY => "a statement",
        RENEWAL => "the renewal of the session",
        ABORT => "the request to stop a statement",
        SESSION => "the end of the session",
        path if path.starts_with("queries/") => "the question for a result",
        path if path.starts_with("monitoring/") => "the question for what a statement did",
        _ => PART,
    }
}

/// The login.
pub(in crate::engine::snowflake) const LOGGING_IN: &str = "the login";

/// A part of a result, which is no answer of Snowflake's interface.
pub(super) const PART: &str = "the request for a part of a result";
