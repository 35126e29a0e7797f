//! Casts.

use super::instant::{DAY, Time};
use super::model::{Nulls, Value};
use super::sign::Sign;
use crate::sql::types::Type;

/// A value in another type. A time stays the same time; a DATE loses its hours.
pub(super) fn cast(value: Value, to: Type, is_try: bool) -> Value {
    let nulls = if is_try { Nulls::Made } else { value.nulls };
    converted(Value { nulls, ..value }, to)
}

/// A value converted to a type.
pub(super) fn converted(value: Value, data_type: Type) -> Value {
    let time = match data_type {
        Type::Date if value.data_type == Type::Date => value.time,
        Type::Date => value.time.truncated(DAY),
        Type::Timestamp(_) | Type::Text | Type::Unknown => value.time,
        Type::Number { .. } if value.time.is_as_of() || matches!(value.time, Time::Number(_)) => {
            value.time
        }
        _ => Time::Other,
    };
    let keeps_sign = data_type == Type::Float
        || data_type == value.data_type
        || (data_type.is_integer() && value.data_type.is_integer());
    let sign = Sign {
        never_zero: value.sign.never_zero && keeps_sign,
        ..value.sign
    };
    Value {
        data_type,
        time,
        sign,
        ..value
    }
}
