//! docs/sql-support.md: what is parsed and what runs on the embedded target, found out by doing it.
//!
//! The constructs and their examples stand in tests/constructs.sql, the functions in the allow list of the lowering.

use std::fmt::Write as _;
use std::fs;

use fsc::sql::lower::{Runs, functions, lower};
use fsc::sql::parse::with_query;

use crate::harness::root;

struct Construct {
    group: String,
    name: String,
    example: String,
}

fn constructs() -> Vec<Construct> {
    let text = fs::read_to_string(root().join("tests/constructs.sql")).unwrap();
    let mut group = String::new();
    let mut constructs: Vec<Construct> = Vec::new();
    for line in text.lines() {
        if let Some(name) = line.strip_prefix("-- ## ") {
            name.clone_into(&mut group);
        } else if let Some(name) = line.strip_prefix("-- # ") {
            constructs.push(Construct {
                group: group.clone(),
                name: name.to_owned(),
                example: String::new(),
            });
        } else if let Some(construct) = constructs.last_mut() {
            if !construct.example.is_empty() {
                construct.example.push(' ');
            }
            construct.example.push_str(line);
        }
    }
    constructs
}

/// Whether an example is parsed, and whether it runs on the embedded target.
fn support(example: &str) -> (String, String) {
    let lowered = with_query(example, lower);
    match lowered {
        Err(error) => {
            let help = error
                .help
                .as_deref()
                .map_or_else(String::new, |help| format!(" ({help})"));
            (format!("no: {error}{help}"), "no".to_owned())
        }
        Ok(Ok(_)) => ("yes".to_owned(), "yes".to_owned()),
        Ok(Err(refused)) => {
            let refusals: Vec<String> = refused
                .iter()
                .map(|refusal| {
                    let help = refusal
                        .help
                        .as_deref()
                        .map_or_else(String::new, |help| format!(": {help}"));
                    format!("{}{help}", refusal.construct)
                })
                .collect();
            ("yes".to_owned(), format!("no: {}", refusals.join("; ")))
        }
    }
}

/// A cell of a table: `|` would end it.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

/// Code in a cell; what holds backticks is fenced by two.
fn code(text: &str) -> String {
    let text = cell(text);
    if text.contains('`') {
        format!("`` {text} ``")
    } else {
        format!("`{text}`")
    }
}

pub fn page() -> String {
    let mut page = String::from(
        "<!-- Generated from tests/constructs.sql and the code. To change it: FSC_UPDATE_DOCS=1 cargo test --test integration reference -->\n\n\
         # SQL support\n\n\
         What fsc reads of Snowflake's SQL, and what the [embedded target](embedded-target.md) runs. Each construct has an example,\n\
         and the answers beside it come from parsing it and writing it for DuckDB. On Snowflake the text runs as it is.\n",
    );
    let mut group = String::new();
    for construct in constructs() {
        if construct.group != group {
            construct.group.clone_into(&mut group);
            let _ = write!(
                page,
                "\n## {group}\n\n| construct | example | parsed | embedded target |\n|---|---|---|---|\n"
            );
        }
        let (parsed, runs) = support(&construct.example);
        let _ = writeln!(
            page,
            "| {} | {} | {} | {} |",
            cell(&construct.name),
            code(&construct.example),
            cell(&parsed),
            cell(&runs)
        );
    }
    let functions = functions();
    let running: std::collections::BTreeSet<_> = functions
        .iter()
        .filter(|function| function.runs == Runs::Yes)
        .map(|function| function.name)
        .collect();
    let _ = write!(
        page,
        "\n## Functions\n\n\
         {} functions run on the embedded target. Every one has tests; what they expect is an example of Snowflake's\n\
         documentation or was worked out by hand from how Snowflake describes the function, and which of the two is not\n\
         recorded. Nothing was compared with a Snowflake account. A function that is not listed is refused there by name.\n\n\
         | function | arguments | embedded target |\n|---|---|---|\n",
        running.len()
    );
    for function in &functions {
        let runs = match function.runs {
            Runs::Yes => "yes".to_owned(),
            Runs::No(why) => format!("no: {why}"),
        };
        let _ = writeln!(
            page,
            "| `{}` | {} | {} |",
            function.name,
            function.arguments,
            cell(&runs)
        );
    }
    page
}

#[test]
fn every_construct_has_an_example_of_its_own() {
    let constructs = constructs();
    let mut seen = std::collections::HashSet::new();
    for construct in &constructs {
        assert!(!construct.example.trim().is_empty(), "{}", construct.name);
        assert!(seen.insert(&construct.example), "{}", construct.name);
    }
    assert!(constructs.len() >= 60, "only {}", constructs.len());
}
