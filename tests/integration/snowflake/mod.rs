//! `fsc run --target prod` over the wire: the real client against the fake Snowflake of `tests/fake_snowflake`, whose README
//! says what it can and cannot show.

mod attacks;
mod crash;
mod databases;
mod history;
mod interrupts;
mod kinds;
mod leases;
mod refusals;
mod server;
mod simple;
mod tables;

use serde_json::json;

use self::server::{PASSWORD, Server};
use crate::harness::{Finished, Sandbox};

/// The store without what tells of the run.
const STORE: &str = "
    select entity, entity_id, feature, cast(as_of as varchar) as as_of, value from feature_store.features_long
    union all
    select entity, entity_id, feature, 'static', value from feature_store.features_static
    order by entity, entity_id, feature, as_of";

struct OnSnowflake {
    project: Sandbox,
    server: Server,
}

impl OnSnowflake {
    fn example(name: &str) -> Self {
        let project = Sandbox::example(name);
        let server = Server::start();
        server.become_target_of(&project);
        server.load_sources_of(&project);
        Self { project, server }
    }

    fn fsc<'a>(&self, args: impl IntoIterator<Item = &'a str>) -> Finished {
        let on_prod = args.into_iter().chain(["--target", "prod"]);
        let command = self.project.fsc(on_prod);
        command.env("FAKE_PASSWORD", PASSWORD).run()
    }

    fn store(&self) -> Vec<Vec<String>> {
        rows(&self.fsc(["query", "--limit", "1000000", "--output", "csv", STORE]))
    }

    /// How many rows the last run changed.
    fn changed(&self) -> u64 {
        let file = self.project.path().join("target/run_results.json");
        let results: serde_json::Value =
            serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
        let nodes = results["nodes"].as_array().unwrap();
        let views = nodes.iter().filter(|node| node["kind"] == "feature_view");
        views
            .map(|node| node["rows_changed"].as_u64().unwrap())
            .sum()
    }
}

fn rows(query: &Finished) -> Vec<Vec<String>> {
    let cells = |line: &str| line.split(',').map(str::to_owned).collect();
    query.stdout.lines().skip(1).map(cells).collect()
}

/// The same rows, numbers as numbers: engines sum in different orders.
fn assert_same(found: &[Vec<String>], expected: &[Vec<String>]) {
    assert!(!expected.is_empty());
    assert_eq!(found.len(), expected.len());
    for (found, expected) in found.iter().zip(expected) {
        let (value, rest) = found.split_last().unwrap();
        let (expected_value, expected_rest) = expected.split_last().unwrap();
        assert_eq!(rest, expected_rest);
        match (value.parse::<f64>(), expected_value.parse::<f64>()) {
            (Ok(value), Ok(expected)) => assert!(
                (value - expected).abs() <= 1e-9 * expected.abs().max(1.0),
                "{found:?} {expected:?}"
            ),
            _ => assert_eq!(value, expected_value, "{found:?}"),
        }
    }
}

/// The example's store on Snowflake equals that on the embedded DuckDB.
fn stores_are_equal(name: &str, days: &[&str]) {
    let on = OnSnowflake::example(name);
    for ds in days {
        on.project.fsc(["run", "--ds", ds]).run().assert_exit(0);
        on.fsc(["run", "--ds", ds]).assert_exit(0);
    }
    let embedded = on
        .project
        .fsc(["query", "--limit", "1000000", "--output", "csv", STORE]);
    assert_same(&on.store(), &rows(&embedded.run()));
    on.fsc(["run", "--ds", days[days.len() - 1]]).assert_exit(0);
    assert_eq!(on.changed(), 0, "a second run of a day changes nothing");
}

#[test]
fn the_marketplace_has_the_same_values_on_snowflake() {
    stores_are_equal("marketplace", &["2023-08-01", "2023-08-15"]);
}

#[test]
fn flights_have_the_same_values_on_snowflake() {
    stores_are_equal("flights", &["2013-03-08"]);
}

/// What the store of the marketplace holds after a run that nothing disturbs.
fn undisturbed_marketplace(ds: &str) -> Vec<Vec<String>> {
    let undisturbed = OnSnowflake::example("marketplace");
    undisturbed.fsc(["run", "--ds", ds]).assert_exit(0);
    undisturbed.store()
}

