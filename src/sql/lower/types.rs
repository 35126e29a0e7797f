//! Data types: the DuckDB type that holds a Snowflake type's values, and casts to it.

use sqlparser::ast::{
    ArrayElemTypeDef, CastFormat, CastKind, CharacterLength, DataType, ExactNumberInfo, Expr,
    ObjectNamePart, Spanned, TimezoneInfo,
};
use sqlparser::dialect::SnowflakeDialect;
use sqlparser::parser::Parser;
use sqlparser::tokenizer::Token;

use super::functions::datetime_format;
use super::kind::is_number;
use super::{Lowering, Unsupported, folded, literal};

/// What a Snowflake type is to the lowering.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text {
        length: Option<u64>,
    },
    /// NUMBER with a scale of 0, held as BIGINT.
    Integer,
    Decimal {
        precision: u64,
        scale: u64,
    },
    Double,
    Boolean,
    Date,
    Timestamp,
    Time,
    Binary,
    Json,
}

/// The DuckDB type that holds the values of a Snowflake type as a definition writes it, or what keeps it from having one.
pub fn declared_type(text: &str) -> Result<String, String> {
    let parsed = Parser::new(&SnowflakeDialect {})
        .try_with_sql(text)
        .and_then(|mut parser| {
            let data_type = parser.parse_data_type()?;
            parser.expect_token(&Token::EOF)?;
            Ok(data_type)
        })
        .map_err(|error| error.to_string())?;
    data_type(&parsed).map_err(|unsupported| unsupported.construct)
}

/// The DuckDB type that holds the values of a Snowflake type.
pub fn data_type(snowflake: &DataType) -> Result<String, Unsupported> {
    kind(snowflake).map(duckdb_name)
}

fn duckdb_name(kind: Kind) -> String {
    match kind {
        Kind::Text { .. } => "VARCHAR".to_owned(),
        Kind::Integer => "BIGINT".to_owned(),
        Kind::Decimal { precision, scale } => format!("DECIMAL({precision}, {scale})"),
        Kind::Double => "DOUBLE".to_owned(),
        Kind::Boolean => "BOOLEAN".to_owned(),
        Kind::Date => "DATE".to_owned(),
        Kind::Timestamp => "TIMESTAMP".to_owned(),
        Kind::Time => "TIME".to_owned(),
        Kind::Binary => "BLOB".to_owned(),
        Kind::Json => "JSON".to_owned(),
    }
}

fn kind(snowflake: &DataType) -> Result<Kind, Unsupported> {
    use DataType as T;
    Ok(match snowflake {
        T::Varchar(length)
        | T::CharacterVarying(length)
        | T::CharVarying(length)
        | T::Nvarchar(length) => Kind::Text {
            length: character_length(*length),
        },
        T::Char(length) | T::Character(length) => Kind::Text {
            length: Some(character_length(*length).unwrap_or(1)),
        },
        T::Text | T::String(None) => Kind::Text { length: None },
        T::String(Some(length)) => Kind::Text {
            length: Some(*length),
        },
        T::Numeric(info) | T::Decimal(info) | T::Dec(info) => number(*info, snowflake)?,
        T::Int(None)
        | T::Integer(None)
        | T::BigInt(None)
        | T::SmallInt(None)
        | T::TinyInt(None) => Kind::Integer,
        T::Float(ExactNumberInfo::None)
        | T::Float4
        | T::Float8
        | T::Real
        | T::Double(ExactNumberInfo::None)
        | T::DoublePrecision => Kind::Double,
        T::Boolean | T::Bool => Kind::Boolean,
        T::Date => Kind::Date,
        T::Datetime(_)
        | T::TimestampNtz(_)
        | T::Timestamp(_, TimezoneInfo::None | TimezoneInfo::WithoutTimeZone) => Kind::Timestamp,
        T::Time(_, TimezoneInfo::None) => Kind::Time,
        T::Binary(_) | T::Varbinary(_) => Kind::Binary,
        T::Array(ArrayElemTypeDef::None) => Kind::Json,
        T::Custom(name, modifiers) => {
            let [ObjectNamePart::Identifier(ident)] = name.0.as_slice() else {
                return Err(unknown(snowflake));
            };
            match (folded(ident).as_str(), modifiers.as_slice()) {
                ("NUMBER" | "DECIMAL" | "NUMERIC" | "BYTEINT", []) => Kind::Integer,
                ("NUMBER", [precision]) => number(parsed(precision, None, snowflake)?, snowflake)?,
                ("NUMBER", [precision, scale]) => {
                    number(parsed(precision, Some(scale), snowflake)?, snowflake)?
                }
                ("TIMESTAMP_NTZ" | "TIMESTAMPNTZ" | "DATETIME", _) => Kind::Timestamp,
                ("VARIANT" | "OBJECT" | "ARRAY", []) => Kind::Json,
                _ => return Err(unknown(snowflake)),
            }
        }
        _ => return Err(unknown(snowflake)),
    })
}

fn unknown(snowflake: &DataType) -> Unsupported {
    let name = snowflake.to_string();
    let upper = name.to_uppercase();
    let zoned = upper.contains("TZ") || upper.contains("TIME ZONE");
    Unsupported {
        construct: format!("type `{upper}`"),
        line: 0,
        column: 0,
        help: zoned.then(|| "use TIMESTAMP_NTZ in UTC".to_owned()),
    }
}

fn character_length(length: Option<CharacterLength>) -> Option<u64> {
    match length {
        Some(CharacterLength::IntegerLength { length, unit: _ }) => Some(length),
        Some(CharacterLength::Max) | None => None,
    }
}

