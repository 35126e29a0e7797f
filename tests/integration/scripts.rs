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

#[cfg(unix)]
fn make_executable(path: &std::path::Path) {
    use std::os::unix::fs::PermissionsExt as _;

    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}
