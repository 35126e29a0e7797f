//! Who logs in, where, and what the crate and its log learn of it.

use std::sync::{Mutex, Once};

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use super::stub::{Reply, Route, Stub};
use super::*;
use crate::engine::Purpose;

#[test]
fn a_login_goes_to_the_targets_host_with_names_as_they_are_written() {
    let stub = Stub::start();
    let mut settings = settings(&stub);
    settings.session_parameters = vec![("lock_timeout".into(), "60".into())];
    drop(engine(settings).session().unwrap());
    let [login] = &stub.asked(Route::LogIn)[..] else {
        panic!("one login");
    };
    assert_eq!(login.parameter("warehouse"), "\"small One\"");
    assert_eq!(login.parameter("databaseName"), "prod");
    assert_eq!(login.parameter("schemaName"), "public");
    assert_eq!(login.parameter("roleName"), "transformer");
    assert_eq!(login.header("authorization"), "");
    let data = &login.body["data"];
    assert_eq!(data["LOGIN_NAME"], "loader");
    assert_eq!(data["ACCOUNT_NAME"], "XY12345");
    assert_eq!(data["PASSWORD"], PASSWORD);
    assert_eq!(data["AUTHENTICATOR"], Value::Null);
    assert_eq!(data["CLIENT_ENVIRONMENT"]["APPLICATION"], "fsc");
    let parameters = &data["SESSION_PARAMETERS"];
    assert_eq!(parameters["LOCK_TIMEOUT"], 60);
    assert_eq!(parameters["TIMEZONE"], "UTC");
    assert_eq!(parameters["AUTOCOMMIT"], true);
    assert_eq!(parameters["WEEK_START"], 0);
    assert_eq!(parameters["ABORT_DETACHED_QUERY"], true);
    assert_eq!(parameters["ERROR_ON_NONDETERMINISTIC_MERGE"], true);
    // No statement was sent to log in, and the session was closed with its own token.
    assert!(stub.asked(Route::Query).is_empty());
    let closed = stub.asked(Route::Close);
    assert_eq!(closed.len(), 1);
    assert_eq!(closed[0].parameter("delete"), "true");
    assert_eq!(
        closed[0].header("authorization"),
        "Snowflake Token=\"session-1\""
    );
}

#[test]
fn tokens_are_sent_as_what_they_are() {
    for (credentials, authenticator) in [
        (
            Credentials::ProgrammaticAccessToken(Secret::new("the-token".into())),
            "PROGRAMMATIC_ACCESS_TOKEN",
        ),
        (Credentials::OAuth(Secret::new("the-token".into())), "OAUTH"),
    ] {
        let stub = Stub::start();
        let session = engine(Settings {
            credentials,
            ..settings(&stub)
        })
        .session();
        drop(session.unwrap());
        let data = stub.asked(Route::LogIn)[0].body["data"].clone();
        assert_eq!(data["AUTHENTICATOR"], authenticator);
        assert_eq!(data["TOKEN"], "the-token");
        assert_eq!(data["LOGIN_NAME"], "loader");
        assert_eq!(data.get("PASSWORD"), None);
    }
}

#[test]
fn a_key_signs_the_login() {
    let stub = Stub::start();
    let session = engine(Settings {
        credentials: Credentials::KeyPair {
            pem: Secret::new(include_str!("keys/des3.p8").into()),
            passphrase: Some(Secret::new("open-sesame".into())),
        },
        ..settings(&stub)
    })
    .session();
    drop(session.unwrap());
    let data = stub.asked(Route::LogIn)[0].body["data"].clone();
    assert_eq!(data["AUTHENTICATOR"], "SNOWFLAKE_JWT");
    let token = data["TOKEN"].as_str().unwrap();
    let claims = token.split('.').nth(1).unwrap();
    let claims = BASE64_URL_SAFE_NO_PAD.decode(claims).unwrap();
    let claims: Value = serde_json::from_slice(&claims).unwrap();
    assert_eq!(claims["sub"], "XY12345.LOADER");
    assert_eq!(
        claims["iss"],
        format!("XY12345.LOADER.SHA256:{}", key::FINGERPRINT)
    );
}