fn parsed(
    precision: &str,
    scale: Option<&String>,
    snowflake: &DataType,
) -> Result<ExactNumberInfo, Unsupported> {
    let precision = precision.trim().parse().map_err(|_| unknown(snowflake))?;
    Ok(match scale {
        Some(scale) => ExactNumberInfo::PrecisionAndScale(
            precision,
            scale.trim().parse().map_err(|_| unknown(snowflake))?,
        ),
        None => ExactNumberInfo::Precision(precision),
    })
}

fn number(info: ExactNumberInfo, snowflake: &DataType) -> Result<Kind, Unsupported> {
    match info {
        ExactNumberInfo::None => Ok(Kind::Integer),
        // A short precision is kept, so that a number that does not fit is an error as it is in Snowflake.
        ExactNumberInfo::Precision(precision)
        | ExactNumberInfo::PrecisionAndScale(precision, 0)
            if precision >= 18 =>
        {
            Ok(Kind::Integer)
        }
        ExactNumberInfo::Precision(precision) => decimal(precision, 0, snowflake),
        ExactNumberInfo::PrecisionAndScale(precision, scale) => {
            decimal(precision, scale, snowflake)
        }
    }
}

fn decimal(precision: u64, scale: i64, snowflake: &DataType) -> Result<Kind, Unsupported> {
    let scale = u64::try_from(scale).map_err(|_| unknown(snowflake))?;
    if (1..=38).contains(&precision) && scale <= precision {
        Ok(Kind::Decimal { precision, scale })
    } else {
        Err(unknown(snowflake))
    }
}

impl Lowering {
    /// `CAST`, `::` and `TRY_CAST`.
    pub(super) fn cast(
        &mut self,
        cast: &CastKind,
        expr: &Expr,
        to: &DataType,
        format: Option<&CastFormat>,
    ) -> String {
        if format.is_some() {
            return self.refuse_at(expr, "CAST with FORMAT");
        }
        let kind = match kind(to) {
            Ok(kind) => kind,
            Err(Unsupported {
                construct, help, ..
            }) => return self.refuse(expr.span(), construct, help.as_deref()),
        };
        let value = self.any_value(expr);
        match cast {
            CastKind::Cast | CastKind::DoubleColon => self.plain_cast(expr, &value, kind),
            CastKind::TryCast => self.try_cast(expr, &value, kind),
            CastKind::SafeCast => self.refuse_at(expr, "SAFE_CAST"),
        }
    }

    fn plain_cast(&mut self, expr: &Expr, value: &str, kind: Kind) -> String {
        match kind {
            Kind::Text { length: None } => format!("sf_text({value})"),
            Kind::Text {
                length: Some(length),
            } => format!("sf_text_of_length({value}, {length})"),
            Kind::Integer => format!("sf_number({value}, CAST(NULL AS BIGINT), 0)"),
            Kind::Decimal { scale, .. } => {
                format!(
                    "sf_number({value}, CAST(NULL AS {}), {scale})",
                    duckdb_name(kind)
                )
            }
            Kind::Double if is_number(expr) => format!("CAST({value} AS DOUBLE)"),
            Kind::Double => format!("sf_double({value})"),
            Kind::Boolean => format!("sf_boolean({value})"),
            Kind::Date => match literal::as_string(expr) {
                Some(text) if datetime_format::is_iso_date(text) => {
                    format!("CAST({value} AS DATE)")
                }
                _ => format!("sf_date({value})"),
            },
            Kind::Timestamp => match literal::as_string(expr) {
                Some(text) if datetime_format::is_iso_date(text) => {
                    format!("CAST({value} AS TIMESTAMP)")
                }
                _ => format!("sf_timestamp({value})"),
            },
            Kind::Time => match literal::as_string(expr) {
                Some(_) if literal::as_date_word(expr).is_none() => {
                    format!("CAST({value} AS TIME)")
                }
                _ => format!("CAST(sf_timestamp({value}) AS TIME)"),
            },
            Kind::Json => format!("to_json({value})"),
            Kind::Binary => self.refuse_at(expr, "cast to BINARY"),
        }
    }

    fn try_cast(&mut self, expr: &Expr, value: &str, kind: Kind) -> String {
        match kind {
            Kind::Text { length: None } => format!("sf_text({value})"),
            Kind::Text {
                length: Some(length),
            } => {
                format!("CASE WHEN length(sf_text({value})) <= {length} THEN sf_text({value}) END")
            }
            Kind::Integer | Kind::Decimal { .. } => {
                format!(
                    "TRY_CAST(sf_try_number_text(sf_text({value})) AS {})",
                    duckdb_name(kind)
                )
            }
            Kind::Double => format!("TRY_CAST(sf_try_float_text(sf_text({value})) AS DOUBLE)"),
            Kind::Boolean => format!("sf_try_text_boolean(sf_text({value}))"),
            Kind::Date => format!("sf_try_date({value})"),
            Kind::Timestamp => format!("sf_try_timestamp({value})"),
            Kind::Time | Kind::Json | Kind::Binary => {
                self.refuse_at(expr, format!("TRY_CAST to {}", duckdb_name(kind)))
            }
        }
    }

    #[expect(clippy::wrong_self_convention, reason = "named after the SQL function")]
    /// `TO_NUMBER` and its kin: a cast with a precision and a scale that were given as literals.
    pub(super) fn to_number(
        &mut self,
        expr: &Expr,
        precision: u64,
        scale: u64,
        attempt: bool,
    ) -> String {
        let value = self.any_value(expr);
        let kind = if scale == 0 && precision >= 18 {
            Kind::Integer
        } else {
            Kind::Decimal { precision, scale }
        };
        if attempt {
            self.try_cast(expr, &value, kind)
        } else {
            self.plain_cast(expr, &value, kind)
        }
    }
}
