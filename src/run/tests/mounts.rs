//! Local files that stand in for sources.

use std::path::Path;

use super::harness::{errors, mount, options, plan, run, texts, view};
use crate::engine::Engine;
use crate::engine::duckdb::DuckDb;
use crate::plan::MountedSource;
use crate::run::{Cancellation, RunResults, Silent, Status};

fn with_file(root: &Path, mounted: MountedSource, engine: &dyn Engine) -> RunResults {
    let mut plan = plan(vec![view(
        "names",
        "n",
        &[],
        "SELECT \"TOKEN\" AS \"K\", \"SIZE\" AS \"N\" FROM \"PRODUCTION\".\"BRANDS\"",
    )]);
    plan.mounts = vec![mounted];
    plan.nodes[0].mounts = vec![0];
    run(
        &plan,
        engine,
        &options(1, root),
        &Silent,
        &Cancellation::default(),
    )
    .unwrap()
}

/// Errors of a run over `data/brands.csv` with this text, with notes and help.
fn said(csv: &str, mounted: MountedSource) -> Vec<String> {
    let root = tempfile::tempdir().unwrap();
    std::fs::create_dir(root.path().join("data")).unwrap();
    std::fs::write(root.path().join("data/brands.csv"), csv).unwrap();
    let results = with_file(root.path(), mounted, &DuckDb::in_memory().unwrap());
    assert_eq!(results.count(Status::Skipped), 1);
    results
        .errors
        .iter()
        .flat_map(|error| {
            std::iter::once(format!("{} {}", error.rule.code, error.message))
                .chain(error.notes.clone())
                .chain(error.help.iter().map(|help| help.text.clone()))
        })
        .collect()
}

const COLUMNS: [(&str, &str); 2] = [("token", "VARCHAR"), ("size", "BIGINT")];

#[test]
fn files_are_read_from_the_project_whatever_its_path_holds() {
    let parent = tempfile::tempdir().unwrap();
    let root = parent.path().join("it's a, b [x]");
    std::fs::create_dir_all(root.join("data")).unwrap();
    std::fs::write(root.join("data/brands.csv"), "token,size\r\na,1\r\nb,\r\n").unwrap();
    let engine = DuckDb::in_memory().unwrap();
    let results = with_file(&root, mount("data/brands.csv", &COLUMNS), &engine);
    assert_eq!(errors(&results), [""; 0]);

    let target = root.join("data/brands.parquet");
    let mut session = engine.session().unwrap();
    let literal = target.display().to_string().replace('\'', "''");
    session
        .execute(&format!(
            "COPY (SELECT 'c' AS token, 7::INTEGER AS size) TO '{literal}' (FORMAT parquet)"
        ))
        .unwrap();
    let results = with_file(&root, mount("data/brands.parquet", &COLUMNS), &engine);
    assert_eq!(errors(&results), [""; 0]);
    assert_eq!(
        texts(
            &engine,
            "SELECT entity_id, value FROM feature_store.features_long ORDER BY 1"
        ),
        ["a|1.0", "b|NULL", "c|7.0"]
    );
}

#[test]
fn compressed_csv_is_read() {
    let root = tempfile::tempdir().unwrap();
    let engine = DuckDb::in_memory().unwrap();
    let file = root.path().join("brands.csv.gz");
    engine
        .session()
        .unwrap()
        .execute(&format!(
            "COPY (SELECT 'a' AS token, 3 AS size) TO '{}' (FORMAT csv, HEADER, COMPRESSION gzip)",
            file.display()
        ))
        .unwrap();
    assert!(std::fs::read(&file).unwrap().starts_with(&[0x1f, 0x8b]));
    let results = with_file(root.path(), mount("brands.csv.gz", &COLUMNS), &engine);
    assert_eq!(errors(&results), [""; 0]);
    assert_eq!(
        texts(
            &engine,
            "SELECT entity_id, value FROM feature_store.features_long"
        ),
        ["a|3.0"]
    );
}

