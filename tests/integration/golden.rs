//! What is emitted for every kind of node, in both dialects, as golden files.

use std::fs;

use crate::harness::{Sandbox, root, snapshots};

/// Every compiled file and the manifest, as one text.
fn artifacts(project: &Sandbox) -> String {
    let mut files: Vec<_> = fs::read_dir(project.path().join("target/compiled"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.push(project.path().join("target/manifest.json"));
    files.sort();
    files
        .iter()
        .map(|file| {
            let name = file.file_name().unwrap().to_string_lossy();
            format!("==== {name}\n{}\n", fs::read_to_string(file).unwrap())
        })
        .collect::<Vec<_>>()
        .concat()
}

fn golden(args: &[&str]) -> String {
    let project = Sandbox::copy_of(&root().join("tests/golden"));
    project.fsc(args.iter().copied()).run().assert_exit(0);
    artifacts(&project)
}

#[test]
fn every_kind_of_node_in_both_dialects() {
    for (name, args) in [
        ("duckdb_symbolic", ["compile", "--target", "dev"].as_slice()),
        (
            "duckdb_at",
            &["compile", "--target", "dev", "--ds", "2023-08-02"],
        ),
        ("snowflake_symbolic", &["compile", "--target", "prod"]),
        (
            "snowflake_at",
            &["compile", "--target", "prod", "--ds", "2023-08-02"],
        ),
    ] {
        snapshots("golden").bind(|| insta::assert_snapshot!(name, golden(args)));
    }
}

/// Same project in, same bytes out: in another folder, by another process, again over the first.
#[test]
fn compiling_is_deterministic() {
    let once = golden(&["compile"]);
    let project = Sandbox::copy_of(&root().join("tests/golden"));
    for _ in 0..2 {
        project.fsc(["compile"]).run().assert_exit(0);
        assert_eq!(once, artifacts(&project));
    }
    assert!(
        !once.contains(&project.path().display().to_string()),
        "no absolute path"
    );
}

/// What was compiled is what is sent: running the golden project works, twice, and the second run changes nothing.
#[test]
fn the_golden_project_runs_twice() {
    let project = Sandbox::copy_of(&root().join("tests/golden"));
    project
        .fsc(["run", "--ds", "2023-08-02"])
        .run()
        .assert_exit(0);
    project
        .fsc(["run", "--ds", "2023-08-02"])
        .run()
        .assert_exit(0);
    let database = duckdb::Connection::open(project.path().join("target/dev.duckdb")).unwrap();
    let changed: u64 = database
        .query_row(
            "SELECT SUM(rows_changed)::UBIGINT FROM feature_store.fsc_intervals
             WHERE node LIKE 'feature_view.%' AND node NOT LIKE '%replaced'
               AND run_id = (SELECT MAX(run_id) FROM feature_store.fsc_intervals)",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(changed, 0);
    let staged: Vec<u64> = database
        .prepare(
            "SELECT rows_staged::UBIGINT FROM feature_store.fsc_intervals
             WHERE node = 'table.merged_table' AND status = 'ok' ORDER BY run_id",
        )
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    assert_eq!(
        staged,
        [3, 1],
        "`is_incremental()` is false until the table is there"
    );
}
