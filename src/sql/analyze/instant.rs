//! Times that a query computes, told relative to the as-of time.
//!
//! `'{{ ds }}'::date` is the as-of time itself, `dateadd(day, -7, '{{ ds }}')` seven days before it, `ts` a column, and
//! `datediff(day, ts, '{{ ds }}')` the days between the two. Whatever is not understood is [`Time::Other`]: lints about time
//! then say nothing.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

/// Seconds in a day.
pub const DAY: i64 = 86_400;

/// A distance in time, in seconds. Months and years count 30 and 365 days, and are not exact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shift {
    /// Seconds; negative is earlier.
    pub seconds: i64,
    /// Whether it is always exactly that.
    pub is_exact: bool,
}

impl Shift {
    /// No distance.
    pub const ZERO: Self = Self {
        seconds: 0,
        is_exact: true,
    };

    fn plus(self, other: Self) -> Self {
        Self {
            seconds: self.seconds.saturating_add(other.seconds),
            is_exact: self.is_exact && other.is_exact,
        }
    }

    fn negated(self) -> Self {
        Self {
            seconds: self.seconds.saturating_neg(),
            is_exact: self.is_exact,
        }
    }
}

/// What an expression says about time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Time {
    /// Nothing that is understood.
    #[default]
    Other,
    /// The as-of time, shifted.
    AsOf(Shift),
    /// The as-of time, rounded down to a unit of more than a day, then shifted.
    AsOfUnit {
        /// How far.
        shift: Shift,
        /// Rounded to, in seconds.
        unit: i64,
    },
    /// The time in a column, rounded down to a unit of so many seconds (0: as it is), then shifted.
    Column {
        /// How far.
        shift: Shift,
        /// Rounded to.
        floor: i64,
    },
    /// As-of time less the time in a column, in units of so many seconds, plus a shift.
    Age {
        /// The unit of the number, in seconds.
        unit: i64,
        /// The column's and the as-of time's shifts, together.
        shift: Shift,
        /// The other way around: column less as-of time.
        is_negative: bool,
    },
    /// A number that is written out.
    Number(i64),
}

impl Time {
    /// The as-of time itself.
    pub const AS_OF: Self = Self::AsOf(Shift::ZERO);

    /// A column as it is.
    pub const COLUMN: Self = Self::Column {
        shift: Shift::ZERO,
        floor: 0,
    };

    /// A time moved by a shift.
    pub fn moved(self, by: Shift) -> Self {
        match self {
            Self::AsOf(shift) => Self::AsOf(shift.plus(by)),
            Self::AsOfUnit { shift, unit } => Self::AsOfUnit {
                shift: shift.plus(by),
                unit,
            },
            Self::Column { shift, floor } => Self::Column {
                shift: shift.plus(by),
                floor,
            },
            _ => Self::Other,
        }
    }

    /// A time rounded down to a unit: no later than before.
    pub fn truncated(self, unit: i64) -> Self {
        match self {
            // The as-of time of every cadence is a full hour; a day is what most have, and lints ask no finer.
            Self::AsOf(shift) if unit <= DAY && shift.seconds % DAY == 0 => Self::AsOf(shift),
            Self::AsOf(shift) => {
                let shift = Shift {
                    is_exact: false,
                    ..shift
                };
                if unit > DAY {
                    Self::AsOfUnit { shift, unit }
                } else {
                    Self::AsOf(shift)
                }
            }
            Self::AsOfUnit { shift, unit: of } => Self::AsOfUnit {
                shift,
                unit: of.max(unit),
            },
            Self::Column { shift, floor } => Self::Column {
                shift,
                floor: floor.max(unit),
            },
            _ => Self::Other,
        }
    }

    /// The same time, no later than which the as-of time is rounded down to.
    fn without_unit(self) -> Self {
        match self {
            Self::AsOfUnit { shift, .. } => Self::AsOf(shift),
            other => other,
        }
    }

