//! docs/cli.md, docs/diagnostics.md, docs/project-reference.md and docs/sql-support.md say what the code says.

use std::fs;

use crate::harness::root;

/// Compares a page with its file; with `FSC_UPDATE_DOCS=1` writes it.
fn check(name: &str, page: &str) {
    let path = root().join("docs").join(name);
    if std::env::var_os("FSC_UPDATE_DOCS").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, page).unwrap();
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        written == page,
        "docs/{name} is stale: run `FSC_UPDATE_DOCS=1 cargo test --test integration reference`"
    );
}

#[test]
fn the_command_line_reference_is_current() {
    check("cli.md", &fsc::cli::reference::cli());
}

#[test]
fn the_diagnostics_reference_is_current() {
    check("diagnostics.md", &fsc::cli::reference::diagnostics());
}

#[test]
fn the_project_reference_is_current() {
    check(
        "project-reference.md",
        &fsc::project::schema::reference_markdown(),
    );
}

#[test]
fn the_page_of_sql_support_is_current() {
    check("sql-support.md", &crate::sql_support::page());
}
