//! Two runs and one store: who writes, and who does not.

use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use super::harness::{
    ask, contents, errors, options, plan, run, run_once, texts, view, whole_plan,
};
use crate::emit::lease::{Holder, LeaseStatements, lease_table};
use crate::engine::duckdb::DuckDb;
use crate::engine::recording::Recording;
use crate::engine::{Engine, EngineError, Session};
use crate::plan::Plan;
use crate::run::{Busy, Cancellation, LeaseOptions, RunOptions, RunResults, Silent, Status};
use crate::sql::name::Dialect;

const MINUTE: Duration = Duration::from_mins(1);

/// A database that several runs of one process share.
#[derive(Clone)]
struct Shared(Arc<DuckDb>);

impl Shared {
    fn new() -> Self {
        Self(Arc::new(DuckDb::in_memory().unwrap()))
    }
}

impl Engine for Shared {
    fn dialect(&self) -> Dialect {
        self.0.dialect()
    }

    fn session(&self) -> Result<Box<dyn Session>, EngineError> {
        self.0.session()
    }

    fn interrupt(&self) {
        self.0.interrupt();
    }
}

fn statements() -> LeaseStatements {
    LeaseStatements::new(Dialect::DuckDb, &whole_plan().store)
}

fn holder(run_id: &str) -> Holder {
    Holder {
        run_id: run_id.to_owned(),
        host: "airflow-7".to_owned(),
        pid: "4711".to_owned(),
        process: std::process::id().to_string(),
        user: "rafay".to_owned(),
        doing: "fsc run --ds 2023-08-01".to_owned(),
    }
}

/// Sends a statement, again where another session changed the same at the same time.
fn send(engine: &dyn Engine, sql: &str) -> u64 {
    let mut session = engine.session().unwrap();
    loop {
        match session.execute(sql) {
            Ok(done) => return done.rows_changed,
            Err(EngineError::Contention(_)) => {}
            Err(error) => panic!("{error}\n{sql}"),
        }
    }
}

/// Another run takes the lease over, whatever signs of life there are.
fn steal(engine: &dyn Engine) {
    loop {
        let_time_pass(engine);
        if send(engine, &statements().take(&holder("thief"), MINUTE)) == 1 {
            return;
        }
    }
}

fn make_table(engine: &dyn Engine) {
    for statement in lease_table(&whole_plan()).statements() {
        send(engine, &statement.sql.to_string());
    }
}

/// What others see when the last sign of life was long ago.
fn let_time_pass(engine: &dyn Engine) {
    send(
        engine,
        "UPDATE feature_store.fsc_leases SET expires_at = expires_at - INTERVAL 1 HOUR",
    );
}

fn held_by(engine: &dyn Engine) -> Vec<String> {
    texts(engine, "SELECT run_id FROM feature_store.fsc_leases")
}

fn attempt(
    plan: &Plan,
    engine: &dyn Engine,
    options: &RunOptions,
) -> Result<RunResults, Box<Busy>> {
    run(plan, engine, options, &Silent, &Cancellation::default())
}

fn first() -> RunOptions {
    options(1, Path::new("/nowhere"))
}

#[test]
fn a_second_run_is_told_who_holds_the_store_and_does_nothing() {
    let engine = DuckDb::in_memory().unwrap();
    make_table(&engine);
    assert_eq!(
        send(&engine, &statements().take(&holder("other"), MINUTE)),
        1
    );
    let busy = attempt(&whole_plan(), &engine, &first()).unwrap_err();
    assert_eq!(
        (
            busy.run_id.as_str(),
            busy.pid.as_str(),
            busy.host.as_str(),
            busy.user.as_str()
        ),
        ("other", "4711", "airflow-7", "rafay")
    );
    assert_eq!(busy.doing, "fsc run --ds 2023-08-01");
    assert!((50..=60).contains(&busy.seconds_left), "{busy:?}");
    assert_eq!(busy.since.len(), "2023-08-01 00:00:00".len());
    let made = texts(&engine, "SELECT table_name FROM duckdb_tables() ORDER BY 1");
    assert_eq!(made, ["FSC_LEASES"]);
    assert_eq!(send(&engine, &statements().release("other")), 1);
    let results = attempt(&whole_plan(), &engine, &first()).unwrap();
    assert_eq!(results.status, Status::Ok);
    assert_eq!(held_by(&engine), ["NULL"]);
}

