//! Parts of dates and times, with Snowflake's many names for them. Weeks start on Monday, as with its default settings.

use sqlparser::ast::DateTimeField;

use super::super::kind::Temporal;
use super::super::literal;

/// A part of a date or time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum DatePart {
    Year,
    Quarter,
    Month,
    Week,
    Day,
    Hour,
    Minute,
    Second,
    Millisecond,
    Microsecond,
    DayOfWeek,
    DayOfWeekIso,
    DayOfYear,
    WeekIso,
    YearOfWeek,
    Epoch,
    EpochMillisecond,
}

impl DatePart {
    /// The part that a word names.
    pub(in super::super) fn named(word: &str) -> Option<Self> {
        Some(match word.to_lowercase().as_str() {
            "year" | "y" | "yy" | "yyy" | "yyyy" | "yr" | "years" | "yrs" => Self::Year,
            "quarter" | "q" | "qtr" | "qtrs" | "quarters" => Self::Quarter,
            "month" | "mm" | "mon" | "mons" | "months" => Self::Month,
            "week" | "w" | "wk" | "weekofyear" | "woy" | "wy" | "weeks" => Self::Week,
            "day" | "d" | "dd" | "days" | "dayofmonth" => Self::Day,
            "hour" | "h" | "hh" | "hr" | "hours" | "hrs" => Self::Hour,
            "minute" | "m" | "mi" | "min" | "minutes" | "mins" => Self::Minute,
            "second" | "s" | "sec" | "seconds" | "secs" => Self::Second,
            "millisecond" | "ms" | "msec" | "milliseconds" => Self::Millisecond,
            "microsecond" | "us" | "usec" | "microseconds" => Self::Microsecond,
            "dayofweek" | "weekday" | "dow" | "dw" => Self::DayOfWeek,
            "dayofweekiso" | "dayofweek_iso" | "weekday_iso" | "dow_iso" | "dw_iso" => {
                Self::DayOfWeekIso
            }
            "dayofyear" | "yearday" | "doy" | "dy" => Self::DayOfYear,
            "weekiso" | "week_iso" | "weekofyeariso" | "weekofyear_iso" => Self::WeekIso,
            "yearofweek" | "yearofweekiso" => Self::YearOfWeek,
            "epoch" | "epoch_second" | "epoch_seconds" => Self::Epoch,
            "epoch_millisecond" | "epoch_milliseconds" => Self::EpochMillisecond,
            _ => return None,
        })
    }

    /// The part that the parser recognised.
    pub(in super::super) fn of_field(field: &DateTimeField) -> Option<Self> {
        match field {
            DateTimeField::Custom(ident) => Self::named(&ident.value),
            DateTimeField::Week(Some(_)) => None,
            other => Self::named(&other.to_string()),
        }
    }

