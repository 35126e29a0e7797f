//! Runs the cases of `tests/lowering/` on DuckDB: a Snowflake query, and its result in Snowflake.
//!
//! A result is an example of Snowflake's documentation or was worked out by hand from how Snowflake describes the
//! function; none was compared with a Snowflake account.
//!
//! A case is the lines of a query and then, each on a line of its own, `> a | b` for each row, `! text` for an error
//! while it runs, `x construct @line` for each refusal, or `x syntax: message; help @line`. Numbers are compared by
//! value, everything else by text.

mod by_type;
mod cases;
mod coverage;

use std::fmt::Write as _;

use super::{lower, prelude};
use cases::{Outcome, cases, connection, other_expectations, run, same, try_parse};

fn parse(sql: &str) -> sqlparser::ast::Query {
    try_parse(sql).unwrap_or_else(|error| panic!("{error} in {sql}"))
}

#[test]
fn lowered_queries_give_what_snowflake_documents() {
    let connection = connection();
    let cases = cases();
    let mut failures = String::new();
    let mut failed = 0;
    for case in &cases {
        let outcome = run(&connection, &case.sql);
        if !same(&outcome, &case.expected) {
            failed += 1;
            let _ = writeln!(
                failures,
                "{}: {}\n  expected {:?}\n  got      {outcome:?}",
                case.place, case.sql, case.expected
            );
            if let Ok(Ok(text)) = try_parse(&case.sql).map(|query| lower(&query)) {
                let _ = writeln!(failures, "  lowered  {text}");
            }
        }
        for other in other_expectations(&case.expected) {
            assert!(
                !same(&outcome, &other),
                "{}: passes with {other:?} too",
                case.place
            );
        }
    }
    assert!(
        failed == 0,
        "{failed} of {} cases failed\n{failures}",
        cases.len()
    );
    assert!(cases.len() >= 450, "only {} cases", cases.len());
}

#[test]
fn the_prelude_runs_twice_and_on_a_cloned_connection() {
    let connection = connection();
    connection.execute_batch(prelude()).unwrap();
    let clone = connection.try_clone().unwrap();
    clone.execute_batch(prelude()).unwrap();
    let outcome = run(&clone, "select 10 / 4");
    assert!(same(&outcome, &["> 2.500000".to_owned()]), "{outcome:?}");
    assert!(matches!(outcome, Outcome::Rows(_)));
}

#[test]
fn all_refusals_of_a_query_are_collected_with_their_places() {
    let query = parse("select hash(a),\n  random(),\n  soundex(b)\nfrom t sample (10)");
    let refused = lower(&query).unwrap_err();
    let places: Vec<_> = refused
        .iter()
        .map(|refusal| (refusal.construct.as_str(), refusal.line, refusal.column))
        .collect();
    assert_eq!(
        places,
        [
            ("SAMPLE", 4, 6),
            ("function `HASH`", 1, 8),
            ("`RANDOM`, which gives another value on every run", 2, 3),
            ("function `SOUNDEX`", 3, 3),
        ]
    );
    assert!(refused[2].help.as_ref().unwrap().contains("{{ ds }}"));
}

#[test]
fn long_chains_do_not_overflow_the_stack() {
    let sql = format!("select 1 where {}", vec!["1 = 1"; 2_000].join(" and "));
    assert!(lower(&parse(&sql)).is_ok());
}

/// What docs/sql-support.md says to run does run.
#[test]
fn the_examples_of_the_support_page_run() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/constructs.sql");
    let text = std::fs::read_to_string(path).unwrap();
    let connection = connection();
    let mut ran = 0;
    for example in text.split("\n-- # ").skip(1) {
        let sql = example.split_once('\n').unwrap().1;
        let Ok(Ok(_)) = try_parse(sql).map(|query| lower(&query)) else {
            continue;
        };
        let outcome = run(&connection, sql);
        assert!(matches!(outcome, Outcome::Rows(_)), "{sql}\n{outcome:?}");
        ran += 1;
    }
    assert!(ran >= 40, "only {ran} examples ran");
}

#[test]
fn what_feature_sql_may_hold_is_refused_with_a_way_out() {
    for sql in [
        "select * from t match_recognize (order by d measures match_number() as m pattern (a) define a as x > 1)",
        "select a from t at (offset => -60)",
        "select $my_variable from t",
        "select vector_l2_distance(a, b) from t",
        "select to_char(a, '999.00') from t",
        "select a collate 'en-ci' from t",
        "select typeof(a) from t",
        "select is_integer(a) from t",
        "select as_integer(a) from t",
        "select a from @my_stage",
        "select hash(a) from t",
        "select current_date from t",
        "select * from t pivot (sum(a) for b in (any))",
    ] {
        let refused = lower(&parse(sql)).unwrap_err();
        assert!(refused[0].help.is_some(), "{sql}: {refused:?}");
        assert_eq!(refused[0].line, 1, "{sql}");
    }
}
