//! Dates and times.

use sqlparser::ast::{Expr, Spanned};

use super::super::{Lowering, folded, literal};
use super::Rule::{Call as ByCall, NotReproducible, Scalar};
use super::datetime_format::{Direction, duckdb_format};
use super::datetime_part::DatePart;
use super::{Call, Entry};

pub(super) const TABLE: &[Entry] = &[
    ("DATEADD", 3, 3, ByCall(date_add)),
    ("TIMEADD", 3, 3, ByCall(date_add)),
    ("TIMESTAMPADD", 3, 3, ByCall(date_add)),
    ("DATEDIFF", 3, 3, ByCall(date_diff)),
    ("TIMEDIFF", 3, 3, ByCall(date_diff)),
    ("TIMESTAMPDIFF", 3, 3, ByCall(date_diff)),
    ("DATE_TRUNC", 2, 2, ByCall(date_trunc)),
    ("DATE_PART", 2, 2, ByCall(date_part)),
    (
        "ADD_MONTHS",
        2,
        2,
        Scalar("sf_add_months_to_end({0d}, {1})"),
    ),
    (
        "MONTHS_BETWEEN",
        2,
        2,
        Scalar("sf_months_between({0d}, {1d})"),
    ),
    ("LAST_DAY", 1, 2, ByCall(last_day)),
    ("NEXT_DAY", 2, 2, ByCall(weekday_from)),
    ("PREVIOUS_DAY", 2, 2, ByCall(weekday_from)),
    ("YEAR", 1, 1, Scalar("year({0s})")),
    ("QUARTER", 1, 1, Scalar("quarter({0s})")),
    ("MONTH", 1, 1, Scalar("month({0s})")),
    ("DAY", 1, 1, Scalar("day({0s})")),
    ("DAYOFMONTH", 1, 1, Scalar("day({0s})")),
    ("DAYOFYEAR", 1, 1, Scalar("dayofyear({0s})")),
    ("DAYOFWEEK", 1, 1, Scalar("dayofweek({0s})")),
    ("DAYOFWEEKISO", 1, 1, Scalar("isodow({0s})")),
    ("WEEK", 1, 1, Scalar("week({0s})")),
    ("WEEKOFYEAR", 1, 1, Scalar("week({0s})")),
    ("WEEKISO", 1, 1, Scalar("week({0s})")),
    ("YEAROFWEEK", 1, 1, Scalar("isoyear({0s})")),
    ("YEAROFWEEKISO", 1, 1, Scalar("isoyear({0s})")),
    ("HOUR", 1, 1, Scalar("hour({0s})")),
    ("MINUTE", 1, 1, Scalar("minute({0s})")),
    ("SECOND", 1, 1, Scalar("second({0s})")),
    ("DAYNAME", 1, 1, Scalar("left(dayname({0s}), 3)")),
    ("MONTHNAME", 1, 1, Scalar("left(monthname({0s}), 3)")),
    ("DATE_FROM_PARTS", 3, 3, Scalar("sf_date_from_parts({*})")),
    ("DATEFROMPARTS", 3, 3, Scalar("sf_date_from_parts({*})")),
    ("TO_DATE", 1, 1, Scalar("sf_date({0v})")),
    ("DATE", 1, 1, Scalar("sf_date({0v})")),
    ("TRY_TO_DATE", 1, 1, Scalar("sf_try_date({0v})")),
    ("TO_DATE", 2, 2, ByCall(read_with_format)),
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
    ("CURRENT_DATE", 0, 0, NotReproducible),
    ("CURRENT_TIME", 0, 1, NotReproducible),
    ("CURRENT_TIMESTAMP", 0, 1, NotReproducible),
    ("LOCALTIME", 0, 1, NotReproducible),
    ("LOCALTIMESTAMP", 0, 1, NotReproducible),
    ("SYSDATE", 0, 0, NotReproducible),
    ("SYSTIMESTAMP", 0, 0, NotReproducible),
    ("GETDATE", 0, 0, NotReproducible),
];

