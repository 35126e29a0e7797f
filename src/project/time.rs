//! As-of times, intervals and lengths of time. All times are UTC and naive; today enters as a value.

use std::fmt;
use std::str::FromStr;

use chrono::{
    DateTime, Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike, Utc,
};

/// The logical time that a value describes: it uses only data before it. UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AsOf(NaiveDateTime);

impl AsOf {
    /// The as-of time at this moment (UTC).
    pub fn new(time: NaiveDateTime) -> Self {
        Self(time)
    }

    /// Midnight UTC of a day.
    pub fn midnight(day: NaiveDate) -> Self {
        Self(day.and_time(NaiveTime::MIN))
    }

    /// The moment.
    pub fn time(self) -> NaiveDateTime {
        self.0
    }

    /// The day: `ds`.
    pub fn date(self) -> NaiveDate {
        self.0.date()
    }

    /// `2023-08-01`: Airflow's `ds`.
    pub fn ds(self) -> String {
        self.0.format("%Y-%m-%d").to_string()
    }

    /// `2023-08-01T00:00:00+00:00`: Airflow's `ts`.
    pub fn ts(self) -> String {
        self.0.format("%Y-%m-%dT%H:%M:%S+00:00").to_string()
    }

    /// `2023-08-01 00:00:00`: how it stands in SQL and in the store.
    pub fn sql(self) -> String {
        self.0.format("%Y-%m-%d %H:%M:%S").to_string()
    }
}

impl fmt::Display for AsOf {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.time() == NaiveTime::MIN {
            formatter.write_str(&self.ds())
        } else {
            write!(formatter, "{}", self.0.format("%Y-%m-%dT%H:%M:%S"))
        }
    }
}

/// Years that Snowflake advises to keep within, and that have one text on both engines.
const FIRST_YEAR: i32 = 1582;
const LAST_YEAR: i32 = 9999;

impl FromStr for AsOf {
    type Err = InvalidAsOf;

    /// Reads `2023-08-01`, `2023-08-01T06:00`, `2023-08-01T06:00:00` or `2023-08-01 06:00:00`, with `Z` or an offset
    /// if wanted.
    fn from_str(text: &str) -> Result<Self, InvalidAsOf> {
        Self::read(text)
            .filter(|time| (FIRST_YEAR..=LAST_YEAR).contains(&time.0.year()))
            // A leap second is no time on Snowflake, nor in DuckDB.
            .filter(|time| time.0.nanosecond() < 1_000_000_000)
            .ok_or_else(|| InvalidAsOf(text.to_owned()))
    }
}

impl AsOf {
    fn read(text: &str) -> Option<Self> {
        if let Ok(day) = NaiveDate::parse_from_str(text, "%Y-%m-%d")
            && text.len() == "2023-08-01".len()
        {
            return Some(Self::midnight(day));
        }
        if let Ok(time) = DateTime::parse_from_rfc3339(text) {
            return Some(Self(time.with_timezone(&Utc).naive_utc()));
        }
        ["%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M"]
            .iter()
            .find_map(|format| NaiveDateTime::parse_from_str(text, format).ok())
            .map(Self)
    }
}

/// Text that is no date or time.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is neither a date like `2023-08-01` nor a time like `2023-08-01T06:00:00`, from 1582 to 9999"
)]
pub struct InvalidAsOf(String);

/// The cadence of a view's as-of times.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, serde::Serialize)]
pub enum Interval {
    /// Every full hour, UTC.
    #[serde(rename = "1 hour")]
    Hour,
    /// Every midnight, UTC.
    #[default]
    #[serde(rename = "1 day")]
    Day,
    /// Every Monday at midnight, UTC (ISO 8601 weeks, as Snowflake's default).
    #[serde(rename = "1 week")]
    Week,
}

impl Interval {
    /// All, as they are written.
    pub const NAMES: [&'static str; 3] = ["1 hour", "1 day", "1 week"];

    /// The latest as-of time of this cadence at or before `time`.
    pub fn floor(self, time: AsOf) -> AsOf {
        let day = time.date();
        match self {
            Self::Hour => {
                AsOf(day.and_time(NaiveTime::MIN) + TimeDelta::hours(time.0.hour().into()))
            }
            Self::Day => AsOf::midnight(day),
            Self::Week => AsOf::midnight(
                day.checked_sub_days(Days::new(day.weekday().num_days_from_monday().into()))
                    .unwrap_or(day),
            ),
        }
    }

    /// The as-of time before `time`.
    pub fn previous(self, time: AsOf) -> AsOf {
        AsOf(time.0.checked_sub_signed(self.length()).unwrap_or(time.0))
    }

    /// The as-of time after `time`.
    pub fn next(self, time: AsOf) -> AsOf {
        AsOf(time.0.checked_add_signed(self.length()).unwrap_or(time.0))
    }

    /// All as-of times of this cadence from `first` to `last`, both included, in order.
    pub fn between(self, first: AsOf, last: AsOf) -> Vec<AsOf> {
        let floor = self.floor(first);
        let start = if floor < first {
            self.next(floor)
        } else {
            floor
        };
        std::iter::successors(Some(start), |time| {
            let next = self.next(*time);
            (next > *time).then_some(next)
        })
        .take_while(|time| *time <= last)
        .collect()
    }

    /// The time from one as-of to the next.
    pub fn length(self) -> TimeDelta {
        match self {
            Self::Hour => TimeDelta::hours(1),
            Self::Day => TimeDelta::days(1),
            Self::Week => TimeDelta::weeks(1),
        }
    }
}

impl fmt::Display for Interval {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Hour => "1 hour",
            Self::Day => "1 day",
            Self::Week => "1 week",
        })
    }
}

