//! Rows of JSON: all values are texts, times and dates as offsets.

use serde_json::Value;

use super::super::error::Failure;
use super::{ColumnType, nonsense, unreadable, value};

/// The rows of a rowset.
pub(super) fn rows(
    rowset: &Value,
    types: &[ColumnType],
) -> Result<Vec<Vec<Option<String>>>, Failure> {
    let rows = rowset
        .as_array()
        .ok_or_else(|| nonsense("its rows are no list".into()))?;
    rows.iter().map(|row| texts(row, types)).collect()
}

fn texts(row: &Value, types: &[ColumnType]) -> Result<Vec<Option<String>>, Failure> {
    let values = row
        .as_array()
        .ok_or_else(|| nonsense("a row is no list".into()))?;
    if values.len() != types.len() {
        return Err(nonsense(format!(
            "a row has {} values for {} columns",
            values.len(),
            types.len()
        )));
    }
    values
        .iter()
        .zip(types)
        .map(|(value, column)| match value {
            Value::Null => Ok(None),
            Value::String(value) => text(value, column).map(Some),
            other => text(&other.to_string(), column).map(Some),
        })
        .collect()
}

/// A value as it is printed. What does not have the form of its type stands as it came, if that can only be itself.
fn text(value: &str, column: &ColumnType) -> Result<String, Failure> {
    let refused = || unreadable(&column.name, &column.kind);
    match column.kind.as_str() {
        "real" => Ok(value
            .parse()
            .map_or_else(|_| value.to_owned(), value::double)),
        "boolean" => Ok(match value {
            "1" => "true".to_owned(),
            "0" => "false".to_owned(),
            other => other.to_ascii_lowercase(),
        }),
        "date" => match value.parse() {
            Ok(days) => value::date(days).ok_or_else(refused),
            Err(_) => Ok(value.to_owned()),
        },
        "time" | "timestamp_ntz" | "timestamp_ltz" => {
            let Some((seconds, nanoseconds)) = moment(value) else {
                return Ok(value.to_owned());
            };
            match column.kind.as_str() {
                "time" => value::time(seconds, nanoseconds),
                "timestamp_ntz" => value::timestamp(seconds, nanoseconds),
                _ => value::timestamp_at(seconds, nanoseconds, 0),
            }
            .ok_or_else(refused)
        }
        "timestamp_tz" => {
            let offset = value
                .split_once(' ')
                .and_then(|(time, zone)| Some((moment(time)?, zone.parse::<i32>().ok()?)));
            let Some(((seconds, nanoseconds), zone)) = offset else {
                return Ok(value.to_owned());
            };
            value::timestamp_at(seconds, nanoseconds, zone - ZONE_OF_UTC).ok_or_else(refused)
        }
        _ => Ok(value.to_owned()),
    }
}

/// Zones are sent as minutes east of UTC, a day added.
pub(super) const ZONE_OF_UTC: i32 = 24 * 60;

/// `1690848000.500000000` as seconds and nanoseconds.
fn moment(value: &str) -> Option<(i64, u32)> {
    let (whole, fraction) = value.split_once('.').unwrap_or((value, ""));
    let seconds: i64 = whole.parse().ok()?;
    if fraction.len() > 9 || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let nanoseconds: u32 = format!("{fraction:0<9}").parse().ok()?;
    if whole.starts_with('-') && nanoseconds > 0 {
        // The fraction counts downwards as well.
        Some((seconds - 1, 1_000_000_000 - nanoseconds))
    } else {
        Some((seconds, nanoseconds))
    }
}
