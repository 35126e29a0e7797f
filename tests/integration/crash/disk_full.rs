//! A disk without room, at any size: files may not grow beyond a limit (`RLIMIT_FSIZE`), where DuckDB and fsc are told so as
//! they are by a disk that is full. When there is room again, the same command completes the work.

use std::process::{Command, Output};

use fsc::selection::Selected;

use super::example::Example;
use super::store::Contents;

/// A way out that every message offers.
const WAY_OUT: &str = "help: make room, and send the same command again";

/// Written day by day.
const MERGED: [&str; 1] = ["flight_ops.daily_flights"];

/// Calls fsc where no file may grow beyond some blocks of 512 bytes (or of 1,024, as the shell has it).
fn limited(example: &Example, args: &str, blocks: u32) -> Output {
    let call = example.sandbox.fsc(args.split(' ')).into_command();
    // A signal that is ignored stays ignored in what is executed: writing fails with EFBIG, and kills nobody.
    let mut command = Command::new("sh");
    command
        .args([
            "-c",
            "trap '' XFSZ; ulimit -f \"$1\"; shift; exec \"$@\"",
            "sh",
        ])
        .arg(blocks.to_string())
        .arg(call.get_program())
        .args(call.get_args())
        .current_dir(call.get_current_dir().unwrap())
        .env_clear();
    for (name, value) in call.get_envs() {
        if let Some(value) = value {
            command.env(name, value);
        }
    }
    command.output().unwrap()
}

/// What a call without room said: its exit code and the codes of its findings.
fn told(output: &Output, place: &str) -> (i32, Vec<String>) {
    let stderr = String::from_utf8_lossy(&output.stderr);
    let exit = output.status.code();
    let exit = exit.unwrap_or_else(|| panic!("{place}: {} {stderr}", output.status));
    let findings = stderr.split("error[").skip(1);
    let codes = findings.map(|finding| {
        let (code, rest) = finding.split_once(']').unwrap();
        assert!(rest.contains(WAY_OUT), "{place}: {code}{rest}");
        code.to_owned()
    });
    let mut codes: Vec<String> = codes.collect();
    assert_eq!(
        codes.is_empty(),
        exit == 0,
        "{place}: exit {exit}\n{stderr}"
    );
    assert!(!stderr.contains("panicked"), "{place}: {stderr}");
    codes.sort();
    codes.dedup();
    (exit, codes)
}

/// Tries a command in a store, with ever more room, until it finds enough. Returns the exit codes and findings that there
/// were, in order.
fn with_ever_more_room(example: &Example, args: &str, rooms: &[u32]) -> Vec<(i32, Vec<String>)> {
    let base = example.disk();
    let before = Contents::of(&example.database());
    base.restore(example.path());
    example.sandbox.fsc(args.split(' ')).run().assert_exit(0);
    let after = Contents::of(&example.database());
    let mut said = Vec::new();
    for room in rooms {
        base.restore(example.path());
        let place = format!("{args}: files of {room} blocks");
        let output = limited(example, args, *room);
        let told = told(&output, &place);
        let left = example.disk();
        if told.1 != ["FSC500"] {
            Contents::of(&example.database()).assert_between(&before, &after, &MERGED, &place);
        }
        left.restore(example.path());
        example.sandbox.fsc(args.split(' ')).run().assert_exit(0);
        Contents::of(&example.database()).assert_same(&after, &place);
        said.push(told);
    }
    said
}

fn codes(said: &[(i32, Vec<String>)]) -> Vec<String> {
    said.iter()
        .map(|(exit, codes)| format!("{exit} {}", codes.join(" ")).trim().to_owned())
        .collect()
}

#[test]
fn a_first_run_without_room_says_so_and_is_completed_when_there_is_room() {
    let rooms = [1, 8, 17, 24, 60, 120, 240, 420, 640, 900, 20_000];
    let said = with_ever_more_room(&Example::flights(), "run --ds 2013-03-04", &rooms);
    println!("{:?}", codes(&said));
    let last = codes(&said).pop().unwrap();
    assert_eq!(last, "0");
    for expected in ["2 FSC500", "2 FSC086", "1 FSC510"] {
        assert!(
            codes(&said).iter().any(|said| said == expected),
            "{expected}: {said:?}"
        );
    }
}

#[test]
fn a_backfill_without_room_says_so_and_is_completed_when_there_is_room() {
    let example = Example::flights();
    example.complete(&example.plan("2013-03-03", Selected::default()), 0);
    let args = "backfill --select +carrier_trend +airport_arrivals +plane_rotation +plane_utilisation +route_traffic \
                --start 2013-03-04 --end 2013-03-05 --batch-size 1";
    let said = with_ever_more_room(&example, args, &[1, 16, 180, 220, 280, 400, 20_000]);
    println!("{:?}", codes(&said));
    for expected in ["2 FSC086", "1 FSC510", "0"] {
        assert!(
            codes(&said).iter().any(|said| said == expected),
            "{expected}: {said:?}"
        );
    }
}