    /// Whether it is the as-of time, shifted or rounded.
    pub fn is_as_of(self) -> bool {
        matches!(self, Self::AsOf(_) | Self::AsOfUnit { .. })
    }

    /// `DATEDIFF(unit, from, to)`.
    pub fn between(from: Self, to: Self, unit: i64) -> Self {
        match (from.without_unit(), to.without_unit()) {
            (Self::Column { shift: column, .. }, Self::AsOf(as_of)) => Self::Age {
                unit,
                shift: as_of.plus(column.negated()),
                is_negative: false,
            },
            (Self::AsOf(as_of), Self::Column { shift: column, .. }) => Self::Age {
                unit,
                shift: column.plus(as_of.negated()),
                is_negative: true,
            },
            _ => Self::Other,
        }
    }
}

/// The shift of `number` times a date part; `None` for a part that is not known.
pub fn shift(part: &str, number: i64) -> Option<Shift> {
    let (seconds, is_exact) = unit(part)?;
    Some(Shift {
        seconds: seconds.saturating_mul(number),
        is_exact,
    })
}

/// The seconds in a date part, and whether that is exact. Names and abbreviations as in Snowflake's "Date and time
/// functions", "Supported date and time parts".
pub fn unit(part: &str) -> Option<(i64, bool)> {
    Some(match part.to_ascii_lowercase().as_str() {
        "year" | "y" | "yy" | "yyy" | "yyyy" | "yr" | "years" | "yrs" => (365 * DAY, false),
        "quarter" | "q" | "qtr" | "qtrs" | "quarters" => (91 * DAY, false),
        "month" | "mm" | "mon" | "mons" | "months" => (30 * DAY, false),
        "week" | "w" | "wk" | "weekofyear" | "woy" | "wy" | "weeks" => (7 * DAY, true),
        "day" | "d" | "dd" | "days" | "dayofmonth" => (DAY, true),
        "hour" | "h" | "hh" | "hr" | "hours" | "hrs" => (3_600, true),
        "minute" | "m" | "mi" | "min" | "minutes" | "mins" => (60, true),
        "second" | "s" | "sec" | "seconds" | "secs" => (1, true),
        _ => return None,
    })
}

/// The texts in a rendered query that depend on the as-of time, and that time.
#[derive(Debug, Clone, Default)]
pub struct AsOfTexts {
    as_of: Option<NaiveDateTime>,
    texts: Vec<String>,
    /// Whether these are all texts that depend on the as-of time.
    are_all: bool,
}

impl AsOfTexts {
    /// `texts` are the dates and times that differ between renderings at two as-of times, as rendered for `as_of`.
    pub fn new(as_of: NaiveDateTime, texts: impl IntoIterator<Item = String>) -> Self {
        let mut texts: Vec<String> = texts.into_iter().collect();
        texts.sort();
        texts.dedup();
        Self {
            as_of: Some(as_of),
            texts,
            are_all: false,
        }
    }

    /// The same, where nothing else in the query depends on the as-of time.
    pub fn all(as_of: NaiveDateTime, texts: impl IntoIterator<Item = String>) -> Self {
        Self {
            are_all: true,
            ..Self::new(as_of, texts)
        }
    }

    /// Whether what depends on the as-of time depends on its day only, and is the same at every hour of one.
    pub(super) fn are_days(&self) -> bool {
        let has_hour = |text: &String| text.contains([':', 'T']);
        self.are_all && !self.texts.is_empty() && !self.texts.iter().any(has_hour)
    }

    /// Whether nothing in the query depends on the as-of time.
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    /// Whether a literal holds something that depends on the as-of time.
    pub(super) fn occur_in(&self, literal: &str) -> bool {
        self.texts
            .iter()
            .any(|text| literal.contains(text.as_str()))
    }

