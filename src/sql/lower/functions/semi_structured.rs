//! Functions that make, read or take apart VARIANT values, which DuckDB holds as JSON.

use sqlparser::ast::Function;

use super::super::{Lowering, literal};
use super::Rule::{Call as ByCall, Refused, Scalar};
use super::{Call, Entry, MANY, is_one_of};

pub(super) const TABLE: &[Entry] = &[
    ("PARSE_JSON", 1, 1, Scalar("sf_parse_json({0v})")),
    ("TRY_PARSE_JSON", 1, 1, Scalar("sf_try_parse_json({0v})")),
    ("TO_VARIANT", 1, 1, Scalar("to_json({0v})")),
    ("TO_JSON", 1, 1, Scalar("CAST({0v} AS VARCHAR)")),
    ("ARRAY_CONSTRUCT", 0, MANY, Scalar("json_array({*v})")),
    ("ARRAY_SIZE", 1, 1, Scalar("sf_array_size({0v})")),
    (
        "ARRAY_CONTAINS",
        2,
        2,
        Scalar("sf_array_contains({0v}, {1v})"),
    ),
    (
        "ARRAY_TO_STRING",
        2,
        2,
        Scalar("sf_array_to_string({0v}, {1t})"),
    ),
    ("OBJECT_CONSTRUCT", 0, MANY, ByCall(object_construct)),
    ("OBJECT_KEYS", 1, 1, Scalar("to_json(json_keys({0v}))")),
    ("GET", 2, 2, ByCall(get)),
    ("GET_PATH", 2, 2, ByCall(get_path)),
    (
        "ARRAY_UNION_AGG",
        1,
        1,
        Refused("use FLATTEN and ARRAY_AGG"),
    ),
    (
        "TYPEOF",
        1,
        1,
        Refused("cast the value to the type that is expected"),
    ),
];

/// Functions whose value is a VARIANT, an OBJECT or an ARRAY.
pub(in super::super) fn gives_variant(function: &Function) -> bool {
    is_one_of(
        function,
        &[
            "PARSE_JSON",
            "TRY_PARSE_JSON",
            "TO_VARIANT",
            "ARRAY_CONSTRUCT",
            "OBJECT_CONSTRUCT",
            "OBJECT_KEYS",
            "GET",
            "GET_PATH",
            "SPLIT",
            "ARRAY_AGG",
            "ARRAYAGG",
            "OBJECT_AGG",
        ],
    )
}

/// Pairs whose key or value is NULL are left out.
fn object_construct(lowering: &mut Lowering, call: &Call) -> String {
    if call.args.len() % 2 == 1 {
        return lowering.refuse_call(call, " with an odd number of arguments", None);
    }
    if call.args.is_empty() {
        return "CAST('{}' AS JSON)".to_owned();
    }
    let pairs: Vec<String> = call
        .args
        .chunks_exact(2)
        .map(|pair| {
            let (key, value) = (lowering.text(pair[0]), lowering.any_value(pair[1]));
            format!("{{'k': {key}, 'v': CASE WHEN {value} IS NOT NULL THEN to_json({value}) END}}")
        })
        .collect();
    format!("sf_object_without_nulls([{}])", pairs.join(", "))
}

/// `GET(value, 'key')` or `GET(value, 0)`, with a literal.
fn get(lowering: &mut Lowering, call: &Call) -> String {
    let step = lowering.json_step(call.args[1]);
    let value = lowering.any_value(call.args[0]);
    format!(
        "json_extract({value}, {})",
        literal::string(&format!("${step}"))
    )
}

/// `GET_PATH(value, 'a.b[0]')`, with a literal.
fn get_path(lowering: &mut Lowering, call: &Call) -> String {
    let plain = |path: &&str| {
        path.chars().all(|character| {
            character.is_alphanumeric() || matches!(character, '_' | '.' | '[' | ']')
        })
    };
    let Some(path) = literal::as_string(call.args[1]).filter(plain) else {
        return lowering.refuse_call(call, " with this path", None);
    };
    let steps = path.split('.').map(|step| match step.split_once('[') {
        Some((key, index)) => format!(".\"{key}\"[{index}"),
        None => format!(".\"{step}\""),
    });
    let path: String = std::iter::once("$".to_owned()).chain(steps).collect();
    let value = lowering.any_value(call.args[0]);
    format!("json_extract({value}, {})", literal::string(&path))
}
