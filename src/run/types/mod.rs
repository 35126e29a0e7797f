//! Types of columns as an engine prints them: their families, and whose values they have.

mod keeping;
mod width;

pub(super) use keeping::{fits, holds};
pub(super) use width::is_wider;

use crate::sql::name::Dialect;
use crate::sql::types::{Type, Zone};

/// What a type is, for the questions that fsc asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Family {
    Boolean,
    Integer,
    /// An exact number with so many digits after the point, at least one.
    Decimal(u32),
    Float,
    Text,
    Date,
    Timestamp,
    TimestampTz,
    /// Anything else: times of day, binary, nested.
    Other,
}

/// The family of a type as an engine prints it.
pub(super) fn family(dialect: Dialect, data_type: &str) -> Family {
    match dialect {
        Dialect::DuckDb => duckdb(data_type),
        Dialect::Snowflake => snowflake(Type::parse(data_type)),
    }
}

fn duckdb(data_type: &str) -> Family {
    let Some((name, numbers)) = parts(data_type) else {
        return Family::Other;
    };
    match name.as_str() {
        "BOOLEAN" => Family::Boolean,
        "TINYINT" | "SMALLINT" | "INTEGER" | "BIGINT" | "HUGEINT" | "UTINYINT" | "USMALLINT"
        | "UINTEGER" | "UBIGINT" | "UHUGEINT" => Family::Integer,
        "DECIMAL" => exact(numbers.get(1).copied().unwrap_or(0)),
        "FLOAT" | "DOUBLE" => Family::Float,
        "VARCHAR" => Family::Text,
        "DATE" => Family::Date,
        "TIMESTAMP" | "TIMESTAMP_S" | "TIMESTAMP_MS" | "TIMESTAMP_NS" => Family::Timestamp,
        "TIMESTAMP WITH TIME ZONE" => Family::TimestampTz,
        _ => Family::Other,
    }
}

fn snowflake(data_type: Type) -> Family {
    match data_type {
        Type::Boolean => Family::Boolean,
        Type::Number { scale, .. } => exact(scale.into()),
        Type::Float => Family::Float,
        Type::Text => Family::Text,
        Type::Date => Family::Date,
        Type::Timestamp(Zone::None) => Family::Timestamp,
        Type::Timestamp(Zone::Session | Zone::Own) => Family::TimestampTz,
        Type::Unknown
        | Type::Null
        | Type::Time
        | Type::Binary
        | Type::Variant
        | Type::Object
        | Type::Array
        | Type::Interval
        | Type::Other => Family::Other,
    }
}

/// An exact number with so many digits after the point.
fn exact(scale: u32) -> Family {
    if scale == 0 {
        Family::Integer
    } else {
        Family::Decimal(scale)
    }
}

/// A type's name in capitals and its numbers; none for what is made of other types.
fn parts(data_type: &str) -> Option<(String, Vec<u32>)> {
    let upper = data_type.trim().to_ascii_uppercase();
    let (name, arguments) = match upper.split_once('(') {
        Some((name, rest)) => (name.trim(), Some(rest.strip_suffix(')')?)),
        None => (upper.as_str(), None),
    };
    let numbers = arguments
        .into_iter()
        .flat_map(|arguments| arguments.split(','));
    let numbers: Result<_, _> = numbers.map(|number| number.trim().parse()).collect();
    Some((name.to_owned(), numbers.ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn families_of_both_dialects() {
        let duckdb = |name| family(Dialect::DuckDb, name);
        assert_eq!(duckdb("DECIMAL(18,3)"), Family::Decimal(3));
        assert_eq!(duckdb("DECIMAL(38,0)"), Family::Integer);
        assert_eq!(duckdb("HUGEINT"), Family::Integer);
        assert_eq!(duckdb("INTEGER[]"), Family::Other);
        assert_eq!(duckdb("DECIMAL(18,3)[]"), Family::Other);
        assert_eq!(duckdb("STRUCT(a INTEGER)"), Family::Other);
        assert_eq!(duckdb("TIMESTAMP WITH TIME ZONE"), Family::TimestampTz);
        let snowflake = |name| family(Dialect::Snowflake, name);
        assert_eq!(snowflake("NUMBER(38,0)"), Family::Integer);
        assert_eq!(snowflake("NUMBER(12,2)"), Family::Decimal(2));
        assert_eq!(snowflake("TIMESTAMP_NTZ(9)"), Family::Timestamp);
        assert_eq!(snowflake("TIMESTAMP_LTZ(9)"), Family::TimestampTz);
        assert_eq!(snowflake("VARCHAR(16777216)"), Family::Text);
        assert_eq!(snowflake("VARIANT"), Family::Other);
    }
}
