//! Runs the cases of `tests/lowering/` on DuckDB: a Snowflake query, and what Snowflake documents as its result.
//!
//! A case is the lines of a query and then, each on a line of its own, `> a | b` for each row, `! text` for an error
//! while it runs, or `x construct @line` for each refusal. Numbers are compared by value, everything else by text.

use std::fmt::Write as _;
use std::path::Path;

use sqlparser::ast::{Query, Statement};
use sqlparser::dialect::SnowflakeDialect;
use sqlparser::parser::Parser;

use super::{lower, prelude};

fn try_parse(sql: &str) -> Result<Query, String> {
    let mut statements =
        Parser::parse_sql(&SnowflakeDialect {}, sql).map_err(|error| error.to_string())?;
    match statements.remove(0) {
        Statement::Query(query) => Ok(*query),
        other => Err(format!("not a query: {other}")),
    }
}

fn parse(sql: &str) -> Query {
    try_parse(sql).unwrap_or_else(|error| panic!("{error} in {sql}"))
}

struct Case {
    place: String,
    sql: String,
    expected: Vec<String>,
}

fn cases() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lowering");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    let mut cases = Vec::new();
    for file in files {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&file).unwrap();
        let mut case: Option<Case> = None;
        for (number, line) in text.lines().enumerate() {
            let is_result = ["> ", "! ", "x "]
                .iter()
                .any(|start| line.starts_with(start))
                || line == ">";
            if line.starts_with("# ") || line.is_empty() {
                continue;
            }
            if is_result {
                case.as_mut()
                    .expect("a query before its result")
                    .expected
                    .push(line.to_owned());
                continue;
            }
            if case.as_ref().is_none_or(|case| !case.expected.is_empty()) {
                cases.extend(case.take());
                case = Some(Case {
                    place: format!("{name}:{}", number + 1),
                    sql: String::new(),
                    expected: Vec::new(),
                });
            }
            let sql = &mut case.as_mut().unwrap().sql;
            if !sql.is_empty() {
                sql.push('\n');
            }
            sql.push_str(line);
        }
        cases.extend(case);
    }
    cases
}

fn connection() -> duckdb::Connection {
    let connection = duckdb::Connection::open_in_memory().unwrap();
    connection.execute_batch(prelude()).unwrap();
    connection
}

fn run(connection: &duckdb::Connection, sql: &str) -> Vec<String> {
    let query = match try_parse(sql) {
        Ok(query) => query,
        Err(error) => return vec![format!("does not parse: {error}")],
    };
    let lowered = match lower(&query) {
        Ok(lowered) => lowered,
        Err(refused) => {
            return refused
                .iter()
                .map(|refusal| format!("x {} @{}", refusal.construct, refusal.line))
                .collect();
        }
    };
    let wrapped = format!("SELECT CAST(COLUMNS(*) AS VARCHAR) FROM ({lowered})");
    let result = connection.prepare(&wrapped).and_then(|mut statement| {
        let mut rows = statement.query([])?;
        let mut lines = Vec::new();
        while let Some(row) = rows.next()? {
            let width = row.as_ref().column_count();
            let mut cells = Vec::with_capacity(width);
            for column in 0..width {
                cells.push(
                    row.get::<_, Option<String>>(column)?
                        .unwrap_or_else(|| "NULL".to_owned()),
                );
            }
            lines.push(format!("> {}", cells.join(" | ")));
        }
        Ok(lines)
    });
    result.unwrap_or_else(|error| vec![format!("! {error}")])
}

fn same_cell(actual: &str, expected: &str) -> bool {
    match (actual.parse::<f64>(), expected.parse::<f64>()) {
        (Ok(actual), Ok(expected)) => (actual - expected).abs() <= 1e-12 * expected.abs(),
        _ => actual == expected,
    }
}

fn same_line(actual: &str, expected: &str) -> bool {
    match (actual.strip_prefix("> "), expected.strip_prefix("> ")) {
        (Some(actual), Some(expected)) => {
            let (actual, expected): (Vec<_>, Vec<_>) = (
                actual.split(" | ").collect(),
                expected.split(" | ").collect(),
            );
            actual.len() == expected.len()
                && actual
                    .iter()
                    .zip(&expected)
                    .all(|(actual, expected)| same_cell(actual, expected))
        }
        _ => match (actual.strip_prefix("! "), expected.strip_prefix("! ")) {
            (Some(actual), Some(expected)) => actual.contains(expected),
            _ => actual.trim_end() == expected.trim_end(),
        },
    }
}

#[test]
fn lowered_queries_give_what_snowflake_documents() {
    let connection = connection();
    let cases = cases();
    let mut failures = String::new();
    let mut failed = 0;
    for case in &cases {
        let actual = run(&connection, &case.sql);
        let expected: Vec<&String> = case
            .expected
            .iter()
            .filter(|line| *line != "> (no rows)")
            .collect();
        let same = actual.len() == expected.len()
            && actual
                .iter()
                .zip(&expected)
                .all(|(actual, expected)| same_line(actual, expected));
        if !same {
            failed += 1;
            let _ = writeln!(
                failures,
                "{}: {}\n  expected {:?}\n  got      {actual:?}",
                case.place, case.sql, case.expected
            );
            if let Ok(Ok(text)) = try_parse(&case.sql).map(|query| lower(&query)) {
                let _ = writeln!(failures, "  lowered  {text}");
            }
        }
    }
    assert!(
        failed == 0,
        "{failed} of {} cases failed\n{failures}",
        cases.len()
    );
    assert!(cases.len() >= 300, "only {} cases", cases.len());
}

#[test]
fn the_prelude_runs_twice_and_on_a_cloned_connection() {
    let connection = connection();
    connection.execute_batch(prelude()).unwrap();
    let clone = connection.try_clone().unwrap();
    clone.execute_batch(prelude()).unwrap();
    assert_eq!(run(&clone, "select 10 / 4"), ["> 2.500000"]);
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
