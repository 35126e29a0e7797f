//! Two processes and one target: one runs, the other is told who does, or waits.

use std::fs;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::harness::Sandbox;

/// A process that has ended, or is ended now.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Starts a run of the template that takes long, and waits until it holds the database file.
fn long_run(sandbox: &Sandbox) -> Running {
    // 77 orders to the seventh: it ends when the process does.
    let slow = "select a.customer_id, count(*) as orders_ever from shop.orders as a, shop.orders as b, shop.orders as c, \
                shop.orders as d, shop.orders as e, shop.orders as f, shop.orders as g \
                where a.ordered_at < '{{ ds }}'::timestamp_ntz group by a.customer_id";
    let definition = "entity = \"customer\"\n[[feature_view]]\nsql = \"slow.sql\"\nfeatures = { orders_ever = {} }\n";
    fs::create_dir_all(sandbox.path().join("slow")).unwrap();
    fs::write(sandbox.path().join("slow/feature.toml"), definition).unwrap();
    fs::write(sandbox.path().join("slow/slow.sql"), slow).unwrap();
    let mut command: Command = sandbox
        .fsc([
            "run",
            "--ds",
            "2024-01-08",
            "--select",
            "slow",
            "--log-format",
            "json",
        ])
        .into_command();
    let child = command
        .stdout(Stdio::null())
        .stderr(fs::File::create(sandbox.path().join("long.log")).unwrap())
        .spawn()
        .unwrap();
    let begun = Instant::now();
    let log = || fs::read_to_string(sandbox.path().join("long.log")).unwrap();
    while !log().contains("node_started") {
        assert!(begun.elapsed() < Duration::from_mins(1), "{}", log());
        std::thread::sleep(Duration::from_millis(20));
    }
    Running(child)
}

#[test]
fn a_database_file_that_a_run_holds_names_that_run_and_is_waited_for() {
    let sandbox = Sandbox::template();
    let mut first = long_run(&sandbox);
    let pid = first.0.id().to_string();
    let second = sandbox
        .fsc(["run", "--ds", "2024-01-08", "--select", "customer_recency"])
        .run()
        .assert_exit(2);
    for part in ["FSC520", "in use by another process", &pid, "--wait"] {
        assert!(second.stderr.contains(part), "{part}: {}", second.stderr);
    }
    // What the first one has to compute is still known.
    let retry = sandbox.fsc(["retry"]).run().assert_exit(2);
    for part in ["did not end", "FSC520"] {
        assert!(retry.stderr.contains(part), "{part}: {}", retry.stderr);
    }
    let impatient = sandbox
        .fsc(["run", "--ds", "2024-01-08", "--wait", "1s"])
        .run()
        .assert_exit(2);
    assert!(
        impatient.stderr.contains("waiting: target `dev`"),
        "{}",
        impatient.stderr
    );
    assert!(
        impatient.stderr.contains("waited for "),
        "{}",
        impatient.stderr
    );
    // Looking needs no turn where nothing is written.
    sandbox.fsc(["plan"]).run().assert_exit(0);
    let mut patient = sandbox
        .fsc(["run", "--ds", "2024-01-08", "--exclude", "slow", "--wait"])
        .into_command();
    let patient = patient.stderr(Stdio::piped()).spawn().unwrap();
    std::thread::sleep(Duration::from_millis(300));
    first.0.kill().unwrap();
    first.0.wait().unwrap();
    let patient = patient.wait_with_output().unwrap();
    let said = String::from_utf8(patient.stderr).unwrap();
    // The killed run's lease means nothing once its file is open.
    assert_eq!(patient.status.code(), Some(0), "{said}");
    assert!(said.contains("4 ok, 0 failed"), "{said}");
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_a_wait() {
    let sandbox = Sandbox::template();
    let _first = long_run(&sandbox);
    let mut waiting = sandbox
        .fsc(["run", "--ds", "2024-01-08", "--wait"])
        .into_command();
    let log = sandbox.path().join("waiting.log");
    let mut waiting = waiting
        .stderr(fs::File::create(&log).unwrap())
        .spawn()
        .unwrap();
    let begun = Instant::now();
    while !fs::read_to_string(&log).unwrap().contains("waiting: ") {
        assert!(begun.elapsed() < Duration::from_mins(1), "never waited");
        std::thread::sleep(Duration::from_millis(20));
    }
    let pid = rustix::process::Pid::from_raw(waiting.id().try_into().unwrap()).unwrap();
    rustix::process::kill_process(pid, rustix::process::Signal::INT).unwrap();
    assert_ne!(waiting.wait().unwrap().code(), Some(0));
}
