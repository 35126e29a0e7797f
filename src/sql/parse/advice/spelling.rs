//! Misspelt keywords. The parser takes most of them for an alias or a column and stops one or two tokens later.

use sqlparser::tokenizer::Token;

use super::super::error::SqlError;
use super::slip::{Slip, is_in};

/// Keywords of queries. A word that is one is not taken for the misspelling of another, but for `NOT_ALWAYS`.
const KEYWORDS: [&str; 66] = [
    "select",
    "from",
    "where",
    "group",
    "by",
    "having",
    "qualify",
    "order",
    "limit",
    "offset",
    "union",
    "all",
    "intersect",
    "except",
    "minus",
    "join",
    "inner",
    "left",
    "right",
    "full",
    "outer",
    "cross",
    "natural",
    "asof",
    "lateral",
    "on",
    "using",
    "with",
    "recursive",
    "as",
    "distinct",
    "case",
    "when",
    "then",
    "else",
    "end",
    "and",
    "or",
    "not",
    "in",
    "is",
    "null",
    "like",
    "ilike",
    "rlike",
    "regexp",
    "between",
    "exists",
    "over",
    "partition",
    "rows",
    "range",
    "unbounded",
    "preceding",
    "following",
    "current",
    "row",
    "asc",
    "desc",
    "nulls",
    "within",
    "values",
    "pivot",
    "unpivot",
    "cast",
    "interval",
];
/// Keywords that are also what another is misspelt as: `row between`.
const NOT_ALWAYS: [&str; 2] = ["row", "end"];
/// How many keywords are tried for a word.
const TRIES: usize = 3;

/// A misspelt keyword at the place where the parser gave up, before it, or as the name of the call around it.
pub(super) fn find(slip: &Slip<'_>) -> Option<SqlError> {
    let mut candidates = vec![slip.at];
    candidates.extend((1..=4).filter_map(|back| slip.at.checked_sub(back)));
    let call = slip.open_bracket(slip.at);
    candidates.extend((1..=2).filter_map(|back| call?.checked_sub(back)));
    candidates.push(slip.at + 1);
    candidates
        .into_iter()
        .find_map(|index| mended(slip, index, &KEYWORDS))
}

/// The error when the word at `index` is a misspelling of one of `keywords`: the text with the keyword parses.
pub(super) fn mended(slip: &Slip<'_>, index: usize, keywords: &[&str]) -> Option<SqlError> {
    let word = slip.word(index)?;
    let is_keyword = is_in(word, &KEYWORDS) && !is_in(word, &NOT_ALWAYS);
    if is_keyword || slip.is_field(index) {
        return None;
    }
    let meant = near(word, keywords)
        .into_iter()
        .take(TRIES)
        .find(|keyword| slip.is_mended_by(index..index + 1, &[Token::make_keyword(keyword)]))?;
    let meant = in_case_of(word, meant);
    let message = format!("`{word}` looks like a misspelt `{meant}`");
    Some(
        slip.error(index, message)
            .edit(&format!("write `{meant}`"), slip.spot(index)?, meant),
    )
}

/// The keywords that a slip of the pen away from a word, the nearest first.
pub(super) fn near<'k>(word: &str, keywords: &[&'k str]) -> Vec<&'k str> {
    let word = word.to_lowercase();
    let mut near: Vec<(usize, &str)> = keywords
        .iter()
        .filter(|keyword| **keyword != word && keyword.len().min(word.len()) > 1)
        .map(|keyword| (strsim::osa_distance(&word, keyword), *keyword))
        .filter(|(distance, keyword)| {
            *distance <= if keyword.len() > 4 { 2 } else { 1 }
                || keyword.len() > 3 && has_same_letters(&word, keyword)
        })
        .collect();
    // Of two that are as near, the one that begins as the word does: `dsc` is `desc`, and not `asc`.
    near.sort_by_key(|(distance, keyword)| {
        (*distance, keyword.chars().next() != word.chars().next())
    });
    near.into_iter().map(|(_, keyword)| keyword).collect()
}

fn has_same_letters(word: &str, keyword: &str) -> bool {
    let letters = |text: &str| {
        let mut letters = text.as_bytes().to_vec();
        letters.sort_unstable();
        letters
    };
    letters(word) == letters(keyword)
}

/// The keyword in capitals when the word is.
pub(super) fn in_case_of(word: &str, keyword: &str) -> String {
    if word.chars().any(char::is_lowercase) {
        keyword.to_owned()
    } else {
        keyword.to_uppercase()
    }
}
