//! What comes out of a call by the row of its function: NULLs, time, sign and where it comes from.

use super::conversion::converted;
use super::instant::{self, Time};
use super::model::{Nulls, Value};
use super::sign::Sign;
use crate::sql::function::{self, Argument, Function, Literal, TimeRule};
use crate::sql::types::Type;

/// What a call yields whose value has that type. `has_rows`: it works on the rows of a group, or of a window.
pub(super) fn applied(
    known: &Function,
    data_type: Type,
    values: &[&Value],
    arguments: &[Argument<'_>],
    has_rows: bool,
) -> Value {
    let mut value = Value {
        data_type,
        nulls: nulls(known, values),
        time: time(known.time, values, arguments),
        sign: Sign::of_call(known.sign, values, has_rows),
        ..Value::default()
    };
    for argument in values {
        value.take(argument);
    }
    value
}

fn nulls(known: &Function, values: &[&Value]) -> Nulls {
    let any_of = |from: usize| {
        let values = values.iter().skip(from);
        values.fold(Nulls::Never, |nulls, value| nulls.or(value.nulls))
    };
    match known.nulls {
        function::Nulls::Never => Nulls::Never,
        function::Nulls::Propagates => any_of(0),
        function::Nulls::Branches(from) => any_of(from),
        function::Nulls::Coalesces => {
            if values.iter().any(|value| value.nulls == Nulls::Never) {
                Nulls::Never
            } else {
                Nulls::Unknown
            }
        }
        function::Nulls::May => match known.name {
            "NULLIF" | "NULLIFZERO" => Nulls::Made,
            name if name.starts_with("TRY_") => Nulls::Made,
            _ => Nulls::Unknown,
        },
    }
}

fn time(rule: TimeRule, values: &[&Value], arguments: &[Argument<'_>]) -> Time {
    let time_of = |position: usize| values.get(position).map_or(Time::Other, |value| value.time);
    let part = |position: usize| match arguments.get(position)?.literal? {
        Literal::Text(text) => Some(text),
        _ => None,
    };
    let unit = |position: usize| part(position).and_then(instant::unit);
    match rule {
        TimeRule::Other => Time::Other,
        TimeRule::Same(position) => moment(time_of(position)),
        // The hours between the zones are not counted: it is the same moment, on another clock.
        TimeRule::OtherClock => moment(time_of(values.len().saturating_sub(1))),
        TimeRule::Day => values.first().map_or(Time::Other, |value| {
            converted((*value).clone(), Type::Date).time
        }),
        TimeRule::Moved => match (part(0), time_of(1)) {
            (Some(part), Time::Number(number)) => {
                instant::shift(part, number).map_or(Time::Other, |shift| time_of(2).moved(shift))
            }
            _ => Time::Other,
        },
        TimeRule::Months => match time_of(1) {
            Time::Number(number) => {
                instant::shift("month", number).map_or(Time::Other, |shift| time_of(0).moved(shift))
            }
            _ => Time::Other,
        },
        TimeRule::Between => unit(0).map_or(Time::Other, |(unit, _)| {
            Time::between(time_of(1), time_of(2), unit)
        }),
        TimeRule::Truncated => {
            let (unit, of) = match unit(0) {
                Some(unit) => (Some(unit), 1),
                None => (unit(1), 0),
            };
            unit.map_or(Time::Other, |(unit, _)| time_of(of).truncated(unit))
        }
        // The last day of a month is at or after the day itself; of a year it may be far.
        TimeRule::MonthEnd => match time_of(0) {
            Time::AsOf(_) | Time::AsOfUnit { .. } if values.len() == 1 => instant::shift("day", 15)
                .map_or(Time::Other, |shift| {
                    time_of(0).moved(instant::Shift {
                        is_exact: false,
                        ..shift
                    })
                }),
            _ => Time::Other,
        },
    }
}

/// A moment that is known; nothing of a number or a distance.
fn moment(time: Time) -> Time {
    match time {
        Time::AsOf(_) | Time::AsOfUnit { .. } | Time::Column { .. } => time,
        _ => Time::Other,
    }
}