#[test]
fn the_lease_of_a_crashed_run_ends_and_that_of_another_process_means_nothing_in_duckdb() {
    let engine = DuckDb::in_memory().unwrap();
    make_table(&engine);
    send(&engine, &statements().take(&holder("crashed"), MINUTE));
    attempt(&whole_plan(), &engine, &first()).unwrap_err();
    let_time_pass(&engine);
    attempt(&whole_plan(), &engine, &first()).unwrap();
    // The file is open here, so that the process that left this cannot be there.
    let elsewhere = Holder {
        process: "another".to_owned(),
        ..holder("killed")
    };
    send(&engine, &statements().take(&elsewhere, MINUTE));
    attempt(&whole_plan(), &engine, &first()).unwrap();
    assert_eq!(held_by(&engine), ["NULL"]);
}

#[test]
fn a_run_that_lost_its_lease_notes_its_own_end() {
    let shared = Shared::new();
    let thief = shared.clone();
    let engine = Recording::new(shared.clone(), move |_, sql| {
        if sql.starts_with("CREATE OR REPLACE TEMPORARY TABLE") && held_by(&thief) != ["thief"] {
            steal(&thief);
        }
        Ok(())
    });
    attempt(&whole_plan(), &engine, &first()).unwrap();
    assert_eq!(held_by(&shared), ["thief"]);
    send(&shared, &statements().release("thief"));
    run_once(&whole_plan(), &shared, 2);
    let ends = "SELECT run_id, status FROM feature_store.fsc_runs ORDER BY ALL";
    assert_eq!(
        texts(&shared, ends),
        [
            "run-1|cancelled",
            "run-1|running",
            "run-2|ok",
            "run-2|running"
        ]
    );
}

#[test]
fn a_row_that_somebody_deleted_comes_back() {
    let engine = DuckDb::in_memory().unwrap();
    make_table(&engine);
    send(&engine, "DELETE FROM feature_store.fsc_leases");
    attempt(&whole_plan(), &engine, &first()).unwrap();
    assert_eq!(held_by(&engine), ["NULL"]);
}

#[test]
fn the_lease_is_given_back_after_failures_and_after_a_request_to_stop() {
    let bad = plan(vec![view(
        "bad",
        "f",
        &[],
        "SELECT 1 AS k, 'inf'::DOUBLE AS f",
    )]);
    let engine = DuckDb::in_memory().unwrap();
    assert_eq!(run_once(&bad, &engine, 1).status, Status::Failed);
    assert_eq!(held_by(&engine), ["NULL"]);
    let cancellation = Arc::new(Cancellation::default());
    let asked = Arc::clone(&cancellation);
    let engine = Recording::new(DuckDb::in_memory().unwrap(), move |_, sql| {
        if sql.starts_with("CREATE OR REPLACE TEMPORARY TABLE") {
            asked.request();
        }
        Ok(())
    });
    let results = run(&whole_plan(), &engine, &first(), &Silent, &cancellation).unwrap();
    assert_eq!(
        (results.status, results.exit_code()),
        (Status::Cancelled, 130)
    );
    assert_eq!(held_by(&engine.engine), ["NULL"]);
    // Also when the set-up does not succeed.
    let engine = Recording::new(DuckDb::in_memory().unwrap(), |_, sql| {
        if sql.contains("FSC_RUNS") {
            return Err(EngineError::Statement("no".into()));
        }
        Ok(())
    });
    assert_eq!(run_once(&whole_plan(), &engine, 1).exit_code(), 2);
    assert_eq!(held_by(&engine.engine), ["NULL"]);
}

