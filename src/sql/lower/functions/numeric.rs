//! Functions of numbers.

use sqlparser::ast::Expr;

use super::super::{Lowering, literal};
use super::Rule::{Call as ByCall, NotReproducible, Scalar};
use super::{Call, Entry, MANY};

pub(super) const TABLE: &[Entry] = &[
    ("ABS", 1, 1, Scalar("abs({0})")),
    ("SIGN", 1, 1, Scalar("sign({0})")),
    ("ROUND", 1, 1, Scalar("round({0})")),
    ("ROUND", 2, 2, ByCall(round)),
    ("TRUNC", 1, 1, Scalar("trunc({0})")),
    ("TRUNC", 2, 2, ByCall(truncate)),
    ("TRUNCATE", 1, 1, Scalar("trunc({0})")),
    ("TRUNCATE", 2, 2, ByCall(truncate)),
    ("MOD", 2, 2, Scalar("sf_modulo({0}, {1})")),
    // DuckDB raises for a negative root and for a logarithm of nothing, as Snowflake does.
    ("SQRT", 1, 1, Scalar("sqrt({0})")),
    ("CBRT", 1, 1, Scalar("cbrt({0})")),
    ("SQUARE", 1, 1, Scalar("pow({0}, 2)")),
    ("EXP", 1, 1, Scalar("exp({0})")),
    ("LN", 1, 1, Scalar("ln({0})")),
    ("LOG", 2, 2, Scalar("log({0}, {1})")),
    ("POWER", 2, 2, Scalar("pow({0}, {1})")),
    ("POW", 2, 2, Scalar("pow({0}, {1})")),
    ("FACTORIAL", 1, 1, Scalar("factorial(CAST({0} AS INTEGER))")),
    ("SIN", 1, 1, Scalar("sin({0})")),
    ("COS", 1, 1, Scalar("cos({0})")),
    ("TAN", 1, 1, Scalar("tan({0})")),
    ("COT", 1, 1, Scalar("cot({0})")),
    ("ASIN", 1, 1, Scalar("asin({0})")),
    ("ACOS", 1, 1, Scalar("acos({0})")),
    ("ATAN", 1, 1, Scalar("atan({0})")),
    ("ATAN2", 2, 2, Scalar("atan2({0}, {1})")),
    ("SINH", 1, 1, Scalar("sinh({0})")),
    ("COSH", 1, 1, Scalar("cosh({0})")),
    ("TANH", 1, 1, Scalar("tanh({0})")),
    ("ASINH", 1, 1, Scalar("asinh({0})")),
    ("ACOSH", 1, 1, Scalar("acosh({0})")),
    ("ATANH", 1, 1, Scalar("atanh({0})")),
    ("DEGREES", 1, 1, Scalar("degrees({0})")),
    ("RADIANS", 1, 1, Scalar("radians({0})")),
    ("PI", 0, 0, Scalar("pi()")),
    ("HAVERSINE", 4, 4, Scalar("sf_haversine({*})")),
    ("WIDTH_BUCKET", 4, 4, Scalar("sf_width_bucket({*})")),
    ("TO_NUMBER", 1, 3, ByCall(to_number)),
    ("TO_DECIMAL", 1, 3, ByCall(to_number)),
    ("TO_NUMERIC", 1, 3, ByCall(to_number)),
    ("TRY_TO_NUMBER", 1, 3, ByCall(to_number)),
    ("TRY_TO_DECIMAL", 1, 3, ByCall(to_number)),
    ("TRY_TO_NUMERIC", 1, 3, ByCall(to_number)),
    ("TO_DOUBLE", 1, 1, Scalar("sf_double({0v})")),
    (
        "TRY_TO_DOUBLE",
        1,
        1,
        Scalar("TRY_CAST(sf_try_float_text({0t}) AS DOUBLE)"),
    ),
    ("RANDOM", 0, 1, NotReproducible),
    ("UNIFORM", 0, MANY, NotReproducible),
    ("NORMAL", 0, MANY, NotReproducible),
    ("RANDSTR", 0, MANY, NotReproducible),
    ("UUID_STRING", 0, MANY, NotReproducible),
    ("SEQ1", 0, 1, NotReproducible),
    ("SEQ2", 0, 1, NotReproducible),
    ("SEQ4", 0, 1, NotReproducible),
    ("SEQ8", 0, 1, NotReproducible),
];

fn round(lowering: &mut Lowering, call: &Call) -> String {
    match literal::as_integer(call.args[1]) {
        Some(scale) => format!("round({}, {scale})", lowering.scalar(call.args[0])),
        None => lowering.refuse_call(call, " to a scale that is not a literal", None),
    }
}

/// `TRUNC(number, scale)` or `TRUNC(date, 'part')`
fn truncate(lowering: &mut Lowering, call: &Call) -> String {
    if literal::as_string(call.args[1]).is_some() {
        return lowering.date_trunc(call, call.args[1], call.args[0]);
    }
    match literal::as_integer(call.args[1]) {
        Some(scale) => format!("trunc({}, {scale})", lowering.scalar(call.args[0])),
        None => lowering.refuse_call(call, " to a scale that is not a literal", None),
    }
}

/// Without a precision, text becomes a whole number.
fn to_number(lowering: &mut Lowering, call: &Call) -> String {
    let literal =
        |arg: &&Expr| literal::as_integer(arg).and_then(|value| u64::try_from(value).ok());
    let numbers: Option<Vec<u64>> = call.args[1..].iter().map(literal).collect();
    let (precision, scale) = match numbers.as_deref() {
        Some([]) => (38, 0),
        Some([precision]) => (*precision, 0),
        Some([precision, scale]) => (*precision, *scale),
        _ => return lowering.refuse_call(call, " with a format", None),
    };
    if !(1..=38).contains(&precision) || scale > precision {
        return lowering.refuse_call(call, " with this precision", None);
    }
    lowering.to_number(
        call.args[0],
        precision,
        scale,
        call.name.starts_with("TRY_"),
    )
}