#[test]
fn what_the_network_and_the_server_do_leaves_the_same_store() {
    let expected = undisturbed_marketplace("2023-08-15");
    let on = OnSnowflake::example("marketplace");
    for rule in [
        json!({"action": "drop", "sql": r"^\s*merge.*fsc_leases", "executes": true}),
        json!({"action": "drop", "sql": r"^\s*update.*fsc_leases.*set run_id = null", "executes": true}),
        json!({"action": "drop", "sql": r"^\s*merge(?!.*fsc_leases)", "executes": true, "nth": 1}),
        json!({"action": "cut", "sql": r"^\s*merge(?!.*fsc_leases)", "nth": 3}),
        json!({"action": "drop", "sql": r"^\s*commit", "executes": true, "nth": 2}),
        json!({"action": "status", "status": 503, "sql": r"^\s*commit", "executes": true, "nth": 4}),
        json!({"action": "expire_session", "sql": r"^\s*begin", "nth": 3}),
        json!({"action": "close_session", "sql": r"^\s*merge(?!.*fsc_leases)", "nth": 6}),
        json!({"action": "error", "name": "lock_waiters", "sql": r"^\s*merge(?!.*fsc_leases)", "nth": 9}),
        json!({"action": "hold", "seconds": 2, "in_progress_after": 1, "sql": r"^\s*merge(?!.*fsc_leases)", "nth": 11}),
    ] {
        on.server.fault(&rule);
    }
    on.fsc(["run", "--ds", "2023-08-15"]).assert_exit(0);
    assert_same(&on.store(), &expected);
    let fired = on.server.control("GET", "faults", &json!({}));
    assert!(!fired.to_string().contains("\"fired\": 0"), "{fired}");
    let doubled = on.fsc([
        "query",
        "--output",
        "csv",
        "select node, count(*) as n from feature_store.fsc_intervals group by node, status having count(*) > 1",
    ]);
    assert_eq!(rows(&doubled), Vec::<Vec<String>>::new());
}

#[test]
fn what_another_name_and_another_interval_left_goes_on_snowflake_too() {
    let on = simple::new();
    for day in ["2024-01-01", "2024-01-02"] {
        on.fsc(["run", "--ds", day]).assert_exit(0);
    }
    let edit = |from: &str, to: &str| {
        let file = on.project.path().join("feature.toml");
        let text = std::fs::read_to_string(&file).unwrap();
        assert!(text.contains(from), "{text}");
        std::fs::write(file, text.replace(from, to)).unwrap();
    };
    let at = |customer: &str, day: &str, value: &str| {
        let as_of = format!("{day} 00:00:00");
        ["customer", customer, "total_amount", &as_of, value].map(str::to_owned)
    };
    edit("\"totals\"", "\"sums\"");
    edit("group by", "where customer_id = 'a' group by");
    on.fsc(["run", "--ds", "2024-01-02"]).assert_exit(0);
    let renamed = [
        at("a", "2024-01-01", "1.0"),
        at("a", "2024-01-02", "1.0"),
        at("b", "2024-01-01", "2.0"),
    ];
    assert_same(&on.store(), &renamed.map(Vec::from));
    edit("query =", "interval = \"1 week\"\nquery =");
    let status = on.fsc(["status"]).assert_exit(0).stdout;
    for left in [
        "feature_view.sums    2024-01-02  2024-01-02  1",
        "feature_view.totals  2024-01-01  2024-01-02  2",
    ] {
        assert!(status.contains(left), "{status}");
    }
    on.fsc(["run", "--ds", "2024-01-02"]).assert_exit(0);
    assert_same(&on.store(), &[at("a", "2024-01-01", "1.0").to_vec()]);
    let status = on.fsc(["status"]).assert_exit(0).stdout;
    assert!(!status.contains("sums    2024-01-02"), "{status}");
}

#[test]
fn a_wrong_password_is_told_without_showing_it() {
    let on = OnSnowflake::example("marketplace");
    let wrong = "hunter2-is-wrong";
    let run = on
        .project
        .fsc(["run", "--ds", "2023-08-15", "--target", "prod"])
        .env("FAKE_PASSWORD", wrong)
        .run()
        .assert_exit(2);
    assert!(run.stderr.contains("390100"), "{}", run.stderr);
    let debug = on
        .project
        .fsc(["debug", "--target", "prod"])
        .env("FAKE_PASSWORD", wrong)
        .run();
    for text in [&run.stdout, &run.stderr, &debug.stdout, &debug.stderr] {
        assert!(!text.contains(wrong), "{text}");
    }
}
