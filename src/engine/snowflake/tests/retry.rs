//! Connections that break.

use super::stub::{Reply, Route, Stub};
use super::*;

#[test]
fn an_answer_that_was_cut_is_asked_for_again_as_the_same_request() {
    for cut in [
        Reply::Cut(written(5)),
        Reply::CutUntold(written(5)),
        Reply::Nothing,
    ] {
        let stub = Stub::start();
        stub.reply(Route::Query, cut.clone())
            .reply(Route::Query, cut)
            .json(Route::Query, written(5));
        assert_eq!(
            session(&stub)
                .execute("insert into t select 1")
                .unwrap()
                .rows_changed,
            5
        );
        let asked = stub.asked(Route::Query);
        assert_eq!(asked.len(), 3);
        assert_one_request(&asked);
        let counts: Vec<&str> = asked
            .iter()
            .map(|one| one.parameter("retryCount"))
            .collect();
        assert_eq!(counts, ["", "1", "2"]);
        assert_eq!(asked[2].parameter("retryReason"), "0");
        assert_eq!(
            asked[1].parameter("clientStartTime"),
            asked[0].parameter("clientStartTime")
        );
        assert!(stub.asked(Route::Abort).is_empty());
    }
}

#[test]
fn a_server_out_of_order_is_asked_again() {
    for status in [500, 502, 503, 504, 408, 429] {
        let stub = Stub::start();
        stub.reply(Route::Query, Reply::Page(status, "<html>later</html>"))
            .json(Route::Query, written(1));
        session(&stub).execute("insert").unwrap();
        let asked = stub.asked(Route::Query);
        assert_one_request(&asked);
        assert_eq!(asked[1].parameter("retryReason"), status.to_string());
    }
}

#[test]
fn an_outcome_that_stays_unknown_is_said_and_the_statement_stopped() {
    let stub = Stub::start();
    for _ in 0..10 {
        stub.reply(Route::Query, Reply::Nothing);
    }
    let EngineError::Connection(said) = error(&stub) else {
        panic!("no connection");
    };
    assert!(
        said.starts_with("no answer from `127.0.0.1` to a statement after 4 attempts: "),
        "{said}"
    );
    let asked = stub.asked(Route::Query);
    assert_eq!(asked.len(), 4);
    // Never as another statement.
    assert_one_request(&asked);
    let aborts = stub.asked(Route::Abort);
    assert_eq!(aborts.len(), 1);
    assert_eq!(aborts[0].body["requestId"], asked[0].parameter("requestId"));
}

#[test]
fn a_query_whose_end_is_unknown_is_named() {
    let stub = Stub::start();
    stub.json(Route::Query, running("333333", "/queries/1/result"));
    for _ in 0..10 {
        stub.reply(Route::Result, Reply::Nothing);
    }
    let said = error(&stub).to_string();
    assert!(
        said.contains("whether query 01b2-0001 ended well is not known"),
        "{said}"
    );
    assert_eq!(stub.asked(Route::Abort).len(), 1);
}

#[test]
fn a_server_that_never_answers_is_asked_again() {
    let stub = Stub::start();
    let mut settings = settings(&stub);
    settings.timeouts.request = Duration::from_millis(200);
    stub.reply(
        Route::Query,
        Reply::Late(Duration::from_secs(2), Box::new(Reply::Nothing)),
    )
    .json(Route::Query, written(2));
    let mut session = engine(settings).session().unwrap();
    assert_eq!(session.execute("insert").unwrap().rows_changed, 2);
    assert_one_request(&stub.asked(Route::Query));
}

/// Snowflake may end a transaction of which it hears nothing, and what comes after would be kept by itself.
#[test]
fn nothing_is_sent_in_a_transaction_after_a_long_silence() {
    let slow = || Pace {
        silence: Duration::from_millis(200),
        ..pace()
    };
    let stub = Stub::start();
    stub.json(Route::Query, written(0))
        .json(Route::Query, written(0));
    let engine = Snowflake::with_pace(settings(&stub), slow()).unwrap();
    let mut session = engine.session().unwrap();
    session.execute("BEGIN TRANSACTION").unwrap();
    std::thread::sleep(Duration::from_millis(250));
    let error = session.execute("INSERT INTO t SELECT 1").unwrap_err();
    assert!(matches!(error, EngineError::SessionLost(_)), "{error:?}");
    let said = error.to_string();
    assert!(
        said.contains("nothing was heard from `127.0.0.1`"),
        "{said}"
    );
    assert_eq!(stub.asked(Route::Query).len(), 1);
    // Outside of a transaction there is nothing to lose.
    let mut session = engine.session().unwrap();
    std::thread::sleep(Duration::from_millis(250));
    session.execute("INSERT INTO t SELECT 1").unwrap();
}

#[test]
fn an_answer_that_stays_away_in_a_transaction_is_not_asked_for_for_ever() {
    let stub = Stub::start();
    stub.json(Route::Query, written(0));
    for _ in 0..3 {
        let late = Reply::Late(Duration::from_millis(120), Box::new(Reply::Nothing));
        stub.reply(Route::Query, late);
    }
    let pace = Pace {
        silence: Duration::from_millis(200),
        ..pace()
    };
    let engine = Snowflake::with_pace(settings(&stub), pace).unwrap();
    let mut session = engine.session().unwrap();
    session.execute("BEGIN TRANSACTION").unwrap();
    let error = session.execute("INSERT INTO t SELECT 1").unwrap_err();
    assert!(matches!(error, EngineError::SessionLost(_)), "{error:?}");
    let asked = stub.asked(Route::Query);
    assert!(asked.len() < 5, "{}", asked.len());
    assert_one_request(&asked[1..]);
    assert_eq!(stub.asked(Route::Abort).len(), 1, "it may be running");
    // What comes after all is not believed: the transaction of the statement may be gone.
    let stub = Stub::start();
    let late = |answer| Reply::Late(Duration::from_millis(300), Box::new(Reply::Json(answer)));
    stub.json(Route::Query, written(0))
        .json(Route::Query, running("333333", "/queries/1/result"))
        .json(Route::Result, running("333333", "/queries/1/result"))
        .reply(Route::Result, late(written(1)));
    let engine = Snowflake::with_pace(settings(&stub), pace).unwrap();
    let mut session = engine.session().unwrap();
    session.execute("BEGIN TRANSACTION").unwrap();
    let error = session.execute("MERGE INTO t …").unwrap_err();
    assert!(matches!(error, EngineError::SessionLost(_)), "{error:?}");
}
