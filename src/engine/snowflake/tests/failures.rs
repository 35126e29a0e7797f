//! What statements, pages and the network say, and what is made of it.

use super::stub::{Reply, Route, Stub};
use super::*;
use crate::engine::snowflake::middleware::pages;

#[test]
fn a_page_is_no_answer() {
    for (reply, status, way_out) in [
        (
            Reply::Page(403, "<html>Forbidden</html>"),
            403,
            "knows no such account, or a proxy",
        ),
        (Reply::Page(404, ""), 404, "knows no such account"),
        (
            Reply::Page(200, "<html>Sign in to the hotel</html>"),
            200,
            "answers in its place",
        ),
        (Reply::Page(200, "\"text\""), 200, "answers in its place"),
        (
            Reply::Page(403, "{\"error\":\"blocked\"}"),
            403,
            "knows no such account, or a proxy",
        ),
    ] {
        let stub = Stub::start();
        stub.reply(Route::Query, reply.clone());
        let EngineError::Connection(said) = error(&stub) else {
            panic!("{status}");
        };
        assert!(
            said.starts_with(&format!(
                "`127.0.0.1` answered a statement with a page of status {status}"
            )),
            "{said}"
        );
        // Where somebody has logged in, the account is known.
        let is_of_the_account = way_out.starts_with("knows no such account");
        let of_a_statement = if is_of_the_account {
            "the login went well"
        } else {
            way_out
        };
        assert!(said.contains(of_a_statement), "{said}");
        assert_eq!(stub.asked(Route::Query).len(), 1, "{status} does not pass");
        // The same at login.
        stub.reply(Route::LogIn, reply);
        let said = engine(settings(&stub)).session().err().unwrap().to_string();
        assert!(
            said.contains("answered the login with a page of status"),
            "{said}"
        );
        assert!(said.contains(way_out), "{said}");
    }
}

#[test]
fn a_server_that_stays_out_of_order_is_told_with_its_status() {
    let stub = Stub::start();
    for _ in 0..10 {
        stub.reply(Route::Query, Reply::Page(502, "<html>Bad Gateway</html>"));
    }
    let said = error(&stub).to_string();
    assert!(said.contains("page of status 502"), "{said}");
    assert!(said.contains("https://status.snowflake.com"), "{said}");
    // It may have begun the statement.
    assert_eq!(stub.asked(Route::Abort).len(), 1);
}

#[test]
fn every_status_has_a_way_out() {
    for status in [100, 200, 302, 401, 403, 404, 407, 429, 500, 503] {
        for is_login in [true, false] {
            let way_out = pages::way_out(status, "host", is_login);
            assert!(!way_out.is_empty());
            assert!(is_login || !way_out.contains("knows no such account"));
        }
    }
}

#[test]
fn no_redirect_leads_to_another_host() {
    let stub = Stub::start();
    let other = Stub::start();
    stub.reply(
        Route::Query,
        Reply::Redirect(other.address("queries/v1/query-request?a=1")),
    );
    let said = error(&stub).to_string();
    assert!(
        said.contains("page of status 307, which points to `http://127.0.0.1:"),
        "{said}"
    );
    assert!(other.asked(Route::Query).is_empty());
}

#[test]
fn a_refused_statement_keeps_its_words_its_code_and_its_query() {
    let stub = Stub::start();
    stub.json(
        Route::Query,
        failed(
            "002003",
            "SQL compilation error:\nObject 'T' does not exist or not authorized.",
        ),
    );
    let EngineError::Statement(said) = error(&stub) else {
        panic!("refused");
    };
    let (problem, way_out) = said.split_once('\n').unwrap();
    assert_eq!(
        problem,
        "SQL compilation error: Object 'T' does not exist or not authorized. (error 002003, query 01b2-0002)"
    );
    assert!(way_out.contains("grant usage"), "{way_out}");
    assert!(stub.asked(Route::Abort).is_empty());
}

#[test]
fn known_errors_have_a_way_out() {
    for (code, way_out) in [
        ("000606", "auto_resume"),
        ("000607", "auto_resume"),
        ("300002", "report it to Snowflake"),
        ("003001", "docs/snowflake.md"),
        ("003003", "docs/snowflake.md"),
        ("002043", "grant usage"),
        ("000630", "time-out"),
        ("000604", "cancelled"),
    ] {
        let stub = Stub::start();
        stub.json(Route::Query, failed(code, "no"));
        let said = error(&stub).to_string();
        assert!(said.contains(way_out), "{code}: {said}");
    }
}

