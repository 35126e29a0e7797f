//! Snowflake's data types, as far as analysis tells them apart.
//!
//! A type is known or it is [`Type::Unknown`]: it is never guessed, and nothing is reported of a value whose type is not
//! known. Lengths of texts and precisions of times do not matter to any check and are dropped.
//!
//! Names and synonyms follow Snowflake's "Summary of data types"; coercion follows its "Data type conversion".

use std::fmt;

use sqlparser::ast::{DataType, ExactNumberInfo, TimezoneInfo};
use sqlparser::dialect::SnowflakeDialect;
use sqlparser::parser::Parser;

/// The type of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Type {
    /// Not known: every check lets it pass.
    #[default]
    Unknown,
    /// The literal `NULL`: becomes any type.
    Null,
    /// `BOOLEAN`.
    Boolean,
    /// `NUMBER(precision, scale)`.
    Number {
        /// Digits in all, 1 to 38.
        precision: u8,
        /// Digits after the point.
        scale: u8,
    },
    /// `FLOAT`: 64 bits, whatever it is called.
    Float,
    /// `VARCHAR` and its synonyms.
    Text,
    /// `DATE`.
    Date,
    /// `TIME`.
    Time,
    /// `TIMESTAMP_NTZ`, `TIMESTAMP_LTZ` or `TIMESTAMP_TZ`.
    Timestamp(Zone),
    /// `BINARY`.
    Binary,
    /// `VARIANT`.
    Variant,
    /// `OBJECT`.
    Object,
    /// `ARRAY`.
    Array,
    /// An interval, as in `interval '1 day'`.
    Interval,
    /// A known type that no check looks into: geography, vectors, structured types.
    Other,
}

/// What a timestamp says of its time zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Zone {
    /// `TIMESTAMP_NTZ`: none.
    None,
    /// `TIMESTAMP_LTZ`: that of the session.
    Session,
    /// `TIMESTAMP_TZ`: an offset of its own.
    Own,
}

/// What types have in common, for checks that ask what a value can be used as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Family {
    /// Exact or approximate numbers.
    Number,
    /// Truth values.
    Boolean,
    /// Texts.
    Text,
    /// Dates and timestamps.
    Datetime,
    /// Times of day.
    Time,
    /// Bytes.
    Binary,
    /// Values with a structure.
    SemiStructured,
    /// Intervals.
    Interval,
    /// Another known type.
    Other,
}

impl Type {
    /// `NUMBER(38, 0)`, which is what `INT` stands for.
    pub const INTEGER: Self = Self::Number {
        precision: 38,
        scale: 0,
    };

    /// `TIMESTAMP_NTZ`.
    pub const TIMESTAMP: Self = Self::Timestamp(Zone::None);

    /// The type that a definition names (`NUMBER(10, 2)`, `varchar`); `Unknown` where it is none of Snowflake's.
    pub fn parse(text: &str) -> Self {
        // The common ones need no parser.
        match text.trim().to_ascii_uppercase().as_str() {
            "INT" | "INTEGER" | "BIGINT" | "NUMBER" => return Self::INTEGER,
            "VARCHAR" | "TEXT" | "STRING" => return Self::Text,
            "FLOAT" | "DOUBLE" => return Self::Float,
            "BOOLEAN" => return Self::Boolean,
            "DATE" => return Self::Date,
            "TIMESTAMP_NTZ" | "TIMESTAMP" => return Self::TIMESTAMP,
            _ => {}
        }
        let dialect = SnowflakeDialect {};
        Parser::new(&dialect)
            .try_with_sql(text)
            .and_then(|mut parser| parser.parse_data_type())
            .map_or(Self::Unknown, |parsed| Self::of(&parsed))
    }

