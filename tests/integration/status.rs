//! `fsc status`.

use serde_json::{Value, json};

use crate::harness::Sandbox;

/// A daily view that fails as of a day, an hourly one, a static one, and a table that is rebuilt.
fn rides(start_date: &str) -> Sandbox {
    Sandbox::empty()
        .file(
            "fsc.toml",
            "name = \"rides\"\ndefault_target = \"dev\"\n[target.two]\ntype = \"duckdb\"\n[target.dev]\ntype = \"duckdb\"\npath = \"target/dev.duckdb\"\n\
             [vars]\nn = 1\n[[entity]]\nname = \"rider\"\nkeys = [\"k\"]\n",
        )
        .file(
            "table.toml",
            "[[table]]\nname = \"clean\"\nschema = \"made\"\nquery = \"select '{{ ds }}'::date as day\"\n",
        )
        .file(
            "feature.toml",
            format!(
                "entity = \"rider\"\n\
                 [[feature_view]]\nname = \"daily\"\n{start_date}\nfeatures = {{ d = {{}} }}\n\
                 query = \"select 1 as k, case when '{{{{ ds }}}}' in ('2024-03-03', '2024-03-09') then 'inf'::float else {{{{ var('n') }}}} end as d\"\n\
                 [[feature_view]]\nname = \"hourly\"\ninterval = \"1 hour\"\nfeatures = {{ h = {{}} }}\n\
                 query = \"select 1 as k, extract(hour from '{{{{ ts }}}}'::timestamp_ntz) as h\"\n\
                 [[feature_view]]\nname = \"fixed\"\nstatic = true\nfeatures = {{ s = {{}} }}\nquery = \"select 1 as k, 1 as s\"\n"
            ),
        )
}

fn computed(sandbox: &Sandbox, days: &[&str]) {
    for day in days {
        let run = ["run", "--ds", day, "--select", "daily", "fixed", "clean"];
        let exit = i32::from(["2024-03-03", "2024-03-09"].contains(day));
        sandbox.fsc(run).run().assert_exit(exit);
    }
}

fn described(sandbox: &Sandbox, args: &[&str]) -> Vec<Value> {
    let args = [&["status", "--output", "json"][..], args].concat();
    let status = sandbox.fsc(args).run().assert_exit(0);
    serde_json::from_str(&status.stdout).unwrap()
}

fn span(first: &str, last: &str, times: usize) -> Value {
    json!({ "first": first, "last": last, "times": times })
}

#[test]
fn what_no_definition_asks_for_is_not_missing() {
    let sandbox = rides("");
    computed(&sandbox, &["2024-03-01", "2024-03-04"]);
    let daily = described(&sandbox, &["--select", "daily"]).remove(0);
    assert_eq!(daily["last"], "2024-03-04");
    assert_eq!(
        daily["missing"],
        json!([span("2024-03-02", "2024-03-03", 2)]),
        "a gap is"
    );
    assert_eq!(
        daily["present"],
        json!([
            span("2024-03-01", "2024-03-01", 1),
            span("2024-03-04", "2024-03-04", 1)
        ])
    );
    let until = described(&sandbox, &["--select", "daily", "--end", "2024-03-06"]).remove(0);
    assert_eq!(until["last"], "2024-03-06");
    let from = described(&sandbox, &["--select", "daily", "--start", "2024-03-01"]).remove(0);
    let missing = from["missing"].as_array().unwrap().last().unwrap();
    assert!(
        missing["times"].as_u64().unwrap() > 365,
        "to now: {missing}"
    );
}

#[test]
fn a_start_date_asks_for_all_times_to_now() {
    let sandbox = rides("start_date = 2024-03-01");
    computed(&sandbox, &["2024-03-01"]);
    let daily = described(&sandbox, &["--select", "daily"]).remove(0);
    let missing = &daily["missing"][0];
    assert_eq!(missing["first"], "2024-03-02");
    assert!(missing["times"].as_u64().unwrap() > 365, "{missing}");
}

#[test]
fn a_backfill_asks_for_its_own_days() {
    let backfill =
        "backfill = { namespace = \"b\", start_date = 2024-03-01, end_date = 2024-03-02 }";
    let sandbox = rides(backfill);
    computed(&sandbox, &["2024-03-01"]);
    let daily = described(&sandbox, &["--select", "daily"]).remove(0);
    assert_eq!(
        daily["missing"],
        json!([span("2024-03-02", "2024-03-02", 1)])
    );
    computed(&sandbox, &["2024-03-04"]);
    let daily = described(&sandbox, &["--select", "daily"]).remove(0);
    assert_eq!(
        daily["missing"],
        json!([span("2024-03-02", "2024-03-03", 2)])
    );
}

