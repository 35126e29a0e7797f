//! Why there was no answer, from the error of the HTTP client. It tells kinds apart only in part; the rest stands in the
//! words of what it builds on.

use std::error::Error;

use super::super::error::Trouble;

/// The kind of an error.
pub(in crate::engine::snowflake) fn of(error: &reqwest::Error) -> Trouble {
    let mut words = Vec::new();
    let mut next = error.source();
    while let Some(error) = next {
        words.push(error.to_string());
        next = error.source();
    }
    let last = words.last().cloned().unwrap_or_default();
    let all = words.join(": ").to_lowercase();
    let says = |parts: &[&str]| parts.iter().any(|part| all.contains(part));
    if says(&["proxy", "tunnel"]) {
        Trouble::Proxy(last)
    } else if says(&["dns error", "failed to lookup address"]) {
        Trouble::Name
    } else if says(&["certificate", "tls", "handshake", "corrupt message"]) {
        Trouble::Certificate(last)
    } else if error.is_connect() && error.is_timeout() {
        Trouble::Connect("it is not accepted in time".into())
    } else if error.is_connect() {
        Trouble::Connect(last)
    } else if error.is_timeout() {
        Trouble::Timeout
    } else if error.is_body()
        || error.is_decode()
        || says(&[
            "closed",
            "incomplete",
            "reset",
            "broken pipe",
            "end of file",
            "eof",
        ])
    {
        Trouble::Cut
    } else {
        Trouble::Other(if last.is_empty() {
            "the request could not be sent".into()
        } else {
            last
        })
    }
}