impl FromStr for Interval {
    type Err = InvalidLength;

    fn from_str(text: &str) -> Result<Self, InvalidLength> {
        match Length::from_str(text)?.seconds {
            3_600 => Ok(Self::Hour),
            86_400 => Ok(Self::Day),
            604_800 => Ok(Self::Week),
            _ => Err(InvalidLength(text.to_owned())),
        }
    }
}

/// A length of time such as `30 days`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Length {
    seconds: i64,
}

impl Length {
    /// In seconds.
    pub fn seconds(self) -> i64 {
        self.seconds
    }

    /// As chrono's type.
    pub fn delta(self) -> TimeDelta {
        TimeDelta::seconds(self.seconds)
    }
}

impl FromStr for Length {
    type Err = InvalidLength;

    /// Reads a whole number and a unit: `90 seconds`, `6 hours`, `30 days`, `2 weeks`.
    fn from_str(text: &str) -> Result<Self, InvalidLength> {
        let invalid = || InvalidLength(text.to_owned());
        let (number, unit) = text.trim().split_once(' ').ok_or_else(invalid)?;
        let number: u32 = number.parse().map_err(|_| invalid())?;
        let unit: i64 = match unit.trim() {
            "second" | "seconds" => 1,
            "minute" | "minutes" => 60,
            "hour" | "hours" => 3_600,
            "day" | "days" => 86_400,
            "week" | "weeks" => 604_800,
            _ => return Err(invalid()),
        };
        Ok(Self {
            seconds: i64::from(number) * unit,
        })
    }
}

impl fmt::Display for Length {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let units = [
            (604_800, "week"),
            (86_400, "day"),
            (3_600, "hour"),
            (60, "minute"),
            (1, "second"),
        ];
        let (length, unit) = units
            .into_iter()
            .find(|(length, _)| self.seconds % length == 0)
            .unwrap_or((1, "second"));
        let number = self.seconds / length;
        let plural = if number == 1 { "" } else { "s" };
        write!(formatter, "{number} {unit}{plural}")
    }
}

/// Text that is no length of time.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a length of time like `6 hours` or `30 days`")]
pub struct InvalidLength(String);

#[cfg(test)]
mod tests {
    use super::*;

    fn as_of(text: &str) -> AsOf {
        text.parse().unwrap()
    }

    #[test]
    fn floors_to_the_cadence() {
        let time = as_of("2023-08-03T17:45:10");
        assert_eq!(Interval::Hour.floor(time), as_of("2023-08-03T17:00"));
        assert_eq!(Interval::Day.floor(time), as_of("2023-08-03"));
        assert_eq!(Interval::Week.floor(time), as_of("2023-07-31"));
        assert_eq!(
            Interval::Week.previous(as_of("2023-07-31")),
            as_of("2023-07-24")
        );
    }

    #[test]
    fn the_times_of_a_range_include_both_ends() {
        let (first, last) = (as_of("2023-08-01"), as_of("2023-08-15"));
        let days = Interval::Day.between(first, last);
        assert_eq!(days.len(), 15);
        assert_eq!((days[0], days[14]), (first, last));
        // Mondays: the first of August 2023 is a Tuesday.
        assert_eq!(
            Interval::Week.between(first, last),
            [as_of("2023-08-07"), as_of("2023-08-14")]
        );
        assert_eq!(Interval::Hour.between(first, first), [first]);
        assert_eq!(Interval::Day.between(last, first), []);
        assert_eq!(
            Interval::Day
                .between(as_of("9999-12-30"), as_of("9999-12-31"))
                .len(),
            2
        );
    }

    #[test]
    fn reads_times_and_refuses_nonsense() {
        assert_eq!(as_of("2023-08-01T02:00:00+02:00"), as_of("2023-08-01"));
        for text in [
            "2023-02-30",
            "2023-8-1",
            "yesterday",
            "",
            "2023-08-01x",
            "0000-01-01",
            "1500-01-01",
            "2016-12-31T23:59:60",
        ] {
            assert!(text.parse::<AsOf>().is_err(), "{text}");
        }
    }

    #[test]
    fn lengths_read_and_print() {
        for text in ["30 days", "6 hours", "1 week", "90 seconds"] {
            assert_eq!(text.parse::<Length>().unwrap().to_string(), text);
        }
        for text in ["days", "30", "-1 days", "1.5 days", "30 fortnights"] {
            assert!(text.parse::<Length>().is_err(), "{text}");
        }
        assert_eq!("24 hours".parse::<Interval>().unwrap(), Interval::Day);
        assert!("2 days".parse::<Interval>().is_err());
    }
}
