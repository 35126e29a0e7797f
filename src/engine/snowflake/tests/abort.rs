//! Statements that are stopped.

use std::time::Instant;

use super::stub::{Reply, Route, Stub};
use super::*;

/// Runs a statement on a thread of its own, and calls `meanwhile` when it is under way.
fn meanwhile(
    stub: &Stub,
    engine: &Snowflake,
    sql: &str,
    meanwhile: impl Fn(&Snowflake),
) -> Result<crate::engine::Executed, EngineError> {
    let mut session = engine.session().unwrap();
    std::thread::scope(|scope| {
        let worker = scope.spawn(move || session.execute(sql));
        stub.wait_for(Route::Query, 1);
        meanwhile(engine);
        worker.join().unwrap()
    })
}

fn cancelled() -> Reply {
    Reply::Json(failed("000604", "SQL execution canceled"))
}

#[test]
fn an_interrupt_aborts_the_statement_and_waits_for_its_end() {
    let stub = Stub::start();
    stub.reply(Route::Query, Reply::OnAbort(Box::new(cancelled())));
    let engine = engine(settings(&stub));
    let result = meanwhile(&stub, &engine, "insert into t select 1", |engine| {
        // Repeated, as a run does.
        engine.interrupt();
        std::thread::sleep(Duration::from_millis(20));
        engine.interrupt();
    });
    assert_eq!(result, Err(EngineError::Interrupted));
    let aborts = stub.asked(Route::Abort);
    assert_eq!(aborts.len(), 1);
    let asked = stub.asked(Route::Query);
    assert_eq!(aborts[0].body["requestId"], asked[0].parameter("requestId"));
    assert_ne!(
        aborts[0].parameter("requestId"),
        asked[0].parameter("requestId")
    );
    assert_eq!(
        aborts[0].header("authorization"),
        "Snowflake Token=\"session-1\""
    );
}

#[test]
fn the_session_goes_on_after_an_interrupt() {
    let stub = Stub::start();
    stub.json(Route::Query, running("333333", "/queries/1/result"))
        .reply(Route::Result, Reply::OnAbort(Box::new(cancelled())))
        .json(Route::Query, written(1));
    let engine = engine(settings(&stub));
    let mut session = engine.session().unwrap();
    std::thread::scope(|scope| {
        let worker = scope.spawn(|| session.execute("insert"));
        stub.wait_for(Route::Result, 1);
        engine.interrupt();
        assert_eq!(worker.join().unwrap(), Err(EngineError::Interrupted));
    });
    session.execute("rollback").unwrap();
    assert_eq!(stub.asked(Route::LogIn).len(), 1);
}

#[test]
fn an_abort_is_repeated_until_the_statement_is_known_and_renews_its_token() {
    let stub = Stub::start();
    stub.reply(
        Route::Query,
        Reply::Late(Duration::from_secs(2), Box::new(cancelled())),
    )
    .json(
        Route::Abort,
        failed(
            "000605",
            "Identified SQL statement is not currently executing.",
        ),
    )
    .json(Route::Abort, expired("390112"))
    .json(Route::Renew, renewed("session-2", "master-2"));
    let engine = engine(settings(&stub));
    let result = meanwhile(&stub, &engine, "insert", Engine::interrupt);
    assert_eq!(result, Err(EngineError::Interrupted));
    let aborts = stub.asked(Route::Abort);
    assert_eq!(aborts.len(), 3);
    assert_eq!(
        aborts[2].header("authorization"),
        "Snowflake Token=\"session-2\""
    );
}

#[test]
fn a_statement_that_ended_well_before_the_abort_came_is_not_called_interrupted() {
    let stub = Stub::start();
    stub.reply(
        Route::Query,
        Reply::OnAbort(Box::new(Reply::Json(written(9)))),
    );
    let engine = engine(settings(&stub));
    let result = meanwhile(&stub, &engine, "insert", Engine::interrupt);
    assert_eq!(result.unwrap().rows_changed, 9);
}

#[test]
fn what_ends_a_transaction_is_not_aborted() {
    for sql in ["commit", "ROLLBACK;", "drop table if exists t"] {
        let stub = Stub::start();
        let late = Reply::Late(
            Duration::from_millis(300),
            Box::new(Reply::Json(written(0))),
        );
        stub.reply(Route::Query, late);
        let engine = engine(settings(&stub));
        let result = meanwhile(&stub, &engine, sql, Engine::interrupt);
        result.unwrap();
        assert!(stub.asked(Route::Abort).is_empty(), "{sql}");
    }
}

