//! Tests of the engine against a scripted server on loopback: the real crate, the real layer, real sockets.

mod abort;
mod answers;
mod failures;
mod key;
mod login;
mod parts;
mod poll;
mod renew;
mod results;
mod retry;
mod stub;
mod trouble;
mod types;

use std::time::Duration;

use serde_json::{Value, json};

use self::stub::{Route, Stub};
use super::middleware::retry::Pace;
use super::settings::{Address, Credentials, Secret, Settings, Timeouts};
use super::{EngineError, Snowflake};
use crate::engine::{Engine, Session};

const PASSWORD: &str = "pass-word-of-the-test";

fn settings(stub: &Stub) -> Settings {
    Settings {
        address: Address {
            account: "XY12345".into(),
            scheme: "http".into(),
            host: "127.0.0.1".into(),
            port: Some(stub.port),
        },
        user: "loader".into(),
        credentials: Credentials::Password(Secret::new(PASSWORD.into())),
        role: Some("transformer".into()),
        warehouse: Some("\"small One\"".into()),
        database: Some("prod".into()),
        schema: Some("public".into()),
        query_tag: None,
        session_parameters: Vec::new(),
        timeouts: Timeouts {
            connect: Duration::from_secs(10),
            request: Duration::from_secs(10),
            statement: None,
        },
    }
}

/// Quick, so that a test of many attempts takes no time.
fn pace() -> Pace {
    Pace {
        attempts: 4,
        login_attempts: 2,
        first: Duration::from_millis(1),
        longest: Duration::from_millis(4),
        silence: Duration::from_mins(1),
    }
}

fn engine(settings: Settings) -> Snowflake {
    Snowflake::with_pace(settings, pace()).unwrap()
}

/// A session that is logged in.
fn session(stub: &Stub) -> Box<dyn Session> {
    engine(settings(stub)).session().unwrap()
}

/// The error of a statement whose answers were said.
fn error(stub: &Stub) -> EngineError {
    session(stub).execute("select 1").unwrap_err()
}

fn logged_in(session: &str, master: &str) -> Value {
    json!({
        "code": null, "message": null, "success": true,
        "data": {
            "token": session, "masterToken": master, "validityInSeconds": 3600, "masterValidityInSeconds": 14400,
            "sessionId": 17, "serverVersion": "9.1.0", "parameters": [], "displayUserName": "LOADER",
            "sessionInfo": { "databaseName": "PROD", "schemaName": null, "warehouseName": null, "roleName": "TRANSFORMER" },
        },
    })
}

fn renewed(session: &str, master: &str) -> Value {
    json!({
        "code": null, "message": null, "success": true,
        "data": { "sessionToken": session, "masterToken": master, "validityInSecondsST": 3600, "validityInSecondsMT": 14400 },
    })
}

/// The answer to a write.
fn written(rows: u64) -> Value {
    json!({
        "code": null, "message": null, "success": true,
        "data": {
            "queryId": "01b2-0001", "returned": 1, "total": 1, "queryResultFormat": "json",
            "rowtype": [{ "name": "number of rows inserted", "type": "fixed", "precision": 19, "scale": 0, "nullable": false }],
            "rowset": [[rows.to_string()]],
        },
    })
}

/// The answer that a statement still runs.
fn running(code: &str, place: &str) -> Value {
    json!({
        "code": code, "message": "Query execution in progress.", "success": false,
        "data": { "queryId": "01b2-0001", "getResultUrl": place, "queryAbortsAfterSecs": 300 },
    })
}

/// The answer that a statement, or a request, failed.
fn failed(code: &str, message: &str) -> Value {
    json!({
        "code": code, "message": message, "success": false,
        "data": { "errorCode": code, "sqlState": "42000", "queryId": "01b2-0002", "internalError": false, "age": 0 },
    })
}

/// The answer that a token is not good any more.
fn expired(code: &str) -> Value {
    json!({ "code": code, "message": "Authentication token has expired.", "success": false, "data": null })
}

/// All the same requests of a statement: one identity, each with a number of its own.
fn assert_one_request(asked: &[stub::Asked]) {
    let first = asked[0].parameter("requestId");
    assert!(!first.is_empty());
    let mut numbers: Vec<&str> = Vec::new();
    for one in asked {
        assert_eq!(one.route, Route::Query);
        assert_eq!(one.parameter("requestId"), first);
        assert_eq!(one.body, asked[0].body);
        numbers.push(one.parameter("request_guid"));
    }
    numbers.sort_unstable();
    numbers.dedup();
    assert_eq!(
        numbers.len(),
        asked.len(),
        "each attempt has its own number"
    );
}
