//! Tokens that expire.

use super::stub::{Route, Stub};
use super::*;

#[test]
fn an_expired_token_is_renewed_and_the_statement_sent_again_as_the_same() {
    let stub = Stub::start();
    stub.json(Route::Query, expired("390112"))
        .json(Route::Renew, renewed("session-2", "master-2"))
        .json(Route::Query, written(3))
        .json(Route::Query, expired("390112"))
        .json(Route::Renew, renewed("session-3", "master-3"))
        .json(Route::Query, written(4));
    let mut session = session(&stub);
    assert_eq!(
        session
            .execute("insert into t select 1")
            .unwrap()
            .rows_changed,
        3
    );
    assert_eq!(
        session
            .execute("insert into t select 2")
            .unwrap()
            .rows_changed,
        4
    );
    drop(session);
    let asked = stub.asked(Route::Query);
    assert_one_request(&asked[..2]);
    assert_one_request(&asked[2..]);
    let tokens: Vec<&str> = asked
        .iter()
        .map(|one| one.header("authorization"))
        .collect();
    assert_eq!(
        tokens,
        [
            "Snowflake Token=\"session-1\"",
            "Snowflake Token=\"session-2\"",
            "Snowflake Token=\"session-2\"",
            "Snowflake Token=\"session-3\"",
        ]
    );
    let renewals = stub.asked(Route::Renew);
    assert_eq!(
        renewals[0].header("authorization"),
        "Snowflake Token=\"master-1\""
    );
    assert_eq!(renewals[0].body["oldSessionToken"], "session-1");
    assert_eq!(renewals[0].body["requestType"], "RENEW");
    assert_eq!(
        renewals[1].header("authorization"),
        "Snowflake Token=\"master-2\""
    );
    // One session all along.
    assert_eq!(stub.asked(Route::LogIn).len(), 1);
    assert_eq!(
        stub.asked(Route::Close)[0].header("authorization"),
        "Snowflake Token=\"session-3\""
    );
}

#[test]
fn a_session_that_cannot_be_renewed_is_lost() {
    for code in ["390113", "390114", "390115", "390195", "390112"] {
        let stub = Stub::start();
        stub.json(Route::Query, expired("390112"))
            .json(Route::Renew, expired(code));
        let error = error(&stub);
        assert!(
            matches!(&error, EngineError::SessionLost(said) if said.contains(code)),
            "{error:?}"
        );
        assert_eq!(
            stub.asked(Route::LogIn).len(),
            1,
            "no other session in its place"
        );
    }
}

#[test]
fn a_session_that_is_gone_is_lost() {
    for code in ["390111", "390114", "390104"] {
        let stub = Stub::start();
        stub.json(Route::Query, expired(code));
        let error = error(&stub);
        assert!(matches!(error, EngineError::SessionLost(_)), "{error:?}");
        assert_eq!(stub.asked(Route::LogIn).len(), 1);
        assert!(stub.asked(Route::Renew).is_empty());
    }
}

#[test]
fn a_token_that_expires_again_and_again_ends() {
    let stub = Stub::start();
    for _ in 0..10 {
        stub.json(Route::Query, expired("390112"))
            .json(Route::Renew, renewed("session-2", "master-2"));
    }
    let error = error(&stub);
    assert!(matches!(error, EngineError::SessionLost(_)), "{error:?}");
}