    /// How a literal lies to the as-of time, where it depends on it.
    pub(super) fn shift(&self, literal: &str) -> Option<Shift> {
        let as_of = self.as_of?;
        let depends = |text: &String| literal.starts_with(text.as_str());
        if !self.texts.iter().any(depends) {
            return None;
        }
        Some(Shift {
            seconds: (read(literal)? - as_of).num_seconds(),
            is_exact: true,
        })
    }
}

/// A date or time as templates write it.
fn read(literal: &str) -> Option<NaiveDateTime> {
    let day = |format| {
        NaiveDate::parse_from_str(literal, format)
            .ok()
            .map(|day| day.and_time(NaiveTime::MIN))
    };
    if let Some(found) = day("%Y-%m-%d").or_else(|| day("%Y%m%d")) {
        return Some(found);
    }
    let naive = literal
        .strip_suffix("+00:00")
        .or_else(|| literal.strip_suffix('Z'))
        .unwrap_or(literal);
    [
        "%Y-%m-%d %H:%M:%S",
        "%Y-%m-%dT%H:%M:%S",
        "%Y-%m-%d %H:%M:%S%.f",
        "%Y-%m-%dT%H:%M:%S%.f",
        "%Y-%m-%d %H:%M",
        "%Y-%m-%dT%H:%M",
        "%Y%m%dT%H%M%S",
    ]
    .iter()
    .find_map(|format| NaiveDateTime::parse_from_str(naive, format).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts() -> AsOfTexts {
        let day = NaiveDate::from_ymd_opt(1903, 3, 14).unwrap();
        let texts = ["1903-03-14", "1903-03-07", "19030314"].map(str::to_owned);
        AsOfTexts::new(day.and_time(NaiveTime::MIN), texts)
    }

    #[test]
    fn only_what_depends_on_the_as_of_time_is_measured() {
        let seconds = |literal| texts().shift(literal).map(|shift| shift.seconds);
        assert_eq!(seconds("1903-03-14"), Some(0));
        assert_eq!(seconds("19030314"), Some(0));
        assert_eq!(seconds("1903-03-07"), Some(-7 * DAY));
        assert_eq!(seconds("1903-03-14 00:00:00"), Some(0));
        assert_eq!(seconds("1903-03-14 23:59:59"), Some(DAY - 1));
        assert_eq!(seconds("1903-03-14T00:00:00+00:00"), Some(0));
        assert_eq!(seconds("1900-01-01"), None);
        assert_eq!(seconds("1903-03-14 x"), None);
    }

    #[test]
    fn days_have_no_hour() {
        let day = NaiveDate::from_ymd_opt(1903, 3, 14).unwrap();
        let are_days = |texts: &[&str]| {
            let texts = texts.iter().map(|text| (*text).to_owned());
            AsOfTexts::all(day.and_time(NaiveTime::MIN), texts).are_days()
        };
        assert!(are_days(&["1903-03-14", "19030314"]));
        for hours in [
            "1903-03-14T00:00:00+00:00",
            "19030314T000000",
            "1903-03-14 00:00:00",
        ] {
            assert!(!are_days(&["1903-03-14", hours]), "{hours}");
        }
        assert!(!are_days(&[]) && !texts().are_days());
    }

    #[test]
    fn ages_and_shifts() {
        let week = shift("day", -7).unwrap();
        let as_of = Time::AsOf(Shift::ZERO);
        assert_eq!(as_of.moved(week), Time::AsOf(week));
        assert_eq!(as_of.truncated(DAY), as_of);
        let Time::Age { shift, .. } = Time::between(Time::COLUMN, as_of.moved(week), DAY) else {
            panic!("an age was expected");
        };
        assert_eq!(shift.seconds, -7 * DAY);
        assert_eq!(Time::between(as_of, as_of, DAY), Time::Other);
        assert_eq!(unit("MONTHS"), Some((30 * DAY, false)));
        assert_eq!(unit("fortnight"), None);
    }
}
