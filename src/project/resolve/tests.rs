use std::fs;
use std::path::Path;

use super::{Resolved, resolve};
use crate::diagnostic::Place;
use crate::project::load::load;

/// A project of files in a temporary folder.
fn project(files: &[(&str, &str)]) -> (tempfile::TempDir, Resolved) {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let resolved = resolve(load(folder.path()));
    (folder, resolved)
}

/// `FSC004 brand/feature.toml:3:1` for every finding.
fn findings(resolved: &Resolved) -> Vec<String> {
    resolved
        .diagnostics
        .iter()
        .map(|diagnostic| {
            let Some(Place::File(span)) = diagnostic.labels.first().map(|label| &label.place)
            else {
                return diagnostic.rule.code.to_owned();
            };
            let file = resolved.files.file(span.file);
            let (line, column) = file.line_column(span.range().start);
            format!("{} {}:{line}:{column}", diagnostic.rule.code, file.name)
        })
        .collect()
}

#[test]
fn examples_resolve() {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let folders = fs::read_dir(examples)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    for example in folders.filter(|folder| folder.join("fsc.toml").is_file()) {
        let resolved = resolve(load(&example));
        for d in &resolved.diagnostics {
            eprintln!("{} {:?}", d.message, d.labels);
        }
        assert_eq!(findings(&resolved), Vec::<String>::new());
        assert!(resolved.project.is_some());
    }
}

#[test]
fn fixtures_report_their_rule_and_nothing_else() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    for rule in crate::rules::ALL {
        if rule.code > "FSC049" {
            continue;
        }
        let found = |kind: &str| {
            let folder = fixtures.join(rule.name).join(kind);
            let resolved = resolve(load(&folder));
            let mut codes = findings(&resolved);
            for code in &mut codes {
                code.truncate("FSC000".len());
            }
            codes.dedup();
            codes
        };
        assert_eq!(found("pass"), Vec::<String>::new(), "{}", rule.name);
        // Found when everything was compiled.
        if !["unused-allowance", "unread-variable", "not-available"].contains(&rule.name) {
            assert_eq!(found("fail"), [rule.code], "{}", rule.name);
        }
    }
}

const ENTITY: &str = "name = \"shop\"\n[[entity]]\nname = \"brand\"\nkeys = [\"brand_token\"]\n";
const VIEW: &str =
    "entity = \"brand\"\n[[feature_view]]\nsql = \"brand.sql\"\nfeatures = { a = {} }\n";
const SQL: &str = "select 1 as brand_token, 1 as a";

#[test]
fn levels_globs_and_patterns_that_are_none_are_found_where_they_stand() {
    let (_folder, resolved) = project(&[
        (
            "fsc.toml",
            "name = \"a\"\n[lints]\nundeclared-column = \"wran\"\n[lints.paths.\"a[\"]\nFSC112 = \"warn\"\n\
             [naming]\nfeature = \"a(\"\n",
        ),
        (
            "feature.toml",
            "# fsc: allow(FSC112, fsc-112) why\nentity = \"brand\"\n",
        ),
    ]);
    assert!(resolved.project.is_none());
    assert_eq!(
        findings(&resolved),
        [
            "FSC031 feature.toml:1:1",
            "FSC033 feature.toml:1:22",
            "FSC007 fsc.toml:3:21",
            "FSC007 fsc.toml:4:14",
            "FSC007 fsc.toml:7:11",
        ]
    );
}

#[test]
fn a_comment_at_the_head_of_a_definition_allows_what_is_said_about_the_file() {
    let (_folder, resolved) = project(&[
        ("fsc.toml", ENTITY),
        (
            "feature.toml",
            "# fsc: allow(empty-definition) views come later\nentity = \"brand\"\n",
        ),
    ]);
    assert_eq!(findings(&resolved), Vec::<String>::new());
}

#[test]
fn findings_of_all_files_come_in_one_run() {
    let (_folder, resolved) = project(&[
        (
            "fsc.toml",
            "name = \"a b\"\nvars = { x = nan }\nfoo = 1\n[target.p]\ntype = \"mysql\"\n",
        ),
        (
            "b/feature.toml",
            "entity = \"x\"\n[[feature_view]]\nsql = \"no.sql\"\nttl = \"soon\"\n",
        ),
        ("c/feature.yaml", "entity: [\n"),
        (
            "d/table.toml",
            "[[table]]\nquery = \"\"\ninterval = \"2 days\"\n",
        ),
        (
            "e/sources.toml",
            "[[source]]\nname = \"\"\npath = \"/etc/passwd\"\n",
        ),
    ]);
    assert!(resolved.project.is_none());
    assert_eq!(
        findings(&resolved),
        [
            "FSC005 b/feature.toml:2:1",
            "FSC019 b/feature.toml:3:7",
            "FSC010 b/feature.toml:4:7",
            "FSC003 c/feature.yaml:1:9",
            "FSC005 d/table.toml:1:1",
            "FSC021 d/table.toml:2:9",
            "FSC010 d/table.toml:3:12",
            "FSC011 e/sources.toml:2:8",
            "FSC020 e/sources.toml:3:8",
            "FSC011 fsc.toml:1:8",
            "FSC008 fsc.toml:2:14",
            "FSC004 fsc.toml:3:1",
            "FSC007 fsc.toml:5:8",
        ]
    );
}

