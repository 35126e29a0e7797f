//! What goes wrong between fsc and Snowflake, typed, and what the rest of fsc is told of it.
//!
//! The crate's errors hand on what a layer below it raised as `transparent`, so that the raised error itself cannot be
//! seen, only its source: a [`Failure`] therefore travels inside [`Carried`], whose source it is.

use std::error::Error;
use std::fmt;
use std::time::Duration;

use super::middleware::address::LOGGING_IN;
use super::middleware::pages;
use super::remedy;
use crate::engine::EngineError;

/// What went wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Failure {
    /// Snowflake answered that a statement failed.
    Refused {
        /// `002003`; as it came. Empty where fsc refuses.
        code: String,
        /// In Snowflake's words.
        message: String,
        /// Where it has one.
        query_id: Option<String>,
    },
    /// Snowflake answered that it lets nobody in.
    LogIn {
        /// `390100`.
        code: String,
        /// In Snowflake's words.
        message: String,
        /// Who asked, and where.
        user: String,
        host: String,
    },
    /// The session is gone.
    SessionLost {
        /// Why, as far as known.
        reason: String,
    },
    /// Something answered that is not Snowflake's interface: a page.
    Page {
        /// HTTP's.
        status: u16,
        /// Who answered.
        host: String,
        /// What was asked for.
        what: &'static str,
        /// Where it points to instead.
        location: Option<String>,
    },
    /// No answer.
    Network {
        host: String,
        what: &'static str,
        trouble: Trouble,
        attempts: u32,
        /// The statement whose outcome is unknown, where it is one.
        query_id: Option<String>,
    },
    /// Nothing was heard in a transaction for so long that Snowflake may have ended it.
    Silence { host: String, limit: Duration },
    /// An answer that makes no sense.
    Nonsense { what: &'static str, problem: String },
}

/// Why there was no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Trouble {
    /// The name of the host is not known.
    Name,
    /// A proxy does not let through.
    Proxy(String),
    /// The certificate is not trusted.
    Certificate(String),
    /// Nobody listens, or nothing gets there.
    Connect(String),
    /// It takes too long.
    Timeout,
    /// The answer ended in its middle.
    Cut,
    /// Anything else.
    Other(String),
}

impl Trouble {
    /// Whether another attempt could help.
    pub(super) fn is_passing(&self) -> bool {
        !matches!(self, Self::Certificate(_))
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name => formatter.write_str("the name of the host is not known"),
            Self::Proxy(detail) => write!(formatter, "the proxy refused: {detail}"),
            Self::Certificate(detail) => {
                write!(formatter, "its certificate is not trusted: {detail}")
            }
            Self::Connect(detail) => write!(formatter, "no connection: {detail}"),
            Self::Timeout => formatter.write_str("no answer in time"),
            Self::Cut => formatter.write_str("the answer ended in its middle"),
            Self::Other(detail) => formatter.write_str(detail),
        }
    }
}

impl Failure {
    /// Whether a statement may be running although its request failed.
    pub(super) fn leaves_a_statement(&self) -> bool {
        match self {
            Self::Network { .. }
            | Self::Page { .. }
            | Self::Silence { .. }
            | Self::Nonsense { .. } => true,
            Self::Refused { .. } | Self::LogIn { .. } | Self::SessionLost { .. } => false,
        }
    }

    /// Whether Snowflake says that the statement was cancelled.
    pub(super) fn is_cancelled(&self) -> bool {
        matches!(self, Self::Refused { code, .. } if remedy::number(code) == Some(604))
    }

