//! Literals and names. Snowflake's backslash escapes are decoded by the parser; DuckDB's strings have none.

use sqlparser::ast::{BinaryOperator, Expr, Value, ValueWithSpan};

use super::Lowering;

/// Text between single quotes.
pub(super) fn string(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// A name between double quotes.
pub(super) fn quoted_identifier(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// The text of a string literal, if the expression is one.
pub(super) fn as_string(expr: &Expr) -> Option<&str> {
    match expr {
        Expr::Value(ValueWithSpan { value, .. }) => match value {
            Value::SingleQuotedString(text) => Some(text),
            Value::DollarQuotedString(quoted) => Some(&quoted.value),
            _ => None,
        },
        Expr::Nested(inner) => as_string(inner),
        _ => None,
    }
}

/// The text of a string literal that DuckDB reads as a date without digits, and Snowflake does not.
pub(super) fn as_date_word(expr: &Expr) -> Option<&str> {
    as_string(expr).filter(|text| is_date_word(text))
}

fn is_date_word(text: &str) -> bool {
    const WORDS: [&str; 5] = ["epoch", "infinity", "-infinity", "inf", "-inf"];
    WORDS
        .iter()
        .any(|word| text.trim().eq_ignore_ascii_case(word))
}

/// The value of an integer literal, signed or not, if the expression is one.
pub(super) fn as_integer(expr: &Expr) -> Option<i64> {
    match expr {
        Expr::Value(ValueWithSpan {
            value: Value::Number(digits, false),
            ..
        }) => digits.parse().ok(),
        Expr::UnaryOp {
            op: sqlparser::ast::UnaryOperator::Minus,
            expr,
        } => as_integer(expr).map(|value: i64| -value),
        Expr::Nested(inner) => as_integer(inner),
        _ => None,
    }
}

/// The value of arithmetic on integer literals alone, if the expression is that and no step of it needs more than the 32
/// bits that DuckDB would give it.
pub(super) fn as_short_integer(expr: &Expr) -> Option<i32> {
    match expr {
        Expr::Nested(inner) => as_short_integer(inner),
        Expr::BinaryOp { left, op, right } => {
            let (left, right) = (as_short_integer(left)?, as_short_integer(right)?);
            match op {
                BinaryOperator::Plus => left.checked_add(right),
                BinaryOperator::Minus => left.checked_sub(right),
                BinaryOperator::Multiply => left.checked_mul(right),
                _ => None,
            }
        }
        _ => as_integer(expr).and_then(|value| i32::try_from(value).ok()),
    }
}

/// The value of a decimal literal between 0 and 1 with its number of decimals, if the expression is one.
pub(super) fn as_fraction(expr: &Expr) -> Option<(&str, usize)> {
    let Expr::Value(ValueWithSpan {
        value: Value::Number(digits, false),
        ..
    }) = expr
    else {
        return None;
    };
    let value: f64 = digits.parse().ok()?;
    let decimals = digits
        .split_once('.')
        .map_or(0, |(_, decimals)| decimals.len());
    (0.0..=1.0)
        .contains(&value)
        .then_some((digits.as_str(), decimals))
}

impl Lowering {
    pub(super) fn value(&mut self, value: &ValueWithSpan) -> String {
        let ValueWithSpan { value, span } = value;
        match value {
            // A short literal would be a 32-bit integer to DuckDB, and so would what is computed from it.
            Value::Number(digits, false) if digits.parse::<i32>().is_ok() => {
                format!("CAST({digits} AS BIGINT)")
            }
            Value::Number(digits, false) => digits.clone(),
            // As a literal it would become a date beside one.
            Value::SingleQuotedString(text) if is_date_word(text) => {
                format!("CAST({} AS VARCHAR)", string(text))
            }
            Value::SingleQuotedString(text) => string(text),
            Value::DollarQuotedString(quoted) if quoted.tag.is_none() => string(&quoted.value),
            Value::Boolean(true) => "true".to_owned(),
            Value::Boolean(false) => "false".to_owned(),
            Value::Null => "NULL".to_owned(),
            Value::Placeholder(name) => match name.strip_prefix('$').map(str::parse::<u32>) {
                Some(Ok(position)) if self.reads_values => format!("\"COLUMN{position}\""),
                _ => self.refuse(
                    *span,
                    format!("variable `{name}`"),
                    Some("use `{{ var('name') }}`"),
                ),
            },
            _ => self.refuse(
                *span,
                "this kind of literal",
                Some("use a plain string or number"),
            ),
        }
    }
}
