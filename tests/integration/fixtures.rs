//! `tests/fixtures/<rule>/{pass,fail}`: `fail` reports the rule's code, `pass` reports nothing.
//!
//! Each is a whole project; `fsc check` runs on it. A `fixture.toml` beside it, or above both, names another call:
//! `args = ["ls", "--select", "x"]`, `env = { FSC_COLOR = "red" }`, `before = [["compile"]]`; `by_hand` holds
//! SQL that somebody sends to `target/dev.duckdb` after that; `locked` names a database that another process has open meanwhile.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use fsc::engine::Engine as _;
use fsc::engine::duckdb::DuckDb;
use fsc::rules::{self, Rule};
use rayon::prelude::*;
use serde::Deserialize;

use crate::harness::{Finished, Fsc, Sandbox, root};

/// How a fixture is called.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Fixture {
    /// Calls before, which succeed.
    #[serde(default)]
    before: Vec<Vec<String>>,
    args: Option<Vec<String>>,
    by_hand: Option<String>,
    locked: Option<String>,
    #[serde(default)]
    env: BTreeMap<String, String>,
}

impl Fixture {
    fn read(folder: &Path) -> Self {
        [folder, folder.parent().unwrap()]
            .iter()
            .map(|folder| folder.join("fixture.toml"))
            .find(|path| path.is_file())
            .map(|path| {
                let text = fs::read_to_string(&path).unwrap();
                toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
            })
            .unwrap_or_default()
    }

    /// Opens the database that another process is to have open: this one.
    fn lock(&self, sandbox: &Sandbox) -> Option<DuckDb> {
        let path = sandbox.path().join(self.locked.as_ref()?);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        Some(DuckDb::open(&path, "locked").unwrap())
    }

    fn call(&self, sandbox: &Sandbox) -> Fsc {
        for args in &self.before {
            sandbox
                .fsc(args.iter().map(String::as_str))
                .run()
                .assert_exit(0);
        }
        if let Some(sql) = &self.by_hand {
            let database = sandbox.path().join("target/dev.duckdb");
            let database = DuckDb::open(&database, "by hand").unwrap();
            database.session().unwrap().execute(sql).unwrap();
        }
        let args = self
            .args
            .clone()
            .unwrap_or_else(|| vec!["check".to_owned()]);
        let mut call = sandbox.fsc(args.iter().map(String::as_str));
        for (name, value) in &self.env {
            call = call.env(name, value);
        }
        call
    }
}

fn folder(rule: &Rule, kind: &str) -> PathBuf {
    root().join("tests/fixtures").join(rule.name).join(kind)
}

/// The rules with fixtures; `every_rule_has_fixtures_and_every_fixture_has_a_rule` names those without.
fn rules_with_fixtures() -> Vec<&'static Rule> {
    let rules = rules::ALL.iter().copied();
    rules
        .filter(|rule| folder(rule, "pass").is_dir() && folder(rule, "fail").is_dir())
        .collect()
}

fn codes(rule: &Rule, kind: &str) -> Vec<String> {
    let folder = folder(rule, kind);
    let fixture = Fixture::read(&folder);
    let sandbox = Sandbox::copy_of(&folder);
    let call = fixture.call(&sandbox);
    let _locked = fixture.lock(&sandbox);
    let finished = call.arg("--message-format").arg("json").run();
    let finished = if kind == "pass" {
        finished.assert_exit(0)
    } else {
        finished
    };
    let mut codes = finished.codes();
    // Most fixtures are read and not run: their sources have no files.
    codes.retain(|code| code != "FSC202" || code == rule.code);
    codes
}

#[test]
fn every_rule_has_fixtures_and_every_fixture_has_a_rule() {
    for rule in rules::ALL {
        for kind in ["pass", "fail"] {
            let folder = folder(rule, kind);
            assert!(folder.is_dir(), "{} is missing", folder.display());
        }
    }
    for entry in fs::read_dir(root().join("tests/fixtures")).unwrap() {
        let name = entry.unwrap().file_name();
        let name = name.to_str().unwrap();
        assert!(
            rules::ALL.iter().any(|rule| rule.name == name),
            "tests/fixtures/{name} belongs to no rule"
        );
    }
}

#[test]
fn what_passes_reports_nothing_and_what_fails_reports_the_code() {
    let wrong: Vec<String> = rules_with_fixtures()
        .par_iter()
        .filter_map(|rule| {
            let passing = codes(rule, "pass");
            let failing = codes(rule, "fail");
            let is_right = passing.is_empty() && failing.iter().any(|code| code == rule.code);
            (!is_right).then(|| {
                format!(
                    "{} {}: pass reports {passing:?}, fail reports {failing:?}",
                    rule.code, rule.name
                )
            })
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_fails_is_shown_well() {
    let shown: Vec<(&Rule, String, Finished)> = rules_with_fixtures()
        .par_iter()
        .map(|rule| {
            let folder = folder(rule, "fail");
            let fixture = Fixture::read(&folder);
            let sandbox = Sandbox::copy_of(&folder);
            let call = fixture.call(&sandbox);
            let _locked = fixture.lock(&sandbox);
            let result = call.run();
            (*rule, definitions(&folder), result)
        })
        .collect();
    for (rule, about, result) in shown {
        result.snapshot_with(&format!("fixtures/{}_{}", rule.code, rule.name), &about);
    }
}

/// The small files of a fixture, so that a snapshot shows the source beside the message.
fn definitions(folder: &Path) -> String {
    let mut text = String::new();
    for entry in walkdir::WalkDir::new(folder).sort_by_file_name() {
        let entry = entry.unwrap();
        let name = entry
            .path()
            .strip_prefix(folder)
            .unwrap()
            .display()
            .to_string();
        let is_definition = [".toml", ".sql", ".yaml", ".yml"]
            .iter()
            .any(|end| name.ends_with(end));
        if !is_definition || name == "fixture.toml" || !entry.file_type().is_file() {
            continue;
        }
        if let Ok(source) = fs::read_to_string(entry.path())
            && source.len() < 2_000
        {
            let _ = writeln!(
                text,
                "----- {} -----\n{}",
                name.replace('\\', "/"),
                source.trim_end()
            );
        }
    }
    text
}