#[test]
fn only_what_needs_a_broken_file_is_skipped() {
    let root = tempfile::tempdir().unwrap();
    let reads = "SELECT \"TOKEN\" AS \"K\", 1 AS \"N\" FROM \"PRODUCTION\".\"BRANDS\"";
    let mut plan = plan(vec![
        view("reads", "n", &[], reads),
        view("needs", "m", &[0], "SELECT 1 AS k, 1 AS m"),
        view("alone", "o", &[], "SELECT 1 AS k, 1 AS o"),
    ]);
    plan.mounts = vec![mount("brands.csv", &COLUMNS)];
    plan.nodes[0].mounts = vec![0];
    let engine = DuckDb::in_memory().unwrap();
    let results = run(
        &plan,
        &engine,
        &options(1, root.path()),
        &Silent,
        &Cancellation::default(),
    )
    .unwrap();
    let ends: Vec<_> = results
        .nodes
        .iter()
        .map(|node| (node.status, node.skipped_because.as_deref()))
        .collect();
    let because = Some("source.production.brands");
    assert_eq!(
        ends,
        [
            (Status::Skipped, because),
            (Status::Skipped, because),
            (Status::Ok, None)
        ]
    );
    assert_eq!(results.status, Status::Failed);
    assert_eq!(errors(&results).len(), 1);
    assert_eq!(
        texts(
            &engine,
            "SELECT feature FROM feature_store.features_long ORDER BY 1"
        ),
        ["o"]
    );
}

#[test]
fn a_missing_file_is_named_with_a_near_one() {
    assert_eq!(
        said("token,size\n", mount("data/brand.csv", &COLUMNS)),
        [
            "FSC502 file `data/brand.csv` of source `production.brands` does not exist",
            "a similar file exists: `data/brands.csv`"
        ]
    );
    assert_eq!(
        said("token,size\n", mount("data", &COLUMNS)),
        ["FSC502 `data` of source `production.brands` is a folder, not a file"]
    );
}

#[test]
fn a_missing_column_and_values_of_another_type_are_all_told() {
    assert_eq!(
        said(
            "tokens,size,day\na,1,2023-08-01\nb,1.5,soon\nc,x,2023-08-02\n",
            mount(
                "data/brands.csv",
                &[("token", "VARCHAR"), ("size", "BIGINT"), ("day", "DATE")]
            )
        ),
        [
            "FSC504 file `data/brands.csv` has no column `token`, which source `production.brands` declares",
            "the file has the columns `tokens`, `size`, `day`",
            "a similar name exists: `tokens`",
            "FSC505 column `size` of file `data/brands.csv` has values that are not of the declared type (BIGINT in DuckDB), such as `1.5`",
            "2 of its values do not fit",
            "declare the type that the file holds, or mend the file",
            "FSC505 column `day` of file `data/brands.csv` has values that are not of the declared type (DATE in DuckDB), such as `soon`",
            "1 of its values do not fit",
            "declare the type that the file holds, or mend the file"
        ]
    );
}

#[test]
fn a_parquet_column_of_another_type_and_a_broken_file_are_told() {
    let root = tempfile::tempdir().unwrap();
    let engine = DuckDb::in_memory().unwrap();
    let file = root.path().join("brands.parquet");
    engine
        .session()
        .unwrap()
        .execute(&format!(
            "COPY (SELECT 'a' AS token, 1.5::DOUBLE AS size) TO '{}' (FORMAT parquet)",
            file.display()
        ))
        .unwrap();
    let results = with_file(root.path(), mount("brands.parquet", &COLUMNS), &engine);
    assert_eq!(
        errors(&results),
        [
            "FSC505 column `size` of file `brands.parquet` is DOUBLE, and source `production.brands` declares a type that is BIGINT in DuckDB"
        ]
    );
    std::fs::write(&file, "no parquet").unwrap();
    let results = with_file(root.path(), mount("brands.parquet", &COLUMNS), &engine);
    assert_eq!(
        errors(&results),
        ["FSC503 file `brands.parquet` of source `production.brands` cannot be read"]
    );
    assert_eq!(results.errors[0].notes[1..], ["it is read as Parquet"]);
    assert!(!results.errors[0].notes[0].contains("LINE 1"));
}

