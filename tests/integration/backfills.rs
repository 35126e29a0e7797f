//! `fsc backfill` as a user meets it: the ways out that it names, and `fsc retry` after it.

use std::fs;

use serde_json::Value;

use crate::harness::Sandbox;

const PROJECT: &str = "name = \"rides\"\n[target.dev]\ntype = \"duckdb\"\npath = \"target/dev.duckdb\"\n\
    [vars]\nbad = \"2024-03-02\"\n[[entity]]\nname = \"rider\"\nkeys = [\"k\"]\n";

fn view(name: &str) -> String {
    format!("[[feature_view]]\nsql = \"{name}.sql\"\nfeatures = {{ {name} = {{}} }}\n")
}

/// `trips` reads a table that is rebuilt, `after` reads `trips`.
fn rides() -> Sandbox {
    Sandbox::empty()
        .file("fsc.toml", PROJECT)
        .file("table.toml", "[[table]]\nsql = \"clean.sql\"\nschema = \"made\"\n")
        .file("clean.sql", "select 1 as k, '{{ ds }}'::date as day")
        .file(
            "feature.toml",
            format!("entity = \"rider\"\n{}{}", view("trips"), view("after")),
        )
        .file(
            "trips.sql",
            "select k, count(*) as trips from made.clean where day >= '{{ ds }}'::date group by k",
        )
        .file(
            "after.sql",
            "select k, trips as after from feature_store.trips where as_of = '{{ ds }}'::timestamp_ntz",
        )
}

/// The command between backticks after `before`, as it would be typed.
fn advised<'t>(text: &'t str, before: &str) -> Vec<&'t str> {
    let (_, rest) = text
        .split_once(before)
        .unwrap_or_else(|| panic!("{before}: {text}"));
    let command = rest.trim_start_matches('`').split('`').next().unwrap();
    command.strip_prefix("fsc ").unwrap().split(' ').collect()
}

#[test]
fn what_lacks_a_rebuilt_table_is_told_to_compute_it_as_of_the_last_day() {
    let days = ["--start", "2024-03-08", "--end", "2024-03-13"];
    let backfill = [&["backfill", "--select", "trips"][..], &days].concat();
    let sandbox = rides();
    let said = sandbox
        .fsc(backfill.iter().copied())
        .run()
        .assert_exit(1)
        .stderr;
    assert!(
        said.contains("which does not stand as of 2024-03-13"),
        "{said}"
    );
    assert!(said.contains("table.clean was never computed"), "{said}");
    let first = advised(&said, "compute it first, ");
    assert_eq!(first, ["run", "--ds", "2024-03-13", "--select", "clean"]);
    let together = advised(&said, "or with what needs it: ");
    assert_eq!(
        together,
        [&["backfill", "--select", "+trips"][..], &days].concat()
    );
    // Either is all that it takes.
    sandbox.fsc(first).run().assert_exit(0);
    sandbox.fsc(backfill.iter().copied()).run().assert_exit(0);
    rides().fsc(together).run().assert_exit(0);
}

#[test]
fn what_lacks_days_of_another_view_is_told_all_of_them() {
    let sandbox = rides();
    let run = ["run", "--ds", "2024-03-13", "--select", "clean"];
    sandbox.fsc(run).run().assert_exit(0);
    let backfill = [
        "backfill",
        "--select",
        "after",
        "--start",
        "2024-03-08",
        "--end",
        "2024-03-13",
    ];
    let said = sandbox.fsc(backfill).run().assert_exit(1).stderr;
    let first = advised(&said, "compute it first, ");
    assert_eq!(
        first,
        [
            "backfill",
            "--select",
            "trips",
            "--start",
            "2024-03-08",
            "--end",
            "2024-03-13"
        ]
    );
    sandbox.fsc(first).run().assert_exit(0);
    sandbox.fsc(backfill).run().assert_exit(0);
    // Of one day, it is a run.
    let one = ["run", "--ds", "2024-03-14", "--select", "after"];
    let said = sandbox.fsc(one).run().assert_exit(1).stderr;
    let first = advised(&said, "compute it first, ");
    assert_eq!(first, ["run", "--ds", "2024-03-14", "--select", "trips"]);
    let together = advised(&said, "or with what needs it: ");
    assert_eq!(
        together,
        ["run", "--ds", "2024-03-14", "--select", "+after"]
    );
}

