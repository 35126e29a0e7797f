//! Whether a cast to another type keeps every value.

use super::{Family, family};
use crate::sql::name::Dialect;

/// Whether every value of the type `held` is also a value of the type `declared`, unchanged.
pub(in crate::run) fn fits(held: Family, declared: Family) -> bool {
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

/// Whether no value of the type `yielded` is changed by a cast to `kept` that succeeds.
pub(in crate::run) fn holds(dialect: Dialect, kept: &str, yielded: &str) -> bool {
    let is_same = kept.eq_ignore_ascii_case(yielded);
    is_same
        || match (family(dialect, yielded), family(dialect, kept)) {
            (Family::Text, Family::Text)
            | (Family::Integer, Family::Integer | Family::Decimal(_))
            | (Family::Date, Family::Timestamp) => true,
            (Family::Decimal(yielded), Family::Decimal(kept)) => yielded <= kept,
            // DuckDB's FLOAT has half the digits of its DOUBLE, Snowflake's the same.
            (Family::Float, Family::Float) => {
                dialect == Dialect::Snowflake || kept.eq_ignore_ascii_case("DOUBLE")
            }
            _ => false,
        }
}

#[cfg(test)]
mod tests {
    use super::*;

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

    #[test]
    fn only_types_that_change_no_value_are_written_to() {
        let duckdb = |kept, yielded| holds(Dialect::DuckDb, kept, yielded);
        for (kept, yielded) in [
            ("BIGINT", "INTEGER"),
            ("INTEGER", "BIGINT"),
            ("DECIMAL(10,2)", "DECIMAL(4,1)"),
            ("DECIMAL(10,2)", "INTEGER"),
            ("DOUBLE", "FLOAT"),
            ("TIMESTAMP", "DATE"),
            ("INTEGER[]", "INTEGER[]"),
        ] {
            assert!(duckdb(kept, yielded), "{kept} {yielded}");
        }
        for (kept, yielded) in [
            ("INTEGER", "DECIMAL(2,1)"),
            ("DECIMAL(4,1)", "DECIMAL(10,2)"),
            ("BIGINT", "DOUBLE"),
            ("DOUBLE", "BIGINT"),
            ("DOUBLE", "DECIMAL(38,10)"),
            ("FLOAT", "DOUBLE"),
            ("DATE", "TIMESTAMP"),
            ("TIMESTAMP", "TIMESTAMP_NS"),
            ("VARCHAR", "INTEGER"),
            ("INTEGER", "VARCHAR"),
            ("BOOLEAN", "INTEGER"),
            ("INTEGER[]", "DOUBLE[]"),
        ] {
            assert!(!duckdb(kept, yielded), "{kept} {yielded}");
        }
        let snowflake = |kept, yielded| holds(Dialect::Snowflake, kept, yielded);
        assert!(snowflake("NUMBER(38,0)", "NUMBER(18,0)"));
        assert!(snowflake("VARCHAR(16777216)", "VARCHAR(3)"));
        assert!(!snowflake("NUMBER(38,0)", "NUMBER(12,1)"));
    }
}
