//! Two processes and one target: one runs, the other is told who does, or waits.

use std::fs;
use std::path::Path;
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

/// So many orders to that power that a run ends when its process does.
const ENDLESS: usize = 7;

/// Starts a run of the template that takes long, and waits until it holds the database file: it goes through 77 orders to
/// the power of `times`.
fn long_run(sandbox: &Sandbox, times: usize) -> Running {
    let orders: Vec<String> = (1..times)
        .map(|at| format!(", shop.orders as o{at}"))
        .collect();
    let slow = format!(
        "select a.customer_id, count(*) as orders_ever from shop.orders as a{} \
         where a.ordered_at < '{{{{ ds }}}}'::timestamp_ntz group by a.customer_id",
        orders.concat()
    );
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
    wait_for(&sandbox.path().join("long.log"), "node_started");
    Running(child)
}

#[test]
fn a_database_file_that_a_run_holds_names_that_run_and_is_waited_for() {
    let sandbox = Sandbox::template();
    let mut first = long_run(&sandbox, ENDLESS);
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
    assert!(retry.stderr.contains("FSC520"), "{}", retry.stderr);
    assert!(!retry.stderr.contains("did not end"), "{}", retry.stderr);
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
    let _first = long_run(&sandbox, ENDLESS);
    let mut waiting = sandbox
        .fsc(["run", "--ds", "2024-01-08", "--wait"])
        .into_command();
    let log = sandbox.path().join("waiting.log");
    let mut waiting = waiting
        .stderr(fs::File::create(&log).unwrap())
        .spawn()
        .unwrap();
    wait_for(&log, "waiting: ");
    let pid = rustix::process::Pid::from_raw(waiting.id().try_into().unwrap()).unwrap();
    rustix::process::kill_process(pid, rustix::process::Signal::INT).unwrap();
    assert_ne!(waiting.wait().unwrap().code(), Some(0));
}

#[cfg(unix)]
#[test]
fn a_retry_that_waits_for_a_run_has_nothing_to_do_where_that_goes_well() {
    let sandbox = Sandbox::template();
    let mut first = long_run(&sandbox, 4);
    let pid = rustix::process::Pid::from_raw(first.0.id().try_into().unwrap()).unwrap();
    rustix::process::kill_process(pid, rustix::process::Signal::STOP).unwrap();
    let log = sandbox.path().join("retry.log");
    let mut retry = sandbox.fsc(["retry", "--wait"]).into_command();
    let retry = retry.stderr(fs::File::create(&log).unwrap()).spawn();
    let mut retry = Running(retry.unwrap());
    wait_for(&log, "waiting: ");
    rustix::process::kill_process(pid, rustix::process::Signal::CONT).unwrap();
    assert!(first.0.wait().unwrap().success());
    assert!(retry.0.wait().unwrap().success());
    let said = fs::read_to_string(&log).unwrap();
    assert!(said.contains("nothing to retry: all nodes"), "{said}");
    assert!(!said.contains("did not end"), "{said}");
}

/// Waits until a file has a text.
fn wait_for(file: &Path, text: &str) {
    let begun = Instant::now();
    let said = || fs::read_to_string(file).unwrap_or_default();
    while !said().contains(text) {
        assert!(begun.elapsed() < Duration::from_mins(1), "{}", said());
        std::thread::sleep(Duration::from_millis(20));
    }
}
