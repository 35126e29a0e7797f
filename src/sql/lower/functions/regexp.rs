//! Regular expressions. Both engines have the syntax of RE2.

use super::super::{Lowering, literal};
use super::Rule::{Call as ByCall, Scalar};
use super::{Call, Entry};

pub(super) const TABLE: &[Entry] = &[
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
    // The text before the leftmost match, taken as short as can be.
    (
        "REGEXP_INSTR",
        2,
        2,
        Scalar("sf_regexp_position({0t}, {1t})"),
    ),
    (
        "REGEXP_SUBSTR_ALL",
        2,
        2,
        Scalar("to_json(regexp_extract_all({0t}, {1t}))"),
    ),
    (
        "REGEXP_EXTRACT_ALL",
        2,
        2,
        Scalar("to_json(regexp_extract_all({0t}, {1t}))"),
    ),
];

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
    // Where the pattern has no group, `e` counts for nothing.
    let has_groups = literal::as_string(call.args[1]).is_none_or(has_groups);
    let group = if extracts && !has_groups {
        integer_argument(call, 5, 0).map(|_| 0)
    } else {
        integer_argument(call, 5, i64::from(extracts))
    };
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

/// Whether a regular expression has a group whose match can be taken out.
fn has_groups(pattern: &str) -> bool {
    let mut signs = pattern.chars().peekable();
    let mut in_class = false;
    while let Some(sign) = signs.next() {
        match sign {
            '\\' => {
                signs.next();
            }
            '[' => in_class = true,
            ']' => in_class = false,
            // `(?:…)` is none, `(?P<name>…)` is one; the rest of its kind is left to the engine.
            '(' if !in_class && signs.next_if_eq(&'?').is_none() => return true,
            '(' if !in_class && signs.peek().is_some_and(|kind| matches!(kind, 'P' | '<')) => {
                return true;
            }
            _ => {}
        }
    }
    false
}