#[test]
fn what_the_crate_asks_for_next_has_the_real_token_and_the_tag() {
    let stub = Stub::start();
    stub.json(Route::Query, written(1))
        .json(Route::Query, written(1));
    let mut settings = settings(&stub);
    settings.query_tag = Some("team=search".into());
    let mut session = engine(settings).session().unwrap();
    session.execute("select 1").unwrap();
    session.set_purpose(&Purpose {
        project: "flights".into(),
        node: Some("feature_view:delay".into()),
        run_id: Some("r-1".into()),
        job: None,
    });
    session.execute("select 2").unwrap();
    let asked = stub.asked(Route::Query);
    assert_eq!(
        asked[0].header("authorization"),
        "Snowflake Token=\"session-1\""
    );
    assert_eq!(asked[0].body["sqlText"], "select 1");
    assert_eq!(
        asked[0].body["parameters"]["QUERY_TAG"],
        r#"{"app":"fsc","tag":"team=search"}"#
    );
    assert_eq!(
        asked[1].body["parameters"]["QUERY_TAG"],
        r#"{"app":"fsc","project":"flights","node":"feature_view:delay","run_id":"r-1","tag":"team=search"}"#
    );
    assert_ne!(
        asked[0].parameter("requestId"),
        asked[1].parameter("requestId")
    );
}

#[test]
fn a_login_answer_may_lack_all_but_a_token() {
    let stub = Stub::start();
    stub.json(
        Route::LogIn,
        json!({ "success": true, "data": { "token": "only", "sessionInfo": null, "parameters": null } }),
    )
    .json(Route::Query, written(1));
    session(&stub).execute("select 1").unwrap();
    assert_eq!(
        stub.asked(Route::Query)[0].header("authorization"),
        "Snowflake Token=\"only\""
    );
}

#[test]
fn who_is_not_let_in_is_told_why_and_what_to_do() {
    for (code, message, way_out) in [
        (
            "390100",
            "Incorrect username or password was specified.",
            "check user and password",
        ),
        (
            "390144",
            "JWT token is invalid. [0ce9eb56]",
            "RSA_PUBLIC_KEY_FP",
        ),
        (
            "390189",
            "Role 'X' specified in the connect string does not exist",
            "grant role",
        ),
        (
            "390201",
            "The requested database does not exist or not authorized.",
            "usage",
        ),
        (
            "390432",
            "Network policy is required.",
            "network policy for its user",
        ),
        ("394400", "Programmatic access token is invalid.", "expired"),
        (
            "390422",
            "Incoming request with IP/Token 1.2.3.4 is not allowed to access Snowflake.",
            "keeps this address out",
        ),
    ] {
        let stub = Stub::start();
        stub.json(Route::LogIn, failed(code, message));
        let Err(EngineError::Connection(said)) = engine(settings(&stub)).session() else {
            panic!("{code} is no error");
        };
        let (problem, rest) = said.split_once('\n').unwrap_or_else(|| panic!("{said}"));
        assert_eq!(
            problem,
            format!(
                "Snowflake at `127.0.0.1` does not let user `loader` in: {message} (error {code})"
            )
        );
        assert!(rest.contains(way_out), "{rest}");
    }
}

#[test]
fn a_refused_login_is_not_tried_again() {
    let stub = Stub::start();
    stub.json(Route::LogIn, failed("390100", "no"));
    assert!(engine(settings(&stub)).session().is_err());
    // An account is locked after some attempts.
    assert_eq!(stub.asked(Route::LogIn).len(), 1);
}

