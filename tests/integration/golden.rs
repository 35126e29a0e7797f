//! What is emitted for every kind of node, in both dialects, as golden files.

use std::fs;

use crate::harness::{Project, fixture, snapshots};

/// Every compiled file and the manifest, as one text.
fn artifacts(project: &Project) -> String {
    let mut files: Vec<_> = fs::read_dir(project.path("target/compiled"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.push(project.path("target/manifest.json"));
    files.sort();
    files
        .iter()
        .map(|file| {
            let name = file.file_name().unwrap().to_string_lossy();
            format!("==== {name}\n{}\n", fs::read_to_string(file).unwrap())
        })
        .collect()
}

fn golden(args: &[&str]) -> String {
    let project = fixture("tests/golden");
    project.fsc(args).success();
    artifacts(&project)
}

#[test]
fn every_kind_of_node_in_both_dialects() {
    for (name, args) in [
        ("duckdb_symbolic", ["compile", "--target", "dev"].as_slice()),
        ("duckdb_at", &["compile", "--target", "dev", "--ds", "2023-08-02"]),
        ("snowflake_symbolic", &["compile", "--target", "prod"]),
        ("snowflake_at", &["compile", "--target", "prod", "--ds", "2023-08-02"]),
    ] {
        snapshots().bind(|| insta::assert_snapshot!(format!("golden_{name}"), golden(args)));
    }
}

/// Same project in, same bytes out: in another folder, by another process, again over the first.
#[test]
fn compiling_is_deterministic() {
    let once = golden(&["compile"]);
    let project = fixture("tests/golden");
    for _ in 0..2 {
        project.fsc(["compile"]).success();
        assert_eq!(once, artifacts(&project));
    }
    assert!(!once.contains(&project.path("").display().to_string()), "no absolute path");
}

/// What was compiled is what is sent: running the golden project works, twice, and the second run changes nothing.
#[test]
fn the_golden_project_runs_twice() {
    let project = fixture("tests/golden");
    project.fsc(["run", "--ds", "2023-08-02"]).success();
    project.fsc(["run", "--ds", "2023-08-02"]).success();
    let database = duckdb::Connection::open(project.path("target/dev.duckdb")).unwrap();
    let changed: u64 = database
        .query_row(
            "SELECT SUM(rows_changed)::UBIGINT FROM feature_store.fsc_intervals
             WHERE node LIKE 'feature_view.%' AND node <> 'feature_view.replaced'
               AND run_id = (SELECT MAX(run_id) FROM feature_store.fsc_intervals)",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(changed, 0);
}
