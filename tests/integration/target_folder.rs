//! `target/` keeps itself out of version control.

use std::fs;

use crate::harness::Sandbox;

fn project() -> Sandbox {
    Sandbox::empty()
        .file(
            "fsc.toml",
            "name = \"shop\"\n[target.dev]\ntype = \"duckdb\"\npath = \"target/dev.duckdb\"\n",
        )
        .file(
            "table.toml",
            "[[table]]\nname = \"sales\"\nschema = \"made\"\nquery = \"select '{{ ds }}'::date as day\"\n",
        )
}

fn ignored(sandbox: &Sandbox) -> String {
    fs::read_to_string(sandbox.path().join("target/.gitignore")).unwrap_or_default()
}

#[test]
fn whoever_makes_the_folder_keeps_it_from_being_committed() {
    for args in [&["compile"][..], &["run", "--ds", "2023-08-01"]] {
        let sandbox = project();
        sandbox.fsc(args.iter().copied()).run().assert_exit(0);
        assert_eq!(ignored(&sandbox), "*\n", "{args:?}");
        sandbox.fsc(["clean", "--yes"]).run().assert_exit(0);
        assert!(!sandbox.path().join("target").exists());
    }
}

#[test]
fn a_folder_that_is_there_is_left_as_it_is() {
    let own = project().file("target/.gitignore", "!compiled\n");
    own.fsc(["compile"]).run().assert_exit(0);
    assert_eq!(ignored(&own), "!compiled\n");
    let none = project();
    fs::create_dir(none.path().join("target")).unwrap();
    none.fsc(["run", "--ds", "2023-08-01"]).run().assert_exit(0);
    assert!(!none.path().join("target/.gitignore").exists());
}
