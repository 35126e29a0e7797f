//! What destroys something asks first: `fsc clean`, `fsc snapshots drop` and `restore`.

use crate::harness::Sandbox;

/// The template, computed once: a store stands in `target/`.
fn computed() -> Sandbox {
    let sandbox = Sandbox::template();
    let run = ["run", "--ds", "2024-01-08"];
    sandbox.fsc(run).run().assert_exit(0);
    sandbox
}

#[test]
fn clean_does_not_remove_a_store_that_nobody_agreed_to_lose() {
    let sandbox = computed();
    let store = sandbox.path().join("target/dev.duckdb");
    assert!(store.exists());
    let refused = sandbox.fsc(["clean"]).run().assert_exit(2);
    assert!(
        refused
            .stderr
            .contains("error[FSC533]: nothing was removed: it needs `--yes`")
            && refused
                .stderr
                .contains("`dev.duckdb`: the features, snapshots and ledger in it"),
        "{}",
        refused.stderr
    );
    assert!(store.exists());
    sandbox.fsc(["clean", "--dry-run"]).run().assert_exit(0);
    assert!(store.exists());
    sandbox.fsc(["clean", "--yes"]).run().assert_exit(0);
    assert!(!sandbox.path().join("target").exists());
}

#[test]
fn clean_of_what_can_be_made_again_does_not_ask() {
    let sandbox = Sandbox::template();
    sandbox.fsc(["compile"]).run().assert_exit(0);
    sandbox.fsc(["clean"]).run().assert_exit(0);
    assert!(!sandbox.path().join("target").exists());
}

#[test]
fn snapshots_are_not_dropped_unasked() {
    let sandbox = Sandbox::empty()
        .file(
            "fsc.toml",
            "name = \"shop\"\n[target.dev]\ntype = \"duckdb\"\npath = \"dev.duckdb\"\n",
        )
        .file(
            "table.toml",
            "[[table]]\nname = \"sales\"\nschema = \"made\"\nsnapshot = \"daily\"\n\
             query = \"select '{{ ds }}'::date as day\"\n",
        );
    for ds in ["2023-08-01", "2023-08-02"] {
        sandbox.fsc(["run", "--ds", ds]).run().assert_exit(0);
    }
    let listed = || {
        let listed = sandbox.fsc(["snapshots", "ls"]).run().assert_exit(0);
        listed.stdout.lines().count() - 1
    };
    for which in ["--all", "20230801", "--older-than=1 hour"] {
        let call = sandbox.fsc(["snapshots", "drop", "sales", which]);
        // A copy is as young as this test: an hour ago there was none to ask about.
        let exit = if which.starts_with("--older") { 0 } else { 2 };
        let refused = call.run().assert_exit(exit);
        assert_eq!(
            refused
                .stderr
                .contains("error[FSC533]: nothing was dropped"),
            exit == 2,
            "{}",
            refused.stderr
        );
        assert_eq!(listed(), 2, "{which}");
    }
    let restored = sandbox.fsc(["snapshots", "restore", "sales", "latest"]);
    let refused = restored.run().assert_exit(2);
    assert!(
        refused
            .stderr
            .contains("`made.sales` was not restored: it needs `--yes` where nobody can be asked"),
        "{}",
        refused.stderr
    );
    let one = ["snapshots", "drop", "sales", "20230801", "--yes"];
    sandbox.fsc(one).run().assert_exit(0);
    assert_eq!(listed(), 1);
}

/// A terminal that answers.
#[cfg(target_os = "linux")]
#[test]
fn the_answer_of_a_terminal_decides() {
    use std::process::Command;

    for (answer, exit) in [("n", 2), ("y", 0)] {
        let sandbox = computed();
        let fsc = env!("CARGO_BIN_EXE_fsc");
        // `script` of util-linux gives a command a terminal, and passes on what it is given.
        let output = Command::new("sh")
            .arg("-c")
            .arg(format!(
                "printf '{answer}\\n' | script -qec '{fsc} clean --quiet' /dev/null"
            ))
            .current_dir(sandbox.path())
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert_eq!(output.status.code(), Some(exit), "{said}");
        assert!(said.contains("[y/N]"), "{said}");
        assert_eq!(sandbox.path().join("target").exists(), exit != 0);
    }
}
