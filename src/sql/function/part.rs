//! Parts of dates and times, with their many names. Source: "Supported date and time parts".

/// How big a part is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Size {
    /// A day or more: a date moved by it is a date.
    Calendar,
    /// Less than a day: a date moved by it is a timestamp.
    Clock,
    /// No span, such as the day of the week.
    Field,
}

impl Size {
    /// The size of the part that a word names, in any case.
    pub(super) fn of(word: &str) -> Option<Self> {
        Some(match word.to_ascii_lowercase().as_str() {
            "year" | "y" | "yy" | "yyy" | "yyyy" | "yr" | "years" | "yrs" | "quarter" | "q"
            | "qtr" | "qtrs" | "quarters" | "month" | "mm" | "mon" | "mons" | "months" | "week"
            | "w" | "wk" | "weekofyear" | "woy" | "wy" | "weeks" | "week_iso" | "weekiso"
            | "weekofyeariso" | "weekofyear_iso" | "day" | "d" | "dd" | "days" | "dayofmonth" => {
                Self::Calendar
            }
            "hour" | "h" | "hh" | "hr" | "hours" | "hrs" | "minute" | "m" | "mi" | "min"
            | "minutes" | "mins" | "second" | "s" | "sec" | "seconds" | "secs" | "millisecond"
            | "ms" | "msec" | "milliseconds" | "microsecond" | "us" | "usec" | "microseconds"
            | "nanosecond" | "ns" | "nsec" | "nanosec" | "nsecond" | "nanoseconds" | "nanosecs"
            | "nseconds" => Self::Clock,
            "dayofweek" | "weekday" | "dow" | "dw" | "dayofweek_iso" | "dayofweekiso"
            | "weekday_iso" | "dow_iso" | "dw_iso" | "dayofyear" | "yearday" | "doy" | "dy"
            | "yearofweek" | "yearofweekiso" | "epoch_second" | "epoch" | "epoch_seconds"
            | "epoch_millisecond" | "epoch_milliseconds" | "epoch_microsecond"
            | "epoch_microseconds" | "epoch_nanosecond" | "epoch_nanoseconds" | "timezone_hour"
            | "tzh" | "timezone_minute" | "tzm" => Self::Field,
            _ => return None,
        })
    }
}