#[test]
fn what_holds_one_state_has_no_interval() {
    let sandbox = rides("");
    computed(&sandbox, &["2024-03-01"]);
    for name in ["fixed", "clean"] {
        let described = described(&sandbox, &["--select", name]).remove(0);
        assert_eq!(described["interval"], Value::Null, "{name}");
        assert_eq!(described["has_one_state"], true);
        let table = sandbox
            .fsc(["status", "--select", name])
            .run()
            .assert_exit(0);
        assert!(table.stdout.contains("  one state  "), "{}", table.stdout);
    }
}

#[test]
fn a_failed_day_says_why_and_how_it_is_tried_again() {
    let sandbox = rides("");
    computed(&sandbox, &["2024-03-02", "2024-03-03"]);
    let status = sandbox
        .fsc(["status", "--select", "daily"])
        .run()
        .assert_exit(0);
    assert!(
        status
            .stderr
            .contains("feature_view.daily failed as of 2024-03-03; `fsc retry` tries again")
            && status
                .stderr
                .contains("1 value of `d` that is NaN or infinite"),
        "{}",
        status.stderr
    );
    let errors = described(&sandbox, &["--select", "daily"]).remove(0)["errors"].clone();
    assert!(
        errors[0].as_str().unwrap().contains("NaN or infinite"),
        "{errors}"
    );
    // Another run does not tell of it any more, nor can it be retried as it was.
    computed(&sandbox, &["2024-03-04"]);
    let status = sandbox.fsc(["status", "--select", "daily"]).run();
    let status = status.assert_exit(0).stderr;
    assert!(
        status.contains("`fsc run --ds 2024-03-03 --select daily` tries again"),
        "{status}"
    );
    let errors = described(&sandbox, &["--select", "daily"]).remove(0)["errors"].clone();
    assert_eq!(errors, json!([]));
}

#[test]
fn what_a_retry_does_not_compute_is_tried_again_on_its_target() {
    let sandbox = rides("");
    let hint = |target: &str| {
        let status = sandbox.fsc(["status", "--select", "daily", "--target", target]);
        status.run().assert_exit(0).stderr
    };
    computed(&sandbox, &["2024-03-03", "2024-03-09"]);
    let range = "`fsc backfill --select daily --start 2024-03-03 --end 2024-03-09 --target dev`";
    assert!(hint("dev").contains(range), "{}", hint("dev"));
    let failing = ["run", "--ds", "2024-03-03", "--select", "daily", "--target"];
    let on_two = [&failing[..], &["two"]].concat();
    sandbox.fsc(on_two).run().assert_exit(1);
    assert!(hint("two").contains("`fsc retry`"), "{}", hint("two"));
    computed(&sandbox, &["2024-03-04"]);
    let there = "`fsc run --ds 2024-03-03 --select daily --target two`";
    assert!(hint("two").contains(there), "{}", hint("two"));
}

#[test]
fn variables_are_part_of_what_is_stale() {
    let sandbox = rides("");
    computed(&sandbox, &["2024-03-01"]);
    let present = |args: &[&str]| {
        let args = [&["--select", "daily"][..], args].concat();
        described(&sandbox, &args).remove(0)["present"]
            .as_array()
            .unwrap()
            .len()
    };
    assert_eq!(present(&[]), 1);
    assert_eq!(present(&["--vars", "n=2"]), 0);
}

#[test]
fn a_calendar_has_an_axis_and_tells_part_of_a_day() {
    let sandbox = rides("");
    for hour in ["2024-03-01T06:00", "2024-03-01T07:00"] {
        let run = ["run", "--ds", hour, "--select", "hourly"];
        sandbox.fsc(run).run().assert_exit(0);
    }
    let calendar = [
        "status",
        "--select",
        "hourly",
        "--output",
        "calendar",
        "--start",
        "2024-03-01",
        "--end",
        "2024-03-02",
    ];
    let shown = sandbox.fsc(calendar).run().assert_exit(0);
    assert_eq!(
        shown.stdout,
        "feature_view.hourly\n           1   5    10   15   20   25   30\n  2024-03  +.\n"
    );
    assert!(shown.stderr.contains("~ stale"), "{}", shown.stderr);
    assert!(shown.stderr.contains("+ partly there"), "{}", shown.stderr);
}

#[test]
fn a_range_that_is_backwards_is_refused() {
    let sandbox = Sandbox::template();
    let backwards = ["status", "--start", "2024-01-03", "--end", "2024-01-02"];
    let said = sandbox.fsc(backwards).run().assert_exit(2).stderr;
    assert!(said.contains("before it begins"), "{said}");
}
