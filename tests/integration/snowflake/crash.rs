//! Exactly once: the process is killed, and the network cut, at every statement boundary and inside statements; then the
//! same is run again, and the store is that of an undisturbed run.

use std::process::Stdio;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::{Value, json};

use super::OnSnowflake;
use super::kinds::{Contents, DAY_TWO, after_day_one, contents, restore};
use super::server::PASSWORD;

/// Where in the life of a statement something ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Moment {
    /// Snowflake has it, and has not begun.
    Before,
    /// It runs, and ends well a little later, while the next run is under way.
    Within,
    /// It has ended well, and nobody was told.
    After,
}

/// How many servers work side by side.
const SIDE_BY_SIDE: usize = 3;

/// How long a transaction of a process that is gone keeps others waiting here, in seconds. Snowflake: five minutes.
const IDLE: f64 = 0.5;

/// Long after the test.
const FOR_EVER: u32 = 600;

/// The store of an undisturbed run, and how many statements that sends.
fn undisturbed() -> (Contents, usize) {
    let on = after_day_one();
    on.server.control("DELETE", "log", &json!({}));
    on.fsc(["run", "--ds", DAY_TWO]).assert_exit(0);
    let log = on.server.control("GET", "log", &json!({}));
    let statements = log
        .as_array()
        .unwrap()
        .iter()
        .filter(|entry| entry["endpoint"] == "query")
        .count();
    assert!(statements > 60, "{statements}");
    (contents(&on), statements)
}

/// Does something at each place, on several servers, each with the first day computed.
fn at_each(places: &[(usize, Moment)], work: impl Fn(&OnSnowflake, usize, Moment) + Sync) {
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..SIDE_BY_SIDE {
            scope.spawn(|| {
                let on = after_day_one();
                let idle = json!({"idle_transaction_seconds": IDLE});
                on.server.control("POST", "settings", &idle);
                while let Some((number, moment)) = places.get(next.fetch_add(1, Ordering::SeqCst)) {
                    restore(&on);
                    work(&on, *number, *moment);
                }
            });
        }
    });
}

/// The fault that keeps the process waiting for a statement at a moment.
fn wait_at(number: usize, moment: Moment) -> Value {
    match moment {
        Moment::Before => json!({"action": "delay", "seconds": FOR_EVER, "nth": number}),
        Moment::Within => json!({"action": "delay", "seconds": IDLE / 3.0, "nth": number}),
        Moment::After => json!({
            "action": "hold", "seconds": FOR_EVER, "in_progress_after": FOR_EVER, "nth": number,
        }),
    }
}

/// Runs the day, and kills the process at a moment of a statement, which comes back.
fn kill_at(on: &OnSnowflake, number: usize, moment: Moment) -> String {
    let id = on
        .server
        .control("POST", "faults", &wait_at(number, moment));
    let args = ["run", "--ds", DAY_TWO, "--target", "prod"];
    let command = on.project.fsc(args).env("FAKE_PASSWORD", PASSWORD);
    let mut process = command
        .into_command()
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let until = json!({"id": id["id"], "worked": moment == Moment::After});
    let reached = on.server.control("POST", "await", &until);
    process.kill().unwrap();
    process.wait().unwrap();
    on.server.control("DELETE", "faults", &json!({}));
    reached["sql"].as_str().unwrap_or_default().to_owned()
}

#[test]
fn a_process_killed_at_any_moment_of_any_statement_is_completed_by_the_next_run() {
    let (expected, total) = undisturbed();
    let places: Vec<(usize, Moment)> = (1..=total)
        .flat_map(|number| {
            [Moment::Before, Moment::Within, Moment::After].map(|moment| (number, moment))
        })
        .collect();
    at_each(&places, |on, number, moment| {
        let sql = kill_at(on, number, moment);
        let run = on.fsc(["run", "--ds", DAY_TWO]);
        let place = format!("killed {moment:?} statement {number}: {sql}");
        assert_eq!(run.exit, Some(0), "{place}\n{}", run.stderr);
        assert_eq!(contents(on), expected, "{place}");
    });
}

/// Everything after a moment of a statement meets a page: of a proxy that lost its way, for instance.
#[test]
fn a_network_cut_for_good_at_any_statement_is_completed_by_the_next_run() {
    let (expected, total) = undisturbed();
    let places: Vec<(usize, Moment)> = (1..=total)
        .map(|number| {
            let is_even = number % 2 == 0;
            (
                number,
                if is_even {
                    Moment::Before
                } else {
                    Moment::After
                },
            )
        })
        .collect();
    at_each(&places, |on, number, moment| {
        let cut = |at: &str, nth: usize, executes: bool, times: i32| {
            json!({
                "action": "status", "status": 403, "at": at, "nth": nth, "times": times, "executes": executes,
            })
        };
        let is_after = moment == Moment::After;
        on.server.fault(&cut("query", number, is_after, 1));
        on.server.fault(&cut("query", number + 1, false, -1));
        let run = on.fsc(["run", "--ds", DAY_TWO]);
        let place = format!("cut {moment:?} statement {number}");
        // The last statements only tidy up.
        if run.exit != Some(0) || number < total - 1 {
            assert!(matches!(run.exit, Some(1 | 2)), "{place}\n{}", run.stderr);
            assert!(run.stderr.contains("403"), "{place}\n{}", run.stderr);
        }
        on.server.control("DELETE", "faults", &json!({}));
        let run = on.fsc(["run", "--ds", DAY_TWO]);
        assert_eq!(run.exit, Some(0), "{place}\n{}", run.stderr);
        assert_eq!(contents(on), expected, "{place}");
    });
}
