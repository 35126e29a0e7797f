//! Dates in templates: `macros.ds_add`, `macros.ds_format`, the filters `ds`, `ds_nodash`, `ts`, `ts_nodash`, and
//! `strftime`. Dates are text in a template, as Airflow's `ds` is; nothing here knows what today is.

use chrono::format::{Item, Parsed, StrftimeItems};
use chrono::{Datelike, NaiveDate, NaiveDateTime, TimeDelta};
use minijinja::{Error, Value};

use super::problem::Problem;
use crate::project::time::AsOf;

/// The object `macros`.
pub(super) fn macros() -> Value {
    Value::from_pairs([
        ("ds_add", Value::from_function(ds_add)),
        ("ds_format", Value::from_function(ds_format)),
    ])
}

/// Adds the filters that Airflow has for times.
pub(super) fn add_filters(environment: &mut minijinja::Environment<'static>) {
    for (name, pattern) in [
        ("ds", "%Y-%m-%d"),
        ("ds_nodash", "%Y%m%d"),
        ("ts", "%Y-%m-%dT%H:%M:%S+00:00"),
        ("ts_nodash", "%Y%m%dT%H%M%S"),
    ] {
        environment.add_filter(name, move |time: &str| strftime(time, pattern));
    }
}

/// A day, `days` later.
fn ds_add(ds: &str, days: i64) -> Result<String, Error> {
    let day = NaiveDate::parse_from_str(ds, "%Y-%m-%d")
        .map_err(|_| invalid(format!("`{ds}` is not a date like `2023-08-01`")))?;
    TimeDelta::try_days(days)
        .and_then(|distance| day.checked_add_signed(distance))
        .filter(|day| (1..=9999).contains(&day.year()))
        .map(|day| day.format("%Y-%m-%d").to_string())
        .ok_or_else(|| {
            invalid(format!(
                "{days} days from `{ds}` is not in the years 1 to 9999"
            ))
        })
}

/// Reads a date or time in one format and writes it in another; formats are those of `strftime`.
fn ds_format(time: &str, input: &str, output: &str) -> Result<String, Error> {
    let items = pattern(input)?;
    let mut parsed = Parsed::new();
    let time = chrono::format::parse(&mut parsed, time, items.iter())
        .ok()
        .and_then(|()| complete(parsed))
        .ok_or_else(|| invalid(format!("`{time}` is not a date in the format `{input}`")))?;
    format(time, output)
}

/// A time in another format, as Python's method.
pub(super) fn strftime(time: &str, output: &str) -> Result<String, Error> {
    let time: AsOf = time.parse().map_err(|error| invalid(format!("{error}")))?;
    format(time.time(), output)
}

/// What a format leaves out is January, the first, midnight, as in Python.
fn complete(mut parsed: Parsed) -> Option<NaiveDateTime> {
    if parsed.ordinal().is_none() && parsed.month().is_none() {
        parsed.set_month(1).ok()?;
    }
    if parsed.ordinal().is_none() && parsed.day().is_none() {
        parsed.set_day(1).ok()?;
    }
    if parsed.hour_mod_12().is_none() {
        parsed.set_hour(0).ok()?;
    }
    if parsed.minute().is_none() {
        parsed.set_minute(0).ok()?;
    }
    Some(
        parsed
            .to_naive_date()
            .ok()?
            .and_time(parsed.to_naive_time().ok()?),
    )
}

fn format(time: NaiveDateTime, output: &str) -> Result<String, Error> {
    let items = pattern(output)?;
    let mut text = String::new();
    std::fmt::Write::write_fmt(
        &mut text,
        format_args!("{}", time.format_with_items(items.iter())),
    )
    .map_err(|_| invalid(format!("a date cannot be written in the format `{output}`")))?;
    Ok(text)
}

fn pattern(text: &str) -> Result<Vec<Item<'_>>, Error> {
    let items: Vec<_> = StrftimeItems::new(text).collect();
    if items.contains(&Item::Error) {
        return Err(invalid(format!("`{text}` is not a format like `%Y-%m-%d`")));
    }
    Ok(items)
}

fn invalid(message: String) -> Error {
    Problem::Argument(message).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_added_across_months_and_leap_days() {
        assert_eq!(ds_add("2024-02-28", 1).unwrap(), "2024-02-29");
        assert_eq!(ds_add("2023-08-01", -7).unwrap(), "2023-07-25");
        for (ds, days) in [
            ("2023-02-30", 1),
            ("20230801", 1),
            ("2023-08-01", i64::MAX),
            ("2023-08-01", 4_000_000),
        ] {
            assert!(ds_add(ds, days).is_err(), "{ds} {days}");
        }
    }

    #[test]
    fn formats_read_and_write() {
        let ok = |time, input, output| ds_format(time, input, output).unwrap();
        assert_eq!(ok("2023-08-01", "%Y-%m-%d", "%Y%m%d"), "20230801");
        assert_eq!(ok("2023-08", "%Y-%m", "%d.%m.%y"), "01.08.23");
        assert_eq!(ok("01/08/23 6", "%d/%m/%y %H", "%H:%M"), "06:00");
        assert_eq!(ok("2023-213", "%Y-%j", "%A"), "Tuesday");
        assert!(ds_format("2023-08-01", "%Y/%m/%d", "%Y").is_err());
        assert!(ds_format("2023-08-01", "%Y-%m-%d", "%!").is_err());
        assert!(ds_format("2023-08-01", "%Y-%m-%d", "%z").is_err());
    }
}
