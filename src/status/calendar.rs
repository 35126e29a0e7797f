//! The as-of times of a node as a strip: a line a month with a sign a day, or a line a year with a sign a week, below an axis,
//! so that gaps are seen at once and their day is read off.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use chrono::{Datelike, NaiveDate};

use super::NodeStatus;
use crate::ledger::State;
use crate::project::time::{AsOf, Interval};

/// What a place in the strip shows: the times of a day or week together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    Present,
    Stale,
    /// Some of its times are there, and none failed.
    Partly,
    Failed,
    Missing,
}

impl Sign {
    fn of(state: State) -> Self {
        match state {
            State::Present => Self::Present,
            State::Stale => Self::Stale,
            State::Failed => Self::Failed,
            State::Missing => Self::Missing,
        }
    }

    /// Of two times of one day.
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Failed, _) | (_, Self::Failed) => Self::Failed,
            (Self::Missing, Self::Missing) => Self::Missing,
            (Self::Missing | Self::Partly, _) | (_, Self::Missing | Self::Partly) => Self::Partly,
            (Self::Stale, _) | (_, Self::Stale) => Self::Stale,
            (Self::Present, Self::Present) => Self::Present,
        }
    }

    fn character(self) -> char {
        match self {
            Self::Present => '#',
            Self::Stale => '~',
            Self::Partly => '+',
            Self::Failed => '!',
            Self::Missing => '.',
        }
    }
}

/// What the signs mean; days of several times may hold some of them.
pub fn legend<'s>(mut statuses: impl Iterator<Item = &'s NodeStatus>) -> &'static str {
    if statuses.any(|status| status.interval == Interval::Hour && !status.has_one_state) {
        "# present  ~ stale (by an older definition)  ! failed  . missing  + partly there"
    } else {
        "# present  ~ stale (by an older definition)  ! failed  . missing"
    }
}

/// A line a month (`2023-08  ####.##`), or a year where times are a week apart, below an axis of days or months.
pub fn calendar(status: &NodeStatus) -> String {
    let is_weekly = status.interval == Interval::Week;
    let mut lines: BTreeMap<(i32, u32), BTreeMap<u32, Sign>> = BTreeMap::new();
    for (time, state) in &status.times {
        let (line, place) = place(*time, is_weekly);
        let of_line = lines.entry(line).or_default();
        let sign = Sign::of(*state);
        let at = of_line.entry(place).or_insert(sign);
        *at = at.and(sign);
    }
    let mut text = String::new();
    let axis = if is_weekly {
        lines.keys().next().map(|(year, _)| months(*year))
    } else {
        Some(days())
    };
    // Writing to a String cannot fail.
    let _ = writeln!(text, "           {}", axis.unwrap_or_default());
    for ((year, month), signs) in lines {
        let name = match month {
            0 => format!("{year}   "),
            month => format!("{year}-{month:02}"),
        };
        let last = signs.keys().next_back().copied().unwrap_or_default();
        let signs: String = (0..=last)
            .map(|at| signs.get(&at).map_or(' ', |sign| sign.character()))
            .collect();
        let _ = writeln!(text, "  {name}  {}", signs.trim_end());
    }
    text
}

fn place(time: AsOf, is_weekly: bool) -> ((i32, u32), u32) {
    let day = time.date();
    if is_weekly {
        ((day.year(), 0), day.ordinal0() / 7)
    } else {
        ((day.year(), day.month()), day.day0())
    }
}

/// `1   5    10   15   20   25   30`: each number above its day.
fn days() -> String {
    marked([1, 5, 10, 15, 20, 25, 30].map(|day: u32| (day - 1, day.to_string())))
}

/// `J   F   M`: each month above the week that its first day lies in.
fn months(year: i32) -> String {
    let names = "JFMAMJJASOND".chars();
    let marks = (1..).zip(names).filter_map(|(month, name)| {
        let first = NaiveDate::from_ymd_opt(year, month, 1)?;
        Some((first.ordinal0() / 7, name.to_string()))
    });
    marked(marks)
}

fn marked(marks: impl IntoIterator<Item = (u32, String)>) -> String {
    let mut text = String::new();
    for (place, mark) in marks {
        while text.len() < place as usize {
            text.push(' ');
        }
        text.push_str(&mark);
    }
    text
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
    fn a_month_is_a_line_and_a_day_a_sign_below_its_number() {
        let days = [
            ("2023-08-30", State::Present),
            ("2023-08-31", State::Stale),
            ("2023-09-01", State::Missing),
            ("2023-09-02", State::Failed),
        ];
        assert_eq!(
            calendar(&status(Interval::Day, &days)),
            "           1   5    10   15   20   25   30\n  \
             2023-08                               #~\n  \
             2023-09  .!\n"
        );
    }

    #[test]
    fn a_day_of_hours_tells_part_from_nothing() {
        let hours = [
            ("2023-08-01T01:00", State::Present),
            ("2023-08-01T02:00", State::Missing),
            ("2023-08-02T00:00", State::Present),
            ("2023-08-03T00:00", State::Missing),
            ("2023-08-03T01:00", State::Missing),
            ("2023-08-04T00:00", State::Present),
            ("2023-08-04T01:00", State::Stale),
            ("2023-08-05T00:00", State::Failed),
            ("2023-08-05T01:00", State::Missing),
        ];
        let text = calendar(&status(Interval::Hour, &hours));
        assert!(text.ends_with("\n  2023-08  +#.~!\n"), "{text}");
    }

    #[test]
    fn weeks_stand_in_a_year_below_their_months() {
        let weeks = [
            ("2023-01-02", State::Present),
            ("2023-01-09", State::Stale),
            ("2023-03-06", State::Missing),
        ];
        assert_eq!(
            calendar(&status(Interval::Week, &weeks)),
            "           J   F   M   A    M   J   J    A   S    O   N   D\n  \
             2023     #~       .\n"
        );
    }
}
