//! `fsc init` and the project that it writes.

use std::fs;

use crate::harness::Sandbox;

#[test]
fn writes_a_project_named_after_its_folder() {
    let sandbox = Sandbox::empty();
    let result = sandbox.fsc(["init", "My Features"]).run().assert_exit(0);
    result.snapshot("cli/init");
    let definition = fs::read_to_string(sandbox.path().join("My Features/fsc.toml")).unwrap();
    assert!(definition.contains("name = \"my_features\""));
    assert!(
        sandbox
            .files()
            .contains(&"My Features/.gitignore".to_owned())
    );
}

#[test]
fn overwrites_nothing() {
    let sandbox = Sandbox::empty().file("sources.toml", "# mine\n");
    let result = sandbox.fsc(["init"]).run().assert_exit(2);
    result.snapshot("cli/init_refused");
    assert_eq!(sandbox.files(), ["sources.toml"]);
}

#[test]
fn a_file_is_no_folder() {
    let sandbox = Sandbox::empty().file("notes", "");
    sandbox
        .fsc(["init", "notes"])
        .run()
        .assert_exit(2)
        .snapshot("cli/init_into_a_file");
}
