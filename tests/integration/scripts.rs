//! What the Makefile calls.

use std::fs;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::harness::{Sandbox, root};

/// A lock that cannot be made is not one that another demo holds.
#[cfg(unix)]
#[test]
fn the_demo_ends_where_it_cannot_write() {
    let demo = fs::read(root().join("scripts/demo.sh")).unwrap();
    let sandbox = Sandbox::empty()
        .file("scripts/demo.sh", demo)
        .file("scripts/cargo.sh", "#!/bin/sh\nexit 0\n")
        .file("examples/flights/target/demo.lock", "in the way");
    make_executable(&sandbox.path().join("scripts/cargo.sh"));
    let mut demo = Command::new("sh")
        .arg(sandbox.path().join("scripts/demo.sh"))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let begun = Instant::now();
    while demo.try_wait().unwrap().is_none() {
        if begun.elapsed() > Duration::from_secs(20) {
            demo.kill().unwrap();
            panic!("the demo waits for a lock that nobody holds");
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    let output = demo.wait_with_output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(
        said.contains("cannot write into examples/flights/target"),
        "{said}"
    );
}

/// Whoever has no account learns what is missing, and nothing is built for it.
#[cfg(unix)]
#[test]
fn the_smoke_test_says_which_variables_are_missing() {
    let script = root().join("scripts/smoke-snowflake.sh");
    let output = Command::new("sh")
        .arg(script)
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap())
        .env("SNOWFLAKE_ACCOUNT", "acme-shop")
        .env("SNOWFLAKE_PASSWORD", "hunter2")
        .output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{said}");
    let missing: Vec<&str> = said
        .lines()
        .filter_map(|line| line.strip_prefix("    "))
        .collect();
    let wanted = ["USER", "ROLE", "WAREHOUSE", "DATABASE"].map(|name| format!("SNOWFLAKE_{name}"));
    assert_eq!(missing, wanted);
    assert!(output.stdout.is_empty());
}

#[cfg(unix)]
fn make_executable(path: &std::path::Path) {
    use std::os::unix::fs::PermissionsExt as _;

    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}
