//! Text.

use super::super::Lowering;
use super::Rule::{Call as ByCall, Scalar};
use super::{Call, Entry, MANY};

pub(super) const TABLE: &[Entry] = &[
    ("UPPER", 1, 1, Scalar("upper({0t})")),
    ("LOWER", 1, 1, Scalar("lower({0t})")),
    ("INITCAP", 1, 1, Scalar("sf_initcap({0t})")),
    ("LENGTH", 1, 1, Scalar("length({0t})")),
    ("LEN", 1, 1, Scalar("length({0t})")),
    ("OCTET_LENGTH", 1, 1, Scalar("strlen({0t})")),
    ("BIT_LENGTH", 1, 1, Scalar("(8 * strlen({0t}))")),
    ("TRIM", 1, 2, ByCall(trim)),
    ("LTRIM", 1, 2, ByCall(trim)),
    ("RTRIM", 1, 2, ByCall(trim)),
    ("LPAD", 2, 2, Scalar("sf_lpad({0t}, {1}, ' ')")),
    ("LPAD", 3, 3, Scalar("sf_lpad({0t}, {1}, {2t})")),
    ("RPAD", 2, 2, Scalar("sf_rpad({0t}, {1}, ' ')")),
    ("RPAD", 3, 3, Scalar("sf_rpad({0t}, {1}, {2t})")),
    ("SUBSTR", 2, 2, Scalar("sf_substring_from({0t}, {1})")),
    ("SUBSTR", 3, 3, Scalar("sf_substring({0t}, {1}, {2})")),
    ("SUBSTRING", 2, 2, Scalar("sf_substring_from({0t}, {1})")),
    ("SUBSTRING", 3, 3, Scalar("sf_substring({0t}, {1}, {2})")),
    (
        "LEFT",
        2,
        2,
        Scalar("CASE WHEN {1} <= 0 THEN left({0t}, 0) ELSE left({0t}, {1}) END"),
    ),
    (
        "RIGHT",
        2,
        2,
        Scalar("CASE WHEN {1} <= 0 THEN right({0t}, 0) ELSE right({0t}, {1}) END"),
    ),
    ("CONCAT", 1, MANY, ByCall(concatenate)),
    ("CONCAT_WS", 2, MANY, ByCall(concatenate_with_separator)),
    ("REPLACE", 2, 2, Scalar("replace({0t}, {1t}, '')")),
    ("REPLACE", 3, 3, Scalar("replace({0t}, {1t}, {2t})")),
    ("TRANSLATE", 3, 3, Scalar("translate({0t}, {1t}, {2t})")),
    ("REVERSE", 1, 1, Scalar("reverse({0t})")),
    ("REPEAT", 2, 2, Scalar("repeat({0t}, {1})")),
    ("SPACE", 1, 1, Scalar("repeat(' ', {0})")),
    (
        "ASCII",
        1,
        1,
        Scalar("CASE WHEN {0t} = '' THEN 0 ELSE ascii({0t}) END"),
    ),
    (
        "UNICODE",
        1,
        1,
        Scalar("CASE WHEN {0t} = '' THEN 0 ELSE unicode({0t}) END"),
    ),
    ("CHR", 1, 1, Scalar("chr(CAST({0} AS INTEGER))")),
    ("CHAR", 1, 1, Scalar("chr(CAST({0} AS INTEGER))")),
    ("CONTAINS", 2, 2, Scalar("contains({0t}, {1t})")),
    ("STARTSWITH", 2, 2, Scalar("starts_with({0t}, {1t})")),
    ("ENDSWITH", 2, 2, Scalar("ends_with({0t}, {1t})")),
    ("POSITION", 2, 2, Scalar("sf_position({0t}, {1t}, 1)")),
    ("POSITION", 3, 3, Scalar("sf_position({0t}, {1t}, {2})")),
    ("CHARINDEX", 2, 2, Scalar("sf_position({0t}, {1t}, 1)")),
    ("CHARINDEX", 3, 3, Scalar("sf_position({0t}, {1t}, {2})")),
    ("SPLIT", 2, 2, Scalar("sf_split({0t}, {1t})")),
    ("SPLIT_PART", 3, 3, Scalar("sf_split_part({0t}, {1t}, {2})")),
    ("EDITDISTANCE", 2, 2, Scalar("sf_distance({0t}, {1t})")),
    (
        "EDITDISTANCE",
        3,
        3,
        Scalar("CASE WHEN {2} IS NOT NULL THEN least(sf_distance({0t}, {1t}), {2}) END"),
    ),
    ("INSERT", 4, 4, Scalar("sf_insert({0t}, {1}, {2}, {3t})")),
    ("STRTOK", 1, 1, Scalar("sf_strtok({0t}, ' ', 1)")),
    ("STRTOK", 2, 2, Scalar("sf_strtok({0t}, {1t}, 1)")),
    ("STRTOK", 3, 3, Scalar("sf_strtok({0t}, {1t}, {2})")),
    (
        "STRTOK_TO_ARRAY",
        1,
        1,
        Scalar("to_json(sf_tokens({0t}, ' '))"),
    ),
    (
        "STRTOK_TO_ARRAY",
        2,
        2,
        Scalar("to_json(sf_tokens({0t}, {1t}))"),
    ),
    ("TO_TEXT", 1, 1, Scalar("sf_text({0v})")),
    ("LIKE", 2, 2, Scalar("({0t} LIKE {1t})")),
    ("ILIKE", 2, 2, Scalar("({0t} ILIKE {1t})")),
];

fn trim(lowering: &mut Lowering, call: &Call) -> String {
    use sqlparser::ast::TrimWhereField;
    let side = match call.name.as_str() {
        "LTRIM" => TrimWhereField::Leading,
        "RTRIM" => TrimWhereField::Trailing,
        _ => TrimWhereField::Both,
    };
    lowering.trim(Some(side), call.args[0], call.args.get(1).copied())
}

/// CONCAT is NULL where any argument is, as `||` is.
fn concatenate(lowering: &mut Lowering, call: &Call) -> String {
    let args: Vec<String> = call.args.iter().map(|arg| lowering.text(arg)).collect();
    format!("({})", args.join(" || "))
}

/// So is `CONCAT_WS`, unlike elsewhere.
fn concatenate_with_separator(lowering: &mut Lowering, call: &Call) -> String {
    let separator = lowering.text(call.args[0]);
    let args: Vec<String> = call.args[1..]
        .iter()
        .map(|arg| lowering.text(arg))
        .collect();
    if let [only] = args.as_slice() {
        return format!("CASE WHEN {separator} IS NOT NULL THEN {only} END");
    }
    format!("({})", args.join(&format!(" || {separator} || ")))
}