    /// The type that a cast names.
    pub fn of(parsed: &DataType) -> Self {
        use DataType as T;
        match parsed {
            T::Varchar(_)
            | T::CharacterVarying(_)
            | T::CharVarying(_)
            | T::Nvarchar(_)
            | T::Char(_)
            | T::Character(_)
            | T::Text
            | T::String(_) => Self::Text,
            T::Numeric(info) | T::Decimal(info) | T::Dec(info) => number(*info),
            T::Int(_) | T::Integer(_) | T::BigInt(_) | T::SmallInt(_) | T::TinyInt(_) => {
                Self::INTEGER
            }
            T::Float(_) | T::Float4 | T::Float8 | T::Real | T::Double(_) | T::DoublePrecision => {
                Self::Float
            }
            T::Boolean | T::Bool => Self::Boolean,
            T::Date => Self::Date,
            T::Datetime(_)
            | T::TimestampNtz(_)
            | T::Timestamp(_, TimezoneInfo::None | TimezoneInfo::WithoutTimeZone) => {
                Self::TIMESTAMP
            }
            T::Timestamp(_, TimezoneInfo::Tz | TimezoneInfo::WithTimeZone) => {
                Self::Timestamp(Zone::Own)
            }
            T::Time(..) => Self::Time,
            T::Binary(_) | T::Varbinary(_) => Self::Binary,
            T::Array(_) => Self::Array,
            T::Custom(name, modifiers) => custom(&name.to_string(), modifiers),
            _ => Self::Unknown,
        }
    }

    /// What it can be used as; `None` for a type that is not known, and for NULL.
    pub fn family(self) -> Option<Family> {
        Some(match self {
            Self::Unknown | Self::Null => return None,
            Self::Boolean => Family::Boolean,
            Self::Number { .. } | Self::Float => Family::Number,
            Self::Text => Family::Text,
            Self::Date | Self::Timestamp(_) => Family::Datetime,
            Self::Time => Family::Time,
            Self::Binary => Family::Binary,
            Self::Variant | Self::Object | Self::Array => Family::SemiStructured,
            Self::Interval => Family::Interval,
            Self::Other => Family::Other,
        })
    }

    /// Whether it is known to be a number without digits after the point.
    pub fn is_integer(self) -> bool {
        matches!(self, Self::Number { scale: 0, .. })
    }

    /// Whether no value of one can be compared with, or stand in one column with, one of the other: a time and a number or
    /// truth value. Texts convert to either.
    pub fn excludes(self, other: Self) -> bool {
        let is_time = |family| matches!(family, Some(Family::Datetime | Family::Time));
        let is_number = |family| matches!(family, Some(Family::Number | Family::Boolean));
        let (a, b) = (self.family(), other.family());
        (is_time(a) && is_number(b)) || (is_number(a) && is_time(b))
    }

    /// The type that holds values of both, as in the branches of a CASE or the sides of a UNION; `Unknown` where that
    /// depends on the values.
    pub fn common(self, other: Self) -> Self {
        match (self, other) {
            (Self::Null, known) | (known, Self::Null) => known,
            (a, b) if a == b => a,
            (
                Self::Number { precision, scale },
                Self::Number {
                    precision: other_precision,
                    scale: other_scale,
                },
            ) => {
                let scale_both = scale.max(other_scale);
                let whole = (precision - scale).max(other_precision - other_scale);
                Self::Number {
                    precision: (whole + scale_both).min(38),
                    scale: scale_both,
                }
            }
            (Self::Number { .. }, Self::Float) | (Self::Float, Self::Number { .. }) => Self::Float,
            (Self::Date, stamp @ Self::Timestamp(_)) | (stamp @ Self::Timestamp(_), Self::Date) => {
                stamp
            }
            _ => Self::Unknown,
        }
    }
}

fn number(info: ExactNumberInfo) -> Type {
    let (precision, scale) = match info {
        ExactNumberInfo::None => return Type::INTEGER,
        ExactNumberInfo::Precision(precision) => (precision, 0),
        ExactNumberInfo::PrecisionAndScale(precision, scale) => (precision, scale),
    };
    match (u8::try_from(precision), u8::try_from(scale)) {
        (Ok(precision), Ok(scale)) if (1..=38).contains(&precision) && scale <= precision => {
            Type::Number { precision, scale }
        }
        _ => Type::Unknown,
    }
}

