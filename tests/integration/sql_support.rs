//! docs/sql-support.md: what is parsed and what runs on the embedded target, found out by doing it.
//!
//! The constructs and their examples stand in tests/constructs.sql, the functions in the allow list of the lowering.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::sync::Arc;

use fsc::sql::analyze::instant::AsOfTexts;
use fsc::sql::analyze::{Catalog, Output, Relation, analyze};
use fsc::sql::function;
use fsc::sql::lower::{ListedFunction, Runs, functions, lower};
use fsc::sql::name::RelationName;
use fsc::sql::parse::with_query;
use fsc::sql::types::Type;

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

struct Nothing;

impl Catalog for Nothing {
    fn relation(&self, _: &RelationName) -> Option<Arc<Relation>> {
        None
    }
}

/// How much of what an example yields is known: its columns, and their types. Nothing is known of the tables that it names.
fn analysed(example: &str) -> String {
    let look = |query: &_| Output::of(&analyze(query, &Nothing, &AsOfTexts::default()));
    let Ok(output) = with_query(example, look) else {
        return "no".to_owned();
    };
    let Some(columns) = output.columns else {
        return "no: its columns are not known".to_owned();
    };
    let unknown: Vec<String> = columns
        .iter()
        .filter(|column| column.data_type == Type::Unknown)
        .filter_map(|column| Some(format!("`{}`", column.name.as_ref()?)))
        .collect();
    if unknown.is_empty() {
        "yes".to_owned()
    } else {
        format!("yes, but for the type of {}", unknown.join(", "))
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
         and the answers beside it come from parsing it, analysing it and writing it for DuckDB. On Snowflake the text runs as it is.\n",
    );
    let mut group = String::new();
    for construct in constructs() {
        if construct.group != group {
            construct.group.clone_into(&mut group);
            let _ = write!(
                page,
                "\n## {group}\n\n| construct | example | parsed | columns, types and lineage | embedded target |\n|---|---|---|---|---|\n"
            );
        }
        let (parsed, runs) = support(&construct.example);
        let _ = writeln!(
            page,
            "| {} | {} | {} | {} | {} |",
            cell(&construct.name),
            code(&construct.example),
            cell(&parsed),
            cell(&analysed(&construct.example)),
            cell(&runs)
        );
    }
    let runs: BTreeMap<&str, Vec<ListedFunction>> =
        functions()
            .into_iter()
            .fold(BTreeMap::new(), |mut by_name, listed| {
                by_name
                    .entry(listed.name)
                    .or_insert_with(Vec::new)
                    .push(listed);
                by_name
            });
    let running = runs
        .values()
        .filter(|listed| listed.iter().any(|one| one.runs == Runs::Yes));
    let _ = write!(
        page,
        "\n## Functions\n\n\
         fsc knows the arguments and the type of the result of {} functions; a call of another one is let pass with a notice, and its\n\
         type is unknown from there on. {} functions run on the embedded target. Every one of those has tests; what they expect is an\n\
         example of Snowflake's documentation or was worked out by hand from how Snowflake describes the function, and which of the\n\
         two is not recorded. Nothing was compared with a Snowflake account. Lineage goes through every call, known or not.\n\n\
         | function | embedded target |\n|---|---|\n",
        function::all().count(),
        running.count()
    );
    for known in function::all() {
        let runs = match runs.get(known.name).map(Vec::as_slice) {
            None | Some([]) => "no".to_owned(),
            Some(listed) => {
                let cells = listed.iter().map(|one| match one.runs {
                    Runs::Yes if listed.len() == 1 => "yes".to_owned(),
                    Runs::Yes => format!("yes, with {} arguments", one.arguments),
                    Runs::No(why) => format!("no: {why}"),
                });
                cells.collect::<Vec<_>>().join("; ")
            }
        };
        let _ = writeln!(page, "| {} | {} |", code(&known.signature()), cell(&runs));
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
