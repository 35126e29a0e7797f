//! Kills between any two statements of a run.
//!
//! Two statements between which the files are the same leave the same to the next run, so that one rerun answers for both.

use std::sync::{Arc, Mutex};

use fsc::plan::Plan;
use fsc::selection::Selected;

use super::Random;
use super::disk::Disk;
use super::example::Example;
use super::store::Contents;
use super::watched::Watched;

/// The files between statements, each different from the one before, with how many boundaries saw them and the statement
/// that came next.
struct States {
    states: Vec<(Disk, usize, String)>,
}

impl States {
    fn see(&mut self, disk: Disk, next: &str) {
        match self.states.last_mut() {
            Some((last, seen, _)) if *last == disk => *seen += 1,
            _ => self.states.push((disk, 1, next.to_owned())),
        }
    }

    fn boundaries(&self) -> usize {
        self.states.iter().map(|(_, seen, _)| seen).sum()
    }
}

/// Executes a plan, and notes what is on disk before each statement, after the last, and when the database is closed.
fn states_of(example: &Example, plan: &Plan, number: u32) -> States {
    let states = Arc::new(Mutex::new(States { states: Vec::new() }));
    let noted = Arc::clone(&states);
    let folder = example.path().to_owned();
    let see = move |next: &str| {
        let mut states = noted.lock().unwrap();
        let before = states.states.last().map(|(disk, ..)| disk.clone());
        states.see(Disk::of(&folder, before.as_ref()), next);
    };
    let before = see.clone();
    let engine = Watched::new(example.open(), move |node, sql| {
        let first = sql.lines().next().unwrap_or_default();
        before(&format!("{} {first}", node.unwrap_or("the run")));
        Ok(())
    });
    let results = example.execute(plan, &engine, number);
    assert_eq!(results.exit_code(), 0, "{:?}", results.errors);
    see("the end");
    drop(engine);
    see("nothing: the database is closed");
    let mut states = states.lock().unwrap();
    States {
        states: std::mem::take(&mut states.states),
    }
}

/// Kills a run at every boundary, reruns `again`, and compares. The clock of every other rerun has gone back.
fn kill_between_statements(
    name: &str,
    example: &Example,
    plan: &Plan,
    again: &dyn Fn(&Example, u32),
) -> States {
    let states = states_of(example, plan, 2);
    let undisturbed = Contents::of(&example.database());
    assert!(undisturbed.ledger.len() > 3, "{:?}", undisturbed.ledger);
    for (number, (disk, _, next)) in states.states.iter().enumerate() {
        let place = format!("{name}: killed before `{next}`, with {}", disk.sizes());
        disk.restore(example.path());
        again(example, if number % 2 == 0 { 1 } else { 3 });
        Contents::of(&example.database()).assert_same(&undisturbed, &place);
    }
    let boundaries = states.boundaries();
    println!(
        "{name}: {boundaries} boundaries, {} states of the files",
        states.states.len()
    );
    states
}

/// Executes the plan that was killed.
fn the_same(plan: &Plan) -> impl Fn(&Example, u32) {
    |example, number| {
        example.complete(plan, number);
    }
}

#[test]
fn a_run_that_is_killed_between_any_two_statements_is_completed_by_the_next() {
    let mut points = 0;
    for (name, example, days) in [
        ("flights", Example::flights(), ["2013-03-04", "2013-03-05"]),
        (
            "marketplace",
            Example::marketplace(),
            ["2023-08-14", "2023-08-15"],
        ),
    ] {
        example.complete(&example.plan(days[0], Selected::default()), 0);
        let plan = example.plan(days[1], Selected::default());
        points += kill_between_statements(name, &example, &plan, &the_same(&plan)).boundaries();
    }
    println!("{points} points");
    assert!(points > 200, "{points}");
}

/// Into an empty store, with copies of days: what a backfill finds done must have its copy as well.
#[test]
fn a_backfill_that_is_killed_between_any_two_statements_is_completed_by_the_same_command() {
    let example = Example::flights();
    let nodes = [
        "table.flight_outcomes",
        "table.daily_flights",
        "feature_view.airport_arrivals",
    ];
    let plan = example.backfill("2013-03-03", "2013-03-05", &nodes);
    assert!(plan.nodes.len() > 4);
    let again = |example: &Example, _| {
        let args =
            "backfill --select +daily_flights airport_arrivals --start 2013-03-03 --end 2013-03-05";
        let finished = example.sandbox.fsc(args.split(' ')).run();
        assert_eq!(finished.exit, Some(0), "{}", finished.stderr);
    };
    let states = kill_between_statements("backfill", &example, &plan, &again);
    assert!(states.boundaries() > 100, "{}", states.boundaries());
    // A kill within a write leaves the beginning of what is appended to the log.
    let undisturbed = Contents::of(&example.database());
    let mut random = Random(4);
    let pairs = states.states.windows(2);
    let cuts = pairs.filter_map(|pair| pair[0].0.up_to(&pair[1].0, |length| random.below(length)));
    let cuts: Vec<Disk> = cuts.step_by(4).collect();
    for disk in &cuts {
        disk.restore(example.path());
        again(&example, 0);
        let place = format!("killed within a write: {}", disk.sizes());
        Contents::of(&example.database()).assert_same(&undisturbed, &place);
    }
    println!("backfill: {} writes cut short", cuts.len());
    assert!(cuts.len() > 3, "{}", cuts.len());
}
