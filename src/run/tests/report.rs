//! What a run tells: lines, JSON lines, the results file.

use std::path::Path;

use super::harness::{options, plan, run, view};
use crate::diagnostic::Diagnostic;
use crate::engine::duckdb::DuckDb;
use crate::plan::Plan;
use crate::run::progress::{JsonLines, Lines};
use crate::run::{Cancellation, Observer, RunOptions, RunResults, Silent};

fn three_ends() -> Plan {
    plan(vec![
        view(
            "fine",
            "f",
            &[],
            "SELECT range AS k, 1 AS f FROM range(1234)",
        ),
        view("bad", "g", &[0], "SELECT 1 AS k, 'inf'::DOUBLE AS g"),
        view("after", "h", &[1], "SELECT 1 AS k, 1 AS h"),
    ])
}

fn observed(observer: &dyn Observer) -> RunResults {
    let options = RunOptions {
        threads: 1.try_into().unwrap(),
        ..options(1, Path::new("/nowhere"))
    };
    run(
        &three_ends(),
        &DuckDb::in_memory().unwrap(),
        &options,
        observer,
        &Cancellation::default(),
    )
    .unwrap()
}

/// Times replaced by `T`.
fn without_times(text: &str) -> String {
    text.split_inclusive(char::is_whitespace)
        .map(|word| {
            let seconds = word.trim_end();
            match seconds.strip_suffix('s').map(str::parse::<f64>) {
                Some(Ok(_)) => word.replace(seconds, "T"),
                _ => word.to_owned(),
            }
        })
        .collect()
}

#[test]
fn lines_tell_each_node_then_the_failures_then_the_sum() {
    let render = |diagnostic: &Diagnostic| {
        format!(
            "{}: {}\n  {}\n",
            diagnostic.rule.code,
            diagnostic.message,
            diagnostic.notes.join("\n  ")
        )
    };
    let lines = Lines::new(Vec::new(), &render);
    observed(&lines);
    let text = String::from_utf8(lines.into_inner()).unwrap();
    assert_eq!(
        without_times(&text),
        "\
[1/3] ok        merge feature_view fine 2023-08-01  1,234 rows, 1,234 values changed  T by 13 statements
[2/3] failed    merge feature_view bad 2023-08-01  T
[3/3] skipped   merge feature_view after 2023-08-01  because feature_view.bad failed

FSC515: `feature_view.bad` was not written: 1 value of `g` that is NaN or infinite
  offending rows: `1` (inf)
  its statements stand in `target/compiled/bad.sql`

fsc run: 1 ok, 1 failed, 1 skipped in T
"
    );
}

#[test]
fn json_lines_are_one_object_each() {
    let lines = JsonLines::new(Vec::new());
    observed(&lines);
    let text = String::from_utf8(lines.into_inner()).unwrap();
    let events: Vec<serde_json::Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let names: Vec<&str> = events
        .iter()
        .map(|event| event["event"].as_str().unwrap())
        .collect();
    assert_eq!(
        names,
        [
            "run_started",
            "node_started",
            "node_finished",
            "node_started",
            "node_finished",
            "node_finished",
            "run_finished"
        ]
    );
    assert_eq!(events[4]["node"]["errors"][0]["code"], "FSC515");
    assert_eq!(events[6]["skipped"], 1);
}

#[test]
fn the_results_file_tells_of_every_node() {
    let text = observed(&Silent).to_json().unwrap();
    assert!(text.ends_with("}\n"));
    let file: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(file["version"], 2);
    assert_eq!(file["status"], "failed");
    assert_eq!(file["started_at"], "2023-08-02T06:00:00.000Z");
    assert_eq!(file["nodes"][0]["rows_changed"], 1234);
    assert_eq!(file["nodes"][2]["skipped_because"], "feature_view.bad");
    assert_eq!(file["nodes"][1]["compiled"], "target/compiled/bad.sql");
}
