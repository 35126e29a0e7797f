use std::fs;
use std::path::Path;

use super::load;

/// Messages of what is wrong with a folder, with the project's place left out.
fn messages(root: &Path) -> Vec<String> {
    let shown = root.canonicalize().unwrap().display().to_string();
    let loaded = load(root);
    let messages = loaded.diagnostics.iter();
    messages
        .map(|one| {
            format!(
                "{} {}",
                one.rule.code,
                one.message.replace(&shown, "[PROJECT]")
            )
        })
        .collect()
}

fn project(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("fsc.toml"), "name = \"shop\"\n").unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

#[test]
fn a_folder_without_a_project_says_so() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(messages(folder.path())[0][..6], *"FSC080");
    assert_eq!(load(&folder.path().join("nowhere")).diagnostics.len(), 1);
    fs::create_dir(folder.path().join("fsc.toml")).unwrap();
    assert_eq!(
        messages(folder.path()),
        ["FSC002 cannot read `fsc.toml`: it is a directory"]
    );
}

#[test]
fn what_cannot_be_read_is_named() {
    let folder = project(&[
        ("a/feature.toml/inside.txt", b""),
        ("b/table.yaml", b"table:\n- description: \"\xff\"\n"),
        ("c/entity.toml", b"\xff\xfee\0n\0"),
        ("d/entity.yml", b""),
    ]);
    assert_eq!(
        messages(folder.path()),
        [
            "FSC002 cannot read `a/feature.toml`: it is a directory",
            "FSC002 `b/table.yaml` is not UTF-8: invalid bytes on line 2",
            "FSC002 `c/entity.toml` is not UTF-8: invalid bytes on line 1; it looks like UTF-16",
            "FSC031 this file defines nothing",
        ]
    );
}

#[test]
fn excluded_folders_are_not_looked_at() {
    let folder = project(&[
        ("legacy/feature.toml", b"broken"),
        ("x/draft/table.toml", b"broken"),
    ]);
    assert_eq!(messages(folder.path()).len(), 2);
    fs::write(
        folder.path().join("fsc.toml"),
        "name = \"shop\"\nexclude = [\"legacy/\", \"**/draft/**\"]\n",
    )
    .unwrap();
    assert_eq!(messages(folder.path()), Vec::<String>::new());
}

#[cfg(unix)]
#[test]
fn links_may_not_break_circle_or_leave() {
    use std::os::unix::fs::symlink;

    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("x.sql"), "select 1").unwrap();
    let folder = project(&[
        (
            "a/feature.toml",
            b"[[feature_view]]\nsql = \"x.sql\"\nfeatures = {}\n",
        ),
        ("a/inside.sql", b"select 1"),
    ]);
    let root = folder.path();
    symlink(outside.path().join("x.sql"), root.join("a/x.sql")).unwrap();
    symlink(root, root.join("a/loop")).unwrap();
    symlink("nowhere", root.join("a/table.toml")).unwrap();
    symlink("nowhere", root.join("a/data.parquet")).unwrap();
    symlink(outside.path(), root.join("elsewhere")).unwrap();
    let mut messages = messages(root);
    messages.sort();
    assert_eq!(
        messages,
        [
            "FSC002 cannot read `a/loop`: the link leads back to a folder above it",
            "FSC002 cannot read `a/table.toml`: the link leads nowhere",
            "FSC020 the folder `elsewhere` is a link that leaves the project",
            "FSC020 the path `x.sql` leaves the project through a link",
        ]
    );
}

#[test]
fn one_file_of_sql_is_read_once() {
    let folder = project(&[
        ("a/feature.toml", b"[[feature_view]]\nsql = \"x.sql\"\n[[feature_view]]\nname = \"y\"\nsql = \"../a/x.sql\"\n"),
        ("a/x.sql", b"select 1"),
    ]);
    let loaded = load(folder.path());
    assert_eq!(loaded.raw.queries.len(), 1);
    assert_eq!(loaded.files.next_id().0, 3);
}

#[test]
fn names_that_are_not_read_are_errors_where_nothing_else_is() {
    let severities = |files: &[(&str, &[u8])]| -> Vec<String> {
        let folder = project(files);
        load(folder.path())
            .diagnostics
            .iter()
            .map(|found| format!("{:?} {}", found.severity, found.message))
            .collect()
    };
    let view: &[u8] = b"[[feature_view]]\nquery = \"select 1\"\nfeatures = { a = {} }\n";
    let misnamed = "`features.toml` is not read: definition files are called `feature.toml`";
    assert_eq!(
        severities(&[("a/features.toml", view)]),
        [format!("Error {misnamed}")]
    );
    assert_eq!(
        severities(&[("a/features.toml", view), ("b/feature.toml", view)]),
        [format!("Warning {misnamed}")]
    );
    assert_eq!(
        severities(&[("models/schema.yml", b"version: 2\n")]),
        ["Error `schema.yml` is not read: it is a file of dbt's"]
    );
    assert!(severities(&[("models/schema.yml", b""), ("b/feature.toml", view)]).is_empty());
    let macros: &[(&str, &[u8])] = &[
        ("macros/days.jinja", b""),
        ("macros/notes.md", b""),
        ("other/days.jinja", b""),
        ("b/feature.toml", view),
    ];
    assert_eq!(
        severities(macros),
        ["Warning `days.jinja` is not read: macros stand in files that end in `.sql`"]
    );
}