    /// In a sentence.
    pub(super) fn problem(&self) -> String {
        match self {
            Self::Refused {
                code,
                message,
                query_id,
            } => {
                let code = (!code.is_empty()).then(|| format!("error {code}"));
                let query = query_id.as_ref().map(|id| format!("query {id}"));
                let known: Vec<String> = code.into_iter().chain(query).collect();
                let message = one_line(message);
                if known.is_empty() {
                    message
                } else {
                    format!("{message} ({})", known.join(", "))
                }
            }
            Self::LogIn {
                code,
                message,
                user,
                host,
            } => format!(
                "Snowflake at `{host}` does not let user `{user}` in: {} (error {code})",
                one_line(message)
            ),
            Self::SessionLost { reason } => format!("the Snowflake session is gone: {reason}"),
            Self::Page {
                status,
                host,
                what,
                location,
            } => {
                let to = location
                    .as_ref()
                    .map(|location| format!(", which points to `{location}`"));
                format!(
                    "`{host}` answered {what} with a page of status {status}{}",
                    to.unwrap_or_default()
                )
            }
            Self::Network {
                host,
                what,
                trouble,
                attempts,
                query_id,
            } => {
                let times = if *attempts > 1 {
                    format!(" after {attempts} attempts")
                } else {
                    String::new()
                };
                let query = query_id.as_ref().map(|id| {
                    format!("; whether query {id} ended well is not known, and it was told to stop")
                });
                format!(
                    "no answer from `{host}` to {what}{times}: {trouble}{}",
                    query.unwrap_or_default()
                )
            }
            Self::Silence { host, limit } => format!(
                "the Snowflake session is given up: nothing was heard from `{host}` in a transaction for {} seconds, after \
                 which Snowflake may end it",
                limit.as_secs_f64()
            ),
            Self::Nonsense { what, problem } => {
                format!("the answer of Snowflake to {what} makes no sense: {problem}")
            }
        }
    }

    /// What to do about it.
    fn way_out(&self) -> Option<String> {
        match self {
            Self::Refused { code, message, .. } | Self::LogIn { code, message, .. } => {
                remedy::of(code, message).map(str::to_owned)
            }
            Self::SessionLost { .. } | Self::Silence { .. } => {
                Some("run again: what was committed stays".into())
            }
            Self::Page {
                status, host, what, ..
            } => Some(pages::way_out(*status, host, *what == LOGGING_IN)),
            Self::Network { trouble, host, .. } => Some(remedy::of_trouble(trouble, host)),
            Self::Nonsense { .. } => {
                Some("if it happens again, report it with the output of `fsc debug`".into())
            }
        }
    }
}

/// Snowflake breaks its messages after a heading, and people read first lines.
fn one_line(message: &str) -> String {
    message.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.problem())?;
        match self.way_out() {
            Some(way_out) => write!(formatter, "\n{way_out}"),
            None => Ok(()),
        }
    }
}

impl Error for Failure {}

impl From<Failure> for EngineError {
    fn from(failure: Failure) -> Self {
        let text = failure.to_string();
        match &failure {
            Failure::Refused { code, message, .. } if remedy::is_contention(code, message) => {
                Self::Contention(text)
            }
            Failure::Refused { .. } => Self::Statement(text),
            Failure::SessionLost { .. } | Failure::Silence { .. } => Self::SessionLost(text),
            Failure::LogIn { .. }
            | Failure::Page { .. }
            | Failure::Network { .. }
            | Failure::Nonsense { .. } => Self::Connection(text),
        }
    }
}

/// A failure on its way through the crate.
#[derive(Debug)]
pub(super) struct Carried(pub(super) Failure);

impl fmt::Display for Carried {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl Error for Carried {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&self.0)
    }
}

impl Carried {
    /// Wraps a failure for the way through the layers.
    pub(super) fn wrap(failure: Failure) -> reqwest_middleware::Error {
        reqwest_middleware::Error::middleware(Self(failure))
    }
}

/// The failure that an error carries, however deep.
pub(super) fn find<'e>(error: &'e (dyn Error + 'static)) -> Option<&'e Failure> {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(failure) = error.downcast_ref::<Failure>() {
            return Some(failure);
        }
        if let Some(carried) = error.downcast_ref::<Carried>() {
            return Some(&carried.0);
        }
        next = error.source();
    }
    None
}
