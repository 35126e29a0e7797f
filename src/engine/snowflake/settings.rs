//! What a connection to Snowflake needs, with every variable filled in. Made from a target's settings
//! ([`resolve`](super::resolve)); holds secrets, so nothing here prints them.

use std::fmt;
use std::time::Duration;

/// A connection's settings, checked as far as that is possible without connecting.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Whom to reach.
    pub address: Address,
    /// Who asks.
    pub user: String,
    /// How the user is known.
    pub credentials: Credentials,
    /// The role of the session; the user's default where none is set.
    pub role: Option<String>,
    /// The warehouse that computes.
    pub warehouse: Option<String>,
    /// Where names without a database are looked for. As written: quoted names keep their case.
    pub database: Option<String>,
    /// Where names without a schema are looked for.
    pub schema: Option<String>,
    /// What the project says of every statement; stands in the query tag beside what fsc says.
    pub query_tag: Option<String>,
    /// `ALTER SESSION SET` of every session, in this order.
    pub session_parameters: Vec<(String, String)>,
    /// How long to wait.
    pub timeouts: Timeouts,
}

/// Where Snowflake answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// The account as the login names it: without region and cloud, upper case.
    pub account: String,
    /// `http` on loopback only, else `https`.
    pub scheme: String,
    /// `xy12345.eu-central-1.snowflakecomputing.com`, or what `host` says.
    pub host: String,
    /// Where it is not the scheme's own.
    pub port: Option<u16>,
}

/// How a user is known.
#[derive(Debug, Clone)]
pub enum Credentials {
    /// A private key in PEM: PKCS#8, encrypted where there is a passphrase.
    KeyPair {
        /// The text of the key.
        pem: Secret,
        /// What it is encrypted with.
        passphrase: Option<Secret>,
    },
    /// A programmatic access token.
    ProgrammaticAccessToken(Secret),
    /// A token of an OAuth server.
    OAuth(Secret),
    /// A password.
    Password(Secret),
}

/// How long to wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timeouts {
    /// For a connection, and for logging in.
    pub connect: Duration,
    /// For one answer of the server, which says every 45 seconds that a statement still runs.
    pub request: Duration,
    /// For one statement; then it is aborted. None: as long as it takes.
    pub statement: Option<Duration>,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            connect: Duration::from_mins(1),
            request: Duration::from_mins(2),
            statement: None,
        }
    }
}

/// A text that is never printed.
#[derive(Clone)]
pub struct Secret(String);

impl Secret {
    /// Keeps a text.
    pub fn new(text: String) -> Self {
        Self(text)
    }

    /// The text, for the one place that sends it.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("[secret]")
    }
}
