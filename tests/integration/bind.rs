//! DuckDB's binder and fsc's analysis agree: over the examples, the template, the corpus, and queries of every construct.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use rayon::prelude::*;

use crate::harness::{Sandbox, root};

/// A query about which the two differ.
struct Difference {
    project: &'static str,
    code: &'static str,
    /// A piece of the message.
    message: &'static str,
    /// Why it is so, and not mended.
    #[expect(dead_code, reason = "for readers")]
    reason: &'static str,
}

/// Whoever mends one takes it out: the test fails for an entry that no longer differs.
const DIFFERENCES: &[Difference] = &[];

/// Projects with a query that reads the clock, by mistake as their labels say: the embedded target refuses it, so that there is
/// nothing to bind.
const REFUSED: [&str; 5] = ["clinics", "courses", "energy", "homes", "library"];

/// The projects whose default target is DuckDB: nested folders of the corpus included.
fn projects() -> Vec<(String, PathBuf)> {
    let mut projects = vec![(
        "project_template".to_owned(),
        root().join("project_template"),
    )];
    for folder in [
        "examples",
        "tests/binder",
        "tests/corpus",
        "tests/corpus/holdout",
    ] {
        for entry in fs::read_dir(root().join(folder)).unwrap() {
            let path = entry.unwrap().path();
            let is_embedded = fs::read_to_string(path.join("fsc.toml"))
                .is_ok_and(|settings| settings.contains("default_target = \"dev\""));
            if is_embedded {
                let name = path.file_name().unwrap().to_str().unwrap().to_owned();
                if !REFUSED.contains(&name.as_str()) {
                    projects.push((name, path));
                }
            }
        }
    }
    projects.sort();
    projects
}

/// A project, how many of its queries were bound, and what was said: codes with messages.
type Answer = (String, usize, Vec<(String, String)>);

#[test]
fn the_binder_agrees_with_the_analysis() {
    let projects = projects();
    assert!(projects.len() >= 12, "only {} projects", projects.len());
    let answers: Vec<Answer> = projects
        .par_iter()
        .map(|(name, folder)| {
            let project = if name == "project_template" {
                Sandbox::template()
            } else {
                Sandbox::copy_of(folder)
            };
            let result = project
                .fsc(["check", "--bind", "--message-format", "json"])
                .run();
            let said = result
                .stdout
                .lines()
                .filter_map(|line| {
                    let finding: serde_json::Value = serde_json::from_str(line).unwrap();
                    let text = |key: &str| finding[key].as_str().unwrap().to_owned();
                    let code = text("code");
                    // That sources have no files is no matter of the binder.
                    (code.starts_with("FSC2") && code != "FSC202").then(|| (code, text("message")))
                })
                .collect();
            let bound = result
                .stderr
                .lines()
                .find_map(|line| line.strip_prefix("bound ")?.split(' ').next()?.parse().ok())
                .unwrap_or_else(|| panic!("{name}: {}", result.stderr));
            assert!(!result.stderr.contains("not bound"), "{}", result.stderr);
            (name.clone(), bound, said)
        })
        .collect();
    let bound: usize = answers.iter().map(|(_, bound, _)| bound).sum();
    assert!(bound >= 448, "only {bound} queries were bound");

    let mut listed: BTreeSet<usize> = (0..DIFFERENCES.len()).collect();
    for (project, _, said) in &answers {
        for (code, message) in said {
            let known = DIFFERENCES.iter().position(|known| {
                known.project == project && known.code == code && message.contains(known.message)
            });
            match known {
                Some(known) => listed.remove(&known),
                None => panic!("{project}: {code} {message}"),
            };
        }
    }
    let gone: Vec<_> = listed
        .into_iter()
        .map(|at| DIFFERENCES[at].message)
        .collect();
    assert!(gone.is_empty(), "differ no longer: {gone:?}");
}

#[test]
fn what_cannot_be_bound_is_named() {
    let project = Sandbox::empty()
        .file(
            "fsc.toml",
            "name = \"p\"\ndefault_target = \"dev\"\n[target.dev]\ntype = \"duckdb\"\npath = \"dev.duckdb\"\n\
             [target.prod]\ntype = \"snowflake\"\naccount = \"a\"\nwarehouse = \"w\"\ndatabase = \"d\"\n",
        )
        .file(
            "sources.toml",
            "[[source]]\nschema = \"s\"\nname = \"open\"\npath = \"a.csv\"\n\
             [[source]]\nschema = \"s\"\nname = \"closed\"\npath = \"b.csv\"\ncolumns = { a = \"number\" }\n",
        )
        .file(
            "table.toml",
            "[[table]]\nname = \"one\"\nquery = \"select a from s.open\"\nschema = \"t\"\nrebuild = true\n\
             [[table]]\nname = \"two\"\nquery = \"select a from t.one\"\nschema = \"t\"\nrebuild = true\n\
             [[table]]\nname = \"three\"\nquery = \"select a from s.closed\"\nschema = \"t\"\nrebuild = true\n",
        );
    let result = project.fsc(["check", "--bind"]).run();
    let result = result.assert_exit(0);
    result.snapshot("bind/left_out");
    assert!(!project.path().join("dev.duckdb").exists());
    let result = project.fsc(["check", "--bind", "--target", "prod"]).run();
    let result = result.assert_exit(2);
    result.snapshot("bind/snowflake");
}
