//! The names of Snowflake's data types, for definitions and casts that name one.

use sqlparser::ast::{DataType, ObjectNamePart};
use sqlparser::tokenizer::Span;

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

/// A type in a query that Snowflake does not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownType {
    /// Its name, as written.
    pub name: String,
    /// Where it stands, where the parser kept that.
    pub span: Option<Span>,
}

/// The type that a cast names, where Snowflake has none of that name. A name in quotes or with a schema may be a type of the
/// user's own.
pub fn unknown(data_type: &DataType) -> Option<UnknownType> {
    use DataType as T;
    let (name, span) = match data_type {
        T::Custom(name, _) => match name.0.as_slice() {
            [ObjectNamePart::Identifier(ident)] if ident.quote_style.is_none() => {
                (ident.value.clone(), Some(ident.span))
            }
            _ => return None,
        },
        // Types of other databases that the parser knows by name.
        T::JSON
        | T::JSONB
        | T::Int64
        | T::Int128
        | T::HugeInt
        | T::UHugeInt
        | T::Float32
        | T::Float64
        | T::Bytes(_)
        | T::Bytea
        | T::Blob(_)
        | T::Clob(_)
        | T::BigNumeric(_) => (data_type.to_string(), None),
        _ => return None,
    };
    (!is_snowflake(&name)).then_some(UnknownType { name, span })
}

/// What Snowflake calls the values of another database's type.
pub fn of_other_databases(name: &str) -> Option<&'static str> {
    let end = name.find(|c: char| !c.is_ascii_alphanumeric());
    Some(
        match name[..end.unwrap_or(name.len())]
            .to_ascii_uppercase()
            .as_str()
        {
            "JSON" | "JSONB" => "VARIANT",
            "INT64" | "INT128" | "HUGEINT" | "UHUGEINT" | "LONG" | "SHORT" => "INTEGER",
            "FLOAT32" | "FLOAT64" => "FLOAT",
            "BIGNUMERIC" | "MONEY" => "NUMBER",
            "BYTES" | "BYTEA" | "BLOB" => "BINARY",
            "CLOB" | "LONGTEXT" | "NTEXT" => "VARCHAR",
            "BIT" => "BOOLEAN",
            "DATETIME2" => "TIMESTAMP_NTZ",
            _ => return None,
        },
    )
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

    #[test]
    fn types_in_casts() {
        use sqlparser::dialect::SnowflakeDialect;
        use sqlparser::parser::Parser;
        let unknown = |text: &str| {
            let dialect = SnowflakeDialect {};
            let mut parser = Parser::new(&dialect).try_with_sql(text).unwrap();
            super::unknown(&parser.parse_data_type().unwrap()).map(|unknown| unknown.name)
        };
        for known in [
            "bool",
            "number(38)",
            "number(40, 2)",
            "byteint",
            "timestamp_ntz(9)",
            "variant",
            "float8",
            "double precision",
            "vector(float, 3)",
            "geography",
            "my.type",
            "\"intger\"",
            "date",
            "time(3)",
            "object",
            "nvarchar2(3)",
            "decfloat",
            "uuid",
            "character varying(3)",
            "int8",
        ] {
            assert_eq!(unknown(known), None, "{known}");
        }
        for other in [
            "intger",
            "nummber(3, 1)",
            "varchr",
            "jsonb",
            "int64",
            "bytea",
        ] {
            assert!(unknown(other).is_some(), "{other}");
        }
        assert_eq!(of_other_databases("jsonb"), Some("VARIANT"));
        assert_eq!(of_other_databases("intger"), None);
    }
}
