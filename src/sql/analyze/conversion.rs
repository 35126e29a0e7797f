//! Casts.

use sqlparser::ast::{DataType, Expr, Spanned};

use super::Analyzer;
use super::instant::{DAY, Time};
use super::model::{Nulls, Value};
use super::place::SqlPlace;
use super::problem::Problem;
use super::sign::Sign;
use crate::sql::type_name;
use crate::sql::types::Type;

impl Analyzer<'_, '_> {
    /// Reports a type that Snowflake does not have; `cast` is what becomes one.
    pub(super) fn check_type(&mut self, data_type: &DataType, cast: &Expr) {
        let Some(unknown) = type_name::unknown(data_type) else {
            return;
        };
        let span = cast.span();
        let problem = Problem::UnknownType {
            name: unknown.name.clone(),
            place: SqlPlace::new(unknown.span.unwrap_or(span)),
            cast: SqlPlace::new(span),
            near: None,
        };
        let Some(position) = self.new_problem(problem) else {
            return;
        };
        let foreign = type_name::of_other_databases(&unknown.name).map(str::to_owned);
        let found = foreign.or_else(|| {
            let names = type_name::SNOWFLAKE_TYPES.iter();
            self.near(&unknown.name, names.copied())
        });
        if let Some(Problem::UnknownType { near, .. }) = self.model.problems.get_mut(position) {
            *near = found;
        }
    }
}

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
