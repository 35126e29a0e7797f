//! Two processes at once on one store: one writes at a time, whatever becomes of the other.

use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::server::PASSWORD;
use super::{OnSnowflake, rows, tables, undisturbed_marketplace};

/// Writes to what others read.
const WRITES: [&str; 4] = [
    "MERGE INTO \"ANALYTICS\".\"FEATURE_STORE\".\"FEATURES",
    "MERGE INTO \"FEATURE_STORE\".\"FEATURES",
    "CREATE OR REPLACE TRANSIENT TABLE",
    "COMMIT",
];

/// A run in a process of its own.
struct Run(Child);

impl Drop for Run {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Run {
    fn start(on: &OnSnowflake, args: &[&str], lease_seconds: &str) -> Self {
        let run = ["run", "--ds", "2023-08-15", "--target", "prod"];
        Self::of(on, &[&run, args].concat(), lease_seconds)
    }

    /// Any command that writes.
    fn of(on: &OnSnowflake, args: &[&str], lease_seconds: &str) -> Self {
        let args = args.iter().copied();
        let call = on.project.fsc(args).env("FAKE_PASSWORD", PASSWORD);
        let mut command = call
            .env("FSC_LEASE_SECONDS", lease_seconds)
            .env("USER", "rafay")
            .into_command();
        Self(command.stderr(Stdio::piped()).spawn().unwrap())
    }

    /// The exit code and what was said.
    fn end(mut self) -> (Option<i32>, String) {
        let mut said = String::new();
        let mut stderr = self.0.stderr.take().unwrap();
        std::io::Read::read_to_string(&mut stderr, &mut said).unwrap();
        (self.0.wait().unwrap().code(), said)
    }

    #[cfg(unix)]
    fn signal(&self, signal: rustix::process::Signal) {
        let pid = rustix::process::Pid::from_raw(self.0.id().try_into().unwrap()).unwrap();
        rustix::process::kill_process(pid, signal).unwrap();
    }
}

impl OnSnowflake {
    /// Makes the stage of one view take long.
    fn slow_stage(&self, seconds: u32) {
        self.server.fault(&json!({
            "action": "delay", "seconds": seconds, "sql": r"^\s*create or replace temporary table", "nth": 2
        }));
    }

    fn wait_until(&self, what: &str, is_so: impl Fn(&str) -> bool) {
        let begun = Instant::now();
        loop {
            let statements = self.server.control("GET", "statements", &json!({}));
            let statements = statements.as_array().unwrap();
            if statements
                .iter()
                .any(|statement| is_so(statement["sql"].as_str().unwrap()))
            {
                return;
            }
            assert!(begun.elapsed() < Duration::from_mins(1), "never: {what}");
            std::thread::sleep(Duration::from_millis(30));
        }
    }

    /// Until the first run holds the lease and computes.
    fn wait_for_stages(&self) {
        self.wait_until("a stage", |sql| {
            sql.starts_with("CREATE OR REPLACE TEMPORARY TABLE")
        });
    }

    /// The runs that wrote, in order, each once for as long as no other wrote in between.
    fn writers(&self) -> Vec<String> {
        let statements = self.server.control("GET", "statements", &json!({}));
        let mut writers: Vec<String> = Vec::new();
        for statement in statements.as_array().unwrap() {
            let sql = statement["sql"].as_str().unwrap();
            if !WRITES.iter().any(|write| sql.starts_with(write))
                || statement["status"] != "success"
            {
                continue;
            }
            let tag: Value = serde_json::from_str(statement["tag"].as_str().unwrap()).unwrap();
            let run = tag["run_id"].as_str().unwrap().to_owned();
            if writers.last() != Some(&run) {
                writers.push(run);
            }
        }
        writers
    }

