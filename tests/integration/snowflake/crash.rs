//! Exactly once: the process is killed, and the network cut, at every statement boundary and inside statements; then the
//! same is run again, and the store is that of an undisturbed run.

use std::process::Stdio;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::{Value, json};

use super::OnSnowflake;
use super::kinds::{Contents, DAY_TWO, after_day_one, contents, restore};
use super::server::PASSWORD;
use crate::harness::Finished;

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

/// How many servers work side by side: most of the time is spent waiting for leases of killed runs to end.
const SIDE_BY_SIDE: usize = 6;

/// How long a transaction of a process that is gone keeps others waiting here, in seconds. Snowflake: five minutes.
const IDLE: f64 = 0.5;

/// Long after the test.
const FOR_EVER: u32 = 600;

/// Nodes that are run together, and how many of their statements are broken at: each, or every third where others have the
/// same. What a run sends before and after its nodes is broken at in the first group.
const GROUPS: [(&str, usize); 5] = [
    ("latest_orders daily_orders", 1),
    ("totals", 1),
    ("pairs", 1),
    ("plan", 3),
    ("own_time", 3),
];

/// An undisturbed run of some nodes.
struct Group {
    select: &'static str,
    expected: Contents,
    /// All that it sends, with whether to break at it.
    statements: Vec<(String, bool)>,
}

impl Group {
    fn all() -> Vec<Self> {
        let on = after_day_one();
        let run = |(select, every): (&'static str, usize)| {
            restore(&on);
            on.fsc(run_of(select)).assert_exit(0);
            let log = on.server.control("GET", "log", &json!({}));
            let entries = log.as_array().unwrap().iter();
            let sent = entries.filter(|entry| entry["endpoint"] == "query");
            let mut statements = Vec::new();
            let mut of_nodes = 0;
            for entry in sent {
                let is_nodes = entry["tag"].as_str().unwrap().contains("\"node\"");
                of_nodes += usize::from(is_nodes);
                let breaks = if is_nodes {
                    of_nodes.is_multiple_of(every)
                } else {
                    select == GROUPS[0].0
                };
                statements.push((entry["sql"].as_str().unwrap().to_owned(), breaks));
            }
            assert!(of_nodes > 5, "{statements:?}");
            Self {
                select,
                expected: contents(&on),
                statements,
            }
        };
        GROUPS.map(run).into()
    }

    /// The places to break at, from 1.
    fn places(&self) -> impl Iterator<Item = (usize, &str)> {
        let numbered = (1..).zip(&self.statements);
        numbered
            .filter(|(_, (_, breaks))| *breaks)
            .map(|(number, (sql, _))| (number, sql.as_str()))
    }
}

/// The second day of some nodes; nothing that they need beside is run again.
fn run_of(select: &str) -> Vec<&str> {
    // A killed run holds its lease until that expires.
    vec!["run", "--ds", DAY_TWO, "--wait", "--select", select]
}

/// Whether a statement changes something that outlives its session.
fn writes(sql: &str) -> bool {
    let word = sql.split_whitespace().next().unwrap_or_default();
    !["BEGIN", "DESCRIBE", "SELECT"].contains(&word) && !sql.contains(" TEMPORARY ")
}

/// A moment of a statement of a run.
type Place<'g> = (&'g Group, usize, Moment);

