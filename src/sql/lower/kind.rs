//! What can be told of a value's type from its expression alone: enough to leave out macros that would choose by type.

use sqlparser::ast::{
    BinaryOperator, CaseWhen, Expr, Function, FunctionArg, FunctionArgExpr, FunctionArguments,
    TypedString, UnaryOperator, Value, ValueWithSpan,
};

use super::functions::is_one_of;
use super::literal;

/// Whether an expression is text, for all that can be seen.
pub(super) fn is_text(expr: &Expr) -> bool {
    match expr {
        Expr::Nested(inner) => is_text(inner),
        Expr::Trim { .. }
        | Expr::Substring { .. }
        | Expr::BinaryOp {
            op: BinaryOperator::StringConcat,
            ..
        } => true,
        Expr::Cast { data_type, .. } => {
            super::data_type(data_type).is_ok_and(|name| name == "VARCHAR")
        }
        Expr::Function(function) => gives_text(function),
        _ => literal::as_string(expr).is_some(),
    }
}

/// Whether an expression is a date or a timestamp, for all that can be seen.
pub(super) fn is_temporal(expr: &Expr) -> bool {
    match expr {
        Expr::Nested(inner) => is_temporal(inner),
        Expr::Function(function) => gives_temporal(function),
        _ => temporal_type(expr).is_some(),
    }
}

/// The type of a date or time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Temporal {
    Date,
    Timestamp,
}

/// Which of the two types a date or time has, where that can be seen.
pub(super) fn temporal_type(expr: &Expr) -> Option<Temporal> {
    match expr {
        Expr::Nested(inner) => temporal_type(inner),
        Expr::Cast { data_type, .. } | Expr::TypedString(TypedString { data_type, .. }) => {
            match super::data_type(data_type).ok()?.as_str() {
                "DATE" => Some(Temporal::Date),
                "TIMESTAMP" => Some(Temporal::Timestamp),
                _ => None,
            }
        }
        Expr::Function(function) if is_one_of(function, &["DATE_TRUNC"]) => {
            // The part may also stand last.
            match arguments(function)?.as_slice() {
                [part, date] if literal::as_string(part).is_some() => temporal_argument_type(date),
                _ => None,
            }
        }
        Expr::Function(function) if is_one_of(function, &["DATEADD"]) => {
            let date = *arguments(function)?.get(2)?;
            // A DATE to which hours are added is none any more.
            temporal_argument_type(date).filter(|kind| *kind == Temporal::Timestamp)
        }
        _ => None,
    }
}

/// The same where a date or time is wanted: a string literal is read as a timestamp there.
pub(super) fn temporal_argument_type(expr: &Expr) -> Option<Temporal> {
    match literal::as_string(expr) {
        Some(_) => Some(Temporal::Timestamp),
        None => temporal_type(expr),
    }
}

/// Whether an expression is a DOUBLE, for all that can be seen.
pub(super) fn is_double(expr: &Expr) -> bool {
    match expr {
        Expr::Nested(inner) => is_double(inner),
        Expr::Cast { data_type, .. } => {
            super::data_type(data_type).is_ok_and(|name| name == "DOUBLE")
        }
        Expr::UnaryOp {
            op: UnaryOperator::Minus,
            expr,
        } => is_double(expr),
        _ => results(expr).is_some_and(|results| {
            results.iter().any(|result| is_double(result))
                && results
                    .iter()
                    .all(|result| is_double(result) || is_null(result) || is_number(result))
        }),
    }
}

/// Whether an expression is a number, for all that can be seen.
pub(super) fn is_number(expr: &Expr) -> bool {
    match expr {
        Expr::Nested(inner) => is_number(inner),
        Expr::Value(ValueWithSpan { value, .. }) => matches!(value, Value::Number(_, false)),
        Expr::UnaryOp {
            op: UnaryOperator::Minus,
            expr,
        } => is_number(expr),
        Expr::Function(function) if function.over.is_none() => {
            is_one_of(function, &["COUNT", "COUNT_IF"])
        }
        _ => {
            is_double(expr)
                || results(expr).is_some_and(|results| {
                    results.iter().any(|result| is_number(result))
                        && results
                            .iter()
                            .all(|result| is_number(result) || is_null(result))
                })
        }
    }
}

fn is_null(expr: &Expr) -> bool {
    matches!(
        expr,
        Expr::Value(ValueWithSpan {
            value: Value::Null,
            ..
        })
    )
}

/// The results of CASE or IFF.
fn results(expr: &Expr) -> Option<Vec<&Expr>> {
    match expr {
        Expr::Case {
            conditions,
            else_result,
            ..
        } => Some(
            conditions
                .iter()
                .map(|CaseWhen { result, .. }| result)
                .chain(else_result.as_deref())
                .collect(),
        ),
        Expr::Function(function) if is_one_of(function, &["IFF"]) => {
            arguments(function)?.get(1..).map(<[_]>::to_vec)
        }
        _ => None,
    }
}

/// The arguments of a function, none of which has a name.
fn arguments(function: &Function) -> Option<Vec<&Expr>> {
    let FunctionArguments::List(list) = &function.args else {
        return None;
    };
    list.args
        .iter()
        .map(|arg| match arg {
            FunctionArg::Unnamed(FunctionArgExpr::Expr(expr)) => Some(expr),
            _ => None,
        })
        .collect()
}

/// Whether a function's value is text whatever its arguments are.
fn gives_text(function: &Function) -> bool {
    is_one_of(
        function,
        &[
            "UPPER",
            "LOWER",
            "INITCAP",
            "TRIM",
            "LTRIM",
            "RTRIM",
            "LPAD",
            "RPAD",
            "SUBSTR",
            "SUBSTRING",
            "LEFT",
            "RIGHT",
            "CONCAT",
            "CONCAT_WS",
            "REPLACE",
            "TRANSLATE",
            "REVERSE",
            "REPEAT",
            "SPACE",
            "CHR",
            "CHAR",
            "SPLIT_PART",
            "MD5",
            "MD5_HEX",
            "SHA1_HEX",
            "SHA2_HEX",
            "HEX_ENCODE",
            "BASE64_ENCODE",
            "INSERT",
            "STRTOK",
            "JSON_EXTRACT_PATH_TEXT",
            "SHA1",
            "SHA2",
            "TO_CHAR",
            "TO_VARCHAR",
            "TO_TEXT",
            "TO_JSON",
            "REGEXP_REPLACE",
            "REGEXP_SUBSTR",
            "LISTAGG",
            "ARRAY_TO_STRING",
            "DAYNAME",
            "MONTHNAME",
        ],
    )
}

/// Whether a function's value is a date or a timestamp whatever its arguments are.
fn gives_temporal(function: &Function) -> bool {
    is_one_of(
        function,
        &[
            "DATEADD",
            "TIMEADD",
            "TIMESTAMPADD",
            "DATE_TRUNC",
            "ADD_MONTHS",
            "LAST_DAY",
            "NEXT_DAY",
            "PREVIOUS_DAY",
            "TO_DATE",
            "DATE",
            "TRY_TO_DATE",
            "TO_TIMESTAMP",
            "TO_TIMESTAMP_NTZ",
            "TRY_TO_TIMESTAMP",
            "TRY_TO_TIMESTAMP_NTZ",
            "DATE_FROM_PARTS",
            "DATEFROMPARTS",
            "TIMESTAMP_FROM_PARTS",
            "TIMESTAMPFROMPARTS",
            "TIMESTAMP_NTZ_FROM_PARTS",
            "TIMESTAMPNTZFROMPARTS",
            "TIME_SLICE",
        ],
    )
}