/// An engine on which `other` takes the lease over just before the statement number `place`.
fn stolen_before(shared: &Shared, place: usize) -> Recording<Shared> {
    let thief = shared.clone();
    Recording::new(shared.clone(), move |number, _| {
        if number == place {
            steal(&thief);
        }
        Ok(())
    })
}

#[test]
fn a_run_that_lost_its_lease_at_any_statement_commits_nothing_that_begins_after() {
    let expected = {
        let engine = DuckDb::in_memory().unwrap();
        run_once(&whole_plan(), &engine, 1);
        contents(&engine)
    };
    let counting = Recording::new(DuckDb::in_memory().unwrap(), |_, _| Ok(()));
    let one_thread = RunOptions {
        threads: 1.try_into().unwrap(),
        ..first()
    };
    attempt(&whole_plan(), &counting, &one_thread).unwrap();
    let all = counting.statements();
    let taken = all
        .iter()
        .position(|sql| sql.contains("FSC_LEASES\" AS t"))
        .unwrap();
    let last_fence = all
        .iter()
        .rposition(|sql| sql.starts_with("SELECT run_id FROM"))
        .unwrap();
    let mut stopped = 0;
    // Statements count from 1; the one after the answer to who holds the lease is the first under it.
    for place in (taken + 4..=all.len()).step_by(2) {
        let shared = Shared::new();
        let engine = stolen_before(&shared, place);
        let results = attempt(&whole_plan(), &engine, &one_thread).unwrap();
        let sent = engine.statements();
        let after = &sent[place - 1..];
        let begun_after = after.iter().position(|sql| sql.starts_with("BEGIN"));
        if let Some(begun) = begun_after {
            assert!(
                !after[begun..].iter().any(|sql| sql == "COMMIT"),
                "at {place}: {after:#?}"
            );
        }
        if place <= last_fence + 1 {
            stopped += 1;
            assert_eq!(results.status, Status::Cancelled, "at {place}");
            assert_eq!(results.exit_code(), 2, "at {place}");
            let said = errors(&results).join("\n");
            assert!(
                said.contains("FSC520 the run stopped: its lease of target `dev` was taken over by `fsc run --ds 2023-08-01` of user `rafay`"),
                "at {place}: {said}"
            );
        }
        assert_eq!(held_by(&shared), ["thief"], "at {place}");
        send(&shared, &statements().release("thief"));
        let again = run_once(&whole_plan(), &shared, 2);
        assert_eq!(errors(&again), [""; 0], "at {place}");
        assert_eq!(contents(&shared), expected, "at {place}");
    }
    assert!(stopped > 10, "{stopped}");
}

/// Signs of life every 50 ms, and a lease of a second and a half.
fn short() -> RunOptions {
    RunOptions {
        lease: LeaseOptions {
            heartbeat: Duration::from_millis(50),
            expiry: Duration::from_millis(1500),
            ..first().lease
        },
        ..first()
    }
}

#[test]
fn a_long_run_keeps_its_lease_by_signs_of_life() {
    let shared = Shared::new();
    let other = shared.clone();
    let slept = AtomicBool::new(false);
    let engine = Recording::new(shared.clone(), move |_, sql| {
        if sql.starts_with("CREATE OR REPLACE TEMPORARY TABLE")
            && !slept.swap(true, Ordering::SeqCst)
        {
            for _ in 0..45 {
                std::thread::sleep(Duration::from_millis(50));
                let take = statements().take(&holder("other"), MINUTE);
                // A sign of life at the same moment wins as well.
                if let Ok(done) = other.session()?.execute(&take) {
                    assert_eq!(done.rows_changed, 0);
                }
            }
        }
        Ok(())
    });
    let results = attempt(&whole_plan(), &engine, &short()).unwrap();
    assert_eq!(errors(&results), [""; 0]);
    let beats = engine.statements();
    let beats = beats.iter().filter(|sql| sql.starts_with("UPDATE"));
    assert!(beats.count() > 8);
}