/// Does something at each place, on several servers, each with the first day computed.
fn at_each(places: &[Place], work: impl Fn(&OnSnowflake, Place) + Sync) {
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..SIDE_BY_SIDE {
            scope.spawn(|| {
                let on = after_day_one();
                let idle = json!({"idle_transaction_seconds": IDLE});
                on.server.control("POST", "settings", &idle);
                while let Some(place) = places.get(next.fetch_add(1, Ordering::SeqCst)) {
                    restore(&on);
                    work(&on, *place);
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

/// How long the lease of a killed run keeps the next one waiting.
const LEASE: &str = "2";

/// Runs something whose lease soon expires.
fn briefly<'a>(on: &OnSnowflake, args: impl IntoIterator<Item = &'a str>) -> Finished {
    let on_prod = args.into_iter().chain(["--target", "prod"]);
    let command = on.project.fsc(on_prod).env("FAKE_PASSWORD", PASSWORD);
    command.env("FSC_LEASE_SECONDS", LEASE).run()
}

/// Runs something, and kills the process at a moment of a statement, which comes back.
fn kill(on: &OnSnowflake, args: &[&str], number: usize, moment: Moment) -> String {
    let id = on
        .server
        .control("POST", "faults", &wait_at(number, moment));
    let args = args.iter().copied().chain(["--target", "prod"]);
    let command = on
        .project
        .fsc(args)
        .env("FAKE_PASSWORD", PASSWORD)
        .env("FSC_LEASE_SECONDS", LEASE);
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
    let groups = Group::all();
    let mut places = Vec::new();
    for group in &groups {
        for (number, sql) in group.places() {
            places.push((group, number, Moment::After));
            if writes(sql) {
                places.push((group, number, Moment::Within));
            }
            // Before a statement is after the one before it, but for what is on its way: a sample will do.
            if number % 6 == 1 {
                places.push((group, number, Moment::Before));
            }
        }
    }
    assert!(places.len() > 60, "{}", places.len());
    at_each(&places, |on, (group, number, moment)| {
        let args = run_of(group.select);
        let sql = kill(on, &args, number, moment);
        let run = briefly(on, args);
        let place = format!("killed {moment:?} {number} of {}: {sql}", group.select);
        assert_eq!(run.exit, Some(0), "{place}\n{}", run.stderr);
        assert_eq!(contents(on), group.expected, "{place}");
    });
}

/// Everything after a moment of a statement meets a page: of a proxy that lost its way, for instance.
#[test]
fn a_network_cut_for_good_at_any_statement_is_completed_by_the_next_run() {
    let groups = Group::all();
    let sides = [Moment::Before, Moment::After].into_iter().cycle();
    let places: Vec<Place> = groups
        .iter()
        .flat_map(|group| group.places().map(move |place| (group, place)))
        .filter(|(_, (number, sql))| writes(sql) && number % 2 == 0)
        .zip(sides)
        .map(|((group, (number, _)), moment)| (group, number, moment))
        .collect();
    assert!(places.len() > 10, "{}", places.len());
    at_each(&places, |on, (group, number, moment)| {
        let cut = |nth: usize, executes: bool, times: i32| {
            json!({
                "action": "status", "status": 403, "nth": nth, "times": times, "executes": executes,
            })
        };
        on.server.fault(&cut(number, moment == Moment::After, 1));
        on.server.fault(&cut(number + 1, false, -1));
        let args = run_of(group.select);
        let run = briefly(on, args.iter().copied());
        let place = format!("cut {moment:?} {number} of {}", group.select);
        assert!(
            matches!(run.exit, Some(1 | 2)) && run.stderr.contains("403"),
            "{place}: {:?}\n{}",
            run.exit,
            run.stderr
        );
        on.server.control("DELETE", "faults", &json!({}));
        let run = briefly(on, args);
        assert_eq!(run.exit, Some(0), "{place}\n{}", run.stderr);
        assert_eq!(contents(on), group.expected, "{place}");
    });
}

#[test]
fn every_answer_that_is_lost_once_is_asked_for_again_and_nothing_runs_twice() {
    let on = after_day_one();
    on.fsc(["run", "--ds", DAY_TWO]).assert_exit(0);
    let expected = contents(&on);
    for executes in [false, true] {
        restore(&on);
        on.server.fault(&json!({
            "action": "drop", "executes": executes, "times": -1, "attempt": 1,
        }));
        on.fsc(["run", "--ds", DAY_TWO, "--threads", "6"])
            .assert_exit(0);
        assert_eq!(contents(&on), expected, "executes: {executes}");
        let statements = on.server.control("GET", "statements", &json!({}));
        for statement in statements.as_array().unwrap() {
            assert_eq!(statement["executions"], 1, "{statement}");
        }
    }
}

/// The whole example, several nodes at once: a sample of the statements of a run.
#[test]
fn a_killed_run_of_the_marketplace_is_completed_by_the_next_one() {
    let ds = "2023-08-15";
    let expected = super::undisturbed_marketplace(ds);
    let on = OnSnowflake::example("marketplace");
    let idle = json!({"idle_transaction_seconds": IDLE});
    on.server.control("POST", "settings", &idle);
    on.server.control("POST", "save", &json!({"name": "empty"}));
    for (number, moment) in [
        (31, Moment::After),
        (67, Moment::Within),
        (102, Moment::Before),
    ] {
        on.server
            .control("POST", "restore", &json!({"name": "empty"}));
        let sql = kill(&on, &["run", "--ds", ds], number, moment);
        let place = format!("killed {moment:?} statement {number}: {sql}");
        let run = briefly(&on, ["run", "--ds", ds, "--wait"]);
        assert_eq!(run.exit, Some(0), "{place}\n{}", run.stderr);
        super::assert_same(&on.store(), &expected);
    }
}
