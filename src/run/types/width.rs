//! Which of two types is the wider one.

use super::parts;
use crate::sql::name::Dialect;

/// Whether one type has every value of another, so that a column can become it without a look at its values.
pub(in crate::run) fn is_wider(dialect: Dialect, wide: &str, narrow: &str) -> bool {
    if wide.eq_ignore_ascii_case(narrow) {
        return true;
    }
    let (Some(wide), Some(narrow)) = (Held::of(dialect, wide), Held::of(dialect, narrow)) else {
        return false;
    };
    match (wide, narrow) {
        (Held::Exact(wide), Held::Exact(narrow)) => {
            let same_scale = dialect == Dialect::DuckDb || wide.scale == narrow.scale;
            same_scale
                && wide.scale >= narrow.scale
                && wide.holds_whole >= narrow.needs_whole
                && (wide.is_signed || !narrow.is_signed)
        }
        (Held::Text(wide), Held::Text(narrow)) => wide >= narrow,
        (Held::Float(wide), Held::Float(narrow)) => wide >= narrow,
        (Held::Timestamp, Held::Date) => dialect == Dialect::DuckDb,
        _ => false,
    }
}

/// What a type holds, as far as it takes part in widening.
enum Held {
    Exact(Exact),
    Text(u64),
    Float(u8),
    Date,
    Timestamp,
}

/// Digits before the point that every value of the type may need, that the type holds in any case, and after it.
struct Exact {
    needs_whole: u32,
    holds_whole: u32,
    scale: u32,
    is_signed: bool,
}

impl Held {
    fn of(dialect: Dialect, data_type: &str) -> Option<Self> {
        let (name, numbers) = parts(data_type)?;
        let decimal = |precision: u32, scale: u32| {
            let whole = precision.saturating_sub(scale);
            Self::Exact(Exact {
                needs_whole: whole,
                holds_whole: whole,
                scale,
                is_signed: true,
            })
        };
        // `holds` digits fit whatever they are; the greatest value has one more.
        let integer = |holds: u32, is_signed: bool| {
            Self::Exact(Exact {
                needs_whole: holds + 1,
                holds_whole: holds,
                scale: 0,
                is_signed,
            })
        };
        Some(match (dialect, name.as_str()) {
            (Dialect::Snowflake, "NUMBER" | "DECIMAL") | (Dialect::DuckDb, "DECIMAL") => {
                decimal(*numbers.first()?, numbers.get(1).copied().unwrap_or(0))
            }
            (Dialect::Snowflake, "VARCHAR") => {
                Self::Text(numbers.first().copied().map_or(u64::MAX, u64::from))
            }
            (Dialect::DuckDb, "TINYINT") => integer(2, true),
            (Dialect::DuckDb, "SMALLINT") => integer(4, true),
            (Dialect::DuckDb, "INTEGER") => integer(9, true),
            (Dialect::DuckDb, "BIGINT") => integer(18, true),
            (Dialect::DuckDb, "HUGEINT") => integer(38, true),
            (Dialect::DuckDb, "UTINYINT") => integer(2, false),
            (Dialect::DuckDb, "USMALLINT") => integer(4, false),
            (Dialect::DuckDb, "UINTEGER") => integer(9, false),
            (Dialect::DuckDb, "UBIGINT") => integer(19, false),
            (Dialect::DuckDb, "FLOAT") => Self::Float(4),
            (Dialect::DuckDb, "DOUBLE") => Self::Float(8),
            (_, "DATE") => Self::Date,
            (Dialect::DuckDb, "TIMESTAMP") => Self::Timestamp,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wider_type_has_every_value_of_the_narrower_one() {
        let duckdb = |wide, narrow| is_wider(Dialect::DuckDb, wide, narrow);
        for (wide, narrow) in [
            ("BIGINT", "INTEGER"),
            ("BIGINT", "UINTEGER"),
            ("DECIMAL(12,2)", "DECIMAL(10,2)"),
            ("DECIMAL(12,2)", "INTEGER"),
            ("HUGEINT", "DECIMAL(38,0)"),
            ("DOUBLE", "FLOAT"),
            ("TIMESTAMP", "DATE"),
            ("VARCHAR[]", "VARCHAR[]"),
        ] {
            assert!(duckdb(wide, narrow), "{wide} {narrow}");
            assert!(wide == narrow || !duckdb(narrow, wide), "{wide} {narrow}");
        }
        for (wide, narrow) in [
            ("DECIMAL(10,2)", "INTEGER"),
            ("INTEGER", "DECIMAL(10,0)"),
            ("UBIGINT", "INTEGER"),
            ("DECIMAL(12,2)", "DECIMAL(12,1)"),
            ("DOUBLE", "BIGINT"),
            ("DATE", "TIMESTAMP"),
            ("VARCHAR", "INTEGER"),
        ] {
            assert!(!duckdb(wide, narrow), "{wide} {narrow}");
        }
        let snowflake = |wide, narrow| is_wider(Dialect::Snowflake, wide, narrow);
        assert!(snowflake("NUMBER(38,0)", "NUMBER(10,0)"));
        assert!(snowflake("VARCHAR(16777216)", "VARCHAR(3)"));
        assert!(!snowflake("VARCHAR(3)", "VARCHAR(16777216)"));
        // In place, the scale does not change.
        assert!(!snowflake("NUMBER(38,2)", "NUMBER(10,0)"));
        assert!(!snowflake("TIMESTAMP_NTZ(9)", "DATE"));
    }
}