/// A view whose value is infinite as of the day of a variable, and one that reads it.
fn doomed() -> Sandbox {
    Sandbox::empty()
        .file("fsc.toml", PROJECT)
        .file(
            "feature.toml",
            format!("entity = \"rider\"\n{}{}", view("doomed"), view("after")),
        )
        .file("doomed.sql", doomed_sql("'inf'::float"))
        .file(
            "after.sql",
            "select k, doomed as after from feature_store.doomed where as_of = '{{ ds }}'::timestamp_ntz",
        )
}

fn doomed_sql(value: &str) -> String {
    format!(
        "select 1 as k, case when '{{{{ ds }}}}' = '{{{{ var('bad') }}}}' then {value} \
         when {{{{ is_backfill }}}} then 1 else 0 end as doomed"
    )
}

fn results(sandbox: &Sandbox) -> Value {
    let text = fs::read_to_string(sandbox.path().join("target/run_results.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// `doomed 2`: how many as-of times of each node the last run took up.
fn taken_up(sandbox: &Sandbox) -> Vec<String> {
    let results = results(sandbox);
    let nodes = results["nodes"].as_array().unwrap();
    let mut nodes: Vec<String> = nodes
        .iter()
        .map(|node| format!("{} {}", node["name"].as_str().unwrap(), node["times"]))
        .collect();
    nodes.sort();
    nodes
}

fn asked(sandbox: &Sandbox, query: &str) -> Vec<String> {
    let call = sandbox.fsc(["query", "--output", "csv", query]).run();
    let rows = call.assert_exit(0);
    rows.stdout.lines().skip(1).map(str::to_owned).collect()
}

#[test]
fn a_retry_after_a_backfill_computes_what_it_left_out() {
    let sandbox = doomed();
    let backfill = [
        "backfill",
        "--select",
        "doomed",
        "after",
        "--start",
        "2024-03-01",
        "--end",
        "2024-03-04",
    ];
    let said = sandbox.fsc(backfill).run().assert_exit(1).stderr;
    assert!(
        said.contains("`feature_view.doomed` was not written as of 2024-03-02: 1 value"),
        "{said}"
    );
    let again = sandbox.fsc(["retry"]).run().assert_exit(1).stderr;
    assert!(
        again.contains("fsc retry: 0 ok, 1 failed, 1 skipped"),
        "{again}"
    );
    assert_eq!(taken_up(&sandbox), ["after 1", "doomed 1"]);
    fs::write(sandbox.path().join("doomed.sql"), doomed_sql("7")).unwrap();
    let dry = sandbox.fsc(["retry", "--dry-run"]).run().assert_exit(0);
    assert!(
        dry.stdout.contains("2024-03-02") && !dry.stdout.contains("2024-03-01"),
        "{}",
        dry.stdout
    );
    let mended = sandbox.fsc(["retry"]).run().assert_exit(0).stderr;
    assert!(mended.contains("fsc retry: 2 ok"), "{mended}");
    assert_eq!(
        taken_up(&sandbox),
        ["after 1", "doomed 1"],
        "not what the edit made stale"
    );
    assert_eq!(
        asked(
            &sandbox,
            "select value from feature_store.features_long where feature = 'doomed' order by as_of"
        ),
        ["1.0", "7.0", "1.0", "1.0"],
        "`is_backfill` is that of the backfill"
    );
    assert_eq!(
        asked(&sandbox, "select distinct job from feature_store.fsc_runs"),
        ["feature_store_backfill_ad_hoc_2024-03-01_2024-03-04"]
    );
    let nothing = sandbox.fsc(["retry"]).run().assert_exit(0).stderr;
    assert!(nothing.contains("nothing to retry"), "{nothing}");
}

#[test]
fn a_retry_keeps_the_variables_and_the_force_of_a_backfill() {
    let sandbox = doomed();
    let days = [
        "--select",
        "doomed",
        "--start",
        "2024-03-05",
        "--end",
        "2024-03-08",
    ];
    let backfill = [&["backfill"][..], &days].concat();
    sandbox.fsc(backfill.iter().copied()).run().assert_exit(0);
    let forced = [&backfill[..], &["--force", "--vars", "bad=2024-03-06"]].concat();
    sandbox.fsc(forced).run().assert_exit(1);
    let again = sandbox.fsc(["retry"]).run().assert_exit(1).stderr;
    assert!(
        again.contains("as of 2024-03-06"),
        "the variable is kept: {again}"
    );
    assert_eq!(
        taken_up(&sandbox),
        ["doomed 1"],
        "what was forced and is done is left alone"
    );
}

#[test]
fn a_retry_after_catching_up_computes_what_it_left_out() {
    let sandbox = doomed();
    let feature = fs::read_to_string(sandbox.path().join("feature.toml")).unwrap();
    let feature = feature.replace(
        "features = { doomed",
        "start_date = 2024-03-01\nfeatures = { doomed",
    );
    let sandbox = sandbox.file("feature.toml", feature);
    let run = [
        "run",
        "--catch-up",
        "--ds",
        "2024-03-04",
        "--select",
        "doomed",
    ];
    sandbox.fsc(run).run().assert_exit(1);
    fs::write(sandbox.path().join("doomed.sql"), doomed_sql("7")).unwrap();
    sandbox.fsc(["retry"]).run().assert_exit(0);
    assert_eq!(taken_up(&sandbox), ["doomed 1"]);
    assert_eq!(results(&sandbox)["invocation"]["command"], "run --catch-up");
    assert_eq!(
        asked(
            &sandbox,
            "select value from feature_store.features_long order by as_of"
        ),
        ["0.0", "7.0", "0.0", "0.0"],
        "it was no backfill"
    );
}

#[test]
fn no_rows_are_told_refused_or_let_pass() {
    // The first row is of 8 March.
    let project = |level: &str| {
        Sandbox::empty()
            .file("fsc.toml", format!("{PROJECT}[lints]\nno-rows = \"{level}\"\n"))
            .file("feature.toml", format!("entity = \"rider\"\n{}", view("trips")))
            .file(
                "trips.sql",
                "select k, 1 as trips from (values (1, '2024-03-08'::date)) as t(k, day) where day < '{{ ds }}'::date",
            )
    };
    let backfill = [
        "backfill",
        "--select",
        "trips",
        "--start",
        "2024-03-07",
        "--end",
    ];
    let until = |day: &'static str| backfill.into_iter().chain([day]);
    let warned = project("warn")
        .fsc(until("2024-03-08"))
        .run()
        .assert_exit(0);
    let said = "warning[FSC518]: feature_view.trips as of 2024-03-07 to 2024-03-08 has no rows";
    assert!(warned.stderr.contains(said), "{}", warned.stderr);
    let silent = project("allow")
        .fsc(until("2024-03-08"))
        .run()
        .assert_exit(0);
    assert!(!silent.stderr.contains("FSC518"), "{}", silent.stderr);
    let told = project("info").fsc(until("2024-03-08")).run();
    let said = "info[FSC518]: feature_view.trips as of 2024-03-07 to 2024-03-08 has no rows";
    assert!(told.stderr.contains(said), "{}", told.stderr);
    // A day with rows is written, though the batch holds days without.
    let sandbox = project("deny");
    let refused = sandbox.fsc(until("2024-03-07")).run().assert_exit(1);
    let said = "error[FSC518]: `feature_view.trips` was not written as of 2024-03-07: its query yields no row";
    assert!(refused.stderr.contains(said), "{}", refused.stderr);
    let halved = sandbox.fsc(until("2024-03-10")).run().assert_exit(1);
    let said = "2 of 4 as-of times written";
    assert!(halved.stderr.contains(said), "{}", halved.stderr);
}

#[test]
fn a_rebuilt_table_without_rows_does_not_take_the_place_of_one_with_rows() {
    let sandbox = Sandbox::empty()
        .file(
            "fsc.toml",
            format!("{PROJECT}[lints]\nno-rows = \"deny\"\n"),
        )
        .file(
            "table.toml",
            "[[table]]\nsql = \"clean.sql\"\nschema = \"made\"\n",
        )
        .file(
            "clean.sql",
            "select 1 as k from (values (1)) as t(x) where '{{ ds }}' < '2024-03-08'",
        );
    sandbox
        .fsc(["run", "--ds", "2024-03-07"])
        .run()
        .assert_exit(0);
    let refused = sandbox
        .fsc(["run", "--ds", "2024-03-08"])
        .run()
        .assert_exit(1);
    let said = "error[FSC518]: `table.clean` was not written: its query yields no row";
    assert!(refused.stderr.contains(said), "{}", refused.stderr);
    let rows = [
        "query",
        "--output",
        "csv",
        "select count(*) as n from made.clean",
    ];
    assert_eq!(sandbox.fsc(rows).run().assert_exit(0).stdout, "n\n1\n");
}
