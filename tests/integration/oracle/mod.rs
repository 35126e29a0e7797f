//! Any order of work ends in the store that a plain model computes.
//!
//! A model knows no SQL and no ledger: it is made of plain collections, and follows what docs/backfills.md says. Each step is
//! drawn from a seed, done by the real program, and the whole store is compared. A seed that fails prints its steps.
//! `FSC_ORACLE_SEEDS=100..400` runs other seeds than those of the suite.

mod graph;
mod three_views;

use std::collections::BTreeSet;
use std::ops::Range;
use std::path::Path;
use std::process::Stdio;
use std::thread;
use std::time::Duration;

use duckdb::{Connection, Row};

use crate::harness::Sandbox;

/// Numbers from a seed: splitmix64, <https://prng.di.unimi.it/splitmix64.c>.
struct Random(u64);

impl Random {
    fn below(&mut self, end: u32) -> u32 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        u32::try_from((mixed ^ (mixed >> 31)) % u64::from(end)).unwrap()
    }

    /// True once in so many times.
    fn once_in(&mut self, times: u32) -> bool {
        self.below(times) == 0
    }

    fn one_of<T: Copy>(&mut self, among: &[T]) -> T {
        among[self.below(u32::try_from(among.len()).unwrap()) as usize]
    }
}

/// The seeds to run: those of the suite, or those that the environment names.
fn seeds(of_the_suite: Range<u64>) -> Range<u64> {
    let Ok(asked) = std::env::var("FSC_ORACLE_SEEDS") else {
        return of_the_suite;
    };
    let (first, end) = asked.split_once("..").unwrap();
    first.parse().unwrap()..end.parse().unwrap()
}

/// Starts fsc and kills it after a while, wherever it is then.
fn kill(sandbox: &Sandbox, args: &[String], after: Duration) {
    let mut child = sandbox
        .fsc(args.iter().map(String::as_str))
        .into_command()
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    thread::sleep(after);
    child.kill().unwrap();
    child.wait().unwrap();
}

/// What a query yields, a line a row; nothing where there is no such relation yet.
fn lines(database: &Path, sql: &str, line: impl Fn(&Row<'_>) -> String) -> BTreeSet<String> {
    if !database.exists() {
        return BTreeSet::new();
    }
    let database = Connection::open(database).unwrap();
    let Ok(mut statement) = database.prepare(sql) else {
        return BTreeSet::new();
    };
    let rows = statement.query_map([], |row| Ok(line(row))).unwrap();
    rows.map(Result::unwrap).collect()
}

/// All values of the store, a line each.
fn values(database: &Path) -> BTreeSet<String> {
    let sql = "SELECT feature, strftime(as_of, '%d %H'), entity_id, value FROM feature_store.features_long";
    lines(database, sql, |row| {
        let text = |at: usize| row.get::<_, String>(at).unwrap();
        value(&text(0), &text(1), &text(2), row.get(3).unwrap())
    })
}

/// A value's line; the time is the day of the month and the hour.
fn value(feature: &str, time: &str, key: &str, value: f64) -> String {
    format!("{feature} as of {time} of {key} is {value}")
}

/// The first line that one of the two lacks.
fn first_difference(expected: &BTreeSet<String>, found: &BTreeSet<String>) -> Option<String> {
    let missing = expected.difference(found).map(|line| (line, "expected"));
    let unexpected = found.difference(expected).map(|line| (line, "found"));
    let differing: BTreeSet<_> = missing.chain(unexpected).collect();
    // A line may differ in its end: the other one with the same beginning then stands beside it.
    let mut shown = differing.iter().take(4);
    let first = shown.next()?;
    let mut text = format!("{}: {}", first.1, first.0);
    for (line, which) in shown {
        text.push_str(&format!("\n{which}: {line}"));
    }
    text.push_str(&format!("\n({} lines differ)", differing.len()));
    Some(text)
}
