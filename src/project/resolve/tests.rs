use std::fs;
use std::path::Path;

use super::{Resolved, resolve};
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
    use crate::diagnostic::Place;
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
    for example in fs::read_dir(examples).unwrap() {
        let resolved = resolve(load(&example.unwrap().path()));
        for d in &resolved.diagnostics {
            eprintln!("{} {:?}", d.message, d.labels);
        }
        assert_eq!(findings(&resolved), Vec::<String>::new());
        assert!(resolved.project.is_some());
    }
}