#[test]
fn signs_of_life_that_get_lost_stop_a_run_only_where_another_took_its_place() {
    for is_stolen in [false, true] {
        let shared = Shared::new();
        let thief = shared.clone();
        let slept = AtomicBool::new(false);
        let lost = AtomicUsize::new(0);
        let engine = Recording::new(shared.clone(), move |_, sql| {
            if sql.contains("SET heartbeat_at") && lost.fetch_add(1, Ordering::SeqCst) < 4 {
                return Err(EngineError::Connection("no network".into()));
            }
            if sql.starts_with("CREATE OR REPLACE TEMPORARY TABLE")
                && !slept.swap(true, Ordering::SeqCst)
            {
                std::thread::sleep(Duration::from_millis(300));
                if is_stolen {
                    steal(&thief);
                }
                std::thread::sleep(Duration::from_millis(300));
            }
            Ok(())
        });
        let results = attempt(&whole_plan(), &engine, &short()).unwrap();
        if is_stolen {
            assert_eq!(
                (results.status, results.exit_code()),
                (Status::Cancelled, 2)
            );
            assert_eq!(held_by(&shared), ["thief"]);
        } else {
            assert_eq!(errors(&results), [""; 0]);
        }
    }
}

/// Numbers that look random, the same for the same seed.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }
}

/// Any order of takes, signs of life, fences, releases and pauses, held against what a lease is.
#[test]
fn any_interleaving_has_one_holder() {
    let engine = DuckDb::in_memory().unwrap();
    make_table(&engine);
    let mut sessions: Vec<_> = (0..3).map(|_| engine.session().unwrap()).collect();
    for seed in 0..40 {
        send(
            &engine,
            "UPDATE feature_store.fsc_leases SET run_id = NULL, expires_at = NULL",
        );
        let mut dice = Dice(seed);
        let mut schedule = Vec::new();
        // The oracle: who holds the lease, and whether that has expired.
        let (mut holds, mut is_expired) = (None, false);
        for _ in 0..60 {
            let who = dice.roll(3);
            let name = format!("run-{who}");
            let action = dice.roll(6);
            schedule.push((who, action));
            let mut change = |sql: &str| sessions[who].execute(sql).unwrap().rows_changed;
            match action {
                0 | 1 => {
                    let may = holds.is_none() || is_expired || holds == Some(who);
                    let taken = change(&statements().take(&holder(&name), MINUTE));
                    assert_eq!(taken == 1, may, "seed {seed}: {schedule:?}");
                    if may {
                        (holds, is_expired) = (Some(who), false);
                    }
                }
                2 => {
                    let extended = change(&statements().extend(&name, MINUTE));
                    assert_eq!(
                        extended == 1,
                        holds == Some(who),
                        "seed {seed}: {schedule:?}"
                    );
                    is_expired &= holds != Some(who);
                }
                3 => {
                    let released = change(&statements().release(&name));
                    assert_eq!(
                        released == 1,
                        holds == Some(who),
                        "seed {seed}: {schedule:?}"
                    );
                    if holds == Some(who) {
                        holds = None;
                    }
                }
                4 => {
                    let_time_pass(&engine);
                    is_expired = holds.is_some();
                }
                _ => {
                    let fence = format!(
                        "SELECT run_id FROM feature_store.fsc_leases WHERE run_id = '{name}'"
                    );
                    let is_through = !sessions[who].query(&fence).unwrap().rows.is_empty();
                    assert_eq!(is_through, holds == Some(who), "seed {seed}: {schedule:?}");
                }
            }
            let shown = ask(&engine, &statements().holder()).rows.len();
            assert_eq!(
                shown == 1,
                holds.is_some() && !is_expired,
                "seed {seed}: {schedule:?}"
            );
        }
    }
}