#[test]
fn the_words_of_a_name_are_no_struggle_for_a_lock() {
    let stub = Stub::start();
    stub.json(
        Route::Query,
        failed(
            "000904",
            "SQL compilation error: invalid identifier 'deadlock'",
        ),
    );
    assert!(matches!(error(&stub), EngineError::Statement(_)));
}

#[test]
fn a_struggle_for_a_lock_is_told_apart() {
    let waiters = "Statement '018c' has locked table 'T' in transaction 1558 and this lock has not yet been released. Your \
                   statement '018d' was aborted because the number of waiters for this lock exceeds the 20 statements limit.";
    for (code, message) in [
        ("000625", waiters),
        (
            "000625",
            "Your statement '1' was aborted because of a lock time-out",
        ),
        ("000999", waiters),
        (
            "000626",
            "Statement '1' was aborted: it was part of a deadlock",
        ),
        (
            "000615",
            "Transaction '1670' was aborted, SQL execution canceled.",
        ),
        (
            "",
            "Statement '018c' has locked table 'T' in transaction 1558 and this lock has not yet been released.",
        ),
    ] {
        let stub = Stub::start();
        stub.json(Route::Query, failed(code, message));
        let error = error(&stub);
        assert!(matches!(error, EngineError::Contention(_)), "{error:?}");
        assert_eq!(
            stub.asked(Route::Query).len(),
            1,
            "who repeats it rolls back first"
        );
    }
}

/// Neither a time-out of the statement nor a value that looks like one of a lock.
#[test]
fn what_is_no_struggle_for_a_lock_is_not_tried_again() {
    for (code, message) in [
        ("000604", "SQL execution canceled"),
        (
            "000630",
            "Statement reached its statement or warehouse timeout of 300 second(s) and was canceled.",
        ),
        (
            "100038",
            "Numeric value 'was aborted by a deadlock or lock timeout' is not recognized",
        ),
        (
            "002003",
            "Object 'this lock has not yet been released' does not exist or not authorized.",
        ),
    ] {
        let stub = Stub::start();
        stub.json(Route::Query, failed(code, message));
        let error = error(&stub);
        assert!(matches!(error, EngineError::Statement(_)), "{error:?}");
    }
}

#[test]
fn a_failure_does_not_end_the_session() {
    let stub = Stub::start();
    stub.json(Route::Query, failed("000001", "no"))
        .json(Route::Query, written(1));
    let mut session = session(&stub);
    assert!(session.execute("nonsense").is_err());
    session.execute("insert").unwrap();
    assert_eq!(stub.asked(Route::LogIn).len(), 1);
}

#[test]
fn fsc_moves_no_files() {
    let stub = Stub::start();
    stub.json(
        Route::Query,
        serde_json::json!({ "success": true, "data": { "command": "UPLOAD", "src_locations": ["/etc/passwd"] } }),
    );
    let mut session = session(&stub);
    let said = session
        .execute("put file:///etc/passwd @~")
        .unwrap_err()
        .to_string();
    assert!(said.contains("fsc moves no files"), "{said}");
}

#[test]
fn what_is_not_told_once_is_not_asked_again() {
    let stub = Stub::start();
    let engine = engine(settings(&stub));
    for _ in 0..pace().attempts {
        stub.reply(Route::Monitoring, Reply::Page(502, ""));
    }
    for _ in 0..2 {
        stub.json(Route::Query, written(1));
        let mut session = engine.session().unwrap();
        session.execute("insert into t select 1").unwrap();
        assert_eq!(session.bytes_scanned(), None);
    }
    let asked = stub.asked(Route::Monitoring).len();
    assert_eq!(u32::try_from(asked).unwrap(), pace().attempts);
}

#[test]
fn the_end_of_a_session_is_told_once() {
    let stub = Stub::start();
    let session = session(&stub);
    stub.reply(Route::Close, Reply::Page(502, ""));
    drop(session);
    assert_eq!(stub.asked(Route::Close).len(), 1);
}