#[test]
fn features_that_the_store_could_not_tell_apart_are_refused() {
    let features = |features: &str| {
        let feature =
            format!("entity = \"brand\"\n[[feature_view]]\nsql = \"brand.sql\"\n{features}\n");
        let (_folder, resolved) = project(&[
            ("fsc.toml", ENTITY),
            ("brand/feature.toml", &feature),
            ("brand/brand.sql", SQL),
        ]);
        findings(&resolved)
    };
    assert_eq!(
        features("features = { a = {}, '\"a\"' = {} }"),
        ["FSC013 brand/feature.toml:4:22"]
    );
    assert!(features("features = { a = {}, '\"Ab\"' = {} }").is_empty());
}

#[test]
fn what_is_valid_is_resolved() {
    let (_folder, resolved) = project(&[
        ("fsc.toml", ENTITY),
        (
            "brand/feature.toml",
            "\u{feff}entity = \"brand\"\r\nttl = \"30 days\"\r\ntags = [\"x\"]\r\n[[feature_view]]\r\nsql = \"brand.sql\"\r\ntags = [\"y\", \"x\"]\r\nfeatures = { a = {} }\r\n",
        ),
        (
            "brand/feature.yaml",
            "entity: brand\nfeature_view:\n- name: second\n  query: select 1 as brand_token, 2 as b\n  features: {b: {}}\n",
        ),
        ("brand/brand.sql", SQL),
        ("macros/deep/m.sql", "{% macro m() %}{% endmacro %}"),
        (".hidden/feature.toml", "broken"),
        ("target/feature.toml", "broken"),
    ]);
    assert_eq!(findings(&resolved), Vec::<String>::new());
    let project = resolved.project.unwrap();
    assert_eq!(project.default_target.as_str(), "dev");
    assert_eq!(project.macros.len(), 1);
    let [first, second] = project.views.as_slice() else {
        panic!("{:?}", project.views)
    };
    assert_eq!(first.definition.name.as_str(), "brand");
    assert_eq!(first.definition.tags, ["x", "y"]);
    assert_eq!(first.ttl.unwrap().to_string(), "30 days");
    assert_eq!(&*first.definition.query.text, SQL);
    let query = &second.definition.query;
    let offset = query.offset.unwrap() as usize;
    assert!(project.files.file(query.file).text[offset..].starts_with(&*query.text));
}

#[test]
fn secrets_are_shown_nowhere() {
    let (_folder, resolved) = project(&[(
        "fsc.toml",
        "name = \"shop\"\n[target.prod]\ntype = \"snowflake\"\naccount = \"acme\"\npassword = \"hunter2\"\ntoken = 4711\n",
    )]);
    assert_eq!(
        findings(&resolved),
        ["FSC025 fsc.toml:5:12", "FSC006 fsc.toml:6:9"]
    );
    let shown = format!("{:?} {:?}", resolved.diagnostics, resolved.files);
    assert!(
        !shown.contains("hunter2") && !shown.contains("4711"),
        "{shown}"
    );
}

#[test]
fn both_places_of_a_duplicate_are_shown() {
    let (_folder, resolved) = project(&[
        ("fsc.toml", ENTITY),
        ("a/feature.toml", VIEW),
        ("a/brand.sql", SQL),
        ("b/feature.toml", VIEW),
        ("b/brand.sql", SQL),
    ]);
    assert_eq!(
        findings(&resolved),
        ["FSC012 b/feature.toml:2:1", "FSC013 b/feature.toml:4:14"]
    );
    assert!(resolved.diagnostics.iter().all(|one| one.labels.len() == 2));
}

#[test]
fn a_table_of_the_store_cannot_be_made() {
    let (_folder, resolved) = project(&[
        ("fsc.toml", ENTITY),
        (
            "table.toml",
            "[[table]]\nname = \"FSC_runs\"\nquery = \"select 1 as x\"\nschema = \"Feature_Store\"\n",
        ),
    ]);
    assert_eq!(findings(&resolved), ["FSC015 table.toml:2:8"]);
}

