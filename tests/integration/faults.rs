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

/// A fault whose message is not good yet.
struct Poor {
    fault: &'static str,
    /// A piece of the message: whoever mends it takes the fault out of the list.
    says: &'static str,
    /// What it lacks.
    #[expect(dead_code, reason = "for readers")]
    lacks: &'static str,
}

const POOR: [Poor; 2] = [
    Poor {
        fault: "templates/value_without_quotes",
        says: "help: compare with `=`, or join conditions with `and`",
        lacks: "that the value of the tag lacks quotes",
    },
    Poor {
        fault: "quotes/name_with_space",
        says: "help: write a comma",
        lacks: "that a name with a space needs quotes is the other way out",
    },
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
    for line in shown.lines().chain(["error[FSC"]) {
        if begins_finding(line) && !finding.is_empty() {
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

/// Whether a line begins a finding: `error[FSC100]: …`, `warning[FSC301]: …`.
fn begins_finding(line: &str) -> bool {
    let severity = line.split_once("[FSC").map(|(severity, _)| severity);
    severity.is_some_and(|severity| severity.chars().all(|c| c.is_ascii_lowercase()))
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
        assert!(finding.starts_with("error["), "{group}/{name}: {finding}");
        let shown = groups.entry(group).or_default();
        let _ = writeln!(shown, "===== {name} =====\n{sql}-----\n{finding}");
    }
    for (group, shown) in groups {
        snapshots("faults").bind(|| insta::assert_snapshot!(group, shown));
    }
    assert!(silent.is_empty(), "no finding for {silent:?}");
    for Poor { fault, says, .. } in POOR {
        let finding = findings.get(&format!("{fault}.sql"));
        let is_poor = finding.is_some_and(|finding| finding.contains(says));
        assert!(is_poor, "{fault} is mended: take it out of POOR");
    }
}