#[test]
fn a_name_is_no_pattern() {
    let parent = tempfile::tempdir().unwrap();
    let engine = DuckDb::in_memory().unwrap();
    let mut session = engine.session().unwrap();
    for (right, wrong) in [("p[1]", "p1"), ("a*b?", "aabb"), ("k=5", "k=6")] {
        for folder in [right, wrong] {
            for file in [right, wrong] {
                let folder = parent.path().join(folder);
                std::fs::create_dir_all(&folder).unwrap();
                let name = if folder.ends_with(right) && file == right {
                    "right"
                } else {
                    "wrong"
                };
                let csv = folder.join(format!("{file}.csv"));
                std::fs::write(&csv, format!("token,size,k\n{name},1,own\n")).unwrap();
                session
                    .execute(&format!(
                        "COPY (SELECT '{name}' AS token, 1 AS size, 'own' AS k) TO '{}' (FORMAT parquet)",
                        csv.with_extension("parquet").display()
                    ))
                    .unwrap();
            }
        }
        for extension in ["csv", "parquet"] {
            let columns = [("token", "VARCHAR"), ("size", "BIGINT"), ("k", "VARCHAR")];
            let mounted = mount(&format!("{right}.{extension}"), &columns);
            let results = with_file(&parent.path().join(right), mounted, &engine);
            assert_eq!(errors(&results), [""; 0], "{right}.{extension}");
            assert_eq!(
                texts(&engine, "SELECT token, k FROM production.brands"),
                ["right|own"],
                "{right}.{extension}"
            );
        }
    }
}

#[test]
fn quotes_around_nothing_are_the_empty_text() {
    let root = tempfile::tempdir().unwrap();
    let engine = DuckDb::in_memory().unwrap();
    let csv = "token,size\n\"\",\"\"\na,\"2\"\n\"b\",\n";
    std::fs::write(root.path().join("brands.csv"), csv).unwrap();
    let results = with_file(root.path(), mount("brands.csv", &COLUMNS), &engine);
    assert_eq!(errors(&results), [""; 0]);
    assert_eq!(
        texts(&engine, "SELECT token, size FROM production.brands"),
        ["|NULL", "a|2", "b|NULL"]
    );
}

#[cfg(unix)]
#[test]
fn a_pipe_is_not_waited_for() {
    let root = tempfile::tempdir().unwrap();
    let pipe = root.path().join("brands.csv");
    let made = std::process::Command::new("mkfifo").arg(pipe).status();
    assert!(made.unwrap().success());
    let engine = DuckDb::in_memory().unwrap();
    let results = with_file(root.path(), mount("brands.csv", &COLUMNS), &engine);
    assert_eq!(
        errors(&results),
        ["FSC502 `brands.csv` of source `production.brands` is a pipe or device, not a file"]
    );
}

#[test]
fn what_was_made_by_hand_is_not_replaced_by_a_file() {
    let root = tempfile::tempdir().unwrap();
    std::fs::write(root.path().join("brands.csv"), "token,size\na,1\n").unwrap();
    for (statement, noun) in [
        (
            "CREATE VIEW production.brands AS SELECT 'mine' AS token, 7 AS size",
            "view",
        ),
        (
            "CREATE TABLE production.brands AS SELECT 'mine' AS token, 7 AS size",
            "table",
        ),
    ] {
        let engine = DuckDb::in_memory().unwrap();
        let mut session = engine.session().unwrap();
        session.execute("CREATE SCHEMA production").unwrap();
        session.execute(statement).unwrap();
        let results = with_file(root.path(), mount("brands.csv", &COLUMNS), &engine);
        assert_eq!(
            errors(&results),
            [format!(
                "FSC530 `brands.csv` cannot stand in for `production.brands`: a {noun} of that name is there that fsc did not make"
            )]
        );
        assert_eq!(results.count(Status::Skipped), 1);
        assert_eq!(
            texts(&engine, "SELECT token FROM production.brands"),
            ["mine"]
        );
    }
}

#[test]
fn a_file_is_mounted_again_also_where_an_older_fsc_mounted_it() {
    let root = tempfile::tempdir().unwrap();
    std::fs::write(root.path().join("brands.csv"), "token,size\na,1\n").unwrap();
    let engine = DuckDb::in_memory().unwrap();
    for _ in 0..2 {
        let results = with_file(root.path(), mount("brands.csv", &COLUMNS), &engine);
        assert_eq!(errors(&results), [""; 0]);
        let marked =
            "SELECT view_name FROM duckdb_views() WHERE comment LIKE 'made by fsc: source.%'";
        assert_eq!(texts(&engine, marked), ["BRANDS"]);
        let mut session = engine.session().unwrap();
        session
            .execute("COMMENT ON VIEW production.brands IS NULL")
            .unwrap();
    }
}