#[test]
fn of_threads_that_take_the_lease_at_once_one_gets_it() {
    let engine = DuckDb::in_memory().unwrap();
    make_table(&engine);
    let (inside, times) = (AtomicUsize::new(0), AtomicUsize::new(0));
    std::thread::scope(|scope| {
        for number in 0..6 {
            let (engine, inside, times) = (&engine, &inside, &times);
            scope.spawn(move || {
                let mut session = engine.session().unwrap();
                let name = format!("run-{number}");
                for _ in 0..60 {
                    match session.execute(&statements().take(&holder(&name), MINUTE)) {
                        Ok(done) if done.rows_changed == 1 => {}
                        Ok(_) | Err(EngineError::Contention(_)) => continue,
                        Err(error) => panic!("{error}"),
                    }
                    assert_eq!(inside.fetch_add(1, Ordering::SeqCst), 0, "two holders");
                    times.fetch_add(1, Ordering::SeqCst);
                    std::thread::yield_now();
                    inside.fetch_sub(1, Ordering::SeqCst);
                    // Who did not get the lease may be writing its row's next version.
                    while session.execute(&statements().release(&name)).is_err() {}
                }
            });
        }
    });
    assert!(times.into_inner() > 10);
    assert_eq!(
        texts(&engine, "SELECT COUNT(*) FROM feature_store.fsc_leases"),
        ["1"]
    );
}

#[test]
fn of_runs_that_start_at_once_each_writes_alone() {
    let shared = Shared::new();
    let inside: Arc<Mutex<Option<String>>> = Arc::default();
    let ended = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for number in 1..=3 {
            let (shared, inside, ended) = (shared.clone(), Arc::clone(&inside), &ended);
            scope.spawn(move || {
                let name = format!("run-{number}");
                let engine = Recording::new(shared, move |_, sql| {
                    // The first statement and the last of the run itself.
                    if sql.contains("'running'") {
                        let before = inside.lock().unwrap().replace(name.clone());
                        assert_eq!(before, None, "{name} while another runs");
                    } else if sql.contains("SET run_id = NULL") {
                        assert_eq!(inside.lock().unwrap().take(), Some(name.clone()));
                    }
                    Ok(())
                });
                let options = options(number, Path::new("/nowhere"));
                while let Err(_busy) = attempt(&whole_plan(), &engine, &options) {
                    std::thread::sleep(Duration::from_millis(5));
                }
                ended.fetch_add(1, Ordering::SeqCst);
            });
        }
    });
    assert_eq!(ended.into_inner(), 3);
    let expected = {
        let engine = DuckDb::in_memory().unwrap();
        run_once(&whole_plan(), &engine, 1);
        contents(&engine)
    };
    assert_eq!(contents(&shared), expected);
}

#[test]
fn the_first_failure_keeps_the_rest_from_starting_where_that_was_asked_for() {
    let plan = plan(vec![
        view("a", "a", &[], "SELECT 1 AS k, 1 AS a"),
        view("b", "b", &[], "SELECT 1 AS k, 'inf'::DOUBLE AS b"),
        view("c", "c", &[], "SELECT 1 AS k, 1 AS c"),
        view("d", "d", &[1], "SELECT 1 AS k, 1 AS d"),
    ]);
    for (fail_fast, c) in [(false, Status::Ok), (true, Status::Skipped)] {
        let engine = DuckDb::in_memory().unwrap();
        let options = RunOptions {
            threads: 1.try_into().unwrap(),
            fail_fast,
            ..first()
        };
        let results = attempt(&plan, &engine, &options).unwrap();
        let ends: Vec<Status> = results.nodes.iter().map(|node| node.status).collect();
        assert_eq!(ends, [Status::Ok, Status::Failed, c, Status::Skipped]);
        assert_eq!(results.exit_code(), 1);
        let because = |at: usize| results.nodes[at].skipped_because.as_deref();
        assert_eq!(because(3), Some("feature_view.b"));
        let not_started = fail_fast.then_some("--fail-fast");
        assert_eq!(because(2), not_started, "it needs nothing that failed");
    }
}

#[test]
fn a_lease_lasts_four_signs_of_life() {
    let options = LeaseOptions::default();
    assert_eq!(options.expiry, options.heartbeat * 4);
}