#[test]
fn a_session_is_never_replaced_in_silence() {
    let stub = Stub::start();
    let engine = engine(settings(&stub));
    let shared = {
        let shared = super::super::shared::Shared::new(
            engine.settings.clone(),
            engine.pace,
            engine.client.clone(),
            engine.tells_cost.clone(),
        );
        std::sync::Arc::new(shared.unwrap())
    };
    let api = || {
        let client = reqwest_middleware::ClientBuilder::new(engine.client.clone())
            .with(super::super::middleware::Layer::new(shared.clone()))
            .build();
        let arguments = snowflake_api::AuthArgs {
            account_identifier: "XY12345".into(),
            warehouse: None,
            database: None,
            schema: None,
            username: "loader".into(),
            role: None,
            auth_type: snowflake_api::AuthType::Password(snowflake_api::PasswordArgs {
                password: String::new(),
            }),
        };
        snowflake_api::SnowflakeApiBuilder::new(arguments)
            .with_client(client)
            .build()
            .unwrap()
    };
    let run = |api: snowflake_api::SnowflakeApi| {
        engine
            .runtime
            .block_on(async { api.exec_raw("select 1").await.map(drop) })
            .unwrap()
    };
    run(api()).unwrap();
    // A second client on the same layer stands for the crate that has dropped its tokens.
    let error = run(api()).unwrap_err();
    let failure = super::super::error::find(&error).unwrap().clone();
    assert!(matches!(
        EngineError::from(failure),
        EngineError::SessionLost(_)
    ));
    assert_eq!(stub.asked(Route::LogIn).len(), 1);
}

#[test]
fn nothing_is_sent_without_encryption_to_another_machine() {
    let stub = Stub::start();
    let mut settings = settings(&stub);
    settings.address.host = "xy12345.snowflakecomputing.com".into();
    let said = Snowflake::new(settings.clone()).err().unwrap().to_string();
    assert!(
        said.starts_with("`http://xy12345.snowflakecomputing.com` is not encrypted"),
        "{said}"
    );
    settings.address.scheme = "https".into();
    settings.address.host = "https://xy12345.snowflakecomputing.com/x".into();
    let said = Snowflake::new(settings).err().unwrap().to_string();
    assert!(said.contains("is not the name of a host"), "{said}");
}

#[test]
fn what_fsc_relies_on_cannot_be_set() {
    let stub = Stub::start();
    let mut settings = settings(&stub);
    settings.session_parameters = vec![("timezone".into(), "America/Los_Angeles".into())];
    let said = Snowflake::new(settings).err().unwrap().to_string();
    assert!(
        said.starts_with("session parameter `timezone` is fsc's own"),
        "{said}"
    );
}

/// Keeps what is logged through the crate `log`.
struct Ear;

static HEARD: Mutex<Vec<String>> = Mutex::new(Vec::new());

impl log::Log for Ear {
    fn enabled(&self, _: &log::Metadata) -> bool {
        true
    }

    fn log(&self, record: &log::Record) {
        HEARD
            .lock()
            .unwrap()
            .push(format!("{} {}", record.target(), record.args()));
    }

    fn flush(&self) {}
}

#[test]
fn the_log_of_the_crate_holds_no_secret() {
    static LISTEN: Once = Once::new();
    LISTEN.call_once(|| {
        log::set_logger(&Ear).unwrap();
        log::set_max_level(log::LevelFilter::Trace);
    });
    let stub = Stub::start();
    stub.json(
        Route::LogIn,
        logged_in("secret-session-token", "secret-master-token"),
    )
    .reply(Route::Query, Reply::Json(expired("390112")))
    .json(
        Route::Renew,
        renewed("secret-second-token", "secret-second-master"),
    )
    .json(Route::Query, written(1));
    session(&stub).execute("select 1").unwrap();
    let heard = HEARD.lock().unwrap().join("\n");
    // The crate does print what it takes for its tokens.
    assert!(
        heard.contains("snowflake_api::session Auth response"),
        "{heard}"
    );
    for secret in ["secret-", PASSWORD] {
        assert!(!heard.contains(secret), "{heard}");
    }
}
