//! `tests/faults/<group>/<fault>.sql`: tiny queries with one slip each, and what fsc says about it.
//!
//! All of them are tables of one project, checked in one call. A snapshot a group shows each source and then the full
//! rendering, so that a message can be judged by reading it. What is still poor is listed in [`POOR`], to be shrunk.
//!
//! # How to add one
//! Add the file, run with `INSTA_UPDATE=always`, and read what is said about it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;

use crate::harness::{Sandbox, root, snapshots};

/// Faults whose message is not good yet, with what it lacks.
const POOR: [(&str, &str); 3] = [
    (
        "templates/value_without_quotes",
        "does not say that the value of the tag lacks quotes",
    ),
    (
        "templates/date_without_quotes",
        "does not say that the value of the tag lacks quotes",
    ),
    (
        "quotes/name_with_space",
        "a comma is one way out; that a name with a space needs quotes is the other",
    ),
];

const PROJECT: &str = "\
name = \"faults\"
default_target = \"prod\"

[target.prod]
type = \"snowflake\"
account = \"example\"
";

/// The relations that the faults read, so that nothing else is wrong with them.
const SOURCES: &str = "\
[[source]]
schema = \"production\"
name = \"brands\"

[[source]]
schema = \"production\"
name = \"orders\"

[[source]]
schema = \"production\"
name = \"pages\"
";

const MACROS: &str = "\
{% macro ratio(part, whole) %}
sum({{ part }}) / nullif(sum({{ whole }}, 0)
{% endmacro %}
{% macro doubled(column) %}2 * {{ column }}{% endmacro %}
";

/// The faults, by group and name, with their SQL.
fn faults() -> Vec<(String, String, String)> {
    let folder = root().join("tests/faults");
    walkdir::WalkDir::new(&folder)
        .sort_by_file_name()
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let path = entry.path();
            let group = path.parent().unwrap().file_name().unwrap();
            let name = path.file_stem().unwrap();
            (
                group.to_str().unwrap().to_owned(),
                name.to_str().unwrap().to_owned(),
                fs::read_to_string(path).unwrap(),
            )
        })
        .collect()
}

/// What `fsc check` says, by the file that it says it about.
fn findings(faults: &[(String, String, String)]) -> BTreeMap<String, String> {
    let mut sandbox = Sandbox::empty()
        .file("fsc.toml", PROJECT)
        .file("sources.toml", SOURCES)
        .file("macros/macros.sql", MACROS);
    let mut tables = String::new();
    for (group, name, sql) in faults {
        let file = format!("{group}/{name}.sql");
        sandbox = sandbox.file(&file, sql);
        let _ = writeln!(
            tables,
            "[[table]]\nname = \"{group}_{name}\"\nsql = \"{file}\"\nschema = \"made\"\n"
        );
    }
    let sandbox = sandbox.file("table.toml", tables);
    let shown = sandbox.fsc(["check"]).run().stdout;
    let mut findings = BTreeMap::<String, String>::new();
    let mut finding = String::new();
    for line in shown.lines().chain(["error["]) {
        if line.starts_with("error[") && !finding.is_empty() {
            let place = finding
                .lines()
                .find_map(|line| line.trim_start().strip_prefix("--> "));
            let file = place.and_then(|place| place.split(':').next()).unwrap();
            let file = file.trim_end_matches(" (rendered)").to_owned();
            findings.entry(file).or_default().push_str(&finding);
            finding.clear();
        }
        let _ = writeln!(finding, "{line}");
    }
    findings
}

#[test]
fn each_fault_is_shown_well() {
    let faults = faults();
    let findings = findings(&faults);
    let mut groups = BTreeMap::<&str, String>::new();
    let mut silent = Vec::new();
    for (group, name, sql) in &faults {
        let Some(finding) = findings.get(&format!("{group}/{name}.sql")) else {
            silent.push(format!("{group}/{name}"));
            continue;
        };
        let shown = groups.entry(group).or_default();
        let _ = writeln!(shown, "===== {name} =====\n{sql}-----\n{finding}");
    }
    for (group, shown) in groups {
        snapshots("faults").bind(|| insta::assert_snapshot!(group, shown));
    }
    assert!(silent.is_empty(), "no finding for {silent:?}");
    for (fault, lacks) in POOR {
        let is_known = faults
            .iter()
            .any(|(group, name, _)| format!("{group}/{name}") == fault);
        assert!(is_known && !lacks.is_empty(), "{fault} is no fault");
    }
}