/// The part that an argument names, as a word or as a literal.
fn part_of(arg: &Expr) -> Option<DatePart> {
    match arg {
        Expr::Identifier(ident) => DatePart::named(&folded(ident)),
        _ => DatePart::named(literal::as_string(arg)?),
    }
}

fn date_add(lowering: &mut Lowering, call: &Call) -> String {
    let (amount, date) = (
        lowering.scalar(call.args[1]),
        lowering.temporal(call.args[2]),
    );
    match part_of(call.args[0]).and_then(|part| part.add(&amount, &date)) {
        Some(text) => text,
        None => lowering.refuse_call(call, " with this date part", None),
    }
}

fn date_diff(lowering: &mut Lowering, call: &Call) -> String {
    let from = lowering.timestamp(call.args[1]);
    let to = lowering.timestamp(call.args[2]);
    match part_of(call.args[0]).and_then(|part| part.difference(&from, &to)) {
        Some(text) => text,
        None => lowering.refuse_call(call, " with this date part", None),
    }
}

fn date_trunc(lowering: &mut Lowering, call: &Call) -> String {
    lowering.date_trunc(call, call.args[0], call.args[1])
}

fn date_part(lowering: &mut Lowering, call: &Call) -> String {
    match part_of(call.args[0]) {
        Some(part) => lowering.date_part(part, call.args[1]),
        None => lowering.refuse_call(call, " with this date part", None),
    }
}

/// The last day of the month, or of another unit.
fn last_day(lowering: &mut Lowering, call: &Call) -> String {
    let date = lowering.timestamp(call.args[0]);
    let part = call
        .args
        .get(1)
        .map_or(Some(DatePart::Month), |part| part_of(part));
    match part {
        Some(DatePart::Month) => format!("last_day({date})"),
        Some(part @ (DatePart::Year | DatePart::Quarter | DatePart::Week)) => {
            format!(
                "CAST(date_trunc('{0}', {date}) + INTERVAL 1 {0} - INTERVAL 1 day AS DATE)",
                part.name()
            )
        }
        _ => lowering.refuse_call(call, " with this date part", None),
    }
}

/// `NEXT_DAY(date, 'mo')`: the two first letters name the day.
fn weekday_from(lowering: &mut Lowering, call: &Call) -> String {
    let days = ["su", "mo", "tu", "we", "th", "fr", "sa"];
    let name = literal::as_string(call.args[1]).map(|name| name.trim().to_lowercase());
    let day = name.and_then(|name| days.iter().position(|day| name.starts_with(day)));
    let date = lowering.timestamp(call.args[0]);
    match day {
        Some(day) if call.name == "NEXT_DAY" => format!("sf_next_day({date}, {day})"),
        Some(day) => format!("sf_previous_day({date}, {day})"),
        None => lowering.refuse_call(call, " with a day that is not a literal", None),
    }
}

fn literal_format(call: &Call, direction: Direction) -> Option<String> {
    duckdb_format(literal::as_string(call.args[1])?, direction)
}

fn read_with_format(lowering: &mut Lowering, call: &Call) -> String {
    let Some(format) = literal_format(call, Direction::Read) else {
        return lowering.refuse_call(
            call,
            " with this format",
            Some("give a literal format of plain date elements"),
        );
    };
    let text = lowering.text(call.args[0]);
    let function = if call.name.starts_with("TRY_") {
        "try_strptime"
    } else {
        "strptime"
    };
    let timestamp = format!("{function}({text}, {})", literal::string(&format));
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

impl Lowering {
    pub(super) fn date_trunc(&mut self, call: &Call, part: &Expr, date: &Expr) -> String {
        let value = self.temporal(date);
        match part_of(part) {
            Some(part) if part.is_unit() => {
                format!("sf_date_trunc({}, {value})", literal::string(part.name()))
            }
            _ => self.refuse_call(call, " with this date part", None),
        }
    }

    pub(in super::super) fn date_part(&mut self, part: DatePart, date: &Expr) -> String {
        let timestamp = self.timestamp(date);
        match part.extract(&timestamp) {
            Some(text) => text,
            None => self.refuse(date.span(), "this date part", None),
        }
    }
}
