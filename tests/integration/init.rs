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

#[test]
fn the_project_folder_is_that_of_the_flag() {
    let sandbox = Sandbox::empty();
    let result = sandbox.fsc(["init", "--project-dir", "named"]).run();
    result.assert_exit(0);
    assert!(sandbox.path().join("named/fsc.toml").is_file());
    assert!(!sandbox.path().join("fsc.toml").exists());
    let from_environment = sandbox.fsc(["init"]).env("FSC_PROJECT_DIR", "other");
    from_environment.run().assert_exit(0);
    assert!(sandbox.path().join("other/fsc.toml").is_file());
    let both = sandbox.fsc(["init", "third", "--project-dir", "named"]);
    both.run().assert_exit(2).snapshot("cli/init_two_folders");
}

#[test]
fn a_project_inside_a_project_is_refused() {
    let sandbox = Sandbox::template();
    let before = sandbox.files();
    let nested = sandbox.fsc(["init", "deep/nested"]).run();
    nested.assert_exit(2).snapshot("cli/init_nested");
    sandbox
        .fsc(["init", "own"])
        .inside("customer")
        .run()
        .assert_exit(2);
    assert_eq!(sandbox.files(), before);
    sandbox.fsc(["check"]).run().assert_exit(0);
}

#[test]
fn a_fresh_repository_keeps_its_files() {
    let sandbox = Sandbox::empty()
        .file("shop/README.md", "# Mine\n")
        .file("shop/.gitignore", "*.log\n")
        .file("shop/.git/HEAD", "ref: refs/heads/main\n");
    let result = sandbox.fsc(["init", "shop"]).run().assert_exit(0);
    result.snapshot("cli/init_in_repository");
    let read = |path| fs::read_to_string(sandbox.path().join(path)).unwrap();
    assert_eq!(read("shop/README.md"), "# Mine\n");
    assert_eq!(read("shop/.gitignore"), "*.log\n");
    sandbox
        .fsc(["check", "--project-dir", "shop"])
        .run()
        .assert_exit(0);
}
