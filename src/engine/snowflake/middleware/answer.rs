//! What Snowflake answers: an envelope of a code, a message and data. Anything else is a page.

use reqwest::Response;
use reqwest::header::LOCATION;
use serde_json::Value;

use super::super::error::Failure;

/// The session's token has expired: it can be renewed.
pub(in crate::engine::snowflake) const EXPIRED: &str = "390112";

/// The statement still runs; the second where it was sent to run on its own.
const IN_PROGRESS: [&str; 2] = ["333333", "333334"];

/// The session cannot be renewed: no such session, or no master token, or an invalid or expired one. From the official
/// drivers, which log in anew on these.
const GONE: [&str; 6] = ["390104", "390110", "390111", "390113", "390114", "390115"];

/// Of the same kind when the session's own token is renewed.
const NOT_RENEWED: [&str; 3] = ["390112", "390195", "390400"];

/// An answer.
#[derive(Debug)]
pub(in crate::engine::snowflake) struct Answer {
    pub(in crate::engine::snowflake) code: String,
    pub(super) message: String,
    pub(in crate::engine::snowflake) is_success: bool,
    pub(in crate::engine::snowflake) data: Value,
}

impl Answer {
    /// Reads a response whose body is whole.
    pub(super) async fn of(
        response: Response,
        host: &str,
        what: &'static str,
    ) -> Result<Self, Failure> {
        let status = response.status().as_u16();
        let location = response
            .headers()
            .get(LOCATION)
            .and_then(|location| location.to_str().ok())
            .map(|location| {
                location
                    .split(['?', '#'])
                    .next()
                    .unwrap_or_default()
                    .to_owned()
            });
        let body = response.bytes().await.map_err(|_| Failure::Nonsense {
            what,
            problem: "it has no body".into(),
        })?;
        let Ok(Value::Object(mut answer)) = serde_json::from_slice::<Value>(&body) else {
            return Err(Failure::Page {
                status,
                host: host.to_owned(),
                what,
                location,
            });
        };
        // An answer without the envelope is somebody else's, such as a proxy's.
        if !answer.contains_key("success") && !answer.contains_key("data") {
            return Err(Failure::Page {
                status,
                host: host.to_owned(),
                what,
                location,
            });
        }
        let data = answer.remove("data").unwrap_or_default();
        let code = answer.get("code").map(text).unwrap_or_default();
        Ok(Self {
            message: answer.get("message").map(text).unwrap_or_default(),
            is_success: answer.get("success").and_then(Value::as_bool) == Some(true),
            code,
            data,
        })
    }

    pub(super) fn is_in_progress(&self) -> bool {
        IN_PROGRESS.contains(&self.code.as_str())
    }

    /// A text of the data.
    pub(super) fn text(&self, name: &str) -> Option<String> {
        self.data
            .get(name)
            .map(text)
            .filter(|text| !text.is_empty())
    }

    /// The failure that the answer is, when it is one.
    pub(super) fn failure(&self) -> Failure {
        if GONE.contains(&self.code.as_str()) {
            return self.lost();
        }
        Failure::Refused {
            code: self.text("errorCode").unwrap_or_else(|| self.code.clone()),
            message: self.said(),
            query_id: self.text("queryId"),
        }
    }

    /// The failure of a renewal.
    pub(super) fn renewal_failure(&self) -> Failure {
        if NOT_RENEWED.contains(&self.code.as_str()) {
            self.lost()
        } else {
            self.failure()
        }
    }

    fn lost(&self) -> Failure {
        Failure::SessionLost {
            reason: format!("{} (error {})", self.said(), self.code),
        }
    }

    fn said(&self) -> String {
        let message = self.message.trim();
        if message.is_empty() {
            "Snowflake gives no reason".to_owned()
        } else {
            message.to_owned()
        }
    }
}

/// A text, or what stands in its place.
fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
