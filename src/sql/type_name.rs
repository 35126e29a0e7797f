//! The names of Snowflake's data types, for definitions that name one.

use super::types::Type;

/// The first words of Snowflake's types.
pub const SNOWFLAKE_TYPES: [&str; 48] = [
    "ARRAY",
    "BIGINT",
    "BINARY",
    "BOOLEAN",
    "BYTEINT",
    "CHAR",
    "CHARACTER",
    "DATE",
    "DATETIME",
    "DEC",
    "DECFLOAT",
    "DECIMAL",
    "DOUBLE",
    "FILE",
    "FLOAT",
    "FLOAT4",
    "FLOAT8",
    "GEOGRAPHY",
    "GEOMETRY",
    "INT",
    "INTEGER",
    "INTERVAL",
    "MAP",
    "NATIONAL",
    "NCHAR",
    "NUMBER",
    "NUMERIC",
    "NVARCHAR",
    "NVARCHAR2",
    "OBJECT",
    "REAL",
    "SMALLINT",
    "STRING",
    "TEXT",
    "TIME",
    "TIMESTAMP",
    "TIMESTAMPLTZ",
    "TIMESTAMPNTZ",
    "TIMESTAMPTZ",
    "TIMESTAMP_LTZ",
    "TIMESTAMP_NTZ",
    "TIMESTAMP_TZ",
    "TINYINT",
    "UUID",
    "VARBINARY",
    "VARCHAR",
    "VARIANT",
    "VECTOR",
];

/// Whether a type begins like one of Snowflake's: what stands in its brackets is the target's to judge.
pub fn is_snowflake(text: &str) -> bool {
    let text = text.trim();
    let end = text.find(|c: char| c != '_' && !c.is_ascii_alphanumeric());
    let first = text[..end.unwrap_or(text.len())].to_ascii_uppercase();
    SNOWFLAKE_TYPES.contains(&first.as_str()) || Type::parse(text) != Type::Unknown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_is_known_by_its_first_word() {
        for known in [
            "number(10, 2)",
            " varchar ",
            "vector(float, 8)",
            "national char(3)",
        ] {
            assert!(is_snowflake(known), "{known}");
        }
        for other in ["", "strng", "int4range", "hugeint"] {
            assert!(!is_snowflake(other), "{other}");
        }
    }
}