fn custom(name: &str, modifiers: &[String]) -> Type {
    match name.to_ascii_uppercase().as_str() {
        "NUMBER" | "DECIMAL" | "NUMERIC" => {
            let digits: Option<Vec<u64>> = modifiers
                .iter()
                .map(|digits| digits.trim().parse().ok())
                .collect();
            match digits.as_deref() {
                Some([]) => Type::INTEGER,
                Some([precision]) => number(ExactNumberInfo::Precision(*precision)),
                Some([precision, scale]) => number(ExactNumberInfo::PrecisionAndScale(
                    *precision,
                    i64::try_from(*scale).unwrap_or(i64::MAX),
                )),
                _ => Type::Unknown,
            }
        }
        "BYTEINT" => Type::INTEGER,
        "TIMESTAMP_NTZ" | "TIMESTAMPNTZ" | "DATETIME" => Type::TIMESTAMP,
        "TIMESTAMP_LTZ" | "TIMESTAMPLTZ" => Type::Timestamp(Zone::Session),
        "TIMESTAMP_TZ" | "TIMESTAMPTZ" => Type::Timestamp(Zone::Own),
        "VARIANT" => Type::Variant,
        "OBJECT" => Type::Object,
        "ARRAY" => Type::Array,
        "GEOGRAPHY" | "GEOMETRY" | "VECTOR" | "MAP" | "FILE" => Type::Other,
        _ => Type::Unknown,
    }
}

/// As Snowflake writes it.
impl fmt::Display for Type {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Unknown => "unknown",
            Self::Null => "NULL",
            Self::Boolean => "BOOLEAN",
            Self::Number { precision, scale } => {
                return write!(formatter, "NUMBER({precision}, {scale})");
            }
            Self::Float => "FLOAT",
            Self::Text => "VARCHAR",
            Self::Date => "DATE",
            Self::Time => "TIME",
            Self::Timestamp(Zone::None) => "TIMESTAMP_NTZ",
            Self::Timestamp(Zone::Session) => "TIMESTAMP_LTZ",
            Self::Timestamp(Zone::Own) => "TIMESTAMP_TZ",
            Self::Binary => "BINARY",
            Self::Variant => "VARIANT",
            Self::Object => "OBJECT",
            Self::Array => "ARRAY",
            Self::Interval => "INTERVAL",
            Self::Other => "another type",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn synonyms_are_one_type() {
        for (text, expected) in [
            ("number", "NUMBER(38, 0)"),
            ("Number(10,2)", "NUMBER(10, 2)"),
            ("DECIMAL(12, 4)", "NUMBER(12, 4)"),
            ("int", "NUMBER(38, 0)"),
            ("byteint", "NUMBER(38, 0)"),
            ("double precision", "FLOAT"),
            ("real", "FLOAT"),
            ("float8", "FLOAT"),
            ("varchar(16)", "VARCHAR"),
            ("char(3)", "VARCHAR"),
            ("string", "VARCHAR"),
            ("timestamp_ntz(9)", "TIMESTAMP_NTZ"),
            ("datetime", "TIMESTAMP_NTZ"),
            ("timestamp_ltz", "TIMESTAMP_LTZ"),
            ("timestamp_tz", "TIMESTAMP_TZ"),
            ("timestamp with time zone", "TIMESTAMP_TZ"),
            ("variant", "VARIANT"),
            ("array", "ARRAY"),
            ("geography", "another type"),
            ("number(40)", "unknown"),
            ("nonsense", "unknown"),
            ("", "unknown"),
        ] {
            assert_eq!(Type::parse(text).to_string(), expected, "{text}");
        }
    }

    #[test]
    fn what_two_types_have_in_common() {
        let number = |precision, scale| Type::Number { precision, scale };
        assert_eq!(number(10, 2).common(number(12, 0)), number(14, 2));
        assert_eq!(number(38, 10).common(number(38, 0)), number(38, 10));
        assert_eq!(Type::Null.common(Type::Date), Type::Date);
        assert_eq!(Type::INTEGER.common(Type::Float), Type::Float);
        assert_eq!(Type::Date.common(Type::TIMESTAMP), Type::TIMESTAMP);
        assert_eq!(Type::Text.common(Type::INTEGER), Type::Unknown);
        assert_eq!(Type::Unknown.common(Type::INTEGER), Type::Unknown);
        assert_eq!(Type::Unknown.common(Type::Null), Type::Unknown);
    }
}
