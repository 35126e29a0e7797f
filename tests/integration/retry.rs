//! `fsc retry`, `--vars`, `--full-refresh`, `--fail-fast`.

use std::fs;

use serde_json::Value;

use crate::harness::{Finished, Sandbox};

const PROJECT: &str = "name = \"shop\"\ndefault_target = \"dev\"\n\n[vars]\ndays = 7\n\n\
    [target.dev]\ntype = \"duckdb\"\npath = \"target/dev.duckdb\"\n\n\
    [target.other]\ntype = \"duckdb\"\npath = \"target/other.duckdb\"\n\n\
    [[entity]]\nname = \"customer\"\nkeys = [\"customer_id\"]\n";

fn view(name: &str) -> String {
    format!("\n[[feature_view]]\nsql = \"{name}.sql\"\nfeatures = {{ {name} = {{}} }}\n")
}

/// A project in which `doomed` fails as long as `var('divisor')` is not set, and `after` reads it.
fn shop() -> Sandbox {
    let views = format!(
        "entity = \"customer\"\n{}{}{}",
        view("fine"),
        view("doomed"),
        view("after")
    );
    Sandbox::empty()
        .file("fsc.toml", PROJECT)
        .file("feature.toml", views)
        .file("fine.sql", "select 1 as customer_id, {{ var('days') }} as fine")
        .file(
            "doomed.sql",
            "select 1 as customer_id, case when {{ var('days') }} > 100 then 'inf'::float else {{ ds_nodash }} end as doomed",
        )
        .file(
            "after.sql",
            "select customer_id, doomed as after from feature_store.doomed where as_of = '{{ ds }}'::timestamp_ntz",
        )
}

