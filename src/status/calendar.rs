//! The as-of times of a node as a strip: a line a month, a sign a day, so that gaps are seen at once.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use chrono::Datelike;

use super::NodeStatus;
use crate::ledger::State;
use crate::project::time::Interval;

/// What the signs mean.
pub const LEGEND: &str = "# present  ~ older definition  ! failed  . missing";

/// A line a month (`2023-08  ####.##`), or a year where times are a week apart. A day with several times shows the worst.
pub fn calendar(status: &NodeStatus) -> String {
    let mut lines: BTreeMap<(i32, u32), BTreeMap<u32, State>> = BTreeMap::new();
    for (time, state) in &status.times {
        let day = time.date();
        let (line, place) = match status.interval {
            Interval::Week => ((day.year(), 0), day.ordinal0() / 7),
            Interval::Hour | Interval::Day => ((day.year(), day.month()), day.day0()),
        };
        let at = lines
            .entry(line)
            .or_default()
            .entry(place)
            .or_insert(*state);
        if severity(*state) > severity(*at) {
            *at = *state;
        }
    }
    let mut text = String::new();
    for ((year, month), days) in lines {
        let name = match month {
            0 => format!("{year}   "),
            month => format!("{year}-{month:02}"),
        };
        let last = days.keys().next_back().copied().unwrap_or_default();
        let signs: String = (0..=last)
            .map(|day| days.get(&day).map_or(' ', |state| sign(*state)))
            .collect();
        // Writing to a String cannot fail.
        let _ = writeln!(text, "  {name}  {}", signs.trim_end());
    }
    text
}

fn sign(state: State) -> char {
    match state {
        State::Present => '#',
        State::Stale => '~',
        State::Failed => '!',
        State::Missing => '.',
    }
}

fn severity(state: State) -> u8 {
    match state {
        State::Present => 0,
        State::Stale => 1,
        State::Missing => 2,
        State::Failed => 3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status(interval: Interval, times: &[(&str, State)]) -> NodeStatus {
        NodeStatus {
            id: "feature_view.a".into(),
            interval,
            has_one_state: false,
            times: times
                .iter()
                .map(|(time, state)| (time.parse().unwrap(), *state))
                .collect(),
        }
    }

    #[test]
    fn a_month_is_a_line_and_a_day_a_sign() {
        let days = [
            ("2023-08-30", State::Present),
            ("2023-08-31", State::Stale),
            ("2023-09-01", State::Missing),
            ("2023-09-02", State::Failed),
        ];
        assert_eq!(
            calendar(&status(Interval::Day, &days)),
            "  2023-08                               #~\n  2023-09  .!\n"
        );
    }

    #[test]
    fn a_day_of_hours_shows_the_worst_and_weeks_stand_in_a_year() {
        let hours = [
            ("2023-08-01T01:00", State::Present),
            ("2023-08-01T02:00", State::Missing),
            ("2023-08-02T00:00", State::Present),
        ];
        assert_eq!(calendar(&status(Interval::Hour, &hours)), "  2023-08  .#\n");
        let weeks = [("2023-01-02", State::Present), ("2023-01-09", State::Stale)];
        assert_eq!(calendar(&status(Interval::Week, &weeks)), "  2023     #~\n");
    }
}
