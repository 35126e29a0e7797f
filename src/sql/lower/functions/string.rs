//! Text.

use super::super::{Lowering, literal};
use super::Rule::{Call as ByCall, Refused, Scalar};
use super::{Call, Entry, MANY};

pub(super) const TABLE: &[Entry] = &[
    ("UPPER", 1, 1, Scalar("upper({0t})")),
    ("LOWER", 1, 1, Scalar("lower({0t})")),
    ("INITCAP", 1, 1, Scalar("sf_initcap({0t})")),
    ("LENGTH", 1, 1, Scalar("length({0t})")),
    ("LEN", 1, 1, Scalar("length({0t})")),
    ("OCTET_LENGTH", 1, 1, Scalar("strlen({0t})")),
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
    ("CHR", 1, 1, Scalar("chr({0})")),
    ("CHAR", 1, 1, Scalar("chr({0})")),
    ("CONTAINS", 2, 2, Scalar("contains({0t}, {1t})")),
    ("STARTSWITH", 2, 2, Scalar("starts_with({0t}, {1t})")),
    ("ENDSWITH", 2, 2, Scalar("ends_with({0t}, {1t})")),
    ("POSITION", 2, 2, Scalar("sf_position({0t}, {1t}, 1)")),
    ("POSITION", 3, 3, Scalar("sf_position({0t}, {1t}, {2})")),
    ("CHARINDEX", 2, 2, Scalar("sf_position({0t}, {1t}, 1)")),
    ("CHARINDEX", 3, 3, Scalar("sf_position({0t}, {1t}, {2})")),
    ("SPLIT", 2, 2, Scalar("sf_split({0t}, {1t})")),
    ("SPLIT_PART", 3, 3, Scalar("sf_split_part({0t}, {1t}, {2})")),
    ("EDITDISTANCE", 2, 2, Scalar("levenshtein({0t}, {1t})")),
    ("MD5", 1, 1, Scalar("md5({0t})")),
    ("MD5_HEX", 1, 1, Scalar("md5({0t})")),
    ("SHA2", 1, 1, Scalar("sha256({0t})")),
    ("SHA2_HEX", 1, 1, Scalar("sha256({0t})")),
    ("SHA1", 1, 1, Scalar("sha1({0t})")),
    ("TO_TEXT", 1, 1, Scalar("sf_text({0v})")),
    ("LIKE", 2, 2, Scalar("({0t} LIKE {1t})")),
    ("ILIKE", 2, 2, Scalar("({0t} ILIKE {1t})")),
    ("REGEXP_LIKE", 2, 3, ByCall(regexp_like)),
    ("RLIKE", 2, 3, ByCall(regexp_like)),
    ("REGEXP_REPLACE", 2, 6, ByCall(regexp_replace)),
    ("REGEXP_SUBSTR", 2, 6, ByCall(regexp_substr)),
    (
        "REGEXP_COUNT",
        2,
        2,
        Scalar(
            "CASE WHEN {0t} IS NULL OR {1t} IS NULL THEN NULL ELSE CAST(len(regexp_extract_all({0t}, {1t})) AS BIGINT) END",
        ),
    ),
    ("SOUNDEX", 1, 1, Refused("compute it beforehand")),
    ("COLLATE", 2, 2, Refused("compare LOWER(…) of both sides")),
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

/// The options of a regular expression that mean the same on both engines.
fn regexp_options(call: &Call, position: usize) -> Option<String> {
    let Some(options) = call.args.get(position) else {
        return Some("'c'".to_owned());
    };
    let options = literal::as_string(options)?;
    let known = options
        .chars()
        .all(|option| matches!(option, 'c' | 'i' | 's' | 'e'));
    let options: String = options.chars().filter(|option| *option != 'e').collect();
    known.then(|| literal::string(if options.is_empty() { "c" } else { &options }))
}

fn integer_argument(call: &Call, position: usize, default: i64) -> Option<i64> {
    call.args
        .get(position)
        .map_or(Some(default), |arg| literal::as_integer(arg))
}

/// The pattern has to match the whole text.
fn regexp_like(lowering: &mut Lowering, call: &Call) -> String {
    let Some(options) = regexp_options(call, 2) else {
        return lowering.refuse_call(call, " with these options", None);
    };
    let (text, pattern) = (lowering.text(call.args[0]), lowering.text(call.args[1]));
    format!("regexp_full_match({text}, {pattern}, {options})")
}

/// Every match is replaced.
fn regexp_replace(lowering: &mut Lowering, call: &Call) -> String {
    let (Some(1), Some(0), Some(options)) = (
        integer_argument(call, 3, 1),
        integer_argument(call, 4, 0),
        regexp_options(call, 5),
    ) else {
        return lowering.refuse_call(
            call,
            " with a position, an occurrence or these options",
            None,
        );
    };
    let (text, pattern) = (lowering.text(call.args[0]), lowering.text(call.args[1]));
    let replacement = call
        .args
        .get(2)
        .map_or_else(|| "''".to_owned(), |replacement| lowering.text(replacement));
    let options = options.replace('\'', "");
    format!("regexp_replace({text}, {pattern}, {replacement}, 'g{options}')")
}

/// No match gives NULL.
fn regexp_substr(lowering: &mut Lowering, call: &Call) -> String {
    let extracts = call
        .args
        .get(4)
        .and_then(|options| literal::as_string(options))
        .is_some_and(|options| options.contains('e'));
    let group = integer_argument(call, 5, i64::from(extracts));
    let (Some(start @ 1..), Some(occurrence @ 1..), Some(options), Some(group @ 0..)) = (
        integer_argument(call, 2, 1),
        integer_argument(call, 3, 1),
        regexp_options(call, 4),
        group,
    ) else {
        return lowering.refuse_call(call, " with these arguments", None);
    };
    let (text, pattern) = (lowering.text(call.args[0]), lowering.text(call.args[1]));
    format!("sf_regexp_substr({text}, {pattern}, {start}, {occurrence}, {options}, {group})")
}