fn results(sandbox: &Sandbox) -> Value {
    let text = fs::read_to_string(sandbox.path().join("target/run_results.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// `fine ok`, in the order of the file.
fn ends(sandbox: &Sandbox) -> Vec<String> {
    let results = results(sandbox);
    let nodes = results["nodes"].as_array().unwrap();
    let ends = nodes.iter().map(|node| {
        let text = |key: &str| node[key].as_str().unwrap().to_owned();
        format!("{} {}", text("name"), text("status"))
    });
    let mut ends: Vec<String> = ends.collect();
    ends.sort();
    ends
}

fn stored(sandbox: &Sandbox, target: &str) -> Vec<String> {
    let query = "select feature, as_of, value from feature_store.features_long order by all";
    let rows = sandbox
        .fsc(["query", "--output", "csv", "--target", target, query])
        .run()
        .assert_exit(0);
    rows.stdout.lines().skip(1).map(str::to_owned).collect()
}

fn call(sandbox: &Sandbox, args: &[&str]) -> Finished {
    sandbox.fsc(args.iter().copied()).run()
}

#[test]
fn a_retry_keeps_date_target_and_variables_and_leaves_what_went_well() {
    let sandbox = shop();
    call(
        &sandbox,
        &[
            "run",
            "--ds",
            "2023-08-01",
            "--target",
            "other",
            "--vars",
            "{days: 101}",
            "--threads",
            "3",
        ],
    )
    .assert_exit(1);
    assert_eq!(
        ends(&sandbox),
        ["after skipped", "doomed failed", "fine ok"]
    );
    // Once more: nothing has changed but what is left.
    call(&sandbox, &["retry"]).assert_exit(1);
    assert_eq!(ends(&sandbox), ["after skipped", "doomed failed"]);
    let invocation = results(&sandbox)["invocation"].clone();
    assert_eq!(
        invocation,
        serde_json::json!({
            "command": "run", "as_of": "2023-08-01", "vars": {"days": 101},
            "full_refresh": false, "fail_fast": false, "threads": 3, "is_retry": true,
        })
    );
    let wrong = call(&sandbox, &["retry", "--target", "dev"]).assert_exit(2);
    assert!(wrong.stderr.contains("FSC521"), "{}", wrong.stderr);
    // Mended: a retry of a retry.
    fs::write(
        sandbox.path().join("doomed.sql"),
        "select 1 as customer_id, {{ var('days') }} as doomed",
    )
    .unwrap();
    let dry = call(&sandbox, &["retry", "--dry-run"]).assert_exit(0);
    assert!(
        dry.stdout.contains("doomed") && !dry.stdout.contains("fine"),
        "{}",
        dry.stdout
    );
    let mended = call(&sandbox, &["retry"]).assert_exit(0);
    assert!(
        mended
            .stderr
            .contains("edited since the last run, computed as defined now: `doomed`"),
        "{}",
        mended.stderr
    );
    assert_eq!(ends(&sandbox), ["after ok", "doomed ok"]);
    assert_eq!(
        stored(&sandbox, "other"),
        [
            "after,2023-08-01 00:00:00,101.0",
            "doomed,2023-08-01 00:00:00,101.0",
            "fine,2023-08-01 00:00:00,101.0",
        ]
    );
    let nothing = call(&sandbox, &["retry"]).assert_exit(0);
    assert!(
        nothing.stderr.contains("nothing to retry"),
        "{}",
        nothing.stderr
    );
}

#[test]
fn a_retry_of_what_is_gone_says_so_and_does_the_rest() {
    let sandbox = shop();
    call(
        &sandbox,
        &["run", "--ds", "2023-08-01", "--vars", "days=101"],
    )
    .assert_exit(1);
    let views = format!("entity = \"customer\"\n{}{}", view("fine"), view("doomed2"));
    let sandbox = sandbox.file("feature.toml", views).file(
        "doomed2.sql",
        "select 1 as customer_id, {{ var('days') }} as doomed2",
    );
    let retried = call(&sandbox, &["retry", "--message-format", "concise"]).assert_exit(1);
    assert!(
        retried.stderr.contains("FSC522") && retried.stderr.contains("`doomed` is to be retried"),
        "{}",
        retried.stderr
    );
}

#[test]
fn results_that_tell_nothing_are_told_apart() {
    let sandbox = shop();
    let said = |text: &[u8]| {
        fs::create_dir_all(sandbox.path().join("target")).unwrap();
        fs::write(sandbox.path().join("target/run_results.json"), text).unwrap();
        call(&sandbox, &["retry", "--message-format", "concise"])
            .assert_exit(2)
            .stderr
    };
    for (text, expected) in [
        (&b"{\"version\": 2"[..], "is not whole"),
        (b"\xff\xfe", "is not whole"),
        (b"", "is not whole"),
        (b"{\"metadata\": {\"dbt_schema_version\": \"x\"}, \"results\": []}", "was not written by fsc"),
        (b"{\"version\": 1, \"fsc_version\": \"0.0.1\"}", "was written by fsc 0.0.1"),
        (b"{\"version\": 2, \"fsc_version\": \"0.1.0\"}", "is not complete"),
        (
            b"{\"version\": 2, \"fsc_version\": \"0.1.0\", \"run_id\": \"a\", \"target\": \"dev\", \"nodes\": [], \"invocation\": \
              {\"command\": \"backfill\", \"as_of\": null, \"vars\": {}, \"full_refresh\": false, \"fail_fast\": false, \"threads\": 1}}",
            "is not complete",
        ),
    ] {
        let stderr = said(text);
        assert!(stderr.contains("FSC521") && stderr.contains(expected), "{expected}: {stderr}");
    }
}

#[test]
fn variables_are_layered_and_part_of_the_definition() {
    let sandbox = shop();
    let days = |args: &[&str], environment: Option<&str>| {
        let mut call = sandbox.fsc(["show", "fine", "--output", "json"]);
        for arg in args {
            call = call.arg(arg);
        }
        if let Some(vars) = environment {
            call = call.env("FSC_VARS", vars);
        }
        let shown: Value = serde_json::from_str(&call.run().assert_exit(0).stdout).unwrap();
        shown["query"].as_str().unwrap().to_owned()
    };
    assert!(days(&[], None).contains("7 AS"), "{}", days(&[], None));
    assert!(days(&[], Some("days=8")).contains("8 AS"));
    assert!(days(&["--vars", "days=9"], Some("{\"days\": 8}")).contains("9 AS"));
    let hash = |args: &[&str]| {
        let mut call = sandbox.fsc(["plan", "--output", "json"]);
        for arg in args {
            call = call.arg(arg);
        }
        let steps: Value = serde_json::from_str(&call.run().assert_exit(0).stdout).unwrap();
        let steps = steps.as_array().unwrap().clone();
        let fine = steps.iter().find(|step| step["name"] == "fine").unwrap();
        fine["definition_hash"].as_str().unwrap().to_owned()
    };
    assert_eq!(hash(&["--vars", "days=7"]), hash(&[]));
    assert_ne!(hash(&["--vars", "days=8"]), hash(&[]));
    let unread = call(&sandbox, &["check", "--vars", "dyas=8"]).assert_exit(2);
    assert!(
        unread.stderr.contains("a similar name exists: `days`"),
        "{}",
        unread.stderr
    );
    let malformed = sandbox
        .fsc(["check"])
        .env("FSC_VARS", "{days")
        .run()
        .assert_exit(2);
    assert!(malformed.stderr.contains("FSC081"), "{}", malformed.stderr);
}

#[test]
fn threads_come_from_the_environment_too() {
    let sandbox = shop();
    sandbox
        .fsc(["run", "--ds", "2023-08-01"])
        .env("FSC_THREADS", "5")
        .run()
        .assert_exit(0);
    assert_eq!(results(&sandbox)["invocation"]["threads"], 5);
    sandbox
        .fsc(["run", "--ds", "2023-08-01", "--threads", "2"])
        .env("FSC_THREADS", "5")
        .run()
        .assert_exit(0);
    assert_eq!(results(&sandbox)["invocation"]["threads"], 2);
}

/// A merged table that adds a row a day, and another that must be left alone.
fn days() -> Sandbox {
    let table = |name: &str| {
        format!(
            "[[table]]\nsql = \"{name}.sql\"\nschema = \"made\"\nrebuild = false\nunique_key = [\"day\"]\n"
        )
    };
    let query = "select '{{ ds }}'::date as day, {{ var('n', 1) }} as n, {% if is_incremental() %}'later'{% else %}'first'{% endif %} as how";
    Sandbox::empty()
        .file("fsc.toml", PROJECT)
        .file("table.toml", table("days") + &table("others"))
        .file("days.sql", query)
        .file("others.sql", query)
}

fn rows(sandbox: &Sandbox, table: &str) -> Vec<String> {
    let query = format!("select * from made.{table} order by all");
    let rows = call(sandbox, &["query", "--output", "csv", &query]).assert_exit(0);
    rows.stdout.lines().skip(1).map(str::to_owned).collect()
}

#[test]
fn a_full_refresh_builds_selected_tables_anew() {
    let sandbox = days();
    for ds in ["2023-08-01", "2023-08-02"] {
        call(&sandbox, &["run", "--ds", ds]).assert_exit(0);
    }
    let both = ["2023-08-01,1,first", "2023-08-02,1,later"];
    assert_eq!(rows(&sandbox, "days"), both);
    call(
        &sandbox,
        &[
            "run",
            "--ds",
            "2023-08-03",
            "--select",
            "days",
            "--full-refresh",
        ],
    )
    .assert_exit(0);
    assert_eq!(rows(&sandbox, "days"), ["2023-08-03,1,first"]);
    assert_eq!(rows(&sandbox, "others"), both);
    // What it is refreshed by is still held to the key, before anything is swapped in.
    fs::write(
        sandbox.path().join("days.sql"),
        "select '{{ ds }}'::date as day, 1 as n, 'x' as how union all select '{{ ds }}'::date, 2, 'y'",
    )
    .unwrap();
    let twice = call(
        &sandbox,
        &[
            "run",
            "--ds",
            "2023-08-04",
            "--select",
            "days",
            "--full-refresh",
        ],
    );
    assert!(twice.assert_exit(1).stderr.contains("FSC513"));
    assert_eq!(rows(&sandbox, "days"), ["2023-08-03,1,first"]);
}

#[test]
fn a_full_refresh_may_change_columns_and_is_kept_by_a_retry() {
    let sandbox = days();
    call(&sandbox, &["run", "--ds", "2023-08-01"]).assert_exit(0);
    fs::write(
        sandbox.path().join("days.sql"),
        "select '{{ ds }}'::date as day, 'text' as n",
    )
    .unwrap();
    call(&sandbox, &["run", "--ds", "2023-08-02", "--select", "days"]).assert_exit(1);
    call(
        &sandbox,
        &[
            "run",
            "--ds",
            "2023-08-02",
            "--full-refresh",
            "--vars",
            "n=2",
        ],
    )
    .assert_exit(0);
    assert_eq!(rows(&sandbox, "days"), ["2023-08-02,text"]);
    assert_eq!(rows(&sandbox, "others"), ["2023-08-02,2,first"]);
    assert_eq!(results(&sandbox)["invocation"]["full_refresh"], true);
}

#[test]
fn a_full_refresh_of_a_view_replaces_its_as_of() {
    let sandbox = shop()
        .file(
            "sources.toml",
            "[[source]]\nschema = \"raw\"\nname = \"rows\"\npath = \"rows.csv\"\ncolumns = { customer_id = \"INTEGER\" }\n",
        )
        .file("rows.csv", "customer_id\n1\n")
        .file("fine.sql", "select customer_id, 1 as fine from raw.rows");
    call(&sandbox, &["run", "--ds", "2023-08-01", "--select", "fine"]).assert_exit(0);
    fs::write(sandbox.path().join("rows.csv"), "customer_id\n2\n").unwrap();
    let count = |sandbox: &Sandbox| stored(sandbox, "dev").len();
    call(&sandbox, &["run", "--ds", "2023-08-01", "--select", "fine"]).assert_exit(0);
    assert_eq!(count(&sandbox), 2);
    call(
        &sandbox,
        &[
            "run",
            "--ds",
            "2023-08-01",
            "--select",
            "fine",
            "--full-refresh",
        ],
    )
    .assert_exit(0);
    assert_eq!(count(&sandbox), 1);
}

/// What stands in the results file while a run goes on, and stays where it is killed.
#[test]
fn a_run_that_was_killed_is_computed_again() {
    let sandbox = shop();
    let run = ["run", "--ds", "2024-01-08", "--select", "fine"];
    sandbox.fsc(run).run().assert_exit(0);
    let path = sandbox.path().join("target/run_results.json");
    let mut killed = results(&sandbox);
    killed["status"] = "running".into();
    killed["nodes"][0]["status"] = "skipped".into();
    fs::write(&path, killed.to_string()).unwrap();
    let status = sandbox.fsc(["status"]).run().assert_exit(0).stderr;
    assert!(status.contains("the last run has not ended"), "{status}");
    let retry = sandbox.fsc(["retry"]).run().assert_exit(0);
    assert!(retry.stderr.contains("did not end"), "{}", retry.stderr);
    let status = sandbox.fsc(["status"]).run().assert_exit(0).stderr;
    assert!(!status.contains("has not ended"), "{status}");
    assert_eq!(ends(&sandbox), ["fine ok"]);
    // A command that was refused meanwhile takes nothing of it away, and is no success.
    fs::write(&path, killed.to_string()).unwrap();
    let refused = ["run", "--ds", "2024-01-08", "--select", "nosuch"];
    sandbox.fsc(refused).run().assert_exit(1);
    let retry = sandbox.fsc(["retry"]).run().assert_exit(2);
    for part in [
        "1 ok",
        "the last `fsc run` did not come to compute anything",
    ] {
        assert!(retry.stderr.contains(part), "{part}: {}", retry.stderr);
    }
    sandbox.fsc(["retry"]).run().assert_exit(0);
}

#[test]
fn a_command_without_a_plan_leaves_nothing_to_retry_and_says_so() {
    let sandbox = shop();
    let run = ["run", "--ds", "2024-01-08", "--select", "fine"];
    sandbox.fsc(run).run().assert_exit(0);
    let fine = fs::read_to_string(sandbox.path().join("fine.sql")).unwrap();
    fs::write(sandbox.path().join("fine.sql"), "selec 1").unwrap();
    sandbox.fsc(run).run().assert_exit(1);
    let retry = sandbox.fsc(["retry"]).run().assert_exit(2);
    assert!(retry.stderr.contains("FSC521"), "{}", retry.stderr);
    // What only shows leaves it as it is; what finds nothing to do has done all.
    fs::write(sandbox.path().join("fine.sql"), fine).unwrap();
    sandbox
        .fsc([&run[..], &["--dry-run"]].concat())
        .run()
        .assert_exit(0);
    sandbox.fsc(["retry"]).run().assert_exit(2);
    let days = ["--start", "2024-01-08", "--end", "2024-01-08"];
    let backfill = [&["backfill", "--select", "fine"][..], &days].concat();
    sandbox.fsc(backfill).run().assert_exit(0);
    sandbox
        .fsc(["retry", "--target", "dev"])
        .run()
        .assert_exit(0);
    // Also where nothing was ever computed.
    let fresh = shop();
    fresh
        .fsc(["run", "--select", "nosuch"])
        .run()
        .assert_exit(1);
    fresh.fsc(["retry"]).run().assert_exit(2);
    let stale = [&["backfill", "--select", "fine", "--stale"][..], &days].concat();
    fresh.fsc(stale).run().assert_exit(0);
    fresh.fsc(["retry"]).run().assert_exit(0);
}
