//! What can be told of a value's type from its expression alone: enough to leave out macros that would choose by type.

use sqlparser::ast::{BinaryOperator, Expr, Function, TypedString};

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
        Expr::Cast { data_type, .. } | Expr::TypedString(TypedString { data_type, .. }) => {
            super::data_type(data_type)
                .is_ok_and(|name| matches!(name.as_str(), "DATE" | "TIMESTAMP"))
        }
        Expr::Function(function) => gives_temporal(function),
        _ => false,
    }
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
