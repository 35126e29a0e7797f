//! `tests/semantic_faults/*.sql`: queries with one semantic fault each, over the sources declared beside them.
//!
//! Each opens with what fsc says and what DuckDB's binder says of it:
//!
//! ```text
//! -- expect: FSC115 3:8
//! -- duckdb: refuses
//! ```
//!
//! `expect` is the finding, with its line and column (or two, after a comma); `none, …` where fsc does not see the fault, and why. `duckdb` is
//! `refuses`, `binds, …` with the reason, or `not asked, …` where the lowering refuses first. Both are checked both ways.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use fsc::bind::relations::make_sources;
use fsc::compile::{CompileOptions, compile};
use fsc::diagnostic::{Diagnostic, Place, human};
use fsc::engine::duckdb::DuckDb;
use fsc::engine::{Engine as _, EngineError, Session};
use fsc::environment::EnvironmentVariables;
use fsc::project::load::load;
use fsc::project::resolve::resolve;
use fsc::source::SourceMap;
use fsc::sql::lower::lower;
use fsc::sql::parse::with_query;
use fsc::template::When;

use crate::harness::{Sandbox, root, snapshots};

struct Fault {
    name: String,
    text: String,
    expected: String,
    duckdb: String,
}

fn faults() -> Vec<Fault> {
    let mut faults: Vec<Fault> = fs::read_dir(root().join("tests/semantic_faults"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "sql"))
        .map(|path| {
            let text = fs::read_to_string(&path).unwrap();
            let mut lines = text.lines();
            let mut header = |name: &str| {
                let line = lines.next().unwrap();
                line.strip_prefix(&format!("-- {name}: "))
                    .unwrap_or_else(|| panic!("{}: no `-- {name}: `", path.display()))
                    .to_owned()
            };
            Fault {
                expected: header("expect"),
                duckdb: header("duckdb"),
                name: path.file_stem().unwrap().to_str().unwrap().to_owned(),
                text,
            }
        })
        .collect();
    faults.sort_by(|a, b| a.name.cmp(&b.name));
    faults
}

/// The faults as tables of one project, so that nothing but their SQL can be wrong.
fn project(faults: &[Fault]) -> Sandbox {
    let sandbox = Sandbox::copy_of(&root().join("tests/semantic_faults"));
    let tables: Vec<String> = faults
        .iter()
        .map(|fault| {
            format!(
                "[[table]]\nsql = \"{}.sql\"\nschema = \"faults\"\nrebuild = true\n",
                fault.name
            )
        })
        .collect();
    sandbox.file("table.toml", tables.join("\n"))
}

/// What fsc finds beside lints, with the files that it points to.
fn findings(folder: &Path) -> (Vec<Diagnostic>, SourceMap) {
    let resolved = resolve(load(folder));
    let project = resolved.project.unwrap();
    let options = CompileOptions {
        when: When::Symbolic,
        target: project.default_target.clone(),
        missing_tables: std::collections::BTreeSet::new(),
        environment: EnvironmentVariables::default(),
    };
    let compiled = compile(project, &options);
    let mut found: Vec<Diagnostic> = resolved
        .diagnostics
        .into_iter()
        .chain(compiled.diagnostics)
        .collect();
    found.retain(|found| !found.rule.code.starts_with("FSC3"));
    (found, compiled.files)
}

/// The file of a finding, and `FSC115 3:8`.
fn summary(found: &Diagnostic, files: &SourceMap) -> (String, String) {
    let (file, offset) = match &found.labels[0].place {
        Place::File(span) => (files.file(span.file), span.range().start),
        Place::Rendered(file, range) => (file, range.start),
        Place::Yielded(_) => panic!("{found:?}"),
    };
    let (line, column) = file.line_column(offset);
    (
        file.name.clone(),
        format!("{} {line}:{column}", found.rule.code),
    )
}

#[test]
fn each_fault_is_found_at_its_place_and_nothing_else() {
    let faults = faults();
    assert!(faults.len() >= 128, "only {} faults", faults.len());
    let unseen = faults
        .iter()
        .filter(|fault| fault.expected.starts_with("none, "));
    assert!(unseen.count() <= 3, "more faults than before are not seen");
    let sandbox = project(&faults);
    let (found, files) = findings(sandbox.path());
    let summaries: Vec<(String, String)> =
        found.iter().map(|found| summary(found, &files)).collect();
    let mut wrong = String::new();
    for fault in &faults {
        let file = format!("{}.sql", fault.name);
        let mut said: Vec<&str> = summaries
            .iter()
            .filter(|(name, _)| *name == file)
            .map(|(_, said)| said.as_str())
            .collect();
        said.sort_unstable();
        let is_right = if fault.expected.starts_with("none, ") {
            said.is_empty()
        } else {
            said == fault.expected.split(", ").collect::<Vec<_>>()
        };
        if !is_right {
            let _ = writeln!(
                wrong,
                "{}: expected {}, found {said:?}",
                fault.name, fault.expected
            );
        }
    }
    let elsewhere = summaries.iter().filter(|(file, _)| {
        !faults
            .iter()
            .any(|fault| *file == format!("{}.sql", fault.name))
    });
    for (file, said) in elsewhere {
        let _ = writeln!(wrong, "{file}: {said}");
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn each_fault_is_shown_well() {
    let faults = faults();
    let sandbox = project(&faults);
    let (found, files) = findings(sandbox.path());
    for fault in &faults {
        let file = format!("{}.sql", fault.name);
        let mut shown = format!("{}\n", fault.text.trim_end());
        for found in found
            .iter()
            .filter(|found| summary(found, &files).0 == file)
        {
            let _ = write!(shown, "\n{}\n", human::render(found, &files, false));
        }
        snapshots("semantic_faults").bind(|| insta::assert_snapshot!(fault.name.as_str(), shown));
    }
}

/// What DuckDB's binder says: in a word, and why.
fn second_opinion(text: &str, session: &mut dyn Session) -> (&'static str, String) {
    match with_query(text, lower).unwrap() {
        Err(refused) => ("not asked", refused[0].construct.clone()),
        Ok(lowered) => match session.describe(&lowered) {
            Ok(_) => ("binds", String::new()),
            Err(EngineError::Statement(message)) => ("refuses", message),
            Err(other) => panic!("{other}"),
        },
    }
}

#[test]
fn the_binder_says_what_is_recorded() {
    let faults = faults();
    let sandbox = project(&faults);
    let project = resolve(load(sandbox.path())).project.unwrap();
    let mut session = DuckDb::in_memory().unwrap().session().unwrap();
    assert!(make_sources(&project, session.as_mut()).unwrap().is_empty());
    let mut wrong = String::new();
    for fault in &faults {
        let (said, why) = second_opinion(&fault.text, session.as_mut());
        let (recorded, reason) = fault.duckdb.split_once(", ").unwrap_or((&fault.duckdb, ""));
        if said != recorded || (said != "refuses") == reason.is_empty() {
            let _ = writeln!(
                wrong,
                "{}: {} recorded, {said} {why}",
                fault.name, fault.duckdb
            );
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
