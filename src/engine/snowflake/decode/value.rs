//! Single values as DuckDB prints them.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

/// A number of units of the scale's last digit: 1250 with scale 2 is `12.50`.
pub(super) fn decimal(units: i128, scale: u32) -> String {
    if scale == 0 {
        return units.to_string();
    }
    let scale = scale as usize;
    let digits = format!("{:0>width$}", units.unsigned_abs(), width = scale + 1);
    let (whole, fraction) = digits.split_at(digits.len() - scale);
    let sign = if units < 0 { "-" } else { "" };
    format!("{sign}{whole}.{fraction}")
}

/// The shortest text that reads as the same number.
pub(super) fn double(value: f64) -> String {
    if value.is_nan() {
        return "nan".into();
    }
    if value.is_infinite() {
        return if value < 0.0 { "-inf" } else { "inf" }.into();
    }
    let scientific = format!("{value:e}");
    let (digits, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or_default();
    if (-4..16).contains(&exponent) {
        let plain = value.to_string();
        if plain.contains('.') {
            plain
        } else {
            format!("{plain}.0")
        }
    } else {
        let sign = if exponent < 0 { '-' } else { '+' };
        format!("{digits}e{sign}{:02}", exponent.abs())
    }
}

/// Days since 1970.
pub(super) fn date(days: i64) -> Option<String> {
    let first = NaiveDate::from_ymd_opt(1970, 1, 1)?;
    let date = first.checked_add_signed(TimeDelta::try_days(days)?)?;
    Some(date.format("%Y-%m-%d").to_string())
}

/// Seconds and nanoseconds since midnight.
pub(super) fn time(seconds: i64, nanoseconds: u32) -> Option<String> {
    let time =
        NaiveTime::from_num_seconds_from_midnight_opt(u32::try_from(seconds).ok()?, nanoseconds)?;
    Some(format!(
        "{}{}",
        time.format("%H:%M:%S"),
        fraction(nanoseconds)
    ))
}

/// Seconds since 1970, without a zone.
pub(super) fn timestamp(seconds: i64, nanoseconds: u32) -> Option<String> {
    let moment = DateTime::from_timestamp(seconds, nanoseconds)?.naive_utc();
    Some(naive(moment, nanoseconds))
}

/// Seconds since 1970 in UTC, shown at an offset of so many minutes.
pub(super) fn timestamp_at(seconds: i64, nanoseconds: u32, minutes: i32) -> Option<String> {
    let offset = FixedOffset::east_opt(minutes.checked_mul(60)?)?;
    let moment = DateTime::from_timestamp(seconds, nanoseconds)?.with_timezone(&offset);
    let text = naive(moment.naive_local(), nanoseconds);
    let (sign, minutes) = if minutes < 0 {
        ('-', -minutes)
    } else {
        ('+', minutes)
    };
    let rest = match minutes % 60 {
        0 => String::new(),
        rest => format!(":{rest:02}"),
    };
    Some(format!("{text}{sign}{:02}{rest}", minutes / 60))
}

/// Bytes in hexadecimal digits, as Snowflake prints them.
pub(super) fn binary(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02X}")).collect()
}

/// Splits a number of units of a scale into seconds and nanoseconds.
pub(super) fn seconds(units: i64, scale: u32) -> Option<(i64, u32)> {
    let scale = scale.min(9);
    let per_second = 10_i64.checked_pow(scale)?;
    let nanoseconds = units.rem_euclid(per_second) * 10_i64.checked_pow(9 - scale)?;
    Some((
        units.div_euclid(per_second),
        u32::try_from(nanoseconds).ok()?,
    ))
}

fn naive(moment: NaiveDateTime, nanoseconds: u32) -> String {
    format!(
        "{}{}",
        moment.format("%Y-%m-%d %H:%M:%S"),
        fraction(nanoseconds)
    )
}

/// A fraction of a second without zeros at its end.
fn fraction(nanoseconds: u32) -> String {
    if nanoseconds == 0 {
        return String::new();
    }
    let digits = format!("{nanoseconds:09}");
    format!(".{}", digits.trim_end_matches('0'))
}
