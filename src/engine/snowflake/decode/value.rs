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
    let mut text = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        text.push_str(&format!("{byte:02X}"));
    }
    text
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_keep_their_scale() {
        for (units, scale, text) in [
            (0, 0, "0"),
            (-7, 0, "-7"),
            (5, 2, "0.05"),
            (-5, 2, "-0.05"),
            (1250, 2, "12.50"),
            (0, 3, "0.000"),
            (i128::MIN, 38, "-1.70141183460469231731687303715884105728"),
        ] {
            assert_eq!(decimal(units, scale), text);
        }
    }

    #[test]
    #[cfg(feature = "duckdb")]
    fn doubles_print_as_duckdb_prints_them() {
        use crate::engine::Engine;
        use crate::engine::duckdb::DuckDb;

        let values = [
            0.0,
            -0.0,
            1.0,
            -1.5,
            0.1,
            1.0 / 3.0,
            100.0,
            1e15,
            1e16,
            1.5e16,
            123_456_789_012_345_680.0,
            1e20,
            1.25e-4,
            1e-4,
            1e-5,
            1.5e-5,
            1e-100,
            1.797_693_134_862_315_7e308,
            5e-324,
            f64::NAN,
            f64::INFINITY,
            f64::NEG_INFINITY,
            2.5e7,
            9_007_199_254_740_993.0,
        ];
        let mut session = DuckDb::in_memory().unwrap().session().unwrap();
        for value in values {
            let literal = format!("'{value:e}'").replace("NaN", "nan");
            let rows = session.query(&format!("SELECT {literal}::DOUBLE")).unwrap();
            assert_eq!(Some(double(value)), rows.rows[0][0], "{value:e}");
        }
    }

    #[test]
    #[cfg(feature = "duckdb")]
    fn moments_print_as_duckdb_prints_them() {
        use crate::engine::Engine;
        use crate::engine::duckdb::DuckDb;

        let mut session = DuckDb::in_memory().unwrap().session().unwrap();
        for micros in [
            0,
            1,
            -1,
            1_690_848_000_000_000,
            1_690_848_000_500_000,
            -62_135_596_800_000_000,
        ] {
            let (seconds, nanoseconds) = seconds(micros, 6).unwrap();
            let rows = session
                .query(&format!("SELECT make_timestamp({micros}::BIGINT), make_timestamp({micros}::BIGINT)::DATE"))
                .unwrap();
            assert_eq!(timestamp(seconds, nanoseconds), rows.rows[0][0], "{micros}");
            assert_eq!(
                date(seconds.div_euclid(86_400)),
                rows.rows[0][1],
                "{micros}"
            );
        }
    }

    #[test]
    fn what_is_out_of_range_is_no_value() {
        assert_eq!(date(i64::MAX), None);
        assert_eq!(timestamp(i64::MAX, 0), None);
        assert_eq!(time(86_400, 0), None);
        assert_eq!(timestamp_at(0, 0, i32::MAX), None);
        assert_eq!(
            timestamp_at(0, 0, -90).unwrap(),
            "1969-12-31 22:30:00-01:30"
        );
    }
}
