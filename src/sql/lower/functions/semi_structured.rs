//! Functions that make, read or take apart VARIANT values, which DuckDB holds as JSON.

use sqlparser::ast::Function;

use super::super::{Lowering, literal};
use super::Rule::{Call as ByCall, Scalar};
use super::{Call, Entry, MANY, is_one_of};

pub(super) const TABLE: &[Entry] = &[
    ("PARSE_JSON", 1, 1, Scalar("sf_parse_json({0v})")),
    ("TRY_PARSE_JSON", 1, 1, Scalar("sf_try_parse_json({0v})")),
    ("TO_VARIANT", 1, 1, Scalar("to_json({0v})")),
    ("TO_JSON", 1, 1, Scalar("sf_json_text({0v})")),
    ("IS_NULL_VALUE", 1, 1, Scalar("(json_type({0v}) = 'NULL')")),
    (
        "STRIP_NULL_VALUE",
        1,
        1,
        Scalar("CASE WHEN json_type({0v}) <> 'NULL' THEN {0v} END"),
    ),
    ("JSON_EXTRACT_PATH_TEXT", 2, 2, ByCall(path_text)),
    ("OBJECT_CONSTRUCT", 0, MANY, ByCall(object_construct)),
    (
        "OBJECT_CONSTRUCT_KEEP_NULL",
        0,
        MANY,
        ByCall(object_construct),
    ),
    ("OBJECT_DELETE", 2, MANY, ByCall(object_of_keys)),
    ("OBJECT_PICK", 2, MANY, ByCall(object_of_keys)),
    ("OBJECT_KEYS", 1, 1, Scalar("to_json(json_keys({0v}))")),
    ("GET", 2, 2, ByCall(get)),
    ("GET_PATH", 2, 2, ByCall(get_path)),
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
            "OBJECT_CONSTRUCT_KEEP_NULL",
            "OBJECT_DELETE",
            "OBJECT_PICK",
            "OBJECT_KEYS",
            "STRIP_NULL_VALUE",
            "ARRAY_APPEND",
            "ARRAY_CAT",
            "ARRAY_COMPACT",
            "ARRAY_CONSTRUCT_COMPACT",
            "ARRAY_DISTINCT",
            "ARRAY_EXCEPT",
            "ARRAY_FLATTEN",
            "ARRAY_GENERATE_RANGE",
            "ARRAY_INTERSECTION",
            "ARRAY_PREPEND",
            "ARRAY_REMOVE",
            "ARRAY_REVERSE",
            "ARRAY_SLICE",
            "ARRAY_UNIQUE_AGG",
            "TO_ARRAY",
            "STRTOK_TO_ARRAY",
            "REGEXP_SUBSTR_ALL",
            "REGEXP_EXTRACT_ALL",
            "GET",
            "GET_PATH",
            "SPLIT",
            "ARRAY_AGG",
            "ARRAYAGG",
            "OBJECT_AGG",
        ],
    )
}

/// Pairs whose key or value is NULL are left out; `…_KEEP_NULL` leaves out those whose key is.
fn object_construct(lowering: &mut Lowering, call: &Call) -> String {
    if call.args.len() % 2 == 1 {
        return lowering.refuse_call(call, " with an odd number of arguments", None);
    }
    if call.args.is_empty() {
        return "CAST('{}' AS JSON)".to_owned();
    }
    let null = if call.name.ends_with("KEEP_NULL") {
        " ELSE CAST('null' AS JSON)"
    } else {
        ""
    };
    let pairs: Vec<String> = call
        .args
        .chunks_exact(2)
        .map(|pair| {
            let (key, value) = (lowering.text(pair[0]), lowering.any_value(pair[1]));
            format!(
                "{{'k': {key}, 'v': CASE WHEN {value} IS NOT NULL THEN to_json({value}){null} END}}"
            )
        })
        .collect();
    format!("sf_object_without_nulls([{}])", pairs.join(", "))
}

/// An object with some of its keys, or without them.
fn object_of_keys(lowering: &mut Lowering, call: &Call) -> String {
    let object = lowering.any_value(call.args[0]);
    let keys: Vec<String> = call.args[1..]
        .iter()
        .map(|key| lowering.text(key))
        .collect();
    format!(
        "sf_object_of_keys({object}, [{}], {})",
        keys.join(", "),
        call.name == "OBJECT_PICK"
    )
}

/// `JSON_EXTRACT_PATH_TEXT(text, 'a.b[0]')`, with a literal.
fn path_text(lowering: &mut Lowering, call: &Call) -> String {
    let value = format!("sf_parse_json({})", lowering.any_value(call.args[0]));
    format!("sf_text({})", at_path(lowering, call, &value))
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
    let value = lowering.any_value(call.args[0]);
    at_path(lowering, call, &value)
}

fn at_path(lowering: &mut Lowering, call: &Call, value: &str) -> String {
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
    format!("json_extract({value}, {})", literal::string(&path))
}
