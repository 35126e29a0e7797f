//! Dates and times from texts and numbers, and as texts.

use super::super::{Lowering, literal};
use super::Rule::{Call as ByCall, Scalar};
use super::datetime_format::{Direction, duckdb_format};
use super::{Call, Entry};

pub(super) const TABLE: &[Entry] = &[
    ("TO_DATE", 1, 1, Scalar("sf_date({0v})")),
    ("DATE", 1, 1, Scalar("sf_date({0v})")),
    ("TRY_TO_DATE", 1, 1, Scalar("sf_try_date({0v})")),
    ("TO_DATE", 2, 2, ByCall(read_with_format)),
    ("DATE", 2, 2, ByCall(read_with_format)),
    ("TRY_TO_DATE", 2, 2, ByCall(read_with_format)),
    ("TO_TIMESTAMP", 1, 1, Scalar("{0s}")),
    ("TO_TIMESTAMP_NTZ", 1, 1, Scalar("{0s}")),
    ("TRY_TO_TIMESTAMP", 1, 1, Scalar("sf_try_timestamp({0v})")),
    (
        "TRY_TO_TIMESTAMP_NTZ",
        1,
        1,
        Scalar("sf_try_timestamp({0v})"),
    ),
    ("TO_TIMESTAMP", 2, 2, ByCall(read_with_format)),
    ("TO_TIMESTAMP_NTZ", 2, 2, ByCall(read_with_format)),
    ("TRY_TO_TIMESTAMP", 2, 2, ByCall(read_with_format)),
    ("TRY_TO_TIMESTAMP_NTZ", 2, 2, ByCall(read_with_format)),
    ("TO_CHAR", 1, 1, Scalar("sf_text({0v})")),
    ("TO_VARCHAR", 1, 1, Scalar("sf_text({0v})")),
    ("TO_CHAR", 2, 2, ByCall(write_with_format)),
    ("TO_VARCHAR", 2, 2, ByCall(write_with_format)),
];

fn literal_format(call: &Call, direction: Direction) -> Option<String> {
    duckdb_format(literal::as_string(call.args[1])?, direction)
}

fn read_with_format(lowering: &mut Lowering, call: &Call) -> String {
    if let Some(scale) = literal::as_integer(call.args[1]) {
        return from_epoch(lowering, call, scale);
    }
    let Some(format) = literal_format(call, Direction::Read) else {
        return lowering.refuse_call(
            call,
            " with this format",
            Some("give a literal format of plain date elements"),
        );
    };
    let text = lowering.text(call.args[0]);
    let format = literal::string(&format);
    // Both functions read words such as `epoch` under any format.
    let timestamp = if call.name.starts_with("TRY_") {
        format!("try_strptime(sf_try_date_text({text}), {format})")
    } else {
        format!("strptime(sf_date_text({text}), {format})")
    };
    if call.name.ends_with("DATE") {
        format!("CAST({timestamp} AS DATE)")
    } else {
        timestamp
    }
}

fn write_with_format(lowering: &mut Lowering, call: &Call) -> String {
    let Some(format) = literal_format(call, Direction::Write) else {
        return lowering.refuse_call(
            call,
            " with this format",
            Some("only date formats given as a literal are supported"),
        );
    };
    let date = lowering.temporal(call.args[0]);
    format!(
        "strftime(sf_temporal({date}), {})",
        literal::string(&format)
    )
}

/// A number of seconds since 1970, or of a unit of `scale` decimals less.
fn from_epoch(lowering: &mut Lowering, call: &Call, scale: i64) -> String {
    let number = lowering.scalar(call.args[0]);
    let microseconds = match scale {
        0 => "* 1000000",
        3 => "* 1000",
        6 => "* 1",
        9 => "// 1000",
        _ => "",
    };
    if microseconds.is_empty() || !matches!(call.name.as_str(), "TO_TIMESTAMP" | "TO_TIMESTAMP_NTZ")
    {
        return lowering.refuse_call(call, " with this scale", Some("use 0, 3, 6 or 9"));
    }
    format!("make_timestamp(sf_whole({number}) {microseconds})")
}
