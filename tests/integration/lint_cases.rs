//! `tests/lint_cases/*.sql`: small queries, one for each side of a line that a lint draws.
//!
//! Each is a feature view that opens with the lints that speak of it: `-- expect: FSC306`, two with a comma, or `nothing`. Its
//! feature is called as its file. All are one project, checked in one call.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;

use crate::harness::{Sandbox, root};

/// The cases by name: what is expected.
fn cases() -> BTreeMap<String, BTreeSet<String>> {
    let files = fs::read_dir(root().join("tests/lint_cases")).unwrap();
    files
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "sql"))
        .map(|path| {
            let text = fs::read_to_string(&path).unwrap();
            let expected = text.lines().next().unwrap().strip_prefix("-- expect: ");
            let codes = expected.unwrap().split(',').map(str::to_owned);
            (
                path.file_stem().unwrap().to_str().unwrap().to_owned(),
                codes.filter(|code| code != "nothing").collect(),
            )
        })
        .collect()
}

#[test]
fn each_lint_draws_its_line_where_it_should() {
    let cases = cases();
    let mut views = String::from("entity = \"brand\"\nauthor = \"ayse\"\n");
    for name in cases.keys() {
        let _ = write!(
            views,
            "\n[[feature_view]]\nsql = \"{name}.sql\"\ndescription = \"A case\"\n\
             [feature_view.features.{name}]\ndescription = \"A number\"\n"
        );
    }
    let folder = root().join("tests/lint_cases");
    let sandbox = Sandbox::copy_of(&folder).file("feature.toml", views);
    let finished = sandbox.fsc(["check", "--message-format", "json"]).run();
    assert!(
        matches!(finished.exit, Some(0 | 1)),
        "{:?}: {}",
        finished.exit,
        finished.stderr
    );
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for line in finished.stdout.lines() {
        let finding: serde_json::Value = serde_json::from_str(line).unwrap();
        let text = |key: &str| finding[key].as_str().unwrap_or_default().to_owned();
        // A finding about the definition names the view in its message.
        let file = text("file");
        let name = match file.strip_suffix(".sql") {
            Some(name) => name.to_owned(),
            None => text("message").split('`').nth(1).unwrap().to_owned(),
        };
        found.entry(name).or_default().insert(text("code"));
    }
    let mut wrong = String::new();
    for (name, expected) in &cases {
        let said = found.remove(name).unwrap_or_default();
        if said != *expected {
            let _ = writeln!(wrong, "{name}: expected {expected:?}, found {said:?}");
        }
    }
    assert!(wrong.is_empty() && found.is_empty(), "{wrong}{found:?}");
}
