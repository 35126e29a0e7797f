//! The command line as a whole: help, usage errors, settings, streams.

use std::io::Read as _;
use std::process::Stdio;

use crate::harness::Sandbox;

/// The commands, as `fsc --help` lists them.
fn commands() -> Vec<String> {
    fsc::cli::command()
        .get_subcommands()
        .map(|command| command.get_name().to_owned())
        .collect()
}

#[test]
fn help_teaches() {
    let sandbox = Sandbox::empty();
    sandbox
        .fsc(["--help"])
        .run()
        .assert_exit(0)
        .snapshot("cli/help");
    sandbox
        .fsc(["--version"])
        .run()
        .assert_exit(0)
        .snapshot("cli/version");
    for command in commands() {
        let help = sandbox
            .fsc([command.as_str(), "--help"])
            .run()
            .assert_exit(0);
        assert!(
            help.stdout.contains("Examples:"),
            "`fsc {command} --help` shows no examples"
        );
    }
}

#[test]
fn bad_usage_is_exit_code_2() {
    let sandbox = Sandbox::empty();
    for (name, args) in [
        ("no_command", &[][..]),
        ("unknown_command", &["chekc"][..]),
        ("unknown_flag", &["clean", "--al"][..]),
        ("bad_format", &["clean", "--message-format", "xml"][..]),
    ] {
        let result = sandbox.fsc(args.iter().copied()).run().assert_exit(2);
        result.snapshot(&format!("cli/usage_{name}"));
    }
}

#[test]
fn outside_a_project_every_command_says_so() {
    let sandbox = Sandbox::empty();
    let result = sandbox.fsc(["clean"]).run().assert_exit(2);
    result.snapshot("cli/outside_a_project");
    let named = sandbox.fsc(["clean", "--project-dir", "nowhere"]).run();
    named.assert_exit(2).snapshot("cli/outside_a_named_project");
}

#[test]
fn the_project_is_found_upwards() {
    let sandbox = Sandbox::template();
    let result = sandbox.fsc(["clean"]).inside("customer").run();
    result.assert_exit(0);
}

#[test]
fn settings_come_from_the_environment_and_slips_are_said() {
    let sandbox = Sandbox::empty();
    let slip = sandbox
        .fsc(["clean"])
        .env("FSC_TRAGET", "prod")
        .env("FSC_MESSAGE_FORMAT", "concise");
    slip.run().assert_exit(2).snapshot("cli/environment_slip");
    let over = sandbox
        .fsc(["clean", "--message-format", "json"])
        .env("FSC_MESSAGE_FORMAT", "concise");
    over.run()
        .assert_exit(2)
        .snapshot("cli/flag_over_environment");
}

#[test]
fn colours_only_where_they_are_wanted() {
    let sandbox = Sandbox::empty();
    let plain = sandbox.fsc(["clean"]).run();
    assert!(!plain.stderr.contains('\u{1b}'));
    let forced = sandbox.fsc(["clean"]).env("CLICOLOR_FORCE", "1").run();
    assert!(forced.stderr.contains('\u{1b}'));
    let asked = sandbox
        .fsc(["clean", "--color", "always"])
        .env("NO_COLOR", "1")
        .run();
    assert!(asked.stderr.contains('\u{1b}'));
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let sandbox = Sandbox::empty();
    let mut process = sandbox
        .fsc(["completions", "bash"])
        .into_command()
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(process.stdout.take());
    let mut stderr = String::new();
    process
        .stderr
        .take()
        .unwrap()
        .read_to_string(&mut stderr)
        .unwrap();
    assert_eq!(stderr, "");
    assert_eq!(process.wait().unwrap().code(), Some(0));
}

#[test]
fn codes_are_explained() {
    let sandbox = Sandbox::empty();
    sandbox
        .fsc(["explain", "fsc083"])
        .run()
        .assert_exit(0)
        .snapshot("cli/explain");
    sandbox
        .fsc(["explain", "unknown-taget"])
        .run()
        .assert_exit(2)
        .snapshot("cli/explain_unknown");
    let all = sandbox.fsc(["explain"]).run().assert_exit(0);
    assert!(all.stdout.lines().count() > fsc::rules::ALL.len());
}

#[test]
fn clean_removes_only_what_fsc_writes() {
    let sandbox = Sandbox::template()
        .file("target/manifest.json", "{}")
        .file("target/compiled/a.sql", "select 1");
    sandbox
        .fsc(["clean", "--dry-run"])
        .run()
        .assert_exit(0)
        .snapshot("cli/clean_dry_run");
    sandbox
        .fsc(["clean"])
        .run()
        .assert_exit(0)
        .snapshot("cli/clean");
    assert!(!sandbox.path().join("target").exists());
    assert!(sandbox.path().join("fsc.toml").exists());
    sandbox
        .fsc(["clean"])
        .run()
        .assert_exit(0)
        .snapshot("cli/clean_nothing");
}

#[cfg(unix)]
#[test]
fn clean_follows_no_links() {
    let precious = Sandbox::empty().file("thesis.txt", "words");
    let sandbox = Sandbox::template();
    std::os::unix::fs::symlink(precious.path(), sandbox.path().join("target")).unwrap();
    sandbox
        .fsc(["clean"])
        .run()
        .assert_exit(2)
        .snapshot("cli/clean_link");
    let inner = Sandbox::template().file("target/compiled/a.sql", "select 1");
    std::os::unix::fs::symlink(precious.path(), inner.path().join("target/compiled/linked"))
        .unwrap();
    inner.fsc(["clean"]).run().assert_exit(2);
    assert_eq!(precious.files(), ["thesis.txt"]);
}

#[cfg(unix)]
#[test]
fn a_run_from_a_folder_whose_name_is_not_utf8_ends() {
    use std::os::unix::ffi::OsStringExt as _;

    let (project, outside) = (Sandbox::template(), Sandbox::empty());
    let folder = std::ffi::OsString::from_vec(vec![b'p', 0xff]);
    std::os::unix::fs::symlink(project.path(), outside.path().join(&folder)).unwrap();
    let mut call = outside
        .fsc(["run", "--ds", "2024-01-08", "--project-dir"])
        .into_command();
    let output = call.arg(folder).output().unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{stderr}");
}