#[test]
fn types_that_snowflake_lacks_and_files_that_cannot_be_read_are_errors() {
    let columns: Vec<String> = [
        "strng",
        "varchar(10)",
        "number(38, 2)",
        "Timestamp_TZ(3)",
        "array(number)",
        "vector(float, 3)",
        "double precision",
        "object(a varchar)",
        "decfloat",
        "blob",
    ]
    .iter()
    .enumerate()
    .map(|(position, data_type)| format!("c{position} = \"{data_type}\"\n"))
    .collect();
    let source = |name: &str, path: &str| {
        format!("[[source]]\nschema = \"shop\"\nname = \"{name}\"\npath = \"{path}\"\n")
    };
    let sources = [
        source("a", "x.txt"),
        source("b", "x.parquet.gz"),
        source("c", "x.CSV.gz"),
        source("d", "x.Parquet"),
        format!("[source.columns]\n{}", columns.concat()),
    ]
    .concat();
    let files = ["x.txt", "x.parquet.gz", "x.CSV.gz", "x.Parquet"];
    let mut all = vec![
        ("fsc.toml", "name = \"shop\"\n"),
        ("sources.toml", sources.as_str()),
    ];
    all.extend(files.map(|file| (file, "")));
    let (_folder, resolved) = project(&all);
    let messages: Vec<&str> = resolved
        .diagnostics
        .iter()
        .filter(|found| found.rule.code == "FSC007")
        .map(|found| found.message.as_str())
        .collect();
    assert_eq!(
        messages,
        [
            "`x.txt` is neither a Parquet nor a CSV file by its name",
            "`x.parquet.gz` is neither a Parquet nor a CSV file by its name",
            "`strng` is not a type of Snowflake's",
            "`blob` is not a type of Snowflake's",
        ]
    );
}

#[test]
fn names_that_fsc_makes_relations_under_are_kept_for_it() {
    let table = |name: &str, more: &str| {
        format!("[[table]]\nname = \"{name}\"\nschema = \"s\"\nquery = \"select 1 as a\"\n{more}")
    };
    let tables = [
        table("x", "snapshot = \"daily\"\n"),
        table("y", ""),
        table("X__snapshot__20240108", ""),
        table("y__snapshot__20240108", ""),
        table("fsc_new__x", ""),
    ]
    .concat();
    let (_folder, resolved) = project(&[
        ("fsc.toml", ENTITY),
        ("t/table.toml", &tables),
        ("a.csv", "a\n1\n"),
        ("brand.sql", SQL),
        (
            "feature.toml",
            &VIEW.replace("sql =", "name = \"fsc_stage__brand\"\nsql ="),
        ),
        (
            "sources.toml",
            "[[source]]\nschema = \"s\"\nname = \"x__snapshot__1\"\npath = \"a.csv\"\n\
             [[source]]\nschema = \"s\"\nname = \"x__snapshot__2\"\n\
             [[source]]\nschema = \"t\"\nname = \"x__snapshot__1\"\npath = \"a.csv\"\n",
        ),
    ]);
    assert!(resolved.project.is_none());
    assert_eq!(
        findings(&resolved),
        [
            "FSC037 feature.toml:3:8",
            "FSC037 sources.toml:3:8",
            "FSC037 t/table.toml:11:8",
            "FSC037 t/table.toml:19:8",
        ]
    );
}

#[test]
fn keys_and_features_are_not_called_like_the_times_of_a_view() {
    let times = "features = { as_of = {}, '\"computed_at\"' = {}, computed = {} }\n";
    let view = VIEW.replace("features = { a = {} }\n", times);
    let of_view = |more: &str| {
        let (_folder, resolved) = project(&[
            ("fsc.toml", ENTITY),
            ("brand.sql", SQL),
            ("feature.toml", &format!("{view}{more}")),
        ]);
        findings(&resolved)
    };
    assert_eq!(
        of_view(""),
        ["FSC018 feature.toml:4:14", "FSC018 feature.toml:4:26"]
    );
    assert_eq!(of_view("static = true\n"), ["FSC018 feature.toml:4:26"]);
    let (_folder, resolved) = project(&[
        ("fsc.toml", &ENTITY.replace("brand_token", "As_Of")),
        ("brand.sql", SQL),
        ("feature.toml", VIEW),
    ]);
    assert_eq!(findings(&resolved), ["FSC018 fsc.toml:4:9"]);
}

#[test]
fn what_becomes_of_columns_is_said_in_fscs_words() {
    let helped = |value: &str| {
        let table = format!(
            "[[table]]\nname = \"t\"\nquery = \"select 1 as k\"\nschema = \"s\"\nrebuild = false\nunique_key = [\"k\"]\non_schema_change = \"{value}\"\n"
        );
        let (_folder, resolved) =
            project(&[("fsc.toml", "name = \"p\"\n"), ("table.toml", &table)]);
        let found = resolved
            .diagnostics
            .iter()
            .find(|found| found.rule.code == "FSC007");
        found.and_then(|found| {
            let help = found.help.first()?;
            Some((help.text.clone(), help.edit.as_ref()?.replacement.clone()))
        })
    };
    let some = |text: &str, value: &str| Some((text.to_owned(), format!("{value:?}")));
    assert_eq!(helped("append"), None);
    assert_eq!(
        helped("appnd"),
        some("a similar value exists: `append`", "append")
    );
    assert_eq!(
        helped("append_new_columns"),
        some("what dbt calls `append_new_columns` is `append`", "append")
    );
    assert_eq!(
        helped("sync_all_columns"),
        some("what dbt calls `sync_all_columns` is `sync`", "sync")
    );
    let ignored = helped("ignore").unwrap();
    assert!(ignored.0.starts_with("nothing is ignored"), "{}", ignored.0);
}