    fn assert_nothing_is_doubled(&self) {
        let doubled = "select entity, entity_id, feature, as_of from feature_store.features_long \
                       group by all having count(*) > 1";
        let doubled = self.fsc(["query", "--output", "csv", doubled]);
        assert_eq!(rows(&doubled), Vec::<Vec<String>>::new());
    }
}

#[test]
fn of_two_runs_at_once_one_writes_and_the_other_is_told_or_waits() {
    let on = OnSnowflake::example("marketplace");
    on.slow_stage(4);
    let first = Run::start(&on, &[], "60");
    on.wait_for_stages();
    let refused = on.fsc(["run", "--ds", "2023-08-15"]).assert_exit(2);
    let pid = format!("(process {})", first.0.id());
    for part in [
        "FSC520",
        "target `prod` is in use by `fsc run --ds 2023-08-15 --target prod` of user `rafay` on `",
        &pid,
        "UTC",
        "--wait",
    ] {
        assert!(refused.stderr.contains(part), "{part}: {}", refused.stderr);
    }
    let waiting = Run::start(&on, &["--wait", "60s"], "60");
    let looking = on.fsc(["query", "select 1 as one"]);
    looking.assert_exit(0);
    let (exit, said) = waiting.end();
    assert_eq!(exit, Some(0), "{said}");
    assert!(
        said.contains("waiting: target `prod` is in use by"),
        "{said}"
    );
    let (exit, said) = first.end();
    assert_eq!(exit, Some(0), "{said}");
    assert_eq!(on.writers().len(), 2, "{:?}", on.writers());
    on.assert_nothing_is_doubled();
}

#[test]
fn runs_that_start_at_the_same_moment_on_a_new_store_write_one_after_the_other() {
    let on = OnSnowflake::example("marketplace");
    let runs: Vec<Run> = (0..3)
        .map(|_| Run::start(&on, &["--wait", "2m"], "60"))
        .collect();
    for run in runs {
        let (exit, said) = run.end();
        assert_eq!(exit, Some(0), "{said}");
    }
    let mut writers = on.writers();
    assert_eq!(writers.len(), 3, "{writers:?}");
    writers.sort();
    writers.dedup();
    assert_eq!(writers.len(), 3, "{writers:?}");
    on.assert_nothing_is_doubled();
    let leases = "select count(*) as leases, count(run_id) as held from feature_store.fsc_leases";
    assert_eq!(
        rows(&on.fsc(["query", "--output", "csv", leases])),
        [["1", "0"]]
    );
}

#[test]
fn the_lease_of_a_killed_run_ends() {
    let on = OnSnowflake::example("marketplace");
    on.slow_stage(60);
    let mut first = Run::start(&on, &["--threads", "1"], "3");
    on.wait_for_stages();
    first.0.kill().unwrap();
    first.0.wait().unwrap();
    let refused = on.fsc(["run", "--ds", "2023-08-15"]).assert_exit(2);
    assert!(refused.stderr.contains("FSC520"), "{}", refused.stderr);
    on.fsc(["run", "--ds", "2023-08-15", "--wait", "30s"])
        .assert_exit(0);
    on.assert_nothing_is_doubled();
}

#[cfg(unix)]
#[test]
fn a_run_that_slept_while_another_took_its_place_writes_nothing_more() {
    use rustix::process::Signal;

    let expected = undisturbed_marketplace("2023-08-15");
    let on = OnSnowflake::example("marketplace");
    on.slow_stage(3);
    let sleeper = Run::start(&on, &["--threads", "1"], "2");
    on.wait_for_stages();
    sleeper.signal(Signal::STOP);
    let (exit, said) = Run::start(&on, &["--wait", "30s"], "60").end();
    assert_eq!(exit, Some(0), "{said}");
    let before = on.writers();
    sleeper.signal(Signal::CONT);
    let (exit, said) = sleeper.end();
    assert_eq!(exit, Some(2), "{said}");
    assert!(
        said.contains("the run stopped: its lease of target `prod`"),
        "{said}"
    );
    assert_eq!(
        on.writers(),
        before,
        "the one that slept wrote after the other"
    );
    super::assert_same(&on.store(), &expected);
    on.assert_nothing_is_doubled();
}

#[cfg(unix)]
#[test]
fn a_restoration_that_slept_while_a_run_took_its_place_restores_nothing() {
    use rustix::process::Signal;

    let on = tables::on_snowflake();
    for day in ["2023-08-01", "2023-08-02"] {
        on.fsc(["run", "--ds", day]).assert_exit(0);
    }
    on.server.fault(&json!({
        "action": "delay", "seconds": 3, "sql": "^INSERT INTO .*FSC_OBJECTS"
    }));
    let restore = ["snapshots", "restore", "daily_sales", "20230801", "--yes"];
    let sleeper = Run::of(&on, &restore, "2");
    on.wait_until("what will lack", |sql| {
        sql.contains("'undone'") && sql.contains("'table.daily_sales'")
    });
    sleeper.signal(Signal::STOP);
    let wait = ["run", "--ds", "2023-08-03", "--wait", "30s"];
    let (exit, said) = Run::of(&on, &wait, "60").end();
    assert_eq!(exit, Some(0), "{said}");
    sleeper.signal(Signal::CONT);
    let (exit, said) = sleeper.end();
    assert_eq!(exit, Some(2), "{said}");
    assert!(said.contains("FSC520"), "{said}");
    let days = "select day from commerce.daily_sales";
    assert_eq!(tables::held(&on, days), ["2023-08-03"]);
}