#[test]
fn an_interrupt_of_an_idle_session_hits_no_later_statement() {
    let stub = Stub::start();
    stub.json(Route::Query, written(1));
    let engine = engine(settings(&stub));
    let mut session = engine.session().unwrap();
    engine.interrupt();
    session.execute("insert").unwrap();
    assert!(stub.asked(Route::Abort).is_empty());
}

#[test]
fn a_statement_that_takes_too_long_is_aborted() {
    let stub = Stub::start();
    let mut settings = settings(&stub);
    settings.timeouts.statement = Some(Duration::from_millis(200));
    stub.json(Route::Query, running("333333", "/queries/1/result"))
        .reply(Route::Result, Reply::OnAbort(Box::new(cancelled())));
    let mut session = engine(settings).session().unwrap();
    let EngineError::Statement(said) = session.execute("insert").unwrap_err() else {
        panic!("too long");
    };
    assert!(
        said.starts_with(
            "the statement took longer than 0.2 seconds and was told to stop (query 01b2-0002)"
        ),
        "{said}"
    );
    assert_eq!(stub.asked(Route::Abort).len(), 1);
    let login = &stub.asked(Route::LogIn)[0].body["data"];
    assert_eq!(
        login["SESSION_PARAMETERS"]["STATEMENT_TIMEOUT_IN_SECONDS"],
        1
    );
}

#[test]
fn a_login_is_interrupted_at_once() {
    let stub = Stub::start();
    stub.reply(
        Route::LogIn,
        Reply::Late(Duration::from_secs(5), Box::new(Reply::Nothing)),
    );
    let engine = engine(settings(&stub));
    let clock = Instant::now();
    let error = std::thread::scope(|scope| {
        let worker = scope.spawn(|| engine.session().err());
        stub.wait_for(Route::LogIn, 1);
        std::thread::sleep(Duration::from_millis(50));
        engine.interrupt();
        worker.join().unwrap()
    });
    assert_eq!(error, Some(EngineError::Interrupted));
    assert!(clock.elapsed() < Duration::from_secs(3));
    assert!(stub.asked(Route::Abort).is_empty());
}

#[test]
fn a_request_that_is_given_up_aborts_its_statement() {
    let stub = Stub::start();
    let engine = engine(settings(&stub));
    let session = engine.session().unwrap();
    let shared = engine
        .live
        .sessions
        .lock()
        .unwrap()
        .1
        .values()
        .next()
        .unwrap()
        .clone();
    let give_up = |request: &str| {
        let guard = super::super::abort::Guard::new(shared.clone(), request.into());
        engine.runtime.block_on(async { drop(guard) }).unwrap();
    };
    // What ends a transaction is not told to stop by this either.
    shared.statement().is_let_end = true;
    give_up("request-of-commit");
    shared.statement().is_let_end = false;
    give_up("request-17");
    let aborts = stub.wait_for(Route::Abort, 1);
    assert_eq!(aborts[0].body["requestId"], "request-17");
    std::thread::sleep(Duration::from_millis(200));
    assert_eq!(stub.asked(Route::Abort).len(), 1);
    drop(session);
}

#[test]
fn a_commit_without_an_answer_is_not_aborted_and_told_as_unknown() {
    let page = || Reply::Page(502, "<html>Bad Gateway</html>");
    for reply in [page, || Reply::Nothing] {
        let stub = Stub::start();
        for _ in 0..pace().attempts {
            stub.reply(Route::Query, reply());
        }
        let EngineError::Connection(said) = session(&stub).execute("COMMIT").unwrap_err() else {
            panic!("no answer");
        };
        assert!(
            said.contains("\nwhether the transaction was committed is not known: "),
            "{said}"
        );
        assert!(!said.contains("told to stop"), "{said}");
        assert!(stub.asked(Route::Abort).is_empty(), "{said}");
    }
}

#[test]
fn a_commit_has_no_time_out() {
    let stub = Stub::start();
    let mut settings = settings(&stub);
    settings.timeouts.statement = Some(Duration::from_millis(100));
    stub.reply(
        Route::Query,
        Reply::Late(
            Duration::from_millis(400),
            Box::new(Reply::Json(written(0))),
        ),
    );
    let mut session = engine(settings).session().unwrap();
    session.execute("COMMIT").unwrap();
    assert!(stub.asked(Route::Abort).is_empty());
}
