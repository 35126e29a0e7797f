//! Logging in. The crate's login is written anew, and its answer too: the tokens stay in this layer. What the crate gets in
//! their place opens nothing, so that its log may print it, and never expires, so that it neither renews nor logs in again
//! behind fsc's back.

use reqwest::{Request, Response};
use reqwest_middleware::Next;
use serde_json::{Map, Value, json};

use super::super::error::Failure;
use super::super::settings::{Credentials, Secret, Settings};
use super::super::shared::{Shared, Tokens};
use super::{ask, respond};
use crate::project::snowflake::session;

/// The driver whose dialect of the interface is spoken: Snowflake sends Arrow to those that it knows. It supports a version
/// for two years at least; later ones are sent types that are newer than this code.
pub(super) const CLIENT: &str = "Go";
pub(super) const CLIENT_VERSION: &str = "1.14.1";

/// What the crate gets in place of tokens.
const NO_TOKEN: &str = "kept-by-fsc";

/// What every session is told unless the target says otherwise: a statement whose client is gone is aborted by Snowflake, so
/// that a killed run does not hold locks for hours. What a target cannot change stands in [`session`].
const DEFAULT: (&str, &str) = ("ABORT_DETACHED_QUERY", "TRUE");

/// The first session parameter of a target that is fsc's own.
pub(in crate::engine::snowflake) fn taken(parameters: &[(String, String)]) -> Option<&str> {
    let mut names = parameters.iter().map(|(name, _)| name.as_str());
    names.find(|name| session::is_fixed(name))
}

/// Answers the crate's request to log in.
pub(super) async fn log_in(
    shared: &Shared,
    mut request: Request,
    next: Next<'_>,
) -> Result<Response, Failure> {
    if shared.tokens().is_some() {
        return Err(Failure::SessionLost {
            reason: "the client would open another one in its place".into(),
        });
    }
    let settings = &shared.settings;
    let body = body(settings, &request);
    ask::set_body(&mut request, &body);
    ask::direct(shared, &mut request, None)?;
    add_names(settings, &mut request);
    let answer = ask::forward(shared, request, next).await?;
    let tokens = (answer.text("token"), answer.text("masterToken"));
    match tokens {
        (Some(session), master) if answer.is_success => {
            shared.set_tokens(Tokens {
                // Without a master token the session ends with its first one.
                master: Secret::new(master.unwrap_or_else(|| session.clone())),
                session: Secret::new(session),
            });
            respond(&json!({
                "code": null,
                "message": null,
                "success": true,
                "data": {
                    "sessionId": 0,
                    "token": NO_TOKEN,
                    "masterToken": NO_TOKEN,
                    "serverVersion": "",
                    "parameters": [],
                    "sessionInfo": { "roleName": "" },
                    "masterValidityInSeconds": -1,
                    "validityInSeconds": -1,
                },
            }))
        }
        _ => Err(Failure::LogIn {
            code: answer.code,
            message: answer.message,
            user: settings.user.clone(),
            host: settings.address.host.clone(),
        }),
    }
}

/// Where names are looked for and who acts, as the target writes it: Snowflake folds what is not quoted.
fn add_names(settings: &Settings, request: &mut Request) {
    let names = [
        ("databaseName", &settings.database),
        ("schemaName", &settings.schema),
        ("warehouse", &settings.warehouse),
        ("roleName", &settings.role),
    ];
    let mut pairs = request.url_mut().query_pairs_mut();
    for (parameter, name) in names {
        if let Some(name) = name {
            pairs.append_pair(parameter, name);
        }
    }
}

fn body(settings: &Settings, request: &Request) -> Value {
    let mut data = json!({
        "CLIENT_APP_ID": CLIENT,
        "CLIENT_APP_VERSION": CLIENT_VERSION,
        "SVN_REVISION": "",
        "ACCOUNT_NAME": settings.address.account,
        "LOGIN_NAME": settings.user,
        "SESSION_PARAMETERS": session_parameters(settings),
        "CLIENT_ENVIRONMENT": {
            "APPLICATION": "fsc",
            "APPLICATION_VERSION": env!("CARGO_PKG_VERSION"),
            "OS": std::env::consts::OS,
            "OS_VERSION": std::env::consts::ARCH,
        },
    });
    let mut say = |name: &str, value: &str| data[name] = value.into();
    match &settings.credentials {
        Credentials::KeyPair { .. } => {
            say("AUTHENTICATOR", "SNOWFLAKE_JWT");
            say("TOKEN", &signed(request).unwrap_or_default());
        }
        Credentials::ProgrammaticAccessToken(token) => {
            say("AUTHENTICATOR", "PROGRAMMATIC_ACCESS_TOKEN");
            say("TOKEN", token.reveal());
        }
        Credentials::OAuth(token) => {
            say("AUTHENTICATOR", "OAUTH");
            say("TOKEN", token.reveal());
        }
        Credentials::Password(password) => say("PASSWORD", password.reveal()),
    }
    json!({ "data": data })
}

/// What the crate signed with the key.
fn signed(request: &Request) -> Option<String> {
    let sent = request.body().and_then(reqwest::Body::as_bytes)?;
    let sent: Value = serde_json::from_slice(sent).ok()?;
    sent["data"]["TOKEN"].as_str().map(str::to_owned)
}

fn session_parameters(settings: &Settings) -> Map<String, Value> {
    let mut parameters = Map::new();
    parameters.insert(DEFAULT.0.into(), typed(DEFAULT.1));
    for fixed in session::FIXED {
        parameters.insert(fixed.name.into(), typed(fixed.value));
    }
    if let Some(limit) = settings.timeouts.statement {
        // Where fsc cannot tell a statement to stop, Snowflake stops it.
        parameters.insert(
            "STATEMENT_TIMEOUT_IN_SECONDS".into(),
            limit.as_secs().max(1).into(),
        );
    }
    for (name, value) in &settings.session_parameters {
        parameters.insert(name.to_ascii_uppercase(), typed(value));
    }
    parameters
}

/// A value as its type is written.
fn typed(value: &str) -> Value {
    match value.to_ascii_lowercase().as_str() {
        "true" => true.into(),
        "false" => false.into(),
        _ => match value.parse::<i64>() {
            Ok(number) if number.to_string() == value => number.into(),
            _ => value.into(),
        },
    }
}
