//! Conditional functions and those about NULL.

use super::super::Lowering;
use super::Rule::{Call as ByCall, Scalar};
use super::{Call, Entry, MANY};

pub(super) const TABLE: &[Entry] = &[
    ("IFF", 3, 3, Scalar("CASE WHEN {0} THEN {1} ELSE {2} END")),
    ("NVL", 2, 2, Scalar("coalesce({0}, {1})")),
    ("IFNULL", 2, 2, Scalar("coalesce({0}, {1})")),
    ("COALESCE", 2, MANY, Scalar("coalesce({*})")),
    (
        "NVL2",
        3,
        3,
        Scalar("CASE WHEN {0v} IS NOT NULL THEN {1} ELSE {2} END"),
    ),
    (
        "REGR_VALX",
        2,
        2,
        Scalar("CASE WHEN {0} IS NOT NULL THEN {1} END"),
    ),
    (
        "REGR_VALY",
        2,
        2,
        Scalar("CASE WHEN {1} IS NOT NULL THEN {0} END"),
    ),
    ("NULLIF", 2, 2, Scalar("nullif({0}, {1b})")),
    ("ZEROIFNULL", 1, 1, Scalar("coalesce({0}, 0)")),
    ("NULLIFZERO", 1, 1, Scalar("nullif({0}, 0)")),
    (
        "EQUAL_NULL",
        2,
        2,
        Scalar("({0} IS NOT DISTINCT FROM {1b})"),
    ),
    (
        "DIV0",
        2,
        2,
        Scalar("CASE WHEN {0} IS NOT NULL AND {1} = 0 THEN 0 ELSE sf_quotient({0}, {1}) END"),
    ),
    (
        "DIV0NULL",
        2,
        2,
        Scalar(
            "CASE WHEN {0} IS NOT NULL AND coalesce({1}, 0) = 0 THEN 0 ELSE sf_quotient({0}, {1}) END",
        ),
    ),
    ("DECODE", 3, MANY, ByCall(decode)),
    ("GREATEST", 1, MANY, ByCall(extreme)),
    ("LEAST", 1, MANY, ByCall(extreme)),
    ("GREATEST_IGNORE_NULLS", 1, MANY, Scalar("greatest({*})")),
    ("LEAST_IGNORE_NULLS", 1, MANY, Scalar("least({*})")),
    (
        "BOOLAND",
        2,
        2,
        Scalar("(sf_boolean({0}) AND sf_boolean({1}))"),
    ),
    (
        "BOOLOR",
        2,
        2,
        Scalar("(sf_boolean({0}) OR sf_boolean({1}))"),
    ),
    (
        "BOOLXOR",
        2,
        2,
        Scalar("(sf_boolean({0}) <> sf_boolean({1}))"),
    ),
    ("BOOLNOT", 1, 1, Scalar("(NOT sf_boolean({0}))")),
    ("TO_BOOLEAN", 1, 1, Scalar("sf_boolean({0v})")),
    ("TRY_TO_BOOLEAN", 1, 1, Scalar("sf_try_text_boolean({0t})")),
];

/// DECODE takes NULL for equal to NULL.
fn decode(lowering: &mut Lowering, call: &Call) -> String {
    let value = lowering.scalar(call.args[0]);
    let mut text = "CASE".to_owned();
    let mut pairs = call.args[1..].chunks_exact(2);
    for pair in &mut pairs {
        let (search, result) = (
            lowering.beside(call.args[0], pair[0]),
            lowering.scalar(pair[1]),
        );
        text.push_str(&format!(
            " WHEN {value} IS NOT DISTINCT FROM {search} THEN {result}"
        ));
    }
    if let [default] = pairs.remainder() {
        text.push_str(&format!(" ELSE {}", lowering.scalar(default)));
    }
    text + " END"
}

/// GREATEST and LEAST are NULL where any argument is.
fn extreme(lowering: &mut Lowering, call: &Call) -> String {
    let args: Vec<String> = call.args.iter().map(|arg| lowering.scalar(arg)).collect();
    let missing: Vec<String> = args.iter().map(|arg| format!("{arg} IS NULL")).collect();
    format!(
        "CASE WHEN {} THEN NULL ELSE {}({}) END",
        missing.join(" OR "),
        call.name.to_lowercase(),
        args.join(", ")
    )
}
