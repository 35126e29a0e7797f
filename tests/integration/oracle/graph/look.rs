//! The store that fsc left, beside that of the model: values, tables, and what `fsc status` says.

use std::collections::BTreeSet;

use super::super::{first_difference, lines, value, values};
use super::definition::{DAY, DAYS, Kind, Time};
use super::store::State;
use super::{World, text};

impl World {
    /// Fails where the rows of the two differ, and prints the steps and the first difference.
    pub(super) fn assert_rows(&self) {
        let database = self.sandbox.path().join("dev.duckdb");
        let nodes = &self.store.nodes;
        let expected = self.store.values.iter();
        let expected = expected.map(|((at, time, key), number)| {
            let feature = format!("{}_n", text::name(nodes, *at));
            value(&feature, &day_and_hour(*time), key, *number)
        });
        self.assert_same("the values", &expected.collect(), &values(&database));
        for at in (0..nodes.len()).filter(|at| nodes[*at].kind.is_table()) {
            let rows = self.store.tables.get(&at).into_iter().flatten();
            let expected = rows.map(|((key, day), number)| {
                row(key.unwrap_or_default(), &day_and_hour(*day), *number)
            });
            let name = text::name(nodes, at);
            let sql = format!(
                "SELECT coalesce(k, ''), strftime(day, '%d %H'), CAST(n AS DOUBLE) FROM an.{name}"
            );
            let found = lines(&database, &sql, |found| {
                let text = |at: usize| found.get::<_, String>(at).unwrap();
                row(&text(0), &text(1), found.get(2).unwrap())
            });
            self.assert_same(&name, &expected.collect(), &found);
        }
    }

    /// The same of what `fsc status` tells.
    pub(super) fn assert_states(&self) {
        self.assert_same("fsc status", &self.expected_states(), &self.states());
    }

    fn assert_same(&self, what: &str, expected: &BTreeSet<String>, found: &BTreeSet<String>) {
        if let Some(difference) = first_difference(expected, found) {
            panic!("{}{what}:\n{difference}", self.log);
        }
    }

    fn expected_states(&self) -> BTreeSet<String> {
        let last = Time::from(DAYS) * DAY - 1;
        let mut states = BTreeSet::new();
        for (at, node) in self.store.nodes.iter().enumerate() {
            let times: Vec<Time> = if node.kind == Kind::Rebuilt {
                self.store.last.get(&at).copied().into_iter().collect()
            } else {
                node.cadence.between(0, last).collect()
            };
            for time in times {
                let word = match self.store.state(at, time) {
                    State::Present => "present",
                    State::Stale => "stale",
                    State::Failed => "failed",
                    State::Missing => "missing",
                };
                let name = text::name(&self.store.nodes, at);
                states.insert(state(&name, &text::time(time), word));
            }
        }
        states
    }

    /// What `fsc status` tells of the days, a line an as-of time.
    fn states(&self) -> BTreeSet<String> {
        let end = text::time(Time::from(DAYS - 1) * DAY);
        let args = [
            "status",
            "--start",
            "2024-01-01",
            "--end",
            &end,
            "--output",
            "json",
        ];
        let shown = self.sandbox.fsc(args).run().assert_exit(0);
        let all: serde_json::Value = serde_json::from_str(&shown.stdout).unwrap();
        let mut states = BTreeSet::new();
        for node in all.as_array().unwrap() {
            let name = node["id"].as_str().unwrap().split_once('.').unwrap().1;
            let at: usize = name[1..].parse().unwrap();
            let step = self.store.nodes[at].cadence.length();
            for word in ["present", "stale", "failed", "missing"] {
                for span in node[word].as_array().unwrap() {
                    let (first, times) = (time_of(&span["first"]), span["times"].as_i64().unwrap());
                    for time in (0..times).map(|passed| first + passed * step) {
                        states.insert(state(name, &text::time(time), word));
                    }
                }
            }
        }
        states
    }
}

fn state(name: &str, time: &str, word: &str) -> String {
    format!("{name} as of {time} is {word}")
}

fn row(key: &str, day: &str, number: f64) -> String {
    format!("{key} on {day} has {number}")
}

fn day_and_hour(time: Time) -> String {
    format!(
        "{:02} {:02}",
        1 + time.div_euclid(DAY),
        time.rem_euclid(DAY)
    )
}

/// `2024-01-03` or `2024-01-03T05:00:00`.
fn time_of(text: &serde_json::Value) -> Time {
    let text = text.as_str().unwrap();
    let number = |range| {
        text.get(range)
            .map_or(0, |digits: &str| digits.parse().unwrap())
    };
    (number(8..10) - 1) * DAY + number(11..13)
}
