//! Statements that take longer than the server holds a connection open.

use super::stub::{Reply, Route, Stub};
use super::*;

#[test]
fn a_long_statement_is_asked_for_until_it_is_done() {
    for code in ["333333", "333334"] {
        let stub = Stub::start();
        stub.json(Route::Query, running(code, "/queries/01b2-0001/result"))
            .json(
                Route::Result,
                running(code, "/queries/01b2-0001/result?step=2"),
            )
            .json(
                Route::Result,
                running(code, "/queries/01b2-0001/result?step=2"),
            )
            .json(Route::Result, written(7));
        let executed = session(&stub).execute("insert into t select 1").unwrap();
        assert_eq!(executed.rows_changed, 7);
        assert_eq!(executed.query_id.as_deref(), Some("01b2-0001"));
        let polls = stub.asked(Route::Result);
        assert_eq!(polls.len(), 3);
        assert_eq!(polls[0].path, "/queries/01b2-0001/result");
        assert_eq!(polls[1].parameter("step"), "2");
        for poll in polls {
            assert_eq!(
                poll.header("authorization"),
                "Snowflake Token=\"session-1\""
            );
            assert_eq!(poll.header("accept"), "application/snowflake");
        }
        assert_eq!(stub.asked(Route::Query).len(), 1);
        assert!(stub.asked(Route::Abort).is_empty());
    }
}

#[test]
fn the_token_goes_nowhere_else() {
    let stub = Stub::start();
    let other = Stub::start();
    stub.json(
        Route::Query,
        running("333334", &other.address("queries/1/result")),
    );
    let said = error(&stub).to_string();
    assert!(said.contains("which was not asked"), "{said}");
    stub.json(
        Route::Query,
        running("333334", "//evil.example/queries/1/result"),
    );
    let said = error(&stub).to_string();
    assert!(
        said.contains("`evil.example`, which was not asked"),
        "{said}"
    );
    assert!(other.asked(Route::Result).is_empty());
    // The statements run, and nobody will fetch their results.
    assert_eq!(stub.asked(Route::Abort).len(), 2);
}

#[test]
fn a_session_that_expires_meanwhile_is_renewed() {
    let stub = Stub::start();
    stub.json(Route::Query, running("333334", "/queries/1/result"))
        .json(Route::Result, expired("390112"))
        .json(Route::Renew, renewed("session-2", "master-2"))
        .json(Route::Result, running("333333", "/queries/1/result"))
        .json(Route::Result, written(1));
    session(&stub).execute("insert into t select 1").unwrap();
    let tokens: Vec<String> = stub
        .asked(Route::Result)
        .iter()
        .map(|poll| poll.header("authorization").to_owned())
        .collect();
    assert_eq!(
        tokens,
        [
            "Snowflake Token=\"session-1\"",
            "Snowflake Token=\"session-2\"",
            "Snowflake Token=\"session-2\""
        ]
    );
    assert_eq!(stub.asked(Route::Query).len(), 1);
}

#[test]
fn a_connection_may_break_while_a_statement_runs() {
    let stub = Stub::start();
    stub.json(Route::Query, running("333333", "/queries/1/result"))
        .reply(Route::Result, Reply::Nothing)
        .reply(Route::Result, Reply::Page(503, "<html>"))
        .reply(Route::Result, Reply::Cut(written(1)))
        .json(Route::Result, written(1));
    assert_eq!(session(&stub).execute("insert").unwrap().rows_changed, 1);
    assert_eq!(stub.asked(Route::Query).len(), 1);
}

#[test]
fn a_statement_that_fails_late_fails_with_its_own_words() {
    let stub = Stub::start();
    stub.json(Route::Query, running("333333", "/queries/1/result"))
        .json(Route::Result, failed("100051", "Division by zero"));
    assert_eq!(
        error(&stub),
        EngineError::Statement("Division by zero (error 100051, query 01b2-0002)".into())
    );
}