    /// DuckDB's name of the unit.
    pub(in super::super) fn name(self) -> &'static str {
        match self {
            Self::Year | Self::YearOfWeek => "year",
            Self::Quarter => "quarter",
            Self::Month => "month",
            Self::Week | Self::WeekIso => "week",
            Self::Day | Self::DayOfWeek | Self::DayOfWeekIso | Self::DayOfYear => "day",
            Self::Hour => "hour",
            Self::Minute => "minute",
            Self::Second | Self::Epoch => "second",
            Self::Millisecond | Self::EpochMillisecond => "millisecond",
            Self::Microsecond => "microsecond",
        }
    }

    /// Whether dates can be moved by the part, and cut to it.
    pub(in super::super) fn is_unit(self) -> bool {
        matches!(
            self,
            Self::Year
                | Self::Quarter
                | Self::Month
                | Self::Week
                | Self::Day
                | Self::Hour
                | Self::Minute
                | Self::Second
                | Self::Millisecond
                | Self::Microsecond
        )
    }

    /// Whether `TIME_SLICE` takes the part.
    pub(super) fn is_slice(self) -> bool {
        self.is_unit() && !matches!(self, Self::Millisecond | Self::Microsecond)
    }

    /// Whether the unit is shorter than a day.
    pub(super) fn is_part_of_day(self) -> bool {
        matches!(self, Self::Hour | Self::Minute | Self::Second)
    }

    /// Whether the part can be the unit of a window frame's bound.
    pub(in super::super) fn is_fixed_unit(self) -> bool {
        self.is_unit()
    }

    /// A date moved by an amount of this unit.
    pub(in super::super) fn add(self, amount: &str, date: &str) -> Option<String> {
        let microseconds: i64 = match self {
            Self::Year => return Some(format!("sf_add_months({date}, 12 * round({amount}))")),
            Self::Quarter => return Some(format!("sf_add_months({date}, 3 * round({amount}))")),
            Self::Month => return Some(format!("sf_add_months({date}, {amount})")),
            Self::Week => return Some(format!("sf_add_days({date}, 7 * round({amount}))")),
            Self::Day => return Some(format!("sf_add_days({date}, {amount})")),
            Self::Hour => 3_600_000_000,
            Self::Minute => 60_000_000,
            Self::Second => 1_000_000,
            Self::Millisecond => 1_000,
            Self::Microsecond => 1,
            _ => return None,
        };
        Some(format!(
            "sf_add_microseconds({date}, {amount}, {microseconds})"
        ))
    }

    /// A date or time of a known type moved by a known amount: no macro has to choose. `None` where the amount is too large
    /// for DuckDB, which the macro reports.
    pub(in super::super) fn add_known(
        self,
        amount: i64,
        date: &str,
        kind: Temporal,
    ) -> Option<(String, Temporal)> {
        let (step, unit) = match self {
            Self::Year => ("months", 12),
            Self::Quarter => ("months", 3),
            Self::Month => ("months", 1),
            Self::Week => ("days", 7),
            Self::Day => ("days", 1),
            Self::Hour => ("microseconds", 3_600_000_000),
            Self::Minute => ("microseconds", 60_000_000),
            Self::Second => ("microseconds", 1_000_000),
            Self::Millisecond => ("microseconds", 1_000),
            Self::Microsecond => ("microseconds", 1),
            _ => return None,
        };
        let count = amount.checked_mul(unit)?;
        if step != "microseconds" {
            i32::try_from(count).ok()?;
        }
        let moved = format!("({date} + to_{step}({count}))");
        Some(match kind {
            Temporal::Date if step != "microseconds" => {
                (format!("CAST({moved} AS DATE)"), Temporal::Date)
            }
            _ => (moved, Temporal::Timestamp),
        })
    }

    /// The boundaries of this unit between two timestamps.
    pub(in super::super) fn difference(self, from: &str, to: &str) -> Option<String> {
        if self == Self::Week {
            // DuckDB counts whole weeks; Snowflake counts Mondays.
            return Some(format!("sf_weeks_between({from}, {to})"));
        }
        self.is_unit()
            .then(|| format!("date_diff({}, {from}, {to})", literal::string(self.name())))
    }

    /// The part's number in a timestamp.
    pub(in super::super) fn extract(self, timestamp: &str) -> Option<String> {
        let function = match self {
            Self::Year => "year",
            Self::Quarter => "quarter",
            Self::Month => "month",
            Self::Week | Self::WeekIso => "week",
            Self::Day => "day",
            Self::Hour => "hour",
            Self::Minute => "minute",
            Self::Second => "second",
            Self::DayOfWeek => "dayofweek",
            Self::DayOfWeekIso => "isodow",
            Self::DayOfYear => "dayofyear",
            Self::YearOfWeek => "isoyear",
            Self::Epoch => return Some(format!("CAST(floor(epoch({timestamp})) AS BIGINT)")),
            Self::EpochMillisecond => "epoch_ms",
            Self::Millisecond | Self::Microsecond => return None,
        };
        Some(format!("{function}({timestamp})"))
    }
}
