//! Families of column types: what a stage may hold, and which local files fit a declared type.

use crate::diagnostic::Diagnostic;
use crate::emit::script::{ColumnKind, ExpectedColumn};
use crate::engine::Rows;
use crate::plan::PlannedNode;
use crate::rules::wrong_column_type;
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
    let upper = data_type.trim().to_ascii_uppercase();
    let (name, arguments) = match upper.split_once('(') {
        Some((name, rest)) if rest.ends_with(')') => (name.trim(), &rest[..rest.len() - 1]),
        _ => (upper.as_str(), ""),
    };
    match name {
        "BOOLEAN" => Family::Boolean,
        "TINYINT" | "SMALLINT" | "INTEGER" | "BIGINT" | "HUGEINT" | "UTINYINT" | "USMALLINT"
        | "UINTEGER" | "UBIGINT" | "UHUGEINT" => Family::Integer,
        "DECIMAL" => {
            let scale = arguments.split_once(',').map(|(_, scale)| scale.trim());
            exact(scale.and_then(|scale| scale.parse().ok()).unwrap_or(0))
        }
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

/// Whether every value of the type `held` is also a value of the type `declared`, unchanged.
pub(super) fn fits(held: Family, declared: Family) -> bool {
    use Family::{Date, Decimal, Float, Integer, Other, Timestamp, TimestampTz};
    held == declared
        || match (held, declared) {
            (Integer, Decimal(_) | Float)
            | (Decimal(_), Float)
            | (Date, Timestamp | TimestampTz)
            // Sessions are at UTC, so that a moment and its UTC reading are the same.
            | (TimestampTz, Timestamp)
            | (Timestamp, TimestampTz)
            // Semi-structured and binary: the cast decides.
            | (_, Other) => true,
            (Decimal(held), Decimal(declared)) => held <= declared,
            _ => false,
        }
}

/// Holds the columns of a stage (name and type a row) against what is expected of them.
pub(super) fn check(
    dialect: Dialect,
    node: &PlannedNode,
    described: &Rows,
    expected: &[ExpectedColumn],
) -> Vec<Diagnostic> {
    let columns = described.described();
    expected
        .iter()
        .filter_map(|column| {
            let found = columns
                .iter()
                .find(|(name, _)| same_column(dialect, name, &column.name));
            let Some((_, data_type)) = found else {
                let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
                return Some(wrong_column_type::missing(&node.id, column, &names));
            };
            let family = family(dialect, data_type);
            (!allowed(column.kind, family)).then(|| {
                wrong_column_type::wrong_type(&node.id, column, data_type, &cast(column, family))
            })
        })
        .collect()
}

/// Whether an engine takes two names of columns for one.
pub(super) fn same_column(dialect: Dialect, found: &str, expected: &str) -> bool {
    match dialect {
        Dialect::DuckDb => found.eq_ignore_ascii_case(expected),
        Dialect::Snowflake => found == expected,
    }
}

fn allowed(kind: ColumnKind, family: Family) -> bool {
    match kind {
        ColumnKind::Feature => matches!(
            family,
            Family::Boolean | Family::Integer | Family::Decimal(_) | Family::Float
        ),
        ColumnKind::Key => matches!(
            family,
            Family::Text | Family::Integer | Family::Boolean | Family::Date
        ),
        ColumnKind::EventTimestamp => matches!(family, Family::Date | Family::Timestamp),
    }
}

/// What to write instead.
fn cast(column: &ExpectedColumn, family: Family) -> String {
    let label = &column.label;
    match (column.kind, family) {
        (ColumnKind::Feature, Family::Text) => {
            format!("cast it where it holds numbers: `try_to_double({label}) as {label}`")
        }
        (ColumnKind::Feature, Family::Date | Family::Timestamp | Family::TimestampTz) => format!(
            "yield a length of time: `datediff('day', {label}, '{{{{ ds }}}}'::date) as {label}`"
        ),
        (ColumnKind::Feature, _) => format!("yield a number: `({label})::float as {label}`"),
        (ColumnKind::Key, Family::Float | Family::Decimal(_)) => {
            format!("cast it to a whole number: `{label}::number(38, 0) as {label}`")
        }
        (ColumnKind::Key, Family::Timestamp | Family::TimestampTz) => {
            format!("cast it to a date: `{label}::date as {label}`")
        }
        (ColumnKind::Key, _) => format!("cast it to text: `{label}::varchar as {label}`"),
        (ColumnKind::EventTimestamp, Family::TimestampTz) => format!(
            "give the time in UTC: `convert_timezone('UTC', {label})::timestamp_ntz as {label}`"
        ),
        (ColumnKind::EventTimestamp, _) => {
            format!("cast it to a timestamp: `{label}::timestamp_ntz as {label}`")
        }
    }
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

    #[test]
    fn only_what_loses_nothing_fits() {
        assert!(fits(Family::Integer, Family::Float));
        assert!(fits(Family::Decimal(2), Family::Decimal(3)));
        assert!(!fits(Family::Decimal(3), Family::Decimal(2)));
        assert!(!fits(Family::Float, Family::Integer));
        assert!(!fits(Family::Text, Family::Integer));
        assert!(!fits(Family::Integer, Family::Text));
        assert!(!fits(Family::Timestamp, Family::Date));
    }
}
