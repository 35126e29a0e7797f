//! Dates and times.

use sqlparser::ast::{Expr, Spanned};

use super::super::kind::{Temporal, temporal_argument_type};
use super::super::{Lowering, folded, literal};
use super::Rule::{Call as ByCall, NotReproducible, Scalar};
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
    ("TIMESTAMP_FROM_PARTS", 6, 7, ByCall(timestamp_from_parts)),
    ("TIMESTAMPFROMPARTS", 6, 7, ByCall(timestamp_from_parts)),
    (
        "TIMESTAMP_NTZ_FROM_PARTS",
        6,
        7,
        ByCall(timestamp_from_parts),
    ),
    ("TIMESTAMPNTZFROMPARTS", 6, 7, ByCall(timestamp_from_parts)),
    ("TIME_SLICE", 3, 4, ByCall(time_slice)),
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
    let part = part_of(call.args[0]);
    let known = part
        .zip(literal::as_integer(call.args[1]))
        .zip(temporal_argument_type(call.args[2]))
        .and_then(|((part, amount), kind)| part.add_known(amount, &date, kind));
    if let Some((text, _)) = known {
        return text;
    }
    match part.and_then(|part| part.add(&amount, &date)) {
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

/// Each part may leave its range and then moves the next larger one; nanoseconds are cut to microseconds.
fn timestamp_from_parts(lowering: &mut Lowering, call: &Call) -> String {
    let parts: Vec<String> = call.args.iter().map(|arg| lowering.scalar(arg)).collect();
    let nanoseconds = parts.get(6).map_or("0", String::as_str);
    format!(
        "sf_timestamp_from_parts({}, {nanoseconds})",
        parts[..6].join(", ")
    )
}

/// `TIME_SLICE(date, 2, 'WEEK', 'END')`: slices are counted from 1970, those of weeks from that year's first Monday.
fn time_slice(lowering: &mut Lowering, call: &Call) -> String {
    let length = literal::as_integer(call.args[1]).filter(|length| *length >= 1);
    let part = part_of(call.args[2]).filter(|part| part.is_slice());
    let end = match call.args.get(3).map(|side| literal::as_string(side)) {
        None => Some(false),
        Some(side) => side.and_then(|side| match side.to_uppercase().as_str() {
            "START" => Some(false),
            "END" => Some(true),
            _ => None,
        }),
    };
    let date = lowering.temporal(call.args[0]);
    let (Some(length), Some(part), Some(end)) = (length, part, end) else {
        return lowering.refuse_call(call, " with these arguments", None);
    };
    let origin = if part == DatePart::Week {
        "1969-12-29"
    } else {
        "1970-01-01"
    };
    format!(
        "sf_time_slice({date}, INTERVAL {length} {}, TIMESTAMP '{origin}', {end}, {})",
        part.name(),
        part.is_part_of_day()
    )
}

impl Lowering {
    pub(super) fn date_trunc(&mut self, call: &Call, part: &Expr, date: &Expr) -> String {
        let value = self.temporal(date);
        match part_of(part) {
            Some(part) if part.is_unit() => {
                let unit = literal::string(part.name());
                match temporal_argument_type(date) {
                    Some(Temporal::Timestamp) => format!("date_trunc({unit}, {value})"),
                    Some(Temporal::Date) => {
                        format!("CAST(date_trunc({unit}, CAST({value} AS TIMESTAMP)) AS DATE)")
                    }
                    None => format!("sf_date_trunc({unit}, {value})"),
                }
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
