//! The cases: reading their files, running one, comparing what came out.

use std::path::Path;

use sqlparser::ast::Query;

use crate::sql::lower::{lower, prelude};
use crate::sql::parse::parse_query;

/// A query and the lines that it must give.
pub(super) struct Case {
    pub place: String,
    pub sql: String,
    pub expected: Vec<String>,
}

/// How two values of a type are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Comparison {
    /// Letter by letter.
    Text,
    /// As numbers, whatever zeros end them.
    Exact,
    /// As numbers, the last digits apart.
    Float,
}

/// A cell of a result.
#[derive(Debug, Clone)]
pub(super) struct Cell {
    pub text: String,
    pub comparison: Comparison,
}

/// What a query gave: rows, or a line that says why not.
#[derive(Debug)]
pub(super) enum Outcome {
    Rows(Vec<Vec<Cell>>),
    Lines(Vec<String>),
}

pub(super) fn try_parse(sql: &str) -> Result<Query, String> {
    parse_query(sql).map_err(|error| {
        let help = error
            .help
            .as_deref()
            .map_or_else(String::new, |help| format!("; {help}"));
        format!("{error}{help} @{}", error.line)
    })
}

pub(super) fn cases() -> Vec<Case> {
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

pub(super) fn connection() -> duckdb::Connection {
    let connection = duckdb::Connection::open_in_memory().unwrap();
    connection.execute_batch(prelude()).unwrap();
    connection
}

pub(super) fn run(connection: &duckdb::Connection, sql: &str) -> Outcome {
    let query = match try_parse(sql) {
        Ok(query) => query,
        Err(error) => return Outcome::Lines(vec![format!("x syntax: {error}")]),
    };
    let lowered = match lower(&query) {
        Ok(lowered) => lowered,
        Err(refused) => {
            let lines = refused
                .iter()
                .map(|refusal| format!("x {} @{}", refusal.construct, refusal.line));
            return Outcome::Lines(lines.collect());
        }
    };
    match rows(connection, &lowered) {
        Ok(rows) => Outcome::Rows(rows),
        Err(error) => Outcome::Lines(vec![format!("! {error}")]),
    }
}

/// Each column twice: as text, and its type.
fn rows(connection: &duckdb::Connection, lowered: &str) -> duckdb::Result<Vec<Vec<Cell>>> {
    let wrapped =
        format!("SELECT CAST(COLUMNS(*) AS VARCHAR), typeof(COLUMNS(*)) FROM ({lowered})");
    let mut statement = connection.prepare(&wrapped)?;
    let mut found = statement.query([])?;
    let mut rows = Vec::new();
    while let Some(row) = found.next()? {
        let width = row.as_ref().column_count() / 2;
        let mut cells = Vec::with_capacity(width);
        for column in 0..width {
            let text = row.get::<_, Option<String>>(column)?;
            let kind: String = row.get(width + column)?;
            cells.push(Cell {
                text: text.unwrap_or_else(|| "NULL".to_owned()),
                comparison: match kind.as_str() {
                    "DOUBLE" | "FLOAT" => Comparison::Float,
                    kind if kind.starts_with("DECIMAL")
                        || kind.ends_with("INT")
                        || kind.ends_with("INTEGER") =>
                    {
                        Comparison::Exact
                    }
                    _ => Comparison::Text,
                },
            });
        }
        rows.push(cells);
    }
    Ok(rows)
}

pub(super) fn same_cell(actual: &Cell, expected: &str) -> bool {
    match actual.comparison {
        Comparison::Text => actual.text == expected,
        Comparison::Exact => without_zeros(&actual.text) == without_zeros(expected),
        Comparison::Float => match (actual.text.parse::<f64>(), expected.parse::<f64>()) {
            (Ok(actual), Ok(expected)) => (actual - expected).abs() <= 1e-12 * expected.abs(),
            _ => actual.text == expected,
        },
    }
}

fn without_zeros(number: &str) -> &str {
    if number.contains('.') {
        number.trim_end_matches('0').trim_end_matches('.')
    } else {
        number
    }
}

fn expected_cells(line: &str) -> Option<Vec<&str>> {
    let cells = line.strip_prefix("> ").or((line == ">").then_some(""))?;
    Some(cells.split(" | ").collect())
}

/// Whether an outcome is what a case expects; an error has to hold the expected text.
pub(super) fn same(outcome: &Outcome, expected: &[String]) -> bool {
    match outcome {
        Outcome::Rows(rows) if expected == ["> (no rows)"] => rows.is_empty(),
        Outcome::Rows(rows) => {
            rows.len() == expected.len()
                && rows.iter().zip(expected).all(|(row, line)| {
                    expected_cells(line).is_some_and(|cells| {
                        cells.len() == row.len()
                            && row
                                .iter()
                                .zip(cells)
                                .all(|(actual, expected)| same_cell(actual, expected))
                    })
                })
        }
        Outcome::Lines(lines) => {
            lines.len() == expected.len()
                && lines.iter().zip(expected).all(|(line, expected)| {
                    match (line.strip_prefix("! "), expected.strip_prefix("! ")) {
                        (Some(actual), Some(expected)) => {
                            !expected.is_empty() && actual.contains(expected)
                        }
                        _ => line.trim_end() == expected.trim_end(),
                    }
                })
        }
    }
}

/// The same expectation with one cell changed, for each cell: none of them may pass.
pub(super) fn other_expectations(expected: &[String]) -> Vec<Vec<String>> {
    let mut others = Vec::new();
    for (at, line) in expected.iter().enumerate() {
        let Some(cells) = expected_cells(line).filter(|_| line != "> (no rows)") else {
            continue;
        };
        for column in 0..cells.len() {
            let mut changed: Vec<String> = cells.iter().map(|&cell| cell.to_owned()).collect();
            changed[column] = another_value(cells[column]);
            let mut other = expected.to_vec();
            other[at] = format!("> {}", changed.join(" | "));
            others.push(other);
        }
    }
    others
}

/// A value close by: a number with another last digit, one of many digits moved by a billionth, another text.
fn another_value(cell: &str) -> String {
    let last = cell.char_indices().next_back();
    match (cell.parse::<f64>(), last) {
        (Ok(number), _) if cell.contains('.') && cell.len() > 12 => {
            (number * 1.000_000_001).to_string()
        }
        (Ok(_), Some((at, '9'))) => format!("{}8", &cell[..at]),
        (Ok(_), Some((at, digit))) if digit.is_ascii_digit() => {
            format!("{}{}", &cell[..at], u32::from(digit) - u32::from('0') + 1)
        }
        _ => format!("{cell}x"),
    }
}
