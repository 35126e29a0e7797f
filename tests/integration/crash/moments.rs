//! Kills at random moments of the real program, several nodes at once.
//!
//! Most are a process that is stopped (SIGSTOP), whose files are copied, and which goes on; some are SIGKILL.

use std::process::{Child, Stdio};
use std::thread::sleep;
use std::time::Duration;

use rustix::process::{Pid, Signal, WaitOptions, kill_process, waitpid};

use super::Random;
use super::disk::Disk;
use super::example::Example;
use super::store::Contents;

/// A command in a store of its own, with what it ends in.
struct Case {
    name: &'static str,
    example: Example,
    args: &'static str,
    /// What is there before.
    base: Disk,
    undisturbed: Contents,
}

impl Case {
    /// `before` is done first, undisturbed.
    fn new(name: &'static str, example: Example, before: &[&str], args: &'static str) -> Self {
        for args in before {
            example.sandbox.fsc(args.split(' ')).run().assert_exit(0);
        }
        let base = example.disk();
        example.sandbox.fsc(args.split(' ')).run().assert_exit(0);
        let undisturbed = Contents::of(&example.database());
        Self {
            name,
            example,
            args,
            base,
            undisturbed,
        }
    }

    fn all() -> [Self; 5] {
        [
            Self::new(
                "a first run of flights",
                Example::flights(),
                &[],
                "run --ds 2013-03-05",
            ),
            Self::new(
                "a backfill of flights",
                Example::flights(),
                &[],
                "backfill --select +carrier_trend +airport_arrivals --start 2013-03-03 --end 2013-03-05 --batch-size 2",
            ),
            Self::new(
                "a second run of the marketplace",
                Example::marketplace(),
                &["run --ds 2023-08-14"],
                "run --ds 2023-08-15",
            ),
            Self::new(
                "a backfill that replaces",
                Example::marketplace(),
                &["run --ds 2023-08-13"],
                "backfill --select retailer_product_affinity +product_sales --start 2023-08-12 --end 2023-08-15 --force",
            ),
            Self::new(
                "a copy that becomes the table again",
                Example::flights(),
                &["backfill --select +carrier_reliability --start 2013-03-03 --end 2013-03-05"],
                "snapshots restore daily_flights 20130304 --yes",
            ),
        ]
    }

    fn start(&self) -> Child {
        self.base.restore(self.example.path());
        let mut command = self
            .example
            .sandbox
            .fsc(self.args.split(' '))
            .into_command();
        let command = command.stdout(Stdio::null()).stderr(Stdio::null());
        command.spawn().unwrap()
    }

    /// Runs the command on what a kill left.
    fn assert_completed(&self, place: &str) {
        let finished = self.example.sandbox.fsc(self.args.split(' ')).run();
        assert_eq!(finished.exit, Some(0), "{place}\n{}", finished.stderr);
        Contents::of(&self.example.database()).assert_same(&self.undisturbed, place);
    }
}

/// The files at random moments of a process's life, a few milliseconds apart.
#[expect(
    clippy::zombie_processes,
    reason = "it is waited for by `waitpid`, which also tells that it has stopped"
)]
fn stops(case: &Case, random: &mut Random) -> Vec<Disk> {
    let child = case.start();
    let pid = Pid::from_child(&child);
    let mut disks: Vec<Disk> = Vec::new();
    loop {
        sleep(Duration::from_micros(1_000 + random.below(30_000)));
        kill_process(pid, Signal::STOP).unwrap();
        // All of its threads stand still when this returns; or it has ended.
        let (_, status) = waitpid(Some(pid), WaitOptions::UNTRACED).unwrap().unwrap();
        if !status.stopped() {
            assert_eq!(status.exit_status(), Some(0), "{}", case.name);
            return disks;
        }
        disks.push(Disk::of(case.example.path(), disks.last()));
        kill_process(pid, Signal::CONT).unwrap();
    }
}

/// How many different states of the files are rerun for each command, and how often each is killed.
const RERUN: usize = 3;
const KILLS: usize = 2;

#[test]
fn a_command_that_is_killed_at_a_random_moment_is_completed_by_the_same_command() {
    let mut random = Random(10);
    let mut points = 0;
    for case in Case::all() {
        let all = stops(&case, &mut random);
        let mut states = all.clone();
        states.dedup();
        while states.len() > RERUN {
            let gone = random.below(states.len() as u64);
            states.remove(usize::try_from(gone).unwrap());
        }
        for disk in &states {
            disk.restore(case.example.path());
            case.assert_completed(&format!("{}: {}", case.name, disk.sizes()));
        }
        let moments = all.iter().filter(|disk| states.contains(disk)).count();
        println!(
            "{}: {moments} moments, {} states of the files, {KILLS} kills",
            case.name,
            states.len()
        );
        let mut after = 20 + random.below(200);
        for _ in 0..KILLS {
            let mut child = case.start();
            sleep(Duration::from_millis(after));
            child.kill().unwrap();
            let ended = child.wait().unwrap();
            case.assert_completed(&format!("{}: killed after {after} ms, {ended}", case.name));
            after += 100 + random.below(300);
        }
        points += moments + KILLS;
    }
    println!("{points} points");
    assert!(points > 20, "{points}");
}
