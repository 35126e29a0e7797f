//! Random small projects: views, dated views, merged and rebuilt tables of several cadences that read each other as of the
//! same time, of times before, or as they stand.

mod command;
mod definition;
mod look;
mod order;
mod store;
mod text;
mod work;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::time::Duration;

use command::{Command, Left};
use definition::{DAY, DAYS, KEYS, Time};
use store::Store;
use work::Work;

use super::{Random, kill, seeds};
use crate::harness::Sandbox;

const STEPS: usize = 9;

/// How far a command came that was killed.
#[derive(Debug, PartialEq, Eq)]
enum Progress {
    Unplanned,
    Begun,
    Ended,
}

/// The project on disk, with the model of its store.
struct World {
    sandbox: Sandbox,
    random: Random,
    store: Store,
    left: Left,
    log: String,
}

impl World {
    fn new(seed: u64) -> Self {
        let mut random = Random(seed);
        let nodes = definition::draw(&mut random);
        let sandbox = Sandbox::empty()
            .file("fsc.toml", text::PROJECT)
            .file("sources.toml", text::SOURCES);
        let mut world = Self {
            sandbox,
            random,
            store: Store {
                nodes,
                ..Store::default()
            },
            left: Left::Unplanned,
            log: format!("FSC_ORACLE_SEEDS={seed}..{}\n", seed + 1),
        };
        for at in 0..world.store.nodes.len() {
            world.log += &text::definition(&world.store.nodes, at);
        }
        world.write_definitions();
        world.new_events();
        world
    }

    fn write(&self, path: &str, text: &str) {
        fs::write(self.sandbox.path().join(path), text).unwrap();
    }

    fn write_definitions(&self) {
        for (path, text) in text::files(&self.store.nodes) {
            self.write(path, &text);
        }
    }

    fn new_events(&mut self) {
        let random = &mut self.random;
        let lacks_keys = random.once_in(3);
        self.store.events = (0..20 + random.below(20))
            .map(|_| {
                let has_key = !lacks_keys || random.below(12) > 0;
                let key = random.one_of(&KEYS);
                let at = random.below(DAYS * 24);
                let amount = i64::from(random.below(9)) - 2;
                (has_key.then_some(key), Time::from(at), amount)
            })
            .collect();
        let mut text = String::from("k,happened_at,amount\n");
        for (key, at, amount) in &self.store.events {
            let at = text::time(at - at.rem_euclid(DAY)) + &format!(" {:02}:00:00", at % DAY);
            writeln!(text, "{},{at},{amount}", key.unwrap_or_default()).unwrap();
        }
        self.write("events.csv", &text);
        write!(self.log, "events.csv:\n{text}").unwrap();
    }

    fn edit(&mut self) {
        let nodes = &mut self.store.nodes;
        let at = self.random.below(u32::try_from(nodes.len()).unwrap()) as usize;
        definition::edit(&mut self.random, nodes, at);
        self.log += &format!("edited:\n{}", text::definition(nodes, at));
        self.write_definitions();
    }

    fn step(&mut self) {
        match self.random.below(10) {
            0 => self.new_events(),
            1 | 2 => self.edit(),
            3 if !matches!(self.left, Left::Unknown) => self.retry(),
            _ => {
                let command = Command::draw(&mut self.random, &self.store.nodes);
                self.give(&command);
            }
        }
    }

    /// Gives a command; sometimes it is killed on the way, and then given again or retried.
    fn give(&mut self, command: &Command) {
        let args = command.args(&self.store.nodes);
        let work = command.work(&self.store);
        let mut after = self.store.clone();
        let left = work.perform(&mut after);
        let is_whole = left.is_empty();
        if self.random.once_in(4) && command.can_be_repeated(&self.store, &work, is_whole) {
            let after_ms = self.random.below(500);
            writeln!(
                self.log,
                "fsc {}  # killed after {after_ms} ms",
                args.join(" ")
            )
            .unwrap();
            kill(&self.sandbox, &args, Duration::from_millis(after_ms.into()));
            match self.progress() {
                Progress::Unplanned => {}
                Progress::Ended => {
                    self.apply(command);
                }
                Progress::Begun => {
                    if Command::can_be_retried(&self.store, &work) && self.random.once_in(2) {
                        self.store = after;
                        self.left = Left::of(command, left);
                        self.fsc(&["retry".to_owned()], u8::from(!is_whole));
                        return;
                    }
                    self.apply(command);
                    if is_whole && !work.is_run {
                        self.left = Left::Unknown;
                    }
                    self.fsc(&args, u8::from(!is_whole));
                    return;
                }
            }
        }
        let exit = self.apply(command);
        self.fsc(&args, exit);
    }

    /// How far the last command came, as its results say.
    fn progress(&self) -> Progress {
        let path = self.sandbox.path().join("target/run_results.json");
        let Ok(text) = fs::read_to_string(path) else {
            return Progress::Unplanned;
        };
        let results: serde_json::Value = serde_json::from_str(&text).unwrap();
        let has_nodes = results["nodes"]
            .as_array()
            .is_some_and(|nodes| !nodes.is_empty());
        let is_running = results["status"] == "running";
        if !results["refused"].is_null() || (is_running && !has_nodes) {
            Progress::Unplanned
        } else if is_running {
            Progress::Begun
        } else {
            Progress::Ended
        }
    }

    /// What a command does to the model, with its exit code.
    fn apply(&mut self, command: &Command) -> u8 {
        let work = command.work(&self.store);
        if work.is_empty() {
            if matches!(self.left, Left::Unplanned) {
                self.left = Left::Times(BTreeMap::new());
            }
            return 0;
        }
        let left = work.perform(&mut self.store);
        let exit = u8::from(!left.is_empty());
        self.left = Left::of(command, left);
        exit
    }

    fn retry(&mut self) {
        let work = match &self.left {
            Left::Unknown => return,
            Left::Unplanned => {
                self.fsc(&["retry".to_owned()], 2);
                return;
            }
            Left::Run { time, anew, nodes } => Work::run(&self.store, nodes, *time, *anew),
            Left::Times(left) => Work::again(&self.store, left),
        };
        let mut exit = 0;
        if !work.is_empty() {
            let left = work.perform(&mut self.store);
            exit = u8::from(!left.is_empty());
            match &mut self.left {
                Left::Run { nodes, .. } => *nodes = left.into_keys().collect(),
                of_times => *of_times = Left::Times(left),
            }
        }
        self.fsc(&["retry".to_owned()], exit);
    }

    fn fsc(&mut self, args: &[String], exit: u8) {
        let mut args = args.to_vec();
        args.push("--threads".to_owned());
        args.push(self.random.one_of(&["1", "4"]).to_owned());
        writeln!(self.log, "fsc {}", args.join(" ")).unwrap();
        let ended = self.sandbox.fsc(args.iter().map(String::as_str)).run();
        // A project that is refused has the same exit code as a node that was left out.
        let is_done = exit != 1 || ended.stderr.contains(" skipped");
        assert!(
            ended.exit == Some(exit.into()) && is_done,
            "{}expected exit code {exit}: {:?}\n{}{}",
            self.log,
            ended.exit,
            ended.stdout,
            ended.stderr
        );
    }
}

#[test]
fn any_order_of_work_on_any_project_ends_in_the_store_that_a_plain_model_has() {
    for seed in seeds(0..3) {
        let mut world = World::new(seed);
        for step in 1..=STEPS {
            world.step();
            world.assert_rows();
            // A call of its own, which takes as long as the step.
            if step % 3 == 0 {
                world.assert_states();
            }
        }
    }
}
